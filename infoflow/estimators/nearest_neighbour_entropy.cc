#include "infoflow/estimators/nearest_neighbour_entropy.h"

#include <cmath>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/estimators/digamma.h"
#include "infoflow/estimators/distinct_samples.h"
#include "infoflow/estimators/neighbour_search.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::estimators {

namespace {

using numerics::kLn2;
constexpr double kLogPi = 1.14472988584940017414;

// ln Gamma(1 + d/2), from the stable recurrence for small d (std::lgamma writes a global).
double LogGammaOnePlusHalf(int d) {
  double result = d % 2 == 0 ? 0.0 : 0.5 * kLogPi;
  for (int m = d; m >= 1; m -= 2) result += std::log(0.5 * m);
  return result;
}

}  // namespace

double LogUnitBallVolume(int dimension, Norm norm) {
  INFOFLOW_CHECK(dimension >= 1);
  if (norm == Norm::kMaximum) return dimension * kLn2;
  return 0.5 * dimension * kLogPi - LogGammaOnePlusHalf(dimension);
}

absl::StatusOr<double> NearestNeighbourEntropy(linalg::ConstMatrixView<double> samples,
                                               const NearestNeighbourOptions& options) {
  INFOFLOW_RETURN_IF_ERROR(CheckPoints(samples, options.neighbours));
  INFOFLOW_RETURN_IF_ERROR(CheckJitter(options.jitter));
  linalg::Matrix<double> jittered;
  if (options.jitter > 0.0) {
    jittered = Jittered(samples, options.jitter, options.seed);
    samples = jittered.view();
  }
  INFOFLOW_RETURN_IF_ERROR(CheckDistinct(samples, options.jitter));
  const std::vector<double> distances =
      NeighbourDistances(samples, options.neighbours, options.norm, options.threads);
  double log_sum = 0.0;
  for (int i = 0; i < samples.rows(); ++i) {
    if (!(distances[i] > 0.0)) {
      return absl::InvalidArgumentError(
          absl::StrCat("sample ", i + 1, " is nearer than 1e-150 to ", options.neighbours,
                       " others; multiply the samples by a large number"));
    }
    log_sum += std::log(distances[i]);
  }
  const double count = samples.rows();
  const double dimension = samples.columns();
  return Digamma(count) - Digamma(options.neighbours) +
         LogUnitBallVolume(samples.columns(), options.norm) + dimension / count * log_sum;
}

}  // namespace infoflow::estimators
