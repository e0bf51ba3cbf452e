#include "infoflow/linalg/haar.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/linalg/lapack.h"
#include "infoflow/random/distributions.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::linalg {

absl::StatusOr<Matrix<double>> HaarOrthogonal(int rows, int columns, random::Stream& stream) {
  if (columns < 0 || columns > rows) {
    return absl::InvalidArgumentError(absl::StrCat("orthonormal columns: ", columns, " of length ",
                                                   rows, "; need 0 <= columns <= length"));
  }
  Matrix<double> normals(rows, columns);
  random::FillNormal(stream, normals.values());
  INFOFLOW_ASSIGN_OR_RETURN(Qr<double> qr, ThinQr(normals.view()));
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < columns; ++j) {
      if (qr.r(j, j) < 0.0) qr.q(i, j) = -qr.q(i, j);
    }
  }
  return std::move(qr.q);
}

}  // namespace infoflow::linalg
