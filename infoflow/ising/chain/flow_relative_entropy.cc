#include "infoflow/ising/chain/flow_relative_entropy.h"

#include "absl/status/status.h"
#include "infoflow/ising/chain/coarse_graining.h"
#include "infoflow/ising/chain/finite_chain_relative_entropy.h"
#include "infoflow/ising/chain/relative_entropy.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::ising {

absl::StatusOr<double> ChainFlowRelativeEntropy(const Chain& chain, std::int64_t blocking,
                                                std::int64_t steps,
                                                const ChainFlowRelativeEntropyOptions& options) {
  INFOFLOW_ASSIGN_OR_RETURN(const ChainSpacing spacing, MakeChainSpacing(blocking, steps));
  const bool forward = options.direction == Direction::kForward;
  if (options.state_space == ChainStateSpace::kCoarseGraining) {
    if (!forward) {
      return absl::InvalidArgumentError(
          "direction is reverse; allowed for the coarse-graining state space is forward");
    }
    return ChainEntropyGain(chain, spacing);
  }
  const Chain kept = chain.KeepEvery(spacing);
  RelativeEntropies entropies;
  if (options.state_space == ChainStateSpace::kSameLattice) {
    entropies = DecimationRelativeEntropies(chain, kept);
  } else {
    INFOFLOW_ASSIGN_OR_RETURN(
        entropies, FiniteChainRelativeEntropies(chain.couplings(), kept.couplings(), options.sites,
                                                options.boundary));
    const double sites = static_cast<double>(options.sites);
    entropies = {entropies.forward / sites, entropies.reverse / sites};
  }
  return forward ? entropies.forward : entropies.reverse;
}

}  // namespace infoflow::ising
