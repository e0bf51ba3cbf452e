#include "infoflow/rbm/machine/couplings.h"

#include <cmath>
#include <cstddef>
#include <vector>

#include "infoflow/linalg/blas.h"
#include "infoflow/rbm/machine/exact_sum.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::rbm {

void WalshTransform(absl::Span<double> values) {
  const std::size_t size = values.size();
  INFOFLOW_CHECK(size > 0 && (size & (size - 1)) == 0);
  for (std::size_t half = 1; half < size; half *= 2) {
    for (std::size_t first = 0; first < size; first += 2 * half) {
      for (std::size_t k = first; k < first + half; ++k) {
        const double down = values[k];
        const double up = values[k + half];
        values[k] = up + down;
        values[k + half] = up - down;
      }
    }
  }
}

absl::StatusOr<std::vector<double>> WalshCouplings(const Machine& machine) {
  INFOFLOW_ASSIGN_OR_RETURN(std::vector<double> values, FreeEnergiesOfAllStates(machine));
  WalshTransform(absl::MakeSpan(values));
  const double scale = -1.0 / static_cast<double>(values.size());
  for (double& value : values) value *= scale;
  return values;
}

linalg::Matrix<double> LeadingCouplings(const Machine& machine) {
  linalg::Matrix<double> scaled = machine.weights;
  for (int i = 0; i < scaled.rows(); ++i) {
    for (int a = 0; a < scaled.columns(); ++a) scaled(i, a) /= std::cosh(machine.hidden_bias[a]);
  }
  linalg::Matrix<double> couplings(scaled.rows(), scaled.rows());
  linalg::Syrk(linalg::Transpose::kNo, 1.0, scaled, 0.0, couplings);
  for (int i = 0; i < couplings.rows(); ++i) couplings(i, i) = 0.0;
  return couplings;
}

}  // namespace infoflow::rbm
