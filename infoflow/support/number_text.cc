#include "infoflow/support/number_text.h"

#include <cstddef>

#include "absl/strings/ascii.h"
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
  if (absl::SimpleAtod(text, &value)) return value;
  // The D of an exponent stands behind a digit or a point, so that no word is taken for a number.
  const std::size_t at = text.find_first_of("dD");
  if (at != absl::string_view::npos && at > 0 &&
      (absl::ascii_isdigit(text[at - 1]) || text[at - 1] == '.')) {
    std::string with_e(text);
    with_e[at] = 'e';
    if (absl::SimpleAtod(with_e, &value)) return value;
  }
  return absl::InvalidArgumentError(absl::StrCat("'", text, "' is not a number"));
}

}  // namespace infoflow
