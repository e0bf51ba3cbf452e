#include "infoflow/support/setting.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "infoflow/support/number_text.h"

namespace infoflow {

namespace internal {

namespace {

class ReaderOfIntegers : public WordReader<std::int64_t> {
 public:
  ReaderOfIntegers(Range<std::int64_t> range, Range<std::int64_t> type)
      : range_(range), type_(type) {}
  bool Read(absl::string_view word, std::int64_t* value) const override {
    return absl::SimpleAtoi(word, value) && *value >= Least() && *value <= Greatest();
  }
  std::string Write(const std::int64_t& value) const override { return absl::StrCat(value); }
  std::string Allowed(absl::string_view word) const override {
    std::int64_t given;
    const bool is_integer = absl::SimpleAtoi(word, &given);
    const bool has_least = range_.least > type_.least || (is_integer && given < Least());
    const bool has_greatest = range_.greatest < type_.greatest;
    if (is_integer && given > Greatest() && !has_greatest) {
      return absl::StrCat("must be an integer of at most ", Greatest());
    }
    if (has_least && has_greatest) {
      return absl::StrCat("must be an integer from ", Least(), " to ", Greatest());
    }
    if (has_least) return absl::StrCat("must be an integer of at least ", Least());
    if (has_greatest) return absl::StrCat("must be an integer of at most ", Greatest());
    return "must be an integer";
  }

 private:
  std::int64_t Least() const { return std::max(range_.least, type_.least); }
  std::int64_t Greatest() const { return std::min(range_.greatest, type_.greatest); }

  const Range<std::int64_t> range_;
  const Range<std::int64_t> type_;
};

class ReaderOfNumbers : public WordReader<double> {
 public:
  explicit ReaderOfNumbers(Range<double> range) : range_(range) {}
  bool Read(absl::string_view word, double* value) const override {
    return absl::SimpleAtod(word, value) && std::isfinite(*value) && *value >= range_.least &&
           *value <= range_.greatest;
  }
  std::string Write(const double& value) const override { return FormatShortest(value); }
  std::string Allowed(absl::string_view) const override {
    const bool has_least = range_.least > std::numeric_limits<double>::lowest();
    const bool has_greatest = range_.greatest < std::numeric_limits<double>::max();
    const bool above_zero = range_.least == kAboveZero;
    const std::string least = FormatShortest(range_.least);
    const std::string greatest = FormatShortest(range_.greatest);
    if (above_zero) {
      return has_greatest ? absl::StrCat("must be a number above 0 and at most ", greatest)
                          : "must be a finite number above 0";
    }
    if (has_least && has_greatest) {
      return absl::StrCat("must be a number from ", least, " to ", greatest);
    }
    if (has_least) return absl::StrCat("must be a finite number of at least ", least);
    if (has_greatest) return absl::StrCat("must be a finite number of at most ", greatest);
    return "must be a finite number";
  }

 private:
  const Range<double> range_;
};

class ReaderOfText : public WordReader<std::string> {
 public:
  bool Read(absl::string_view word, std::string* value) const override {
    *value = std::string(word);
    return !word.empty();
  }
  std::string Write(const std::string& value) const override { return value; }
  std::string Allowed(absl::string_view) const override { return "must not be empty"; }
};

class ReaderOfBools : public WordReader<bool> {
 public:
  bool Read(absl::string_view word, bool* value) const override {
    return absl::SimpleAtob(word, value);
  }
  std::string Write(const bool& value) const override { return value ? "true" : "false"; }
  std::string Allowed(absl::string_view) const override { return "must be true or false"; }
};

}  // namespace

std::unique_ptr<WordReader<std::int64_t>> IntegerReader(Range<std::int64_t> range,
                                                        Range<std::int64_t> type) {
  return std::make_unique<ReaderOfIntegers>(range, type);
}
std::unique_ptr<WordReader<double>> NumberReader(Range<double> range) {
  return std::make_unique<ReaderOfNumbers>(range);
}
std::unique_ptr<WordReader<std::string>> TextReader() { return std::make_unique<ReaderOfText>(); }
std::unique_ptr<WordReader<bool>> BoolReader() { return std::make_unique<ReaderOfBools>(); }

std::string AllowedNames(const std::vector<std::string>& names) {
  return absl::StrCat("must be one of ", absl::StrJoin(names, ", "));
}

}  // namespace internal

std::string Setting::Text() const { return absl::StrJoin(model_->Words(), ","); }

}  // namespace infoflow
