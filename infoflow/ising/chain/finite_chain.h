#ifndef INFOFLOW_ISING_CHAIN_FINITE_CHAIN_H_
#define INFOFLOW_ISING_CHAIN_FINITE_CHAIN_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "infoflow/ising/chain/chain.h"

namespace infoflow::ising {

enum class ChainBoundary {
  kPeriodic,  // N bonds; at N = 2 two bonds join the same spins, at N = 1 a spin meets itself
  kOpen,      // N - 1 bonds, free ends
};

// What a chain of N spins says about itself.
struct FiniteChainMoments {
  double log_partition = 0.0;  // ln Z, nats
  double bond_sum = 0.0;       // <sum s_i s_{i+1}> over the bonds there are = d ln Z / dK
  double spin_sum = 0.0;       // <sum s_i> = d ln Z / dh
};

// OK for N in [1, 2^53], else one sentence.
absl::Status CheckChainSites(std::int64_t sites);

// Moments of a chain of `sites` = N spins in closed form.
//
//   periodic: Z = lambda_+^N (1 + t^N),  <sum s> = N m (1-t^N)/(1+t^N),
//             <sum s s'> = N [m^2 + (1-m^2)(t + t^{N-1})/(1+t^N)]
//   open:     Z = v^T T^{N-1} v,  v_s = e^{hs/2}; in the eigenbasis of T, with M = N-1,
//             c = cosh h, s = sinh|h|, w^2 = 1-m^2 and X = c(1+t^M) + (|m|s+w)(1-t^M):
//             Z = lambda_+^M X,
//             |<sum s>| X = N |m| c (1-t^M) + N m^2 s (1+t^M) + 2 w^2 s (1-t^N)/(1-t)
//                           + w |m| sum_{k=0}^{M} (1-t^k)(1-t^{M-k})
//             <sum s s'> X = M [c (m^2 (1+t^M) + w^2 (t+t^{M-1}))
//                               + (|m|s+w) (m^2 (1-t^M) + w^2 (t-t^{M-1}))]
//                            + 2 |m| w (ws - |m|) (1-t^M)
//             (terms >= 0 for K >= 0, so that a weak field in a strongly coupled short chain
//             loses nothing; the sum over k in closed form)
//
// Source: transfer matrix, e.g. arXiv:2107.06898 sec. 2. Units: nats for ln Z. Domain:
// CheckChainCouplings, N in [1, 2^53]. Accuracy as tested (finite_chain_test.cc,
// chain_reference_test.cc), relative: 4e-15 for ln Z and <sum s>; <sum s s'> absolute 4e-15 per
// bond, since it passes through zero for K < 0 in a field. The power t^N adds 2e-16 N |t|^N
// |ln t|, at most 1e-16. Cost: O(1).
absl::StatusOr<FiniteChainMoments> ComputeFiniteChain(const ChainCouplings& couplings,
                                                      std::int64_t sites, ChainBoundary boundary);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_CHAIN_FINITE_CHAIN_H_
