#ifndef INFOFLOW_ISING_CHAIN_FLOW_H_
#define INFOFLOW_ISING_CHAIN_FLOW_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/ising/chain/chain.h"
#include "infoflow/ising/chain/divergence.h"

namespace infoflow::ising {

// A chain p_0 after some steps of exact decimation.
struct ChainFlowStep {
  Chain chain;                           // p_n
  RelativeEntropies relative_entropies;  // D(p_0||p_n) and D(p_n||p_0), nats per site
};

// The flow p_0, ..., p_n of `chain` over n = `steps` steps that keep every `blocking`-th spin, with
// relative entropies on the same lattice (relative_entropy.h).
//
// Source: arXiv:2107.06898 sec. 2. Domain and errors: DecimateChainTimes. Accuracy:
// DecimateChainTimes and DecimationRelativeEntropies, which do the work. Cost: O(n).
absl::StatusOr<std::vector<ChainFlowStep>> ChainFlow(const Chain& chain, std::int64_t blocking,
                                                     std::int64_t steps);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_CHAIN_FLOW_H_
