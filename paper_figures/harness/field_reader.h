#ifndef PAPER_FIGURES_HARNESS_FIELD_READER_H_
#define PAPER_FIGURES_HARNESS_FIELD_READER_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "paper_figures/harness/fields.h"

namespace infoflow::paper_figures {

// Reads back what FieldWriter wrote: each field must be there, with its type, and nothing else.
// Visits as `visit(name, variable, unit)`; after the first fault variables keep their values.
class FieldReader {
 public:
  explicit FieldReader(absl::string_view text);
  ~FieldReader();
  FieldReader(const FieldReader&) = delete;
  FieldReader& operator=(const FieldReader&) = delete;

  template <typename T>
  void operator()(const char* name, T& value, const char* unit = "") {
    (void)unit;
    if (!Enter(name)) return;
    Read(value);
    Leave();
  }
  // False, and a fault, unless `condition` holds.
  bool Require(bool condition, absl::string_view fault);

  // Which field was missing or of another type, if any.
  absl::Status status() const;

 private:
  template <typename T>
  void Read(T& value) {
    if constexpr (std::is_same_v<T, bool>) {
      ReadBool(&value);
    } else if constexpr (std::is_enum_v<T>) {
      std::underlying_type_t<T> number{};
      Read(number);
      value = static_cast<T>(number);
    } else if constexpr (std::is_integral_v<T>) {
      ReadInteger(&value);
    } else if constexpr (std::is_floating_point_v<T>) {
      double number = 0.0;
      if (ReadNumber(&number)) value = static_cast<T>(number);
    } else if constexpr (std::is_same_v<T, std::string>) {
      ReadText(&value);
    } else if constexpr (IsOptional<T>::value) {
      value.reset();
      if (!IsNothing()) Read(value.emplace());
    } else if constexpr (IsSequence<T>::value) {
      ReadSequence(value);
    } else {
      BeginObject();
      FieldsOf<T>::VisitFields(value, *this);
      EndObject();
    }
  }
  template <typename T>
  void ReadSequence(std::vector<T>& values) {
    const std::size_t size = ArraySize();
    values.clear();
    for (std::size_t i = 0; i < size && EnterElement(i); ++i) {
      T value{};
      Read(value);
      Leave();
      values.push_back(std::move(value));
    }
  }
  template <typename T, std::size_t n>
  void ReadSequence(std::array<T, n>& values) {
    if (!Require(ArraySize() == n, "has another number of elements")) return;
    for (std::size_t i = 0; i < n && EnterElement(i); ++i) {
      Read(values[i]);
      Leave();
    }
  }
  template <typename T>
  void ReadInteger(T* value) {
    if constexpr (std::is_signed_v<T>) {
      std::int64_t wide = 0;
      if (ReadSigned(std::numeric_limits<T>::min(), std::numeric_limits<T>::max(), &wide)) {
        *value = static_cast<T>(wide);
      }
    } else {
      std::uint64_t wide = 0;
      if (ReadUnsigned(std::numeric_limits<T>::max(), &wide)) *value = static_cast<T>(wide);
    }
  }

  bool Enter(const char* name);
  bool EnterElement(std::size_t index);
  void Leave();
  void BeginObject();
  void EndObject();
  std::size_t ArraySize();
  bool IsNothing() const;
  bool ReadBool(bool* value);
  bool ReadSigned(std::int64_t least, std::int64_t greatest, std::int64_t* value);
  bool ReadUnsigned(std::uint64_t greatest, std::uint64_t* value);
  bool ReadNumber(double* value);
  bool ReadText(std::string* value);

  class Tree;
  std::unique_ptr<Tree> tree_;
};

// The struct that `text` holds, in `*value`.
template <typename T>
absl::Status ReadFields(absl::string_view text, T* value) {
  FieldReader reader(text);
  FieldsOf<T>::VisitFields(*value, reader);
  return reader.status();
}

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_FIELD_READER_H_
