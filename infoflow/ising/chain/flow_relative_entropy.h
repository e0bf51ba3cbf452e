#ifndef INFOFLOW_ISING_CHAIN_FLOW_RELATIVE_ENTROPY_H_
#define INFOFLOW_ISING_CHAIN_FLOW_RELATIVE_ENTROPY_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "infoflow/ising/chain/chain.h"
#include "infoflow/ising/chain/finite_chain.h"

namespace infoflow::ising {

// After n steps there are N/b^n spins, so that p_0 and p_n live on different spaces. How the two
// are nevertheless compared is a convention; the paper's own is inferred.
enum class ChainStateSpace {
  // Infinite chains with the couplings of p_0 and of p_n, per site of the same lattice.
  kSameLattice,
  // The same for chains of N sites; tends to kSameLattice as N grows, with corrections O(t^N)
  // (periodic) or O(1/N) (open).
  kFiniteLattice,
  // One and the same chain, thinned out: the entropy per spin gained, s_n - s_0. Has the same
  // limit n -> infinity as the forward relative entropy, and other values before.
  kCoarseGraining,
};

enum class Direction {
  kForward,  // D(p_0||p_n): the first chain is the reference
  kReverse,  // D(p_n||p_0)
};

struct ChainFlowRelativeEntropyOptions {
  ChainStateSpace state_space = ChainStateSpace::kSameLattice;
  // kCoarseGraining knows only kForward.
  Direction direction = Direction::kForward;
  // Only for kFiniteLattice: number of sites N, and whether the chain closes.
  std::int64_t sites = 1000;
  ChainBoundary boundary = ChainBoundary::kPeriodic;
};

// Relative entropy per site between the chain and what n decimation steps make of it.
//
// Source: arXiv:2107.06898 sec. 2. Units: nats per site. Domain: Chain, blocking >= 2,
// steps >= 0; sites as in CheckChainSites. Accuracy: DecimationRelativeEntropies,
// FiniteChainRelativeEntropies, ChainEntropyGain, which do the work. Cost: O(1), O(log N), O(1).
absl::StatusOr<double> ChainFlowRelativeEntropy(const Chain& chain, std::int64_t blocking,
                                                std::int64_t steps,
                                                const ChainFlowRelativeEntropyOptions& options);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_CHAIN_FLOW_RELATIVE_ENTROPY_H_
