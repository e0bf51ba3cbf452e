#ifndef INFOFLOW_NUMERICS_ELLIPTIC_H_
#define INFOFLOW_NUMERICS_ELLIPTIC_H_

namespace infoflow::numerics {

// The arithmetic-geometric mean M of 1 and b = 1 - `gap`, with its distances to both.
//
//   a_{n+1} = (a_n + b_n)/2,  b_{n+1} = sqrt(a_n b_n)  ->  M
//
// `one_minus_mean` = 1 - M and `mean_minus_other` = M - b are sums of the positive steps of the
// iteration, so that both keep all their digits for b near 1 and near 0.
// Domain: 0 < b <= 1 with `gap` = 1 - b given separately, since either may be tiny.
// Accuracy: 1e-15 relative in each field (elliptic_test.cc). Cost: at most 9 square roots.
struct ArithmeticGeometricMean {
  double mean = 0.0;
  double one_minus_mean = 0.0;
  double mean_minus_other = 0.0;
};
ArithmeticGeometricMean MeanWithOne(double other, double gap);

// Complete elliptic integrals of modulus k, in Legendre's notation, and two combinations that
// cancel when formed from them.
//
//   K = int_0^{pi/2} dt / sqrt(1 - k^2 sin^2 t),   E = int_0^{pi/2} sqrt(1 - k^2 sin^2 t) dt
//
// K - E ~ (pi/4) k^2 and E - k'^2 K ~ (pi/4) k^2 for small k.
struct CompleteElliptic {
  double first = 0.0;                    // K
  double second = 0.0;                   // E
  double first_minus_second = 0.0;       // K - E
  double second_minus_scaled_first = 0;  // E - k'^2 K
};

// The integrals from both the modulus k and the complementary modulus k' = sqrt(1 - k^2), since
// 1 - k^2 loses the digits of k' near k = 1 and 1 - k'^2 those of k near k = 0.
//
// K = pi / (2 agm(1, k')). For k'^2 < 1/2, where K - E and E cancel in the classical sum over
// the squared differences c_n of the iteration, Legendre's relation gives
// E = agm(1, k) + K sum_n 2^{n-1} c'_n^2 with the c'_n of the complementary iteration.
// Domain: k in [0, 1), k' in (0, 1]; k' = 0 gives K = inf, E = 1.
// Accuracy: 1e-15 relative in each field (elliptic_test.cc). Cost: about 100 ns.
CompleteElliptic CompleteEllipticIntegrals(double modulus, double complementary_modulus);

}  // namespace infoflow::numerics

#endif  // INFOFLOW_NUMERICS_ELLIPTIC_H_
