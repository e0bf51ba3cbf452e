#include "infoflow/network/mean_field/residual_recursion.h"

#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/activation/function.h"
#include "infoflow/network/mean_field/moments.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::network {

namespace {

// tanh of a normal pair of equal variances whose half mean squared difference is `difference`.
StreamState Activated(const activation::Function& tanh, double variance, double difference) {
  if (!(variance > 0.0)) return {};
  const ActivationMoments moments = ComputeActivationMoments(tanh, variance);
  const PairMomentFunction pair(tanh, variance, moments);
  return {moments.second_moment, 0.5 * pair(difference / variance).difference_square};
}

absl::Status CheckArguments(double weight_variance, double bias_variance,
                            const ResidualStart& start, int blocks) {
  const auto variance = [](double value) { return std::isfinite(value) && value >= 0.0; };
  if (!variance(weight_variance) || !variance(bias_variance) ||
      weight_variance + bias_variance == 0.0) {
    return absl::InvalidArgumentError(
        absl::StrCat("weight_variance=", weight_variance, ", bias_variance=", bias_variance,
                     ": must be finite numbers, at least 0, not both 0"));
  }
  if (!variance(start.mean_square) || !(std::abs(start.correlation) <= 1.0)) {
    return absl::InvalidArgumentError(
        absl::StrCat("mean_square=", start.mean_square, ", correlation=", start.correlation,
                     ": must be a finite number, at least 0, and from -1 to 1"));
  }
  if (start.plain_layers < 1 || blocks < 0) {
    return absl::InvalidArgumentError(absl::StrCat("plain_layers=", start.plain_layers, ", blocks=",
                                                   blocks, ": must be at least 1 and at least 0"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::vector<StreamState>> ResidualTrajectory(double weight_variance,
                                                            double bias_variance,
                                                            const ResidualStart& start,
                                                            int blocks) {
  INFOFLOW_RETURN_IF_ERROR(CheckArguments(weight_variance, bias_variance, start, blocks));
  INFOFLOW_ASSIGN_OR_RETURN(const activation::Function tanh, activation::MakeFunction("tanh"));
  const double w = weight_variance, b = bias_variance;
  StreamState x = {start.mean_square, start.mean_square * (1.0 - start.correlation)};
  std::vector<StreamState> states;
  const auto plain = [&](const StreamState& in) {
    return Activated(tanh, w * in.mean_square + b, w * in.difference_square);
  };
  for (int l = 0; l < start.plain_layers; ++l) states.push_back(x = plain(x));
  for (int l = 0; l < blocks; ++l) {
    const StreamState h = plain(x);
    states.push_back(x = Activated(tanh, x.mean_square + w * h.mean_square + b,
                                   x.difference_square + w * h.difference_square));
  }
  return states;
}

}  // namespace infoflow::network
