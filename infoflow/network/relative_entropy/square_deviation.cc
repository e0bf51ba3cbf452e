#include "infoflow/network/relative_entropy/square_deviation.h"

#include <cstddef>

#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::network::internal {

namespace {

constexpr std::size_t kParts = 8;

template <typename T>
INFOFLOW_KERNEL double AddAndSum(const T* bias, double mean, T* values, std::size_t count) {
  double sums[kParts] = {};
  std::size_t i = 0;
  for (; i + kParts <= count; i += kParts) {
    for (std::size_t j = 0; j < kParts; ++j) {
      values[i + j] += bias[i + j];
      const double deviation = static_cast<double>(values[i + j]) - mean;
      sums[j] += deviation * deviation;
    }
  }
  for (std::size_t j = 0; i < count; ++i, ++j) {
    values[i] += bias[i];
    const double deviation = static_cast<double>(values[i]) - mean;
    sums[j] += deviation * deviation;
  }
  double sum = 0.0;
  for (const double part : sums) sum += part;
  return sum;
}

}  // namespace

double AddBiasAndSumSquares(absl::Span<const double> bias, double mean, absl::Span<double> values) {
  INFOFLOW_CHECK(bias.size() == values.size());
  return RunKernel<AddAndSum<double>>(bias.data(), mean, values.data(), values.size());
}

double AddBiasAndSumSquares(absl::Span<const float> bias, double mean, absl::Span<float> values) {
  INFOFLOW_CHECK(bias.size() == values.size());
  return RunKernel<AddAndSum<float>>(bias.data(), mean, values.data(), values.size());
}

}  // namespace infoflow::network::internal
