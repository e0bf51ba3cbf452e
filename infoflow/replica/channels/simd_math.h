#ifndef INFOFLOW_REPLICA_CHANNELS_SIMD_MATH_H_
#define INFOFLOW_REPLICA_CHANNELS_SIMD_MATH_H_

#include <cmath>
#include <cstdint>
#include <cstring>

#include "infoflow/numerics/exponential_inline.h"

// Elementary functions without branches, tables or library calls, for loops that the compiler
// is to vectorise on any instruction set. Each states its domain and largest error; both are
// what simd_math_test.cc enforces against long double.

namespace infoflow::replica::simd {

inline constexpr double kInvSqrt2 = 0.70710678118654752440;
inline constexpr double kInvSqrt2Pi = 0.39894228040143267794;

namespace internal {

inline std::uint64_t Bits(double x) {
  std::uint64_t bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}

inline double FromBits(std::uint64_t bits) {
  double x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

}  // namespace internal

// e^x, as numerics::ExpInline states it.
inline double Exp(double x) { return numerics::ExpInline(x); }

// ln x. Domain: normal positive doubles. Error: 3e-16 of max(|ln x|, |x - 1|).
// x = 2^e m with m in [sqrt(1/2), sqrt 2), and ln m as an odd series in s = (m-1)/(m+1); the
// coefficients are those of fdlibm's e_log.c.
inline double Log(double x) {
  constexpr std::uint64_t kSqrtHalf = 0x3fe6a09e667f3bcdULL;
  constexpr double kLn2High = 6.93147180369123816490e-01;
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  const std::uint64_t shifted = internal::Bits(x) + (0x3ff0000000000000ULL - kSqrtHalf);
  // The exponent, as an integer in the low bits of 2^52 + e.
  const double e =
      internal::FromBits((shifted >> 52) | 0x4330000000000000ULL) - (4503599627370496.0 + 1023.0);
  const double f = internal::FromBits((shifted & 0x000fffffffffffffULL) + kSqrtHalf) - 1.0;
  const double s = f / (2.0 + f);
  const double z = s * s;
  double r = 1.479819860511658591e-01;
  r = r * z + 1.531383769920937332e-01;
  r = r * z + 1.818357216161805012e-01;
  r = r * z + 2.222219843214978396e-01;
  r = r * z + 2.857142874366239149e-01;
  r = r * z + 3.999999999940941908e-01;
  r = r * z + 6.666666666666735130e-01;
  r *= z;
  const double half_square = 0.5 * f * f;
  return e * kLn2High - ((half_square - (s * (half_square + r) + e * kLn2Low)) - f);
}

// erfcx(z) = e^{z^2} erfc(z). Domain: z >= 0. Error: 1e-15 relative.
// (1 + 2z) erfcx(z) is a smooth function of u = (z-4)/(z+4) on all of [0, infinity] (after
// M. M. Shepherd, J. G. Laframboise, Math. Comp. 36 (1981) 249); Chebyshev series to degree 22.
inline double Erfcx(double z) {
  const double u = (z - 4.0) / (z + 4.0);
  double p = 1.5738283774192037e-09;
  p = p * u - 6.9926126813398e-09;
  p = p * u - 1.6371779763566967e-08;
  p = p * u + 9.295292277973951e-08;
  p = p * u + 7.115337800585303e-08;
  p = p * u - 8.020193766522085e-07;
  p = p * u + 2.9801353803031333e-07;
  p = p * u + 5.689537732302816e-06;
  p = p * u - 1.1225101875659178e-05;
  p = p * u - 2.438779085759055e-05;
  p = p * u + 0.00015062309720018628;
  p = p * u - 0.00019926095315041177;
  p = p * u - 0.000757773707063825;
  p = p * u + 0.005031971002298884;
  p = p * u - 0.016197733981455194;
  p = p * u + 0.03716751538635946;
  p = p * u - 0.06633036582031154;
  p = p * u + 0.09373283501077742;
  p = p * u - 0.10103906603586531;
  p = p * u + 0.06809705425421975;
  p = p * u + 0.015379652102610473;
  p = p * u - 0.1396211168405572;
  p = p * u + 1.2329951186255526;
  return p / (1.0 + 2.0 * z);
}

// The standard normal law at x: density phi(x) and the tail Phi(-|x|) beyond |x|.
// Domain: any x; below the range of double both are about 1e-308. Error: 2e-15 + 1e-16 x^2
// relative.
struct Normal {
  double density;
  double tail;
};

inline Normal NormalAt(double x) {
  const double e = Exp(-0.5 * x * x);
  return {kInvSqrt2Pi * e, 0.5 * e * Erfcx(std::fabs(x) * kInvSqrt2)};
}

}  // namespace infoflow::replica::simd

#endif  // INFOFLOW_REPLICA_CHANNELS_SIMD_MATH_H_
