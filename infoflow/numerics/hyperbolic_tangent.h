#ifndef INFOFLOW_NUMERICS_HYPERBOLIC_TANGENT_H_
#define INFOFLOW_NUMERICS_HYPERBOLIC_TANGENT_H_

#include "absl/types/span.h"

namespace infoflow::numerics {

// y_i = tanh(x_i) for many numbers (hyperbolic_tangent_inline.h): the same bits on every machine.
// `y` may be `x` itself.
//
// Domain: all x; NaN gives NaN, the sign of zero is kept. Shapes: equal sizes.
// Accuracy: 4e-16 (double) and 2.5e-7 (float) relative (hyperbolic_tangent_test.cc). Cost: with
// AVX-512 3 ns (double) and 1 ns (float) a number.
void Tanh(absl::Span<const double> x, absl::Span<double> y);
void Tanh(absl::Span<const float> x, absl::Span<float> y);

}  // namespace infoflow::numerics

#endif  // INFOFLOW_NUMERICS_HYPERBOLIC_TANGENT_H_
