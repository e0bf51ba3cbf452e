#include "infoflow/network/mean_field/moments_kernel.h"

#include "infoflow/numerics/exponential_inline.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::network::internal {

namespace {

constexpr int kLanes = 8;
typedef double Lanes __attribute__((vector_size(8 * kLanes)));
typedef double UnalignedLanes
    __attribute__((vector_size(8 * kLanes), aligned(alignof(double)), may_alias));

INFOFLOW_KERNEL Lanes Load(const double* p) { return *reinterpret_cast<const UnalignedLanes*>(p); }

INFOFLOW_KERNEL double Sum(const Lanes& lanes) {
  return ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) +
         ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]));
}

INFOFLOW_KERNEL void AddMomentsKernel(const double* nodes, const double* weights,
                                      const double* values, const double* derivatives, int count,
                                      MomentSums* sums) {
  Lanes mean = {};
  Lanes second = {};
  Lanes gain = {};
  Lanes square = {};
  const int whole = count / kLanes * kLanes;
  for (int i = 0; i < whole; i += kLanes) {
    const Lanes weight = Load(weights + i);
    const Lanes value = Load(values + i);
    const Lanes derivative = Load(derivatives + i);
    const Lanes weighted = weight * value;
    mean += weighted;
    second += weighted * value;
    gain += weighted * derivative * Load(nodes + i);
    square += weight * derivative * derivative;
  }
  sums->mean += Sum(mean);
  sums->second_moment += Sum(second);
  sums->gain += Sum(gain);
  sums->derivative_square += Sum(square);
  for (int i = whole; i < count; ++i) {
    const double weighted = weights[i] * values[i];
    sums->mean += weighted;
    sums->second_moment += weighted * values[i];
    sums->gain += weighted * derivatives[i] * nodes[i];
    sums->derivative_square += weights[i] * derivatives[i] * derivatives[i];
  }
}

INFOFLOW_KERNEL void MultiplyByGaussianKernel(const double* nodes, int count, double factor,
                                              double* __restrict__ weights) {
  for (int i = 0; i < count; ++i) {
    weights[i] *= numerics::ExpInline(factor * nodes[i] * nodes[i]);
  }
}

INFOFLOW_KERNEL void MultiplyTableKernel(const double* values, int count, const double* table,
                                         double* __restrict__ coefficients) {
  Lanes a = {};
  Lanes b = {};
  Lanes c = {};
  Lanes d = {};
  static_assert(kHermiteBlock == 4 * kLanes, "one vector for each quarter");
  for (int i = 0; i < count; ++i) {
    const double* const row = table + i * kHermiteBlock;
    a += values[i] * Load(row);
    b += values[i] * Load(row + kLanes);
    c += values[i] * Load(row + 2 * kLanes);
    d += values[i] * Load(row + 3 * kLanes);
  }
  for (int j = 0; j < kLanes; ++j) {
    coefficients[j] = a[j];
    coefficients[j + kLanes] = b[j];
    coefficients[j + 2 * kLanes] = c[j];
    coefficients[j + 3 * kLanes] = d[j];
  }
}

}  // namespace

void AddMoments(absl::Span<const double> nodes, absl::Span<const double> weights,
                absl::Span<const double> values, absl::Span<const double> derivatives,
                MomentSums* sums) {
  INFOFLOW_CHECK(weights.size() == nodes.size() && values.size() == nodes.size() &&
                 derivatives.size() == nodes.size());
  RunKernel<AddMomentsKernel>(nodes.data(), weights.data(), values.data(), derivatives.data(),
                              static_cast<int>(nodes.size()), sums);
}

void MultiplyByGaussian(absl::Span<const double> nodes, double variance,
                        absl::Span<double> weights) {
  INFOFLOW_CHECK(weights.size() == nodes.size());
  RunKernel<MultiplyByGaussianKernel>(nodes.data(), static_cast<int>(nodes.size()), -0.5 / variance,
                                      weights.data());
}

void MultiplyTable(absl::Span<const double> values, const double* table, double* coefficients) {
  RunKernel<MultiplyTableKernel>(values.data(), static_cast<int>(values.size()), table,
                                 coefficients);
}

}  // namespace infoflow::network::internal
