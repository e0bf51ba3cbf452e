#ifndef INFOFLOW_ISING_SQUARE_TORUS_HEAT_CAPACITY_H_
#define INFOFLOW_ISING_SQUARE_TORUS_HEAT_CAPACITY_H_

#include "absl/status/statusor.h"

namespace infoflow::ising {

// Heat capacity per site of the m x n torus, C = (K^2 / (m n)) d^2 ln Z / dK^2, from Kaufman's
// solution (Phys. Rev. 76, 1232, 1949) differentiated twice:
//
//   Z = 1/2 (2 sinh 2K)^{mn/2} [prod_odd 2 cosh(m g_l/2) + prod_odd 2 sinh(m g_l/2)
//                               + prod_even 2 cosh(m g_l/2) + prod_even 2 sinh(m g_l/2)],
//   cosh g_l = sinh 2K + 1/sinh 2K - cos(pi l/n),  g_0 = 2K + ln tanh K,  l = 0..2n-1.
//
// Logarithms and their two derivatives are summed relative to those of the largest product, so
// that nothing of order (m n)^2 cancels; the factor with g_0, which vanishes at K_c with a
// derivative that does not, is kept apart.
// Units: k_B per site. Domain: 2 <= sides <= kLargestTorusSide, 0.005 <= K <= 100; otherwise
// InvalidArgument. Accuracy: 1e-10 relative or 3e-14 (1 + K^2) absolute, whichever is larger
// (torus_heat_capacity_test.cc). Cost: O(min(m, n)), some 10 us for 64 x 64.
absl::StatusOr<double> TorusHeatCapacity(int rows, int columns, double coupling);

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SQUARE_TORUS_HEAT_CAPACITY_H_
