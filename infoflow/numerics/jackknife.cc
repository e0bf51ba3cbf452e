#include "infoflow/numerics/jackknife.h"

#include <cmath>
#include <vector>

#include "infoflow/support/check.h"

namespace infoflow::numerics {

JackknifeEstimate Jackknife(linalg::ConstMatrixView<double> bins,
                            absl::FunctionRef<double(absl::Span<const double> means)> f) {
  INFOFLOW_CHECK(bins.rows() >= 2);
  const int n = bins.rows();
  const int observables = bins.columns();
  std::vector<double> means(observables, 0.0);
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < observables; ++j) means[j] += (bins(i, j) - means[j]) / (i + 1);
  }
  JackknifeEstimate estimate;
  estimate.value = f(means);
  std::vector<double> without(n);
  std::vector<double> part(observables);
  double average = 0.0;
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < observables; ++j) {
      part[j] = means[j] - (bins(i, j) - means[j]) / (n - 1);
    }
    without[i] = f(part);
    average += (without[i] - average) / (i + 1);
  }
  double squares = 0.0;
  for (const double value : without) squares += (value - average) * (value - average);
  estimate.error = std::sqrt(squares * (n - 1) / n);
  estimate.bias = (n - 1) * (average - estimate.value);
  return estimate;
}

}  // namespace infoflow::numerics
