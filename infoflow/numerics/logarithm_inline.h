#ifndef INFOFLOW_NUMERICS_LOGARITHM_INLINE_H_
#define INFOFLOW_NUMERICS_LOGARITHM_INLINE_H_

#include <cstdint>

#include "infoflow/support/kernel.h"

// ln x without branches, tables or library calls, for loops that the compiler is to vectorise on
// any instruction set: the same bits on every machine. Errors are those that
// inline_functions_test.cc enforces against long double.

namespace infoflow::numerics {

// ln x. Domain: normal positive doubles. Error: 3e-16 of max(|ln x|, |x - 1|).
// x = 2^e m with m in [sqrt(1/2), sqrt 2), and ln m as an odd series in s = (m-1)/(m+1); the
// coefficients are those of fdlibm's e_log.c.
INFOFLOW_KERNEL double LogInline(double x) {
  constexpr std::uint64_t kSqrtHalf = 0x3fe6a09e667f3bcdULL;
  constexpr double kLn2High = 6.93147180369123816490e-01;
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  const std::uint64_t shifted =
      __builtin_bit_cast(std::uint64_t, x) + (0x3ff0000000000000ULL - kSqrtHalf);
  // The exponent, as an integer in the low bits of 2^52 + e.
  const double e = __builtin_bit_cast(double, (shifted >> 52) | 0x4330000000000000ULL) -
                   (4503599627370496.0 + 1023.0);
  const double f = __builtin_bit_cast(double, (shifted & 0x000fffffffffffffULL) + kSqrtHalf) - 1.0;
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

// ln x. Domain: normal positive floats. Error: 1.2e-7 of max(|ln x|, |x - 1|).
// x = 2^k (1 + f), f in [sqrt(1/2) - 1, sqrt(2) - 1), without a division:
// ln(1 + f) = f - f^2/2 + f^3 p(f). p interpolates at Chebyshev points: the relative error is 2e-8
// before rounding.
INFOFLOW_KERNEL float LogInline(float x) {
  const std::uint32_t shifted = __builtin_bit_cast(std::uint32_t, x) - 0x3f3504f3u;
  const float k = static_cast<float>(static_cast<std::int32_t>(shifted) >> 23);
  const float f = __builtin_bit_cast(float, (shifted & 0x7fffffu) + 0x3f3504f3u) - 1.0f;
  const float square = f * f;
  float p = -0.0790274377f;
  p = p * f + 0.126223198f;
  p = p * f - 0.129981838f;
  p = p * f + 0.142144959f;
  p = p * f - 0.166412815f;
  p = p * f + 0.200010451f;
  p = p * f - 0.250003064f;
  p = p * f + 0.333333307f;
  const float series = f - (0.5f * square - f * square * p);
  return k * 0.693359375f + (series + k * -2.12194440054690583e-4f);
}

}  // namespace infoflow::numerics

#endif  // INFOFLOW_NUMERICS_LOGARITHM_INLINE_H_
