#ifndef INFOFLOW_NUMERICS_HYPERBOLIC_TANGENT_INLINE_H_
#define INFOFLOW_NUMERICS_HYPERBOLIC_TANGENT_INLINE_H_

#include "infoflow/numerics/exponential_inline.h"
#include "infoflow/support/kernel.h"

namespace infoflow::numerics {

// tanh x without branches, tables or library calls, for loops that the compiler vectorises
// (with -O3 -fno-trapping-math: comparisons that may signal NaN are not vectorised below
// AVX-512). Only +, -, *, /: the same bits on every machine.
//
//   tanh |x| = -t / (2 + t),  t = e^{-2|x|} - 1 = 2^{-n} (1 + p) - 1,  p = e^r - 1, |r| <= 0.35
//
// (double; float takes t / (t + 2) with t = e^{2|x|} - 1), so that small x keep their relative
// accuracy.
// Domain: all x; odd, the sign of zero is kept, NaN stays NaN. Accuracy: 4e-16 (double) and
// 2.5e-7 (float) relative (hyperbolic_tangent_test.cc), never beyond +-1. Cost: in a loop with
// AVX-512 1.3 ns (double) and 0.4 ns (float) from the cache.
INFOFLOW_KERNEL double TanhInline(double x) {
  // tanh rounds to 1 from |x| = 19.1. The comparison is false for NaN, which stays.
  const double size = __builtin_fabs(x);
  const auto [scale, rest] = internal::SplitExponential(-2.0 * (size > 20.0 ? 20.0 : size));
  const double t = (scale - 1.0) + scale * rest;
  return __builtin_copysign(-t / (2.0 + t), x);
}

INFOFLOW_KERNEL float TanhInline(float x) {
  // tanh rounds to 1 from 9.1 on.
  const float size = __builtin_fabsf(x);
  const auto [scale, rest] = internal::SplitExponential(2.0f * (size > 9.1f ? 9.1f : size));
  const float t = scale * rest + (scale - 1.0f);
  return __builtin_copysignf(t / (t + 2.0f), x);
}

}  // namespace infoflow::numerics

#endif  // INFOFLOW_NUMERICS_HYPERBOLIC_TANGENT_INLINE_H_
