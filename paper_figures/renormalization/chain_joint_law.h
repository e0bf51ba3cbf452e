#ifndef PAPER_FIGURES_RENORMALIZATION_CHAIN_JOINT_LAW_H_
#define PAPER_FIGURES_RENORMALIZATION_CHAIN_JOINT_LAW_H_

#include <vector>

#include "infoflow/ising/chain/chain.h"

namespace infoflow::paper_figures {

// Joint laws of a few spins of an infinite chain by enumeration: what the closed forms of
// decimation are checked against. Nothing of them enters.

// Enumerating the joint law of M adjacent spins costs 2^M terms.
inline constexpr int kMostEnumeratedSpins = 20;

// The 2^M probabilities of M adjacent spins, from the transfer matrix T and its leading eigenvector
// v alone: p(s_1..s_M) = v(s_1) prod T(s_i,s_{i+1}) v(s_M) / lambda^(M-1). Bit i of the index is 1
// where s_i = -1. Domain: 1 <= spins <= kMostEnumeratedSpins.
std::vector<double> JointLaw(const ising::ChainCouplings& couplings, int spins);

// The joint law of `kept` spins, every `spacing`-th of those that `law` is about. Shapes: `law` has
// 2^((kept-1) spacing + 1) entries, the result 2^kept.
std::vector<double> Marginal(const std::vector<double>& law, int kept, int spacing);

// sum p ln(p/q) (nats). Domain: equal sizes, q > 0.
double RelativeEntropyOfLaws(const std::vector<double>& p, const std::vector<double>& q);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_CHAIN_JOINT_LAW_H_
