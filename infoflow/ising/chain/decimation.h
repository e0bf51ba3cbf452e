#ifndef INFOFLOW_ISING_CHAIN_DECIMATION_H_
#define INFOFLOW_ISING_CHAIN_DECIMATION_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "infoflow/ising/chain/chain.h"

namespace infoflow::ising {

// One exact decimation step that keeps every b-th spin: T(K,h)^b = e^C T(K',h').
struct ChainDecimation {
  ChainCouplings couplings;        // K', h'
  double additive_constant = 0.0;  // C, nats per kept spin
};

// The step in closed form for any blocking b >= 2.
//
//   m' = m,  t' = t^b,  C = b phi(K,h) - phi(K',h');   tanh K' = tanh^b K at h = 0
//
// (A, B, D the elements ++, +-, -- of T^b:  K' = ln(AD/B^2)/4,  h' = ln(A/D)/2,
// C = ln(A D B^2)/4.) For K < 0 an even b gives K' > 0 in one step and an odd b keeps K' < 0.
// Source: arXiv:2107.06898 sec. 2. Domain: CheckChainCouplings; b in [2, 2^63). Accuracy as
// tested (decimation_test.cc, chain_reference_test.cc): 2e-13 relative for K' and h', 4e-15
// for C. Cost: O(1), independent of b.
absl::StatusOr<ChainDecimation> DecimateChain(const ChainCouplings& couplings,
                                              std::int64_t blocking);

// The chain after `steps` steps.
struct DecimatedChain {
  Chain chain;
  ChainSpacing spacing;  // b^n
  // g_n of phi_0 = phi_n / b^n + g_n, i.e. sum_{k<n} C_k / b^{k+1}; nats per original site.
  double additive_constant_per_site = 0.0;
};

// n steps at once: m_n = m_0 and t_n = t_0^(b^n), without iterating.
//
// Source and domain as for DecimateChain; steps >= 0, where 0 returns `chain` as it is.
// Couplings below the range of double are 0. Accuracy as tested: 2e-13 relative for K_n and h_n,
// 1e-11 for K_n below 1e-100, where the power b^n multiplies the rounding of t_0; 4e-15 for the
// constant. Cost: O(1), independent of b and n.
absl::StatusOr<DecimatedChain> DecimateChainTimes(const Chain& chain, std::int64_t blocking,
                                                  std::int64_t steps);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_CHAIN_DECIMATION_H_
