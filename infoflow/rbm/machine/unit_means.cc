#include "infoflow/rbm/machine/unit_means.h"

#include <cmath>
#include <cstddef>

#include "infoflow/numerics/exponential_inline.h"
#include "infoflow/support/target_clones.h"

namespace infoflow::rbm {

namespace {

INFOFLOW_TARGET_CLONES
void DoubleLoop(double* f, std::size_t count) {
  for (std::size_t k = 0; k < count; ++k) {
    const double e = numerics::ExpInline(-2.0 * std::fabs(f[k]));
    f[k] = std::copysign((1.0 - e) / (1.0 + e), f[k]);
  }
}

INFOFLOW_TARGET_CLONES
void FloatLoop(float* f, std::size_t count) {
  for (std::size_t k = 0; k < count; ++k) {
    const float e = numerics::ExpInline(-2.0f * std::fabs(f[k]));
    f[k] = std::copysign((1.0f - e) / (1.0f + e), f[k]);
  }
}

}  // namespace

void FieldsToMeans(absl::Span<double> fields) { DoubleLoop(fields.data(), fields.size()); }
void FieldsToMeans(absl::Span<float> fields) { FloatLoop(fields.data(), fields.size()); }

}  // namespace infoflow::rbm
