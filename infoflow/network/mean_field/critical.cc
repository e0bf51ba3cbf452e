#include "infoflow/network/mean_field/critical.h"

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "infoflow/network/mean_field/arguments.h"
#include "infoflow/network/mean_field/moments.h"
#include "infoflow/numerics/root_finding.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::network {

namespace {

// q beyond which no critical point is searched; q* / sigma_b^2 tends to a number of order 1.
constexpr double kLargestFixedPoint = 1e3 * internal::kLargestVariance;
// Share of q above which q - V / E phi'^2 is not rounding.
constexpr double kRounding = 1e-9;

}  // namespace

absl::StatusOr<CriticalPoint> FindCriticalWeightVariance(const activation::Function& activation,
                                                         double bias_variance) {
  INFOFLOW_RETURN_IF_ERROR(activation::CheckFunction(activation));
  INFOFLOW_RETURN_IF_ERROR(internal::CheckVariance("bias variance", bias_variance));
  const auto none = [&] {
    return absl::InvalidArgumentError(
        absl::StrFormat("activation %s with bias variance %.17g has no weight variance at which "
                        "the correlation map is critical at a finite variance",
                        activation.name, bias_variance));
  };
  const ActivationMoments at_zero = internal::MomentsFromZero(activation, 0.0);
  if (bias_variance == 0.0 && at_zero.second_moment <= 1e-100) {
    if (!(at_zero.derivative_square > 0.0)) return none();
    return CriticalPoint{1.0 / at_zero.derivative_square, 0.0, 0};
  }
  // The bias variance of the critical point with variance q.
  const auto critical_bias = [&](double q) {
    const ActivationMoments moments = internal::MomentsFromZero(activation, q);
    return q - moments.second_moment / moments.derivative_square;
  };
  double high = 1.0;
  while (true) {
    const double bias = critical_bias(high);
    if (bias > bias_variance && bias > kRounding * high) break;
    high *= 2.0;
    if (!(high < kLargestFixedPoint)) return none();
  }
  const auto excess = [&](double q) { return critical_bias(q) - bias_variance; };
  INFOFLOW_ASSIGN_OR_RETURN(const numerics::Root root, numerics::FindRoot(excess, 0.0, high));
  if (!root.converged) {
    return absl::InternalError(absl::StrFormat(
        "the critical point of activation %s at bias variance %.17g was not found in %d iterations",
        activation.name, bias_variance, root.iterations));
  }
  CriticalPoint point;
  point.variance = root.value;
  point.weight_variance = 1.0 / internal::MomentsFromZero(activation, root.value).derivative_square;
  point.iterations = root.iterations;
  return point;
}

}  // namespace infoflow::network
