#ifndef INFOFLOW_ESTIMATORS_SAMPLE_FILE_H_
#define INFOFLOW_ESTIMATORS_SAMPLE_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::estimators {

// Samples from comma-separated text: one sample per line, one number per cell.
//
// Empty lines and lines that start with '#' are skipped. The first other line is a header, and
// skipped, if none of its cells is a number; so column names must not be numbers. Spaces around
// numbers are allowed, quotes are not. Numbers must be finite.
//
// Result: samples x columns, at least 1 x 1. Errors are one sentence that names `source`, the
// line and the cell. Cost: some 50 ns a number.
absl::StatusOr<linalg::Matrix<double>> ParseSamples(absl::string_view text,
                                                    absl::string_view source);

// ParseSamples of the whole file.
absl::StatusOr<linalg::Matrix<double>> ReadSamples(const std::string& path);

}  // namespace infoflow::estimators

#endif  // INFOFLOW_ESTIMATORS_SAMPLE_FILE_H_
