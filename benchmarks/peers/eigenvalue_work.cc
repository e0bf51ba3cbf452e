// Eigenvalues of symmetric matrices, as linear_algebra.py finds them.

#include <memory>
#include <vector>

#include "benchmarks/peers/shared_numbers.h"
#include "benchmarks/peers/work.h"
#include "infoflow/linalg/lapack.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::peers {

namespace {

absl::StatusOr<Work> SymmetricEigenvalues(Sizes sizes) {
  const int size = sizes[0];
  auto a = std::make_shared<linalg::Matrix<double>>(size, size);
  for (int i = 0; i < size; ++i) {
    for (int j = 0; j < size; ++j) {
      (*a)(i, j) = NormalAt(1, i * size + j) + NormalAt(1, j * size + i);
    }
  }
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> values, linalg::SymmetricEigenvalues(*a));
  return Work{{values.back(), values[size / 2]}, [a](int count) {
                for (int i = 0; i < count; ++i) {
                  INFOFLOW_RETURN_IF_ERROR(linalg::SymmetricEigenvalues(*a).status());
                }
                return absl::OkStatus();
              }};
}

}  // namespace

void AddEigenvalueWorks(Works& works) {
  works["numpy_eigenvalues"] = SymmetricEigenvalues;
  works["scipy_eigenvalues"] = SymmetricEigenvalues;
}

}  // namespace infoflow::peers
