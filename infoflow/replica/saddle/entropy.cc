#include "infoflow/replica/saddle/entropy.h"

#include <cmath>
#include <limits>
#include <utility>

#include "absl/status/status.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::replica {

namespace {

// Without noise Hz is a limit: at these fractions of the pre-activation's variance it has been
// reached (atoms only) or still falls like (1/2) ln v (sloped pieces).
constexpr double kLittleNoise = 1e-40;
constexpr double kLessNoise = 1e-80;
constexpr double kLimitReached = 1e-6;

}  // namespace

absl::StatusOr<double> NoiseEntropy(const Network& network) {
  const Layer& last = network.layers().back();
  const double signal = network.preactivation_moment(network.depth() - 1);
  if (last.noise > 0.0) {
    INFOFLOW_ASSIGN_OR_RETURN(const ChannelResponse response,
                              last.activation->Output(last.noise, signal));
    return response.information;
  }
  INFOFLOW_ASSIGN_OR_RETURN(const ChannelResponse little,
                            last.activation->Output(kLittleNoise * signal, signal));
  INFOFLOW_ASSIGN_OR_RETURN(const ChannelResponse less,
                            last.activation->Output(kLessNoise * signal, signal));
  if (std::abs(little.information - less.information) < kLimitReached) return less.information;
  return -std::numeric_limits<double>::infinity();
}

absl::StatusOr<LayerEntropy> ComputeEntropy(const Network& network, const SolverOptions& options) {
  INFOFLOW_ASSIGN_OR_RETURN(const double noise_entropy, NoiseEntropy(network));
  LayerEntropy result;
  INFOFLOW_ASSIGN_OR_RETURN(result.solution, Solve(network, options));
  const FixedPoint& best = result.solution.best();
  result.entropy = best.potential;
  result.mutual_information = best.potential - network.size_ratio(network.depth()) * noise_entropy;
  result.mean_squared_error = best.mean_squared_error();
  for (int l = 0; l + 1 < network.depth(); ++l) {
    if (network.layer(l).noise > 0.0) result.inner_noise = true;
  }
  return result;
}

absl::StatusOr<double> InputInformation(const LayerEntropy& entropy) {
  if (entropy.inner_noise) {
    return absl::FailedPreconditionError(
        "I(X; T_L) does not follow from the replica entropy when a layer before the last has "
        "noise; only I(T_{L-1}; T_L) does");
  }
  return entropy.mutual_information;
}

absl::StatusOr<std::vector<LayerEntropy>> ComputeLayerEntropies(const Network& network,
                                                                const SolverOptions& options) {
  const double output_noise = network.layers().back().noise;
  std::vector<LayerEntropy> entropies;
  for (int depth = 1; depth <= network.depth(); ++depth) {
    const double own_noise = network.layer(depth - 1).noise;
    INFOFLOW_ASSIGN_OR_RETURN(const Network truncated,
                              network.Truncated(depth, own_noise > 0.0 ? own_noise : output_noise));
    SolverOptions truncated_options = options;
    if (static_cast<int>(options.warm_start.size()) == network.depth()) {
      truncated_options.warm_start.resize(depth);
    }
    INFOFLOW_ASSIGN_OR_RETURN(LayerEntropy entropy, ComputeEntropy(truncated, truncated_options));
    entropies.push_back(std::move(entropy));
  }
  return entropies;
}

}  // namespace infoflow::replica
