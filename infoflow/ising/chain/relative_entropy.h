#ifndef INFOFLOW_ISING_CHAIN_RELATIVE_ENTROPY_H_
#define INFOFLOW_ISING_CHAIN_RELATIVE_ENTROPY_H_

#include "infoflow/ising/chain/chain.h"
#include "infoflow/ising/chain/divergence.h"

namespace infoflow::ising {

// Relative entropies per site between a chain p_0 and its own decimation p_n, both taken as
// chains on the same lattice.
//
//   forward: D(p_0||p_n) = phi_n - phi_0 + (K_0 - K_n) c_0 + (h_0 - h_n) m
//   reverse: D(p_n||p_0) = phi_0 - phi_n + (K_n - K_0) c_n + (h_n - h_0) m
//
// with phi the log-partition function per site and c the nearest-neighbour correlation. Since
// decimation keeps m, both chains have the same one-spin law, and either is the relative entropy
// of their pair laws, sum p_{ss'} ln(p_{ss'}/q_{ss'}): evaluated so, as a sum of non-negative
// terms, it loses nothing where the formulas above cancel (K_0 -> 0, K_n -> K_0, large K_0). It is
// also, for any L, 1/(L-1) times the relative entropy of the joint law of L adjacent spins
// against that of L kept ones. Source: arXiv:2107.06898 sec. 2, same-lattice convention [the
// paper's state space is inferred; ChainFlowRelativeEntropy has the alternatives].
//
// Units: nats per site. Domain: `kept` must be fine.KeepEvery(...), whose one-spin law it shares;
// fine.KeepEvery of two different spacings will do as well. Accuracy as tested
// (chain_reference_test.cc, relative_entropy_test.cc): 5e-15 relative for |K| in
// [1e-8, 300]. Cost: three logarithms.
RelativeEntropies DecimationRelativeEntropies(const Chain& fine, const Chain& kept);

// Their limits n -> infinity, where p_n becomes independent spins of the same magnetization.
//
//   forward: I(s_0;s_1), the mutual information of neighbours, at most ln 2
//   reverse: -pi_+^2 ln(1 + t pi_-/pi_+) - pi_-^2 ln(1 + t pi_+/pi_-) - 2 pi_+ pi_- ln(1-t),
//            unbounded: K - ln 2 for large K at h = 0
//   h = 0:   K tanh K - ln cosh K   and   ln cosh K
//
// Source, units, accuracy and cost as above.
RelativeEntropies AsymptoticRelativeEntropies(const Chain& chain);

// 2 |t_0 t_n|, a bound of |D_fwd(n) - D_fwd(infinity)| for K_0 >= 0; the difference itself is
// t_0 t_n + O(t_n^2), double-exponentially small in n. Nats per site. The bound is checked on a
// grid, not proved (relative_entropy_test.cc).
double ForwardApproachBound(const Chain& fine, const Chain& kept);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_CHAIN_RELATIVE_ENTROPY_H_
