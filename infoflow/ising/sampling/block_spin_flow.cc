#include "infoflow/ising/sampling/block_spin_flow.h"

#include <utility>

#include "infoflow/ising/sampling/torus_thermometer.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::ising {

absl::StatusOr<std::vector<BlockSpinFlowPoint>> BlockSpinFlow(const SpinSamples& samples, int steps,
                                                              BlockRule rule, std::uint64_t seed,
                                                              int bins) {
  std::vector<BlockSpinFlowPoint> flow;
  INFOFLOW_ASSIGN_OR_RETURN(numerics::JackknifeEstimate temperature,
                            MeasureTemperature(samples, bins));
  flow.push_back({samples.side(), temperature});
  SpinSamples blocked = samples;
  for (int step = 0; step < steps; ++step) {
    INFOFLOW_ASSIGN_OR_RETURN(blocked,
                              BlockSpins(blocked, rule, seed, static_cast<std::uint32_t>(step)));
    INFOFLOW_ASSIGN_OR_RETURN(temperature, MeasureTemperature(blocked, bins));
    flow.push_back({blocked.side(), temperature});
  }
  return flow;
}

}  // namespace infoflow::ising
