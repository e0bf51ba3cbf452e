#include "infoflow/network/mean_field/moments_kernel.h"

#include <cmath>
#include <cstddef>

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

INFOFLOW_KERNEL void AddKinkPanelKernel(const double* rule, const double* weights, int count,
                                        double sine_middle, double cosine_middle,
                                        const KinkPanel* panel, double* __restrict__ values,
                                        double* __restrict__ squares) {
  for (int i = 0; i < count; ++i) {
    // Taylor series for |t| <= 1/4: the first terms left out are 1e-18.
    const double t = panel->half * rule[i];
    const double z = t * t;
    double sine = 1.0 / 39916800.0;
    sine = 1.0 / 362880.0 - z * sine;
    sine = 1.0 / 5040.0 - z * sine;
    sine = 1.0 / 120.0 - z * sine;
    sine = 1.0 / 6.0 - z * sine;
    sine = t - t * z * sine;
    double cosine = 1.0 / 479001600.0;
    cosine = 1.0 / 3628800.0 - z * cosine;
    cosine = 1.0 / 40320.0 - z * cosine;
    cosine = 1.0 / 720.0 - z * cosine;
    cosine = 1.0 / 24.0 - z * cosine;
    cosine = 1.0 - z * (0.5 - z * cosine);
    const double s = sine_middle * cosine + cosine_middle * sine;
    const double c = cosine_middle * cosine - sine_middle * sine;
    values[i] = panel->half * weights[i] *
                numerics::ExpInline(-(panel->low / (s * s) + panel->high / (c * c)));
    squares[i] = panel->end_square - s * s;
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

void AddKinkPanel(absl::Span<const double> rule, absl::Span<const double> weights,
                  const KinkPanel& panel, KinkSums* sums) {
  constexpr std::size_t kMost = 32;
  INFOFLOW_CHECK(rule.size() <= kMost && weights.size() == rule.size());
  double values[kMost];
  double squares[kMost];
  RunKernel<AddKinkPanelKernel>(rule.data(), weights.data(), static_cast<int>(rule.size()),
                                std::sin(panel.middle), std::cos(panel.middle), &panel, values,
                                squares);
  for (std::size_t i = 0; i < rule.size(); ++i) {
    sums->derivative += values[i];
    sums->difference += values[i] * squares[i];
  }
}

void MultiplyTable(absl::Span<const double> values, const double* table, double* coefficients) {
  RunKernel<MultiplyTableKernel>(values.data(), static_cast<int>(values.size()), table,
                                 coefficients);
}

}  // namespace infoflow::network::internal
