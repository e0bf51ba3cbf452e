#include "infoflow/replica/spectra/spectrum_file.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "infoflow/support/number_grid.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::replica {

absl::StatusOr<std::vector<double>> ReadEigenvalues(const std::string& path, Header header) {
  INFOFLOW_ASSIGN_OR_RETURN(NumberGrid grid, ReadNumberGrid(path, header));
  if (grid.columns != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " must hold one eigenvalue per line, not ", grid.columns));
  }
  return std::move(grid.values);
}

absl::StatusOr<linalg::Matrix<double>> ReadWeights(const std::string& path, Header header) {
  INFOFLOW_ASSIGN_OR_RETURN(const NumberGrid grid, ReadNumberGrid(path, header));
  return linalg::Matrix<double>(
      linalg::ConstMatrixView<double>(absl::MakeConstSpan(grid.values), grid.rows, grid.columns));
}

}  // namespace infoflow::replica
