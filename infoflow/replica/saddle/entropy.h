#ifndef INFOFLOW_REPLICA_SADDLE_ENTROPY_H_
#define INFOFLOW_REPLICA_SADDLE_ENTROPY_H_

#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/replica/model/network.h"
#include "infoflow/replica/saddle/solver.h"

namespace infoflow::replica {

// Entropy and informations of a network's output, all in nats per input variable (divide by
// Network::size_ratio(depth) for nats per output variable).
struct LayerEntropy {
  // H(T_L)/N_0 = min phi, differential on sloped pieces of the last activation and discrete on
  // its atoms.
  double entropy = 0.0;
  // I(T_{L-1}; T_L)/N_0 = phi - (N_L/N_0) Hz(Vt = 0). Infinite when a last layer with sloped
  // pieces has no noise.
  double mutual_information = 0.0;
  // MMSE(X | T_L), in units of the input squared.
  double mean_squared_error = 0.0;
  // Whether a layer before the last has noise.
  bool inner_noise = false;
  Solution solution;
};

// Solves `network` and evaluates its entropy. Source: arXiv:1805.09785, eq. for the entropy of
// multi-layer models. Errors: as Solve. Accuracy as tested (network_reference_test.cc): 1e-8
// relative, 1e-9 absolute. Cost: that of Solve.
absl::StatusOr<LayerEntropy> ComputeEntropy(const Network& network,
                                            const SolverOptions& options = {});

// I(X; T_L)/N_0. It equals I(T_{L-1}; T_L) when the layers before the last have no noise, since
// then H(T_L | X) = H(T_L | T_{L-1}); with inner noise the formula does not give H(T_L | X), and
// that is an error.
absl::StatusOr<double> InputInformation(const LayerEntropy& entropy);

// The same for every layer: entry l is the network of layers 0, ..., l, whose last layer keeps
// its own noise, or takes that of the network's last layer when it has none (a measurement with
// the output's noise, without which the entropy of a hidden layer may diverge). The last entry
// is `network` itself. Warm starts in `options` are cut accordingly.
absl::StatusOr<std::vector<LayerEntropy>> ComputeLayerEntropies(const Network& network,
                                                                const SolverOptions& options = {});

// Hz(Vt = 0) of the output, H(T_L | T_{L-1})/N_L: minus infinity when it has sloped pieces and no
// noise.
absl::StatusOr<double> NoiseEntropy(const Network& network);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_SADDLE_ENTROPY_H_
