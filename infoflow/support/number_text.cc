#include "infoflow/support/number_text.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace infoflow {

std::string FormatDouble(double value) { return absl::StrFormat("%.17g", value); }

std::string FormatShortest(double value) {
  std::string text = absl::StrFormat("%.15g", value);
  double back;
  return absl::SimpleAtod(text, &back) && back == value ? text : FormatDouble(value);
}

absl::StatusOr<double> ParseDouble(absl::string_view text) {
  double value;
  if (!absl::SimpleAtod(text, &value)) {
    return absl::InvalidArgumentError(absl::StrCat("'", text, "' is not a number"));
  }
  return value;
}

}  // namespace infoflow
