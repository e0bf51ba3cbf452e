#ifndef INFOFLOW_ISING_CHAIN_FINITE_CHAIN_RELATIVE_ENTROPY_H_
#define INFOFLOW_ISING_CHAIN_FINITE_CHAIN_RELATIVE_ENTROPY_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "infoflow/ising/chain/chain.h"
#include "infoflow/ising/chain/divergence.h"
#include "infoflow/ising/chain/finite_chain.h"

namespace infoflow::ising {

// Relative entropies of two chains p and q of N spins on the same lattice, all N spins.
//
//   D(p||q) = ln Z_q - ln Z_p + (K_p - K_q) <sum s s'>_p + (h_p - h_q) <sum s>_p
//
// These terms cancel when p and q are close or weakly coupled. Instead the law is built from its
// ends inwards, each time one spin in the middle of a stretch whose ends x, y are known: its
// log-odds are 2(K_j x + K_k y) + h_j + h_k, with the decimated couplings of the two halves, and
// the chain rule gives D as a sum of non-negative two-state relative entropies. The differences
// of the decimated couplings of p and q follow from those of the given ones without
// subtraction. Only two lengths occur at each halving.
//
// Source: same-lattice convention at finite N of docs/renormalization.md; the chain rule. Units:
// nats for the whole chain. Domain: CheckChainCouplings, N in [1, 2^53]. Accuracy as tested
// (chain_reference_test.cc, finite_chain_test.cc): 5e-15 relative, also for
// couplings that agree in all but the last digits, as their exact difference has it. Cost:
// O(log N).
absl::StatusOr<RelativeEntropies> FiniteChainRelativeEntropies(const ChainCouplings& p,
                                                               const ChainCouplings& q,
                                                               std::int64_t sites,
                                                               ChainBoundary boundary);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_CHAIN_FINITE_CHAIN_RELATIVE_ENTROPY_H_
