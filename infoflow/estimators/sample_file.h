#ifndef INFOFLOW_ESTIMATORS_SAMPLE_FILE_H_
#define INFOFLOW_ESTIMATORS_SAMPLE_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/number_grid.h"

namespace infoflow::estimators {

// Samples from a file of numbers, one sample a row: a text or an array of .npy or .npz
// (infoflow/support/number_grid.h says which dialects are read). `description`, when not null, gets
// what was understood: "12 samples of 2 numbers: commas, header".
//
// Result: samples x columns, at least 1 x 1. Errors are one sentence that names the path, the line
// and the cell. Cost: some 50 ns a number.
absl::StatusOr<linalg::Matrix<double>> ReadSamples(const std::string& path,
                                                   Header header = Header::kAuto,
                                                   std::string* description = nullptr);

}  // namespace infoflow::estimators

#endif  // INFOFLOW_ESTIMATORS_SAMPLE_FILE_H_
