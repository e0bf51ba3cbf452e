#ifndef INFOFLOW_ISING_SQUARE_TORUS_H_
#define INFOFLOW_ISING_SQUARE_TORUS_H_

#include "absl/status/statusor.h"

namespace infoflow::ising {

inline constexpr int kLargestTorusSide = 1000000;

struct TorusThermodynamics {
  double log_partition = 0.0;  // ln Z, nats for the whole torus
  double energy = 0.0;         // d ln Z / dK = sum of <s s'> over all 2 m n bonds
};

// ln Z and its derivative for the m x n square lattice with periodic boundaries both ways and
// weight exp(K sum over bonds s s'); a side of 2 has double bonds.
//
//   Z = 1/2 [ prod_odd (+) + prod_odd (-) + prod_even (+) + prod_even (-) ],
//   factors Y_l^{m/2} [1 (+-) (2S/Y_l)^m], l odd or even in 0..2n-1, Y_l = 2S e^{gamma_l},
//   Y = d + 2S + sqrt(d (d+4S)),  d = 2(S-1)^2 + 4S sin^2(pi l/2n),  S = sinh 2K
//
// which is Kaufman's formula (Phys. Rev. 76, 1232, 1949) without negative powers of S. The l = 0
// factors are (e^{2K}-1)^m +- (1+e^{-2K})^m, of either sign. For |K| < 0.2 everything is written
// in tanh K, with the terms that sum to zero over l left out of the derivative.
// K < 0: the formula's continuation, polynomial in e^{+-2K}; with both sides even Z(-K) = Z(K),
// with an odd side the torus is frustrated, the four terms cancel, and where they lose digits
// the sum is repeated with 100 or 400 digits.
// Domain: 2 <= rows, columns <= kLargestTorusSide, finite coupling; otherwise InvalidArgument.
// OutOfRange when even 400 digits cancel (frustrated tori with |K| min(m, n) above about 400; all
// where double cancels in programs that have no more, --//infoflow/ising/square:digits=double).
// Accuracy: 1e-15 relative for ln Z (absolute where |ln Z| < 1), 1e-14 for the energy on sides up
// to 64 (torus_test.cc). Cost: O(min(m, n)), 5 us for 64 x 64; milliseconds where digits cancel.
absl::StatusOr<TorusThermodynamics> SolveTorus(int rows, int columns, double coupling);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SQUARE_TORUS_H_
