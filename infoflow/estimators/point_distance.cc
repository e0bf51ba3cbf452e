#include "infoflow/estimators/point_distance.h"

#include <cstring>

#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::estimators {

namespace {

// 32 bytes are one AVX register or two SSE or NEON ones.
constexpr int kLanes = 4;
typedef double Vector __attribute__((vector_size(kLanes * sizeof(double))));
typedef long long Bits __attribute__((vector_size(kLanes * sizeof(double))));

constexpr long long kAllButSign = 0x7fffffffffffffff;

INFOFLOW_KERNEL double MaximumDistanceOf(const double* x, const double* y, int count) {
  Vector largest = {};
  int t = 0;
  for (; t + kLanes <= count; t += kLanes) {
    Vector a, b;
    std::memcpy(&a, x + t, sizeof(a));
    std::memcpy(&b, y + t, sizeof(b));
    const Vector distance = (Vector)((Bits)(a - b) & kAllButSign);
    largest = distance > largest ? distance : largest;
  }
  double result = 0.0;
  for (int l = 0; l < kLanes; ++l) result = largest[l] > result ? largest[l] : result;
  for (; t < count; ++t) {
    const double distance = x[t] > y[t] ? x[t] - y[t] : y[t] - x[t];
    result = distance > result ? distance : result;
  }
  return result;
}

INFOFLOW_KERNEL double SquaredDistanceOf(const double* x, const double* y, int count) {
  Vector sums[4] = {};
  int t = 0;
  for (; t + 4 * kLanes <= count; t += 4 * kLanes) {
    for (int v = 0; v < 4; ++v) {
      Vector a, b;
      std::memcpy(&a, x + t + v * kLanes, sizeof(a));
      std::memcpy(&b, y + t + v * kLanes, sizeof(b));
      sums[v] += (a - b) * (a - b);
    }
  }
  double tail = 0.0;
  for (; t < count; ++t) tail += (x[t] - y[t]) * (x[t] - y[t]);
  const Vector sum = (sums[0] + sums[1]) + (sums[2] + sums[3]);
  return ((sum[0] + sum[2]) + (sum[1] + sum[3])) + tail;
}

}  // namespace

double MaximumDistance(absl::Span<const double> x, absl::Span<const double> y) {
  INFOFLOW_CHECK(x.size() == y.size());
  return RunKernel<MaximumDistanceOf>(x.data(), y.data(), static_cast<int>(x.size()));
}

double SquaredEuclideanDistance(absl::Span<const double> x, absl::Span<const double> y) {
  INFOFLOW_CHECK(x.size() == y.size());
  return RunKernel<SquaredDistanceOf>(x.data(), y.data(), static_cast<int>(x.size()));
}

}  // namespace infoflow::estimators
