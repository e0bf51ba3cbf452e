#ifndef INFOFLOW_NUMERICS_EXPONENTIAL_INLINE_H_
#define INFOFLOW_NUMERICS_EXPONENTIAL_INLINE_H_

#include <cstdint>
#include <cstring>

// e^x without branches, tables or library calls, for loops that the compiler is to vectorise on
// any instruction set: x = n ln 2 + r with |r| <= 0.35, a Taylor polynomial in r, and n added to
// the exponent. Errors are those that exponential_inline_test.cc enforces against long double;
// NaN gives NaN.

namespace infoflow::numerics {

// Domain: x <= 709; below -708 the result is that of -708 (3e-308). Error: 2e-16 relative.
inline double ExpInline(double x) {
  constexpr double kLog2E = 1.44269504088896340736;
  constexpr double kLn2High = 6.93147180369123816490e-01;
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  // Adding 1.5 * 2^52 rounds to an integer and leaves it in the low bits.
  constexpr double kRound = 6755399441055744.0;
  x = x < -708.0 ? -708.0 : x;
  const double shifted = x * kLog2E + kRound;
  const double n = shifted - kRound;
  const double r = (x - n * kLn2High) - n * kLn2Low;
  double p = 1.0 / 6227020800.0;
  p = p * r + 1.0 / 479001600.0;
  p = p * r + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  const double value = 1.0 + (r + r * r * p);
  std::uint64_t bits;
  std::uint64_t exponent;
  std::memcpy(&bits, &value, sizeof bits);
  std::memcpy(&exponent, &shifted, sizeof exponent);
  bits += exponent << 52;
  double result;
  std::memcpy(&result, &bits, sizeof result);
  return result;
}

// Domain: x <= 88; below -87 the result is that of -87 (1.6e-38). Error: 1.2e-7 relative.
inline float ExpInline(float x) {
  constexpr float kLog2E = 1.44269504f;
  // The high part has 9 bits less than a float, so that n times it is exact.
  constexpr float kLn2High = 0.693359375f;
  constexpr float kLn2Low = -2.12194440e-4f;
  constexpr float kRound = 12582912.0f;  // 1.5 * 2^23
  x = x < -87.0f ? -87.0f : x;
  const float shifted = x * kLog2E + kRound;
  const float n = shifted - kRound;
  const float r = (x - n * kLn2High) - n * kLn2Low;
  float p = 1.0f / 5040.0f;
  p = p * r + 1.0f / 720.0f;
  p = p * r + 1.0f / 120.0f;
  p = p * r + 1.0f / 24.0f;
  p = p * r + 1.0f / 6.0f;
  p = p * r + 0.5f;
  const float value = 1.0f + (r + r * r * p);
  std::uint32_t bits;
  std::uint32_t exponent;
  std::memcpy(&bits, &value, sizeof bits);
  std::memcpy(&exponent, &shifted, sizeof exponent);
  bits += exponent << 23;
  float result;
  std::memcpy(&result, &bits, sizeof result);
  return result;
}

}  // namespace infoflow::numerics

#endif  // INFOFLOW_NUMERICS_EXPONENTIAL_INLINE_H_
