#ifndef INFOFLOW_ISING_CHAIN_TRANSITION_H_
#define INFOFLOW_ISING_CHAIN_TRANSITION_H_

#include "infoflow/ising/chain/chain.h"

namespace infoflow::ising {

// The Markov chain of an infinite chain, spin by spin: P(s'|s) = t delta_{ss'} + (1-t) pi_{s'}.
// Index 0 is spin +1, index 1 is spin -1. Pure numbers, each to full relative accuracy (that of
// Chain); the law k sites on is that of the chain KeepEvery(k).
struct ChainTransition {
  static constexpr int kPlus = 0;
  static constexpr int kMinus = 1;

  explicit ChainTransition(const Chain& chain) : ratio(chain.eigenvalue_ratio().value) {
    const OneSpinLaw& spin = chain.one_spin_law();
    const double leave = chain.eigenvalue_ratio().one_minus;
    const int majority = spin.magnetization < 0.0 ? kMinus : kPlus;
    const int minority = 1 - majority;
    stationary[majority] = spin.majority_probability;
    stationary[minority] = spin.minority_probability;
    probability[majority][majority] = chain.majority_stay_probability();
    probability[majority][minority] = leave * spin.minority_probability;
    probability[minority][majority] = leave * spin.majority_probability;
    probability[minority][minority] = chain.minority_stay_probability();
  }

  double stationary[2];      // pi_s
  double probability[2][2];  // P(to|from), [from][to]
  double ratio;              // t
};

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_CHAIN_TRANSITION_H_
