#include "infoflow/rbm/training/adam.h"

#include <cmath>
#include <cstddef>

#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::rbm {

namespace {

struct Scalars {
  float first_gain, second_gain;  // 1 - b1, 1 - b2
  float rate, epsilon;
};

INFOFLOW_KERNEL void Step(Scalars s, std::size_t count, const float* __restrict__ gradient,
                          float* __restrict__ first, float* __restrict__ second,
                          float* __restrict__ parameters) {
  for (std::size_t k = 0; k < count; ++k) {
    const float g = gradient[k];
    first[k] += s.first_gain * (g - first[k]);
    second[k] += s.second_gain * (g * g - second[k]);
    parameters[k] += s.rate * first[k] / (std::sqrt(second[k]) + s.epsilon);
  }
}

// By products alone: std::pow may differ in the last digit from machine to machine.
double Power(double base, std::uint64_t exponent) {
  double result = 1.0;
  for (; exponent > 0; exponent >>= 1, base *= base) {
    if ((exponent & 1) != 0) result *= base;
  }
  return result;
}

}  // namespace

double AdamRate(double learning_rate, std::uint64_t step) {
  return learning_rate * std::sqrt(1.0 - Power(kAdamSecondDecay, step)) /
         (1.0 - Power(kAdamFirstDecay, step));
}

void AdamStep(double rate, double epsilon, absl::Span<const float> gradient,
              absl::Span<float> first, absl::Span<float> second, absl::Span<float> parameters) {
  INFOFLOW_CHECK(first.size() == gradient.size() && second.size() == gradient.size() &&
                 parameters.size() == gradient.size());
  const Scalars scalars = {static_cast<float>(1.0 - kAdamFirstDecay),
                           static_cast<float>(1.0 - kAdamSecondDecay), static_cast<float>(rate),
                           static_cast<float>(epsilon)};
  RunKernel<Step>(scalars, gradient.size(), gradient.data(), first.data(), second.data(),
                  parameters.data());
}

}  // namespace infoflow::rbm
