#include "infoflow/network/mean_field/series.h"

#include <cstddef>
#include <utility>

#include "infoflow/support/kernel.h"

namespace infoflow::network::internal {

namespace {

constexpr int kLanes = 8;
typedef double Lanes __attribute__((vector_size(8 * kLanes)));
typedef double UnalignedLanes
    __attribute__((vector_size(8 * kLanes), aligned(alignof(double)), may_alias));

INFOFLOW_KERNEL Lanes Load(const double* p) { return *reinterpret_cast<const UnalignedLanes*>(p); }

INFOFLOW_KERNEL void EvaluateKernel(const double* coefficients, const double* slopes, int count,
                                    double x, PowerSeries::ValueAndSlope* result) {
  const double square = x * x;
  const double fourth = square * square;
  const Lanes powers = {1.0,    x,          square,          square * x,
                        fourth, fourth * x, fourth * square, fourth * square * x};
  const double eighth = fourth * fourth;
  Lanes value = {};
  Lanes slope = {};
  for (int i = count - kLanes; i >= 0; i -= kLanes) {
    value = value * eighth + Load(coefficients + i);
    slope = slope * eighth + Load(slopes + i);
  }
  value *= powers;
  slope *= powers;
  *result = {};
  for (int j = kLanes - 1; j >= 0; --j) {
    result->value += value[j];
    result->slope += slope[j];
  }
}

}  // namespace

PowerSeries::PowerSeries(std::vector<double> coefficients)
    : coefficients_(std::move(coefficients)) {
  const std::size_t padded = (coefficients_.size() + kLanes - 1) / kLanes * kLanes;
  coefficients_.resize(padded, 0.0);
  slopes_.resize(padded, 0.0);
  for (std::size_t i = 1; i < padded; ++i) {
    slopes_[i - 1] = static_cast<double>(i) * coefficients_[i];
  }
}

PowerSeries::ValueAndSlope PowerSeries::operator()(double x) const {
  ValueAndSlope result;
  RunKernel<EvaluateKernel>(coefficients_.data(), slopes_.data(),
                            static_cast<int>(coefficients_.size()), x, &result);
  return result;
}

std::vector<double> TailSums(absl::Span<const double> terms) {
  std::vector<double> sums(terms.size());
  double sum = 0.0;
  for (std::size_t i = terms.size(); i-- > 0;) {
    sums[i] = sum;
    sum += terms[i];
  }
  return sums;
}

}  // namespace infoflow::network::internal
