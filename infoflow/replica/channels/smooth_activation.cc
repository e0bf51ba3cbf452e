#include "infoflow/replica/channels/smooth_activation.h"

#include <algorithm>
#include <cmath>

#include "infoflow/numerics/constants.h"
#include "infoflow/support/check.h"

namespace infoflow::replica {
namespace {

using numerics::kLn2Pi;

// E function(u), u ~ N(0, variance), for a function analytic within `width` of the real line.
template <typename Function>
double NormalExpectation(double variance, double width, Function&& function) {
  if (variance == 0.0) return function(0.0);
  const double s = std::sqrt(variance);
  const double step = std::min(0.5, 0.2 * width / s);
  const int count = static_cast<int>(std::ceil(9.0 / step));
  double sum = function(0.0) * numerics::kInverseSqrt2Pi;
  for (int i = count; i > 0; --i) {
    const double z = i * step;
    sum +=
        numerics::kInverseSqrt2Pi * std::exp(-0.5 * z * z) * (function(s * z) + function(-s * z));
  }
  return sum * step;
}

}  // namespace

double SmoothSecondMoment(const activation::Function& function, double variance) {
  INFOFLOW_CHECK(variance >= 0.0);
  return NormalExpectation(variance, function.analytic_width, [&](double u) {
    const double f = function.evaluate(u).value;
    return f * f;
  });
}

ChannelResponse SmoothOutput(const activation::Function& function, double noise, double signal) {
  INFOFLOW_CHECK(noise > 0.0 && signal >= 0.0);
  const double log_slope =
      NormalExpectation(noise + signal, function.analytic_width, function.log_derivative);
  ChannelResponse response;
  response.information = 0.5 * (kLn2Pi + 1.0 + std::log(noise)) + log_slope;
  response.precision = 1.0 / noise;
  response.output_excess = 0.0;
  return response;
}

}  // namespace infoflow::replica
