#include "infoflow/network/relative_entropy/relative_entropy_mean_field.h"

#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "infoflow/network/mean_field/mean_field.h"
#include "infoflow/network/mean_field/recursion.h"
#include "infoflow/network/relative_entropy/gaussian_relative_entropy.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::network {

namespace {

absl::Status CheckPositive(double variance) {
  if (std::isfinite(variance) && variance > 0.0) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrFormat(
      "variance of layer 0 is %.17g; it must be a finite number above 0", variance));
}

}  // namespace

absl::StatusOr<std::vector<MeanFieldRelativeEntropy>> RelativeEntropyInMeanField(
    const activation::Function& activation, double weight_variance, double bias_variance,
    double first_variance, int layers) {
  INFOFLOW_RETURN_IF_ERROR(CheckPositive(first_variance));
  INFOFLOW_ASSIGN_OR_RETURN(
      const std::vector<double> variances,
      VarianceTrajectory(activation, weight_variance, bias_variance, first_variance, layers));
  std::vector<MeanFieldRelativeEntropy> result;
  const Gaussian first = {0.0, first_variance};
  for (const double variance : variances) {
    if (!(variance > 0.0)) {
      return absl::InvalidArgumentError(absl::StrFormat(
          "with weight variance %.17g and bias variance %.17g layer %d is zero; one of them must "
          "be positive",
          weight_variance, bias_variance, static_cast<int>(result.size())));
    }
    const Gaussian layer = {0.0, variance};
    MeanFieldRelativeEntropy entropy;
    entropy.variance = variance;
    entropy.relative_entropy = 0.5 * std::log1p((variance - first_variance) / first_variance);
    entropy.gaussian_forward = GaussianRelativeEntropy(first, layer);
    entropy.gaussian_reverse = GaussianRelativeEntropy(layer, first);
    entropy.first_version =
        entropy.relative_entropy + 0.5 * (variance - first_variance) / first_variance;
    result.push_back(entropy);
  }
  return result;
}

absl::StatusOr<double> RelativeEntropyPlateau(const activation::Function& activation,
                                              double weight_variance, double bias_variance,
                                              double first_variance) {
  INFOFLOW_RETURN_IF_ERROR(CheckPositive(first_variance));
  INFOFLOW_ASSIGN_OR_RETURN(const MeanFieldPoint point,
                            SolveMeanField(activation, weight_variance, bias_variance));
  return 0.5 * std::log(point.variance / first_variance);
}

double FirstLayerVariance(double weight_variance, double bias_variance, double mean_square_input) {
  return weight_variance * mean_square_input + bias_variance;
}

}  // namespace infoflow::network
