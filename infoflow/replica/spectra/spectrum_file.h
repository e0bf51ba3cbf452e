#ifndef INFOFLOW_REPLICA_SPECTRA_SPECTRUM_FILE_H_
#define INFOFLOW_REPLICA_SPECTRA_SPECTRUM_FILE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/number_grid.h"

namespace infoflow::replica {

// The numbers of a file that holds one per line, or of an array of .npy or .npz of one dimension;
// infoflow/support/number_grid.h says which dialects are read. Errors name the path and the line: a
// file that cannot be read or holds no number, something that is not a finite number.
absl::StatusOr<std::vector<double>> ReadEigenvalues(const std::string& path,
                                                    Header header = Header::kAuto);

// A matrix from such a file, one row per line: N_l rows of N_{l-1} weights. Errors as above, and
// rows of different lengths.
absl::StatusOr<linalg::Matrix<double>> ReadWeights(const std::string& path,
                                                   Header header = Header::kAuto);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_SPECTRA_SPECTRUM_FILE_H_
