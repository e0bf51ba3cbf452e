#ifndef INFOFLOW_ISING_SAMPLING_BLOCK_SPIN_FLOW_H_
#define INFOFLOW_ISING_SAMPLING_BLOCK_SPIN_FLOW_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/ising/sampling/block_spins.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/numerics/jackknife.h"

namespace infoflow::ising {

struct BlockSpinFlowPoint {
  int side = 0;
  numerics::JackknifeEstimate temperature;
};

// Temperature along repeated blocking: the reading of the thermometer (torus_thermometer.h) for the
// samples, then for their block spins on the lattice of half the side, and so on, `steps` times.
// Majority blocking at T_c stays there; away from it the flow leaves on the side it starts on.
// Shapes: steps + 1 points. Errors: InvalidArgument when a side to be blocked is odd, a blocked
// lattice would have side 1, or there are fewer than 2 samples.
absl::StatusOr<std::vector<BlockSpinFlowPoint>> BlockSpinFlow(const SpinSamples& samples, int steps,
                                                              BlockRule rule = BlockRule::kMajority,
                                                              std::uint64_t seed = 1,
                                                              int bins = 32);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SAMPLING_BLOCK_SPIN_FLOW_H_
