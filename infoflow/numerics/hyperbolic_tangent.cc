#include "infoflow/numerics/hyperbolic_tangent.h"

#include <cstddef>

#include "infoflow/numerics/hyperbolic_tangent_inline.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::numerics {

namespace {

template <typename T>
INFOFLOW_KERNEL void TanhOfMany(const T* x, T* y, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) y[i] = TanhInline(x[i]);
}

}  // namespace

void Tanh(absl::Span<const double> x, absl::Span<double> y) {
  INFOFLOW_CHECK(x.size() == y.size());
  RunKernel<TanhOfMany<double>>(x.data(), y.data(), x.size());
}

void Tanh(absl::Span<const float> x, absl::Span<float> y) {
  INFOFLOW_CHECK(x.size() == y.size());
  RunKernel<TanhOfMany<float>>(x.data(), y.data(), x.size());
}

}  // namespace infoflow::numerics
