#ifndef INFOFLOW_SUPPORT_NUMBER_TEXT_H_
#define INFOFLOW_SUPPORT_NUMBER_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow {

// `value` with 17 significant digits (%.17g), which reads back as the same double.
std::string FormatDouble(double value);

// The shorter of 15 and 17 significant digits that reads back as the same double: 0.1 rather than
// 0.10000000000000001. For what people read and type again.
std::string FormatShortest(double value);

// A double from the whole of `text`; accepts "inf", "-inf", "nan", and exponents with D as Fortran
// writes them (1.5D-03).
absl::StatusOr<double> ParseDouble(absl::string_view text);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_NUMBER_TEXT_H_
