#ifndef INFOFLOW_NUMERICS_HYPERBOLIC_TANGENT_H_
#define INFOFLOW_NUMERICS_HYPERBOLIC_TANGENT_H_

#include "absl/types/span.h"

namespace infoflow::numerics {

// y_i = tanh(x_i) for many numbers, without branches, tables or library calls: the same bits on
// every machine. `y` may be `x` itself.
//
//   tanh |x| = -t / (2 + t),  t = e^{-2|x|} - 1 = 2^{-n} (1 + p) - 1,  p = e^r - 1, |r| <= 0.35
//
// with a Taylor polynomial for p, so that small x keep their relative accuracy.
// Domain: all x; NaN gives NaN, the sign of zero is kept. Shapes: equal sizes.
// Accuracy: 4e-16 (double) and 2.5e-7 (float) relative (hyperbolic_tangent_test.cc). Cost: with
// AVX-512 3 ns (double) and 1 ns (float) a number.
void Tanh(absl::Span<const double> x, absl::Span<double> y);
void Tanh(absl::Span<const float> x, absl::Span<float> y);

}  // namespace infoflow::numerics

#endif  // INFOFLOW_NUMERICS_HYPERBOLIC_TANGENT_H_
