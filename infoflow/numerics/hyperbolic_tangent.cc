#include "infoflow/numerics/hyperbolic_tangent.h"

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "infoflow/support/check.h"
#include "infoflow/support/target_clones.h"

namespace infoflow::numerics {

namespace {

inline double TanhOf(double x) {
  constexpr double kLog2E = 1.44269504088896340736;
  constexpr double kLn2High = 6.93147180369123816490e-01;
  constexpr double kLn2Low = 1.90821492927058770002e-10;
  // Adding 1.5 * 2^52 rounds to an integer and leaves it in the low bits.
  constexpr double kRound = 6755399441055744.0;
  // tanh rounds to 1 from |x| = 19.1. The comparison is false for NaN, which stays.
  const double size = std::fabs(x);
  const double y = -2.0 * (size > 20.0 ? 20.0 : size);
  const double shifted = y * kLog2E + kRound;
  const double n = shifted - kRound;
  const double r = (y - n * kLn2High) - n * kLn2Low;
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
  const double t = (scale - 1.0) + scale * p;
  return std::copysign(-t / (2.0 + t), x);
}

inline float TanhOf(float x) {
  constexpr float kLog2E = 1.44269504f;
  constexpr float kLn2High = 0.693359375f;
  constexpr float kLn2Low = -2.12194440e-4f;
  constexpr float kRound = 12582912.0f;  // 1.5 * 2^23
  const float size = std::fabs(x);
  const float y = -2.0f * (size > 10.0f ? 10.0f : size);
  const float shifted = y * kLog2E + kRound;
  const float n = shifted - kRound;
  const float r = (y - n * kLn2High) - n * kLn2Low;
  float p = 1.0f / 5040.0f;
  p = p * r + 1.0f / 720.0f;
  p = p * r + 1.0f / 120.0f;
  p = p * r + 1.0f / 24.0f;
  p = p * r + 1.0f / 6.0f;
  p = p * r + 0.5f;
  p = r + r * r * p;
  const float scale =
      __builtin_bit_cast(float, (__builtin_bit_cast(std::uint32_t, shifted) << 23) + 0x3f800000u);
  const float t = (scale - 1.0f) + scale * p;
  return std::copysign(-t / (2.0f + t), x);
}

INFOFLOW_TARGET_CLONES
void TanhOfMany(const double* x, double* y, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) y[i] = TanhOf(x[i]);
}

INFOFLOW_TARGET_CLONES
void TanhOfManyFloats(const float* x, float* y, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) y[i] = TanhOf(x[i]);
}

}  // namespace

void Tanh(absl::Span<const double> x, absl::Span<double> y) {
  INFOFLOW_CHECK(x.size() == y.size());
  TanhOfMany(x.data(), y.data(), x.size());
}

void Tanh(absl::Span<const float> x, absl::Span<float> y) {
  INFOFLOW_CHECK(x.size() == y.size());
  TanhOfManyFloats(x.data(), y.data(), x.size());
}

}  // namespace infoflow::numerics
