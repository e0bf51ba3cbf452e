#ifndef PAPER_FIGURES_HARNESS_FIELD_WRITER_H_
#define PAPER_FIGURES_HARNESS_FIELD_WRITER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/image_set.h"
#include "paper_figures/harness/parameter_set.h"

namespace infoflow::paper_figures {

// True for a struct of parameters (parameter_set.h).
template <typename T, typename = void>
struct HasRegister : std::false_type {};
template <typename T>
struct HasRegister<
    T, std::void_t<decltype(std::declval<T&>().Register(std::declval<ParameterSet&>()))>>
    : std::true_type {};

// True for an enum with a function NameOf(T) beside it.
template <typename T, typename = void>
struct HasName : std::false_type {};
template <typename T>
struct HasName<T, std::void_t<decltype(NameOf(std::declval<T>()))>> : std::is_enum<T> {};

// Writes a struct with fields (fields.h) as one line of JSON: numbers with as many digits as read
// back as the same number, what is not finite as "nan", "inf" or "-inf". A struct of parameters is
// written as its set writes it. Visits as `visit(name, value, unit)`.
class FieldWriter {
 public:
  FieldWriter();
  ~FieldWriter();
  FieldWriter(const FieldWriter&) = delete;
  FieldWriter& operator=(const FieldWriter&) = delete;

  template <typename T>
  void operator()(const char* name, const T& value, const char* unit = "") {
    (void)unit;
    if constexpr (std::is_same_v<T, ImageSet>) images_.push_back(value);
    Write(name, value);
  }
  // A field that belongs to the point's key; an enum that has a name stands there by it.
  template <typename T>
  void Key(const char* name, const T& value, const char* unit = "") {
    (*this)(name, value, unit);
    keys_.push_back({name, ""});
    if constexpr (HasName<T>::value) keys_.back().text = NameOf(value);
  }

  std::string Text() const;
  // "name=value name=value" of the key fields.
  std::string KeyText() const;
  // Every image set among the fields.
  const std::vector<ImageSet>& images() const { return images_; }

 private:
  template <typename T>
  void Write(const char* name, const T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      WriteBool(name, value);
    } else if constexpr (std::is_enum_v<T>) {
      WriteInteger(name, static_cast<std::int64_t>(value));
    } else if constexpr (std::is_integral_v<T>) {
      if constexpr (std::is_signed_v<T>) {
        WriteInteger(name, static_cast<std::int64_t>(value));
      } else {
        WriteUnsigned(name, static_cast<std::uint64_t>(value));
      }
    } else if constexpr (std::is_floating_point_v<T>) {
      WriteNumber(name, value);
    } else if constexpr (std::is_convertible_v<T, absl::string_view>) {
      WriteText(name, value);
    } else if constexpr (IsOptional<T>::value) {
      value.has_value() ? Write(name, *value) : WriteNothing(name);
    } else if constexpr (IsSequence<T>::value) {
      BeginArray(name);
      for (const auto& element : value) Write(nullptr, element);
      End();
    } else if constexpr (HasRegister<T>::value) {
      T copy;
      ParameterSet set;
      copy.Register(set);
      copy = value;  // registration has set the values of the default preset
      WriteSet(name, set);
    } else {
      BeginObject(name);
      FieldsOf<T>::VisitFields(value, *this);
      End();
    }
  }

  // `name` is null inside arrays.
  void WriteBool(const char* name, bool value);
  void WriteInteger(const char* name, std::int64_t value);
  void WriteUnsigned(const char* name, std::uint64_t value);
  void WriteNumber(const char* name, double value);
  void WriteText(const char* name, absl::string_view value);
  void WriteNothing(const char* name);
  void WriteSet(const char* name, const ParameterSet& set);
  void BeginObject(const char* name);
  void BeginArray(const char* name);
  void End();

  class Tree;
  std::unique_ptr<Tree> tree_;
  struct KeyField {
    std::string name;
    std::string text;  // empty: as it is written
  };
  std::vector<KeyField> keys_;
  std::vector<ImageSet> images_;
};

// The line of JSON of one struct.
template <typename T>
std::string FieldText(const T& value) {
  FieldWriter writer;
  FieldsOf<T>::VisitFields(value, writer);
  return writer.Text();
}

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_FIELD_WRITER_H_
