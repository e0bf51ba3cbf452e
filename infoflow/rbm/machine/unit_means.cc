#include "infoflow/rbm/machine/unit_means.h"

#include <cmath>
#include <cstddef>

#include "infoflow/numerics/exponential_inline.h"
#include "infoflow/support/kernel.h"

namespace infoflow::rbm {

namespace {

template <typename T>
INFOFLOW_KERNEL void MeansOf(T* fields, std::size_t count) {
  for (std::size_t k = 0; k < count; ++k) {
    const T e = numerics::ExpInline(T(-2) * std::fabs(fields[k]));
    fields[k] = std::copysign((T(1) - e) / (T(1) + e), fields[k]);
  }
}

}  // namespace

void FieldsToMeans(absl::Span<double> fields) {
  RunKernel<MeansOf<double>>(fields.data(), fields.size());
}
void FieldsToMeans(absl::Span<float> fields) {
  RunKernel<MeansOf<float>>(fields.data(), fields.size());
}

}  // namespace infoflow::rbm
