#ifndef INFOFLOW_ISING_SQUARE_DIAGONAL_H_
#define INFOFLOW_ISING_SQUARE_DIAGONAL_H_

namespace infoflow::ising {

// Diagonal correlation g1 = <s_00 s_11> of the infinite square lattice.
//
//   K > K_c: (2/pi) E(k), k = S^{-2};   K < K_c: (2/pi) [E(k) - k'^2 K(k)]/k, k = S^2
//
// with S = sinh 2K; g1(K_c) = 2/pi. Source: Kaufman and Onsager, Phys. Rev. 76, 1244 (1949).
// Domain: every K, even in K. Accuracy: 3e-15 relative (diagonal_test.cc).
// Cost: O(1), about 0.1 us.
double SquareDiagonalCorrelation(double coupling);

// 1 - g1, ~ 4 e^{-8|K|} for large |K|. Accuracy: 5e-15 relative. Cost: as above.
double SquareDiagonalCorrelationDeficit(double coupling);

// dg1/dK = (8/pi) [K(k) - E(k)] coth 2K max(1, S^{-2}); odd in K, infinite at the double nearest
// K_c. Accuracy: 5e-15 relative. Cost: as above.
double SquareDiagonalCorrelationSlope(double coupling);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SQUARE_DIAGONAL_H_
