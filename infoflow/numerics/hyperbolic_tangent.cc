#include "infoflow/numerics/hyperbolic_tangent.h"

#include <cstddef>

#include "infoflow/numerics/hyperbolic_tangent_inline.h"
#include "infoflow/support/check.h"
#include "infoflow/support/target_clones.h"

namespace infoflow::numerics {

namespace {

INFOFLOW_TARGET_CLONES
void TanhOfMany(const double* x, double* y, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) y[i] = TanhInline(x[i]);
}

INFOFLOW_TARGET_CLONES
void TanhOfManyFloats(const float* x, float* y, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) y[i] = TanhInline(x[i]);
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
