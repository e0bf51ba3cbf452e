#ifndef INFOFLOW_NETWORK_LAYER_TANH_H_
#define INFOFLOW_NETWORK_LAYER_TANH_H_

#include <cstdint>

namespace infoflow::network::internal {

// tanh without branches, tables or library calls, for loops that the compiler vectorises.
//
//   tanh|x| = E / (E + 2),  E = e^{2|x|} - 1 = 2^n (e^r - 1) + (2^n - 1),
//
// with 2|x| = n ln 2 + r, |r| <= 0.35, and the Taylor polynomial of (e^r - 1). Only +, -, *, /:
// the same bits on every machine. Odd; NaN stays NaN; exactly +-1 beyond 9.1 (float) and 19.1
// (double), where the true value rounds to it. Domain: all x. Accuracy: 2.5e-7 (float), 7e-16
// (double) relative (layer_tanh_test.cc). Cost: 1.1 ns (float) and 3.5 ns (double) in a loop
// with AVX-512.
inline __attribute__((always_inline)) float Tanh(float x) {
  constexpr float kLog2E = 1.44269504088896340736f;
  // 11 bits, so that its product with n has no rounding.
  constexpr float kLn2High = 0.693359375f;
  constexpr float kLn2Low = -2.12194440054690583e-4f;
  // Adding 1.5 * 2^23 rounds to an integer and leaves it in the low bits.
  constexpr float kRound = 12582912.0f;
  const float magnitude = __builtin_fabsf(x);
  const float twice = 2.0f * (magnitude > 9.1f ? 9.1f : magnitude);
  const float shifted = twice * kLog2E + kRound;
  const float n = shifted - kRound;
  const float r = (twice - n * kLn2High) - n * kLn2Low;
  float p = 1.0f / 5040.0f;
  p = p * r + 1.0f / 720.0f;
  p = p * r + 1.0f / 120.0f;
  p = p * r + 1.0f / 24.0f;
  p = p * r + 1.0f / 6.0f;
  p = p * r + 0.5f;
  p = r + r * r * p;
  const float scale =
      __builtin_bit_cast(float, (__builtin_bit_cast(std::uint32_t, shifted) << 23) + 0x3f800000u);
  const float e = scale * p + (scale - 1.0f);
  return __builtin_copysignf(e / (e + 2.0f), x);
}

inline __attribute__((always_inline)) double Tanh(double x) {
  constexpr double kLog2E = 1.44269504088896340736;
  constexpr double kLn2High = 6.93147180369123816490e-01;
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  constexpr double kRound = 6755399441055744.0;  // 1.5 * 2^52
  const double magnitude = __builtin_fabs(x);
  const double twice = 2.0 * (magnitude > 19.1 ? 19.1 : magnitude);
  const double shifted = twice * kLog2E + kRound;
  const double n = shifted - kRound;
  const double r = (twice - n * kLn2High) - n * kLn2Low;
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
  p = r + r * r * p;
  const double scale = __builtin_bit_cast(
      double, (__builtin_bit_cast(std::uint64_t, shifted) << 52) + 0x3ff0000000000000u);
  const double e = scale * p + (scale - 1.0);
  return __builtin_copysign(e / (e + 2.0), x);
}

}  // namespace infoflow::network::internal

#endif  // INFOFLOW_NETWORK_LAYER_TANH_H_
