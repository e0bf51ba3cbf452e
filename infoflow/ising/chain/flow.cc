#include "infoflow/ising/chain/flow.h"

#include "infoflow/ising/chain/decimation.h"
#include "infoflow/ising/chain/relative_entropy.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::ising {

absl::StatusOr<std::vector<ChainFlowStep>> ChainFlow(const Chain& chain, std::int64_t blocking,
                                                     std::int64_t steps) {
  // Also where the loop would not ask.
  INFOFLOW_RETURN_IF_ERROR(DecimateChainTimes(chain, blocking, steps).status());
  std::vector<ChainFlowStep> flow;
  for (std::int64_t step = 0; step <= steps; ++step) {
    INFOFLOW_ASSIGN_OR_RETURN(const DecimatedChain decimated,
                              DecimateChainTimes(chain, blocking, step));
    flow.push_back({decimated.chain, DecimationRelativeEntropies(chain, decimated.chain)});
  }
  return flow;
}

}  // namespace infoflow::ising
