#include "infoflow/estimators/gaussian_entropy.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/estimators/digamma.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/lapack.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::estimators {

namespace {

using numerics::kLn2PiE;

// A pivot of the correlation matrix below this is rounding: the samples lie in a hyperplane.
constexpr double kLeastPivot = 1e-13;

// sum_ij (x_it - mean_t)(x_iu - mean_u) / (P - 1) with each column in units of its own standard
// deviation, so that columns of very different sizes do no harm; adds the logarithms of those
// variances to `log_variances`.
absl::StatusOr<linalg::Matrix<double>> SampleCorrelations(linalg::ConstMatrixView<double> samples,
                                                          double* log_variances) {
  const int rows = samples.rows();
  const int columns = samples.columns();
  linalg::Matrix<double> centred(samples);
  for (int t = 0; t < columns; ++t) {
    double mean = 0.0;
    for (int i = 0; i < rows; ++i) mean += centred(i, t) / rows;
    // About the mean again: the first mean is rounded.
    double rest = 0.0;
    for (int i = 0; i < rows; ++i) rest += (centred(i, t) -= mean) / rows;
    double largest = 0.0;
    for (int i = 0; i < rows; ++i) {
      centred(i, t) -= rest;
      largest = std::max(largest, std::fabs(centred(i, t)));
    }
    double variance = 0.0;
    for (int i = 0; i < rows && largest > 0.0; ++i) {
      const double ratio = centred(i, t) / largest;
      variance += ratio * ratio / (rows - 1);
    }
    if (!std::isfinite(variance) || !(largest > 1e-15 * std::fabs(mean))) {
      return absl::FailedPreconditionError(
          absl::StrCat("column ", t + 1, " is constant or overflows: it has no normal law"));
    }
    const double deviation = std::sqrt(variance);
    for (int i = 0; i < rows; ++i) centred(i, t) = centred(i, t) / largest / deviation;
    *log_variances += 2.0 * std::log(largest) + std::log(variance);
  }
  linalg::Matrix<double> correlations(columns, columns);
  linalg::Syrk(linalg::Transpose::kYes, 1.0 / (rows - 1), centred.view(), 0.0, correlations.view());
  return correlations;
}

}  // namespace

absl::StatusOr<double> GaussianEntropy(linalg::ConstMatrixView<double> covariance) {
  if (covariance.rows() != covariance.columns() || covariance.rows() < 1) {
    return absl::InvalidArgumentError(absl::StrCat("the covariance is ", covariance.rows(), " x ",
                                                   covariance.columns(),
                                                   "; it must be square and not empty"));
  }
  INFOFLOW_ASSIGN_OR_RETURN(const linalg::Matrix<double> factor,
                            linalg::CholeskyFactor(covariance));
  return 0.5 * (covariance.rows() * kLn2PiE + linalg::CholeskyLogDeterminant(factor.view()));
}

absl::StatusOr<double> LinearLayerEntropy(absl::Span<const double> singular_values, int outputs,
                                          double noise_variance) {
  INFOFLOW_CHECK(outputs >= 1 && singular_values.size() <= static_cast<std::size_t>(outputs));
  if (!(noise_variance >= 0.0) || !std::isfinite(noise_variance)) {
    return absl::InvalidArgumentError(absl::StrCat("noise_variance is ", noise_variance,
                                                   "; allowed are finite numbers of at least 0"));
  }
  const int rest = outputs - static_cast<int>(singular_values.size());
  double sum = outputs * kLn2PiE;
  if (rest > 0) sum += rest * std::log(noise_variance);
  for (const double value : singular_values) sum += std::log(noise_variance + value * value);
  if (!std::isfinite(sum)) {
    return absl::FailedPreconditionError(
        "without noise the outputs lie in a subspace, where they have no entropy");
  }
  return 0.5 * sum;
}

absl::StatusOr<double> LinearLayerEntropy(linalg::ConstMatrixView<double> weights,
                                          double noise_variance) {
  if (weights.empty()) return absl::InvalidArgumentError("the layer has no weights");
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> values, linalg::SingularValues(weights));
  return LinearLayerEntropy(values, weights.rows(), noise_variance);
}

absl::StatusOr<GaussianEntropyEstimate> EstimateGaussianEntropy(
    linalg::ConstMatrixView<double> samples) {
  const int count = samples.rows();
  const int dimension = samples.columns();
  if (dimension < 1) return absl::InvalidArgumentError("the samples have no columns");
  if (count < dimension + 1) {
    return absl::InvalidArgumentError(absl::StrCat("there are ", count,
                                                   " samples; a covariance in ", dimension,
                                                   " dimensions needs at least ", dimension + 1));
  }
  double log_determinant = 0.0;
  INFOFLOW_ASSIGN_OR_RETURN(const linalg::Matrix<double> correlations,
                            SampleCorrelations(samples, &log_determinant));
  const absl::StatusOr<linalg::Matrix<double>> factor = linalg::CholeskyFactor(correlations.view());
  bool singular = !factor.ok();
  for (int t = 0; t < dimension && !singular; ++t) {
    singular = (*factor)(t, t) * (*factor)(t, t) < kLeastPivot;
  }
  if (singular) {
    return absl::FailedPreconditionError(
        "the samples lie in a hyperplane, where they have no normal law");
  }
  log_determinant += linalg::CholeskyLogDeterminant(factor->view());
  GaussianEntropyEstimate estimate;
  estimate.plug_in = 0.5 * (dimension * kLn2PiE + log_determinant);
  double variance = 0.0;
  for (int j = 1; j <= dimension; ++j) {
    const double half_freedom = 0.5 * (count - j);
    estimate.bias += 0.5 * (Digamma(half_freedom) + std::log(2.0 / (count - 1)));
    variance += 0.25 * Trigamma(half_freedom);
  }
  estimate.error = std::sqrt(variance);
  estimate.corrected = estimate.plug_in - estimate.bias;
  return estimate;
}

}  // namespace infoflow::estimators
