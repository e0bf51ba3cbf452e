#include "infoflow/ising/chain/decimation.h"

#include "infoflow/support/status_macros.h"

namespace infoflow::ising {

absl::StatusOr<ChainDecimation> DecimateChain(const ChainCouplings& couplings,
                                              std::int64_t blocking) {
  INFOFLOW_ASSIGN_OR_RETURN(const ChainSpacing spacing, MakeChainSpacing(blocking, 1));
  INFOFLOW_ASSIGN_OR_RETURN(const Chain chain, Chain::Create(couplings));
  const Chain kept = chain.KeepEvery(spacing);
  ChainDecimation step;
  step.couplings = kept.couplings();
  step.additive_constant =
      spacing.count * chain.log_partition_per_site() - kept.log_partition_per_site();
  return step;
}

absl::StatusOr<DecimatedChain> DecimateChainTimes(const Chain& chain, std::int64_t blocking,
                                                  std::int64_t steps) {
  INFOFLOW_ASSIGN_OR_RETURN(const ChainSpacing spacing, MakeChainSpacing(blocking, steps));
  DecimatedChain decimated = {chain.KeepEvery(spacing), spacing, 0.0};
  if (steps > 0) {
    decimated.additive_constant_per_site =
        chain.log_partition_per_site() - decimated.chain.log_partition_per_site() / spacing.count;
  }
  return decimated;
}

}  // namespace infoflow::ising
