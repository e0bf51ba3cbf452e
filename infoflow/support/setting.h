#ifndef INFOFLOW_SUPPORT_SETTING_H_
#define INFOFLOW_SUPPORT_SETTING_H_

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace infoflow {

// The closed interval that a number may lie in.
template <typename T>
struct Range {
  T least;
  T greatest;
};

// The least end of a range of numbers above 0.
inline constexpr double kAboveZero = std::numeric_limits<double>::denorm_min();
inline constexpr Range<double> kPositive = {kAboveZero, std::numeric_limits<double>::max()};
inline constexpr Range<double> kNotNegative = {0.0, std::numeric_limits<double>::max()};

// One of the values that a choice may have, and the word that stands for it.
template <typename T>
struct Choice {
  std::string name;
  T value;
};
template <typename T>
using Choices = std::vector<Choice<T>>;

// What a list holds, or the type itself.
template <typename T>
struct ElementType {
  using type = T;
  static constexpr bool kIsList = false;
};
template <typename T>
struct ElementType<std::vector<T>> {
  using type = T;
  static constexpr bool kIsList = true;
};
template <typename T>
using Element = typename ElementType<T>::type;

// The numbers of a range: 64-bit integers for every integer type, else double.
template <typename T>
using RangeNumber = std::conditional_t<std::is_integral_v<Element<T>>, std::int64_t, double>;

namespace internal {

// How one word becomes a value, and what is said when it does not.
template <typename T>
class WordReader {
 public:
  virtual ~WordReader() = default;
  virtual bool Read(absl::string_view word, T* value) const = 0;
  virtual std::string Write(const T& value) const = 0;
  // What is said to one who gave `word`: "must be an integer from 1 to 9".
  virtual std::string Allowed(absl::string_view word) const = 0;
};

// Of the integers of `range` that are in `type`, too: the limits of the type are told only to one
// who is beyond them.
std::unique_ptr<WordReader<std::int64_t>> IntegerReader(
    Range<std::int64_t> range,
    Range<std::int64_t> type = {std::numeric_limits<std::int64_t>::min(),
                                std::numeric_limits<std::int64_t>::max()});
std::unique_ptr<WordReader<double>> NumberReader(Range<double> range);
std::unique_ptr<WordReader<std::string>> TextReader();
std::unique_ptr<WordReader<bool>> BoolReader();

// An integer of another type; values outside of it are outside of its range.
template <typename T>
class NarrowReader : public WordReader<T> {
 public:
  explicit NarrowReader(Range<std::int64_t> range)
      : wide_(IntegerReader(range, {Limits::min(), Limits::max()})) {}
  bool Read(absl::string_view word, T* value) const override {
    std::int64_t wide;
    if (!wide_->Read(word, &wide)) return false;
    *value = static_cast<T>(wide);
    return true;
  }
  std::string Write(const T& value) const override { return wide_->Write(value); }
  std::string Allowed(absl::string_view word) const override { return wide_->Allowed(word); }

 private:
  // Of what fits into both T and 64 bits with a sign.
  struct Limits {
    static constexpr std::int64_t min() {
      return std::is_signed_v<T> ? static_cast<std::int64_t>(std::numeric_limits<T>::min()) : 0;
    }
    static constexpr std::int64_t max() {
      return sizeof(T) < 8 ? static_cast<std::int64_t>(std::numeric_limits<T>::max())
                           : std::numeric_limits<std::int64_t>::max();
    }
  };
  std::unique_ptr<WordReader<std::int64_t>> wide_;
};

std::string AllowedNames(const std::vector<std::string>& names);

template <typename T>
class ChoiceReader : public WordReader<T> {
 public:
  explicit ChoiceReader(Choices<T> choices) : choices_(std::move(choices)) {}
  bool Read(absl::string_view word, T* value) const override {
    for (const Choice<T>& choice : choices_) {
      if (word != choice.name) continue;
      *value = choice.value;
      return true;
    }
    return false;
  }
  std::string Write(const T& value) const override {
    for (const Choice<T>& choice : choices_) {
      if (choice.value == value) return choice.name;
    }
    return "";
  }
  std::string Allowed(absl::string_view) const override {
    std::vector<std::string> names;
    for (const Choice<T>& choice : choices_) names.push_back(choice.name);
    return AllowedNames(names);
  }

 private:
  const Choices<T> choices_;
};

}  // namespace internal

// A variable that text can set: a number in a range, one of several choices, text, or a list of
// such. Command-line flags (flag_set.h) and the figures' parameters are made of them, so that
// both have the same types, limits and error sentences.
class Setting {
 public:
  // A value that has kept its type; choices are the word that stands for them.
  using Value = std::variant<bool, std::int64_t, double, std::string, std::vector<std::int64_t>,
                             std::vector<double>, std::vector<std::string>>;

  // `*variable`, which must outlive the setting: an integer, a double, or a vector of one of them.
  // Numbers are finite and in `range`; a list has at least one entry.
  template <typename T>
  static Setting OfNumber(T* variable, Range<RangeNumber<T>> range) {
    using E = Element<T>;
    if constexpr (std::is_same_v<E, double>) {
      return Make(variable, internal::NumberReader(range));
    } else if constexpr (std::is_same_v<E, std::int64_t>) {
      return Make(variable, internal::IntegerReader(range));
    } else {
      return Make(variable, std::make_unique<internal::NarrowReader<E>>(range));
    }
  }
  // One of `choices`, or a list of them.
  template <typename T>
  static Setting OfChoice(T* variable, Choices<Element<T>> choices) {
    return Make(variable, std::make_unique<internal::ChoiceReader<Element<T>>>(std::move(choices)));
  }
  // Text that is not empty.
  static Setting OfText(std::string* variable) { return Make(variable, internal::TextReader()); }
  static Setting OfBool(bool* variable) { return Make(variable, internal::BoolReader()); }

  // Sets the variable from one word, or as many as there are for a list. The error says what is
  // allowed ("must be an integer from 1 to 9"), `*failed` is the word it is about, and the
  // variable is then as it was.
  absl::Status Assign(absl::Span<const absl::string_view> words, std::string* failed) const {
    return model_->Assign(words, failed);
  }
  bool is_list() const { return model_->IsList(); }
  // What is allowed: "must be one of plain, fancy".
  std::string Allowed() const { return model_->Allowed(); }
  // The present value as Assign takes it back, word by word, and with commas between.
  std::vector<std::string> Words() const { return model_->Words(); }
  std::string Text() const;
  Value value() const { return model_->Get(); }

 private:
  class Model {
   public:
    virtual ~Model() = default;
    virtual absl::Status Assign(absl::Span<const absl::string_view> words,
                                std::string* failed) const = 0;
    virtual bool IsList() const = 0;
    virtual std::string Allowed() const = 0;
    virtual Value Get() const = 0;
    virtual std::vector<std::string> Words() const = 0;
  };

  template <typename T>
  class ModelOf : public Model {
   public:
    using E = Element<T>;
    ModelOf(T* variable, std::unique_ptr<internal::WordReader<E>> reader)
        : variable_(variable), reader_(std::move(reader)) {}

    absl::Status Assign(absl::Span<const absl::string_view> words,
                        std::string* failed) const override {
      std::vector<E> values;
      for (const absl::string_view word : words) {
        E value{};
        if (!reader_->Read(word, &value)) {
          *failed = std::string(word);
          return absl::InvalidArgumentError(reader_->Allowed(word));
        }
        values.push_back(std::move(value));
      }
      if constexpr (ElementType<T>::kIsList) {
        variable_->assign(values.begin(), values.end());
      } else {
        *variable_ = std::move(values[0]);
      }
      return absl::OkStatus();
    }
    bool IsList() const override { return ElementType<T>::kIsList; }
    std::string Allowed() const override { return reader_->Allowed(""); }
    std::vector<std::string> Words() const override {
      std::vector<std::string> words;
      if constexpr (ElementType<T>::kIsList) {
        for (const E& value : *variable_) words.push_back(reader_->Write(value));
      } else {
        words.push_back(reader_->Write(*variable_));
      }
      return words;
    }
    Value Get() const override {
      if constexpr (std::is_same_v<T, bool>) {
        return *variable_;
      } else if constexpr (std::is_integral_v<E>) {
        return Typed<std::int64_t>();
      } else if constexpr (std::is_same_v<E, double>) {
        return Typed<double>();
      } else if constexpr (ElementType<T>::kIsList) {
        return Words();
      } else {
        return Words()[0];
      }
    }

   private:
    template <typename Wide>
    Value Typed() const {
      if constexpr (ElementType<T>::kIsList) {
        return std::vector<Wide>(variable_->begin(), variable_->end());
      } else {
        return static_cast<Wide>(*variable_);
      }
    }

    T* const variable_;
    const std::unique_ptr<internal::WordReader<E>> reader_;
  };

  template <typename T>
  static Setting Make(T* variable, std::unique_ptr<internal::WordReader<Element<T>>> reader) {
    return Setting(std::make_shared<ModelOf<T>>(variable, std::move(reader)));
  }
  explicit Setting(std::shared_ptr<const Model> model) : model_(std::move(model)) {}

  std::shared_ptr<const Model> model_;
};

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_SETTING_H_
