#include "infoflow/estimators/gaussian_entropy.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
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

// Roundings in a coordinate of the samples: of its own digits, of the mean and of what makes it.
constexpr double kRoundings = 4.0;
// Smallest singular value, in units of the largest, of which double leaves 13 digits.
constexpr double kWellConditioned = 1e-3;

// Samples that are centred at a time.
constexpr int kSamplesPerChunk = 384;
// Rounding errors of correlations and their factor, in units of sqrt(P + d) roundings: twice the
// worst that was seen in ln det, over tr(R^-1) of 1 to 4e4 for each dimension, d = 2 to 390 and P =
// 60 to 8,000.
constexpr double kRoundingsPerRoot = 2.0;
// Error of ln det for each dimension up to which it may come from the correlations.
constexpr double kDeterminantAccuracy = 1e-12;
// Variances from whose inverses and squares nothing overflows or underflows.
constexpr double kLeastVariance = 1e-100;
constexpr double kLargestVariance = 1e100;
// Largest mean of a column in units of its standard deviation for which one subtraction centres it.
constexpr double kLargestMean = 1e6;

// Samples with each column about its mean and in units of its own standard deviation, so that
// columns of very different sizes do no harm.
struct StandardizedSamples {
  linalg::Matrix<double> values;
  double log_variances = 0.0;  // of all columns, summed
  double largest = 1.0;        // of the coordinates as they were given, in those units
};

absl::StatusOr<StandardizedSamples> Standardize(linalg::ConstMatrixView<double> samples) {
  const int rows = samples.rows();
  StandardizedSamples result;
  result.values = linalg::Matrix<double>(samples);
  linalg::Matrix<double>& centred = result.values;
  for (int t = 0; t < samples.columns(); ++t) {
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
    for (int i = 0; i < rows; ++i) {
      centred(i, t) = centred(i, t) / largest / deviation;
      result.largest = std::max(result.largest, std::fabs(samples(i, t)) / largest / deviation);
    }
    result.log_variances += 2.0 * std::log(largest) + std::log(variance);
  }
  return result;
}

// sum_i (x_i - mean)(x_i - mean)^T; `means` become those of the columns.
linalg::Matrix<double> Scatter(linalg::ConstMatrixView<double> samples,
                               std::vector<double>& means) {
  const int rows = samples.rows();
  const int dimension = samples.columns();
  means.assign(dimension, 0.0);
  for (int i = 0; i < rows; ++i) {
    const absl::Span<const double> sample = samples.row(i);
    for (int t = 0; t < dimension; ++t) means[t] += sample[t];
  }
  for (double& mean : means) mean /= rows;
  linalg::Matrix<double> scatter(dimension, dimension);
  const int chunks = (rows + kSamplesPerChunk - 1) / kSamplesPerChunk;
  linalg::Matrix<double> centred((rows + chunks - 1) / chunks, dimension);
  for (int chunk = 0, first = 0; chunk < chunks; ++chunk) {
    const int end = static_cast<int>((chunk + 1) * static_cast<std::int64_t>(rows) / chunks);
    const linalg::MatrixView<double> part = centred.Block(0, 0, end - first, dimension);
    for (int i = first; i < end; ++i) {
      const absl::Span<const double> sample = samples.row(i);
      const absl::Span<double> to = part.row(i - first);
      for (int t = 0; t < dimension; ++t) to[t] = sample[t] - means[t];
    }
    linalg::Syrk(linalg::Transpose::kYes, 1.0, part, 1.0, scatter);
    first = end;
  }
  return scatter;
}

// ln det of the scatter from the matrix R of correlations, or nothing where double may be too short
// for that. Independent errors of size e in R make one of e sqrt(sum_ij (R^-1)_ij^2) in ln det R,
// which is below e tr R^-1.
std::optional<double> ScatterLogDeterminant(linalg::ConstMatrixView<double> samples) {
  const int rows = samples.rows();
  const int dimension = samples.columns();
  std::vector<double> means;
  linalg::Matrix<double> correlations = Scatter(samples, means);
  std::vector<double> scales(dimension);
  double log_determinant = 0.0;
  for (int t = 0; t < dimension; ++t) {
    const double variance = correlations(t, t) / rows;
    if (!(variance > kLeastVariance && variance < kLargestVariance) ||
        std::fabs(means[t]) > kLargestMean * std::sqrt(variance)) {
      return std::nullopt;
    }
    scales[t] = 1.0 / std::sqrt(correlations(t, t));
    log_determinant += std::log(correlations(t, t));
  }
  for (int s = 0; s < dimension; ++s) {
    for (int t = 0; t < s; ++t) correlations(s, t) *= scales[s] * scales[t];
    correlations(s, s) = 1.0;
  }
  const absl::StatusOr<linalg::Matrix<double>> factor = linalg::CholeskyFactor(correlations);
  if (!factor.ok()) return std::nullopt;
  const double rounding = kRoundingsPerRoot * std::sqrt(static_cast<double>(rows) + dimension) *
                          std::numeric_limits<double>::epsilon();
  if (!(linalg::CholeskyInverseTrace(*factor) * rounding < kDeterminantAccuracy * dimension)) {
    return std::nullopt;
  }
  return log_determinant + linalg::CholeskyLogDeterminant(*factor);
}

// ln det of sum_i (x_i - mean)(x_i - mean)^T by the modified Gram-Schmidt process on the columns,
// in long double, whose digits beyond double's (11 on x86-64) are what nearly collinear columns
// need: the determinant is the product of the squared lengths of what is left of each column. Cost:
// P d^2 products.
double ExtendedScatterLogDeterminant(linalg::ConstMatrixView<double> samples) {
  const int rows = samples.rows();
  std::vector<std::vector<long double>> columns(samples.columns(), std::vector<long double>(rows));
  for (int t = 0; t < samples.columns(); ++t) {
    long double mean = 0.0L;
    for (int i = 0; i < rows; ++i) mean += static_cast<long double>(samples(i, t)) / rows;
    for (int i = 0; i < rows; ++i) columns[t][i] = samples(i, t) - mean;
  }
  const auto product = [](const std::vector<long double>& a, const std::vector<long double>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0L);
  };
  long double log_determinant = 0.0L;
  for (std::size_t t = 0; t < columns.size(); ++t) {
    const long double square = product(columns[t], columns[t]);
    log_determinant += std::log(square);
    for (std::size_t other = t + 1; other < columns.size(); ++other) {
      const long double factor = product(columns[t], columns[other]) / square;
      for (int i = 0; i < rows; ++i) columns[other][i] -= factor * columns[t][i];
    }
  }
  return static_cast<double>(log_determinant);
}

// The same from the singular values of the samples, of which the scatter's eigenvalues are squares.
// FailedPrecondition where the samples lie in a hyperplane.
absl::StatusOr<double> CarefulScatterLogDeterminant(linalg::ConstMatrixView<double> samples) {
  INFOFLOW_ASSIGN_OR_RETURN(const StandardizedSamples standardized, Standardize(samples));
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<double> values,
                            linalg::SingularValues(standardized.values.view()));
  // Below what rounding of the given coordinates makes of a singular value of 0, or of the largest
  // one on the way, nothing is known of it.
  const double rounding =
      kRoundings * std::numeric_limits<double>::epsilon() *
      std::max(values.front(), std::sqrt(samples.rows()) * standardized.largest);
  if (!(values.back() > rounding)) {
    return absl::FailedPreconditionError(
        "the samples lie in a hyperplane, where they have no normal law");
  }
  if (values.back() < kWellConditioned * values.front()) {
    return ExtendedScatterLogDeterminant(samples);
  }
  double log_determinant = standardized.log_variances;
  for (const double value : values) log_determinant += 2.0 * std::log(value);
  return log_determinant;
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
  double log_determinant = -dimension * std::log(count - 1.0);
  if (const std::optional<double> scatter = ScatterLogDeterminant(samples)) {
    log_determinant += *scatter;
  } else {
    INFOFLOW_ASSIGN_OR_RETURN(const double careful, CarefulScatterLogDeterminant(samples));
    log_determinant += careful;
  }
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

absl::StatusOr<GaussianInformationEstimate> EstimateGaussianInformation(
    linalg::ConstMatrixView<double> x, linalg::ConstMatrixView<double> y) {
  if (x.rows() != y.rows()) {
    return absl::InvalidArgumentError(
        absl::StrCat("there are ", x.rows(), " samples of X and ", y.rows(), " of Y"));
  }
  linalg::Matrix<double> pairs(x.rows(), x.columns() + y.columns());
  for (int i = 0; i < x.rows(); ++i) {
    const absl::Span<double> pair = pairs.row(i);
    std::copy(x.row(i).begin(), x.row(i).end(), pair.begin());
    std::copy(y.row(i).begin(), y.row(i).end(), pair.begin() + x.columns());
  }
  INFOFLOW_ASSIGN_OR_RETURN(const GaussianEntropyEstimate of_x, EstimateGaussianEntropy(x));
  INFOFLOW_ASSIGN_OR_RETURN(const GaussianEntropyEstimate of_y, EstimateGaussianEntropy(y));
  INFOFLOW_ASSIGN_OR_RETURN(const GaussianEntropyEstimate of_pairs,
                            EstimateGaussianEntropy(pairs.view()));
  return GaussianInformationEstimate{of_x.plug_in + of_y.plug_in - of_pairs.plug_in,
                                     of_x.corrected + of_y.corrected - of_pairs.corrected};
}

}  // namespace infoflow::estimators
