#ifndef INFOFLOW_NETWORK_MEAN_FIELD_ARGUMENTS_H_
#define INFOFLOW_NETWORK_MEAN_FIELD_ARGUMENTS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "infoflow/activation/function.h"
#include "infoflow/network/mean_field/moments.h"

namespace infoflow::network::internal {

// Stands for q = 0, at which moments are those of the two tangents of phi at zero.
inline constexpr double kSmallestVariance = 1e-200;

// Arguments above this make squares of q overflow.
inline constexpr double kLargestVariance = 1e100;

// InvalidArgument unless `value` is from 0 to kLargestVariance; `name` as in "weight variance".
absl::Status CheckVariance(absl::string_view name, double value);

// Both variances and the activation.
absl::Status CheckInitialization(const activation::Function& activation, double weight_variance,
                                 double bias_variance);

// Moments at max(variance, kSmallestVariance).
ActivationMoments MomentsFromZero(const activation::Function& activation, double variance);

}  // namespace infoflow::network::internal

#endif  // INFOFLOW_NETWORK_MEAN_FIELD_ARGUMENTS_H_
