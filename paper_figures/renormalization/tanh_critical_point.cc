#include "paper_figures/renormalization/tanh_critical_point.h"

#include <cmath>

#include "infoflow/numerics/constants.h"

namespace infoflow::paper_figures {

namespace {

// E f(tanh(u)) for u ~ N(0, q) by the trapezoidal rule with 64 nodes a deviation on 14
// deviations: another rule than the library's, at a higher resolution.
template <typename Function>
double TrapezoidalMean(double q, const Function& f) {
  constexpr double kStep = 1.0 / 64.0;
  double sum = 0.0;
  for (int i = -14 * 64; i <= 14 * 64; ++i) {
    const double z = kStep * i;
    sum += std::exp(-0.5 * z * z) * f(std::tanh(std::sqrt(q) * z));
  }
  return sum * kStep / std::sqrt(2.0 * numerics::kPi);
}

}  // namespace

double TanhCriticalByBisection(double bias_variance) {
  const auto bisect = [](double low, double high, const auto& increasing) {
    while (true) {
      const double middle = 0.5 * (low + high);
      if (middle <= low || middle >= high) return middle;
      (increasing(middle) < 0.0 ? low : high) = middle;
    }
  };
  return bisect(1.0, 4.0, [&](double w) {
    const double q = bisect(bias_variance, w + bias_variance, [&](double x) {
      return x - bias_variance - w * TrapezoidalMean(x, [](double t) { return t * t; });
    });
    return w * TrapezoidalMean(q, [](double t) { return (1.0 - t * t) * (1.0 - t * t); }) - 1.0;
  });
}

}  // namespace infoflow::paper_figures
