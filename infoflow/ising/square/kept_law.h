#ifndef INFOFLOW_ISING_SQUARE_KEPT_LAW_H_
#define INFOFLOW_ISING_SQUARE_KEPT_LAW_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace infoflow::ising {

// What one checkerboard decimation of the infinite square lattice keeps and loses, exactly.
//
// The correlators of the kept sublattice, g1 = <s_00 s_11> and g2 = <s_00 s_20>, and u = e/2 fix
// the law of the sum Sigma of a spin's four neighbours,
//
//   tanh 4K P4 + 1/2 tanh 2K P2 = u (Callen's identity),  4 P4 + P2 = 1 + 2 g1 + g2,
//   P0 = 1 - P4 - P2,   P_j = probability of |Sigma| = j,
//
// hence the entropy of a summed spin given the kept ones, with h(x) = ln(2 cosh x) - x tanh x,
//
//   H(dec|kept) = P4 h(4K) + P2 h(2K) + P0 ln 2   (nats per summed spin: lost in the step)
//
// and that of the kept spins, 2 s(K) - H(dec|kept) (nats per kept spin).
// g2 = a_0^2 - a_1 a_{-1} with the Fourier coefficients of Montroll, Potts and Ward (J. Math.
// Phys. 4, 308, 1963), here reduced to complete elliptic integrals of the first and second kind.
struct SquareKeptLaw {
  double diagonal_correlation = 0.0;  // g1
  double axis_correlation = 0.0;      // g2
  double probability_four = 0.0;      // P4
  double probability_two = 0.0;       // P2
  double probability_zero = 0.0;      // P0
  double lost_entropy = 0.0;          // H(dec|kept)
  double kept_entropy = 0.0;          // nats per kept spin
  double kept_entropy_deficit = 0.0;  // ln 2 - kept_entropy
  // Relative difference of kept_entropy from 2 phi - [A0 + 2 K1 g1 + 2 K2 g2 + K3 (P4-P2+P0)],
  // the same by the couplings of decimation.h: a check of the whole chain.
  double route_difference = 0.0;
};

// The law at `coupling`, evaluated with 100 to 1600 digits, because P0 ~ 20 e^{-16K} and
// ln 2 - kept_entropy ~ 5 K^4 come out of differences of numbers near 1.
// Domain: any finite coupling; even in K. Errors: InvalidArgument otherwise.
// Accuracy: every field to the last place, relative (kept_law_test.cc); |K| < 1e-100 and
// |K| > 90, where all deviations underflow, give the limits. Cost: 2 ms for |K| in [1e-4, 3],
// 30 ms in [1e-18, 15], below 1 s beyond.
absl::StatusOr<SquareKeptLaw> SolveSquareKeptLaw(double coupling);

// Relative entropy per kept spin between the exact law of the kept spins and nearest-neighbour
// models of them: the cost of truncating the step to a coupling K',
//
//   d(K; K') = phi(K') - 2 K' g1(K) - kept_entropy(K) >= 0,  least where e(K') = 2 g1(K).
//
// One value for each of `models`. Source: chain rule for relative entropy; an addition to
// arXiv:2107.06898. Units: nats per kept spin.
// Domain: any finite couplings. Errors: InvalidArgument otherwise.
// Accuracy and cost: as above, each model costing as much as the law.
absl::StatusOr<std::vector<double>> SquareTruncationCosts(double coupling,
                                                          absl::Span<const double> models);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SQUARE_KEPT_LAW_H_
