#include "infoflow/estimators/sample_file.h"

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::estimators {

absl::StatusOr<linalg::Matrix<double>> ReadSamples(const std::string& path, Header header,
                                                   std::string* description) {
  INFOFLOW_ASSIGN_OR_RETURN(const NumberGrid grid, ReadNumberGrid(path, header));
  if (description != nullptr) {
    *description =
        absl::StrCat(grid.rows, grid.rows == 1 ? " sample of " : " samples of ", grid.columns,
                     grid.columns == 1 ? " number: " : " numbers: ", grid.description);
  }
  return linalg::Matrix<double>(
      linalg::ConstMatrixView<double>(absl::MakeConstSpan(grid.values), grid.rows, grid.columns));
}

}  // namespace infoflow::estimators
