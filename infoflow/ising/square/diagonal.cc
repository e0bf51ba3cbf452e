// Letters: K coupling, S = sinh 2K, k modulus, k' complementary modulus.
#include "infoflow/ising/square/diagonal.h"

#include <cmath>
#include <limits>

#include "infoflow/ising/square/exact.h"
#include "infoflow/numerics/elliptic.h"

namespace infoflow::ising {

namespace {

constexpr double kTwoOverPi = 0.636619772367581343076;

// Outside, the leading terms in k are exact to the last place, and S^4 neither overflows nor
// underflows inside.
constexpr double kSmallCoupling = 1e-5;
constexpr double kLargeCoupling = 15.0;

struct Modulus {
  double s;
  double k;
  double complement;
};

Modulus ModulusOf(double size) {
  const double excess = internal::SinhMinusOne(size);
  const double s = size < 0.2 ? std::sinh(2.0 * size) : 1.0 + excess;
  const double s2 = s * s;
  // |1 - S^4|, without cancellation.
  const double gap = std::fabs(excess) * (s + 1.0) * (s2 + 1.0);
  if (excess < 0.0) return {s, s2, std::sqrt(gap)};
  return {s, 1.0 / s2, std::sqrt(gap) / s2};
}

}  // namespace

double SquareDiagonalCorrelation(double coupling) {
  const double size = std::fabs(coupling);
  if (size < kSmallCoupling) return 0.5 * std::sinh(2.0 * size) * std::sinh(2.0 * size);
  if (size > kLargeCoupling) return 1.0;
  const Modulus m = ModulusOf(size);
  const numerics::CompleteElliptic integrals =
      numerics::CompleteEllipticIntegrals(m.k, m.complement);
  if (m.s > 1.0) return kTwoOverPi * integrals.second;
  return kTwoOverPi * integrals.second_minus_scaled_first / m.k;
}

double SquareDiagonalCorrelationDeficit(double coupling) {
  const double size = std::fabs(coupling);
  if (!(size > kSquareCriticalCoupling)) return 1.0 - SquareDiagonalCorrelation(size);
  if (size > kLargeCoupling) return 4.0 * std::exp(-8.0 * size);
  const Modulus m = ModulusOf(size);
  const numerics::CompleteElliptic integrals =
      numerics::CompleteEllipticIntegrals(m.k, m.complement);
  const numerics::ArithmeticGeometricMean mean =
      numerics::MeanWithOne(m.complement, m.k * m.k / (1.0 + m.complement));
  // With K = pi/(2M): 1 - (2/pi) E = [(K-E)/K - (1-M)]/M.
  return (integrals.first_minus_second / integrals.first - mean.one_minus_mean) / mean.mean;
}

double SquareDiagonalCorrelationSlope(double coupling) {
  const double size = std::fabs(coupling);
  double slope = 0.0;
  if (size == kSquareCriticalCoupling) {
    slope = std::numeric_limits<double>::infinity();
  } else if (size < kSmallCoupling) {
    slope = std::sinh(4.0 * size);
  } else if (size > kLargeCoupling) {
    slope = 32.0 * std::exp(-8.0 * size);
  } else {
    const Modulus m = ModulusOf(size);
    const numerics::CompleteElliptic integrals =
        numerics::CompleteEllipticIntegrals(m.k, m.complement);
    const double coth = std::sqrt(1.0 + m.s * m.s) / m.s;
    slope = 4.0 * kTwoOverPi * integrals.first_minus_second * coth;
    if (m.s < 1.0) slope /= m.s * m.s;
  }
  return std::copysign(slope, coupling);
}

}  // namespace infoflow::ising
