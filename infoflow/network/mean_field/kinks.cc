#include "infoflow/network/mean_field/kinks.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "infoflow/network/mean_field/moments_kernel.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/gauss_quadrature.h"
#include "infoflow/support/check.h"

namespace infoflow::network::internal {

namespace {

using numerics::kPi;
constexpr int kNodes = 16;
// The integrand is left out where it is e^-40 = 4e-18 of its largest value.
constexpr double kNegligible = 40.0;
// Panels grow by this factor away from the ends, where exp(-E) has essential singularities.
constexpr double kGrowth = 1.7;
constexpr double kLongestPanel = 0.5;

const numerics::QuadratureRule& LegendreRule() {
  static const numerics::QuadratureRule* const rule =
      new numerics::QuadratureRule(numerics::GaussLegendre(kNodes).value());
  return *rule;
}

// Slopes before the first kink, between kinks and after the last.
std::vector<double> Slopes(const activation::Function& activation) {
  const std::vector<double>& kinks = activation.kinks;
  std::vector<double> slopes = {activation.evaluate(kinks.front() - 1.0).derivative};
  for (std::size_t i = 1; i < kinks.size(); ++i) {
    slopes.push_back(activation.evaluate(0.5 * (kinks[i - 1] + kinks[i])).derivative);
  }
  slopes.push_back(activation.evaluate(kinks.back() + 1.0).derivative);
  return slopes;
}

}  // namespace

KinkPairs::KinkPairs(const activation::Function& activation) {
  INFOFLOW_CHECK(!activation.kinks.empty() && std::isinf(activation.smooth_scale));
  const std::vector<double>& kinks = activation.kinks;
  const std::vector<double> slopes = Slopes(activation);
  for (std::size_t i = 0; i < kinks.size(); ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      const Pair pair = {
          std::fabs(kinks[i] - kinks[j]), std::fabs(kinks[i] + kinks[j]),
          (i == j ? 1.0 : 2.0) * (slopes[i + 1] - slopes[i]) * (slopes[j + 1] - slopes[j])};
      const auto same = std::find_if(pairs_.begin(), pairs_.end(), [&](const Pair& other) {
        return other.difference == pair.difference && other.sum == pair.sum;
      });
      if (same == pairs_.end()) {
        pairs_.push_back(pair);
      } else {
        same->weight += pair.weight;
      }
    }
  }
}

KinkLosses KinkPairs::Losses(double variance, double decorrelation) const {
  INFOFLOW_CHECK(variance > 0.0 && decorrelation > 0.0 && decorrelation <= 2.0);
  const numerics::QuadratureRule& rule = LegendreRule();
  // In x = theta / 2: cos theta - 1 + d = 2 (sin^2 end - sin^2 x).
  const double end_square = 0.5 * decorrelation;
  const double end = std::asin(std::sqrt(end_square));
  const double scale = 1.0 / std::sqrt(8.0 * variance);
  KinkLosses losses;
  for (const Pair& pair : pairs_) {
    const double low_scale = scale * pair.difference, high_scale = scale * pair.sum;
    const auto exponent = [&](double sine_square, double cosine) {
      return (low_scale == 0.0 ? 0.0 : low_scale * low_scale / sine_square) +
             (high_scale == 0.0 ? 0.0 : high_scale * high_scale / (cosine * cosine));
    };
    // E is least where tan^2 x = low / high.
    const double top = std::min(end, std::atan2(std::sqrt(low_scale), std::sqrt(high_scale)));
    const double top_sine = std::sin(top);
    const double least = exponent(top_sine * top_sine, std::cos(top));
    const double root = std::sqrt(least + kNegligible);
    const double first = std::asin(std::min(1.0, low_scale / root));
    const double last = std::min(end, std::acos(std::min(1.0, high_scale / root)));
    KinkSums sums;
    for (double x = first; x < last;) {
      double next = x + kLongestPanel;
      if (low_scale > 0.0) next = std::min(next, kGrowth * x);
      // Mirrored: the panel before pi/2 - z is the one from pi/2 - kGrowth z.
      if (high_scale > 0.0) next = std::min(next, kPi / 2 - (kPi / 2 - x) / kGrowth);
      if (next > last - 1e-3 * (last - first)) next = last;
      AddKinkPanel(rule.nodes, rule.weights,
                   {0.5 * (x + next), 0.5 * (next - x), low_scale * low_scale,
                    high_scale * high_scale, end_square},
                   &sums);
      x = next;
    }
    losses.derivative_product += pair.weight * sums.derivative;
    losses.difference_square += pair.weight * sums.difference;
  }
  losses.derivative_product *= 1.0 / kPi;
  losses.difference_square *= 4.0 * variance / kPi;
  return losses;
}

}  // namespace infoflow::network::internal
