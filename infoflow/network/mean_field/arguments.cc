#include "infoflow/network/mean_field/arguments.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::network::internal {

absl::Status CheckVariance(absl::string_view name, double value) {
  if (value >= 0.0 && value <= kLargestVariance) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrFormat("%s is %.17g; it must be a number from 0 to 1e100", name, value));
}

absl::Status CheckInitialization(const activation::Function& activation, double weight_variance,
                                 double bias_variance) {
  INFOFLOW_RETURN_IF_ERROR(activation::CheckFunction(activation));
  INFOFLOW_RETURN_IF_ERROR(CheckVariance("weight variance", weight_variance));
  return CheckVariance("bias variance", bias_variance);
}

ActivationMoments MomentsFromZero(const activation::Function& activation, double variance) {
  return ComputeActivationMoments(activation, std::max(variance, kSmallestVariance));
}

}  // namespace infoflow::network::internal
