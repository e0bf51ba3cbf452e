#ifndef INFOFLOW_NUMERICS_EXPONENTIAL_INLINE_H_
#define INFOFLOW_NUMERICS_EXPONENTIAL_INLINE_H_

#include <cstdint>

#include "infoflow/support/kernel.h"

// e^x without branches, tables or library calls, for loops that the compiler is to vectorise on
// any instruction set. Only +, -, *: the same bits on every machine. Errors are those that
// exponential_inline_test.cc enforces against long double; NaN gives NaN.

namespace infoflow::numerics {

namespace internal {

// e^x = scale (1 + rest): x = n ln 2 + r with |r| <= 0.35, scale = 2^n, rest = e^r - 1 by a Taylor
// polynomial, with full relative accuracy also where it is small.
template <typename T>
struct ExponentialParts {
  T scale;
  T rest;
};

// Domain: |x| <= 709, with n from -1022 to 1023.
INFOFLOW_KERNEL ExponentialParts<double> SplitExponential(double x) {
  constexpr double kLog2E = 1.44269504088896340736;
  constexpr double kLn2High = 6.93147180369123816490e-01;
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  // Adding 1.5 * 2^52 rounds to an integer and leaves it in the low bits.
  constexpr double kRound = 6755399441055744.0;
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
  const double scale = __builtin_bit_cast(
      double, (__builtin_bit_cast(std::uint64_t, shifted) << 52) + 0x3ff0000000000000u);
  return {scale, r + r * r * p};
}

// Domain: |x| <= 88, with n from -126 to 127.
INFOFLOW_KERNEL ExponentialParts<float> SplitExponential(float x) {
  constexpr float kLog2E = 1.44269504f;
  // The high part has 9 bits less than a float, so that n times it is exact.
  constexpr float kLn2High = 0.693359375f;
  constexpr float kLn2Low = -2.12194440e-4f;
  constexpr float kRound = 12582912.0f;  // 1.5 * 2^23
  const float shifted = x * kLog2E + kRound;
  const float n = shifted - kRound;
  const float r = (x - n * kLn2High) - n * kLn2Low;
  float p = 1.0f / 5040.0f;
  p = p * r + 1.0f / 720.0f;
  p = p * r + 1.0f / 120.0f;
  p = p * r + 1.0f / 24.0f;
  p = p * r + 1.0f / 6.0f;
  p = p * r + 0.5f;
  const float scale =
      __builtin_bit_cast(float, (__builtin_bit_cast(std::uint32_t, shifted) << 23) + 0x3f800000u);
  return {scale, r + r * r * p};
}

}  // namespace internal

// Domain: x <= 709; below -708 the result is that of -708 (3e-308). Error: 2e-16 relative.
INFOFLOW_KERNEL double ExpInline(double x) {
  const internal::ExponentialParts<double> parts =
      internal::SplitExponential(x < -708.0 ? -708.0 : x);
  return parts.scale * (1.0 + parts.rest);
}

// Domain: x <= 88; below -87 the result is that of -87 (1.6e-38). Error: 1.2e-7 relative.
INFOFLOW_KERNEL float ExpInline(float x) {
  const internal::ExponentialParts<float> parts =
      internal::SplitExponential(x < -87.0f ? -87.0f : x);
  return parts.scale * (1.0f + parts.rest);
}

}  // namespace infoflow::numerics

#endif  // INFOFLOW_NUMERICS_EXPONENTIAL_INLINE_H_
