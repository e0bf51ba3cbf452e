// Error of 12 nodes on one panel: an integrand that is analytic in the ellipse with half axes
// (r +- 1/r)/2 times half the panel is off by about r^-24. A panel [a, 2a] beside a singularity
// at distance a or more has r >= 5.8, r^-24 = 5e-19; the Gaussian factor over two standard
// deviations costs a factor exp(2.9^2 / 2) = 67 at r = 6.
#include "infoflow/network/mean_field/panels.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "absl/types/span.h"
#include "infoflow/network/mean_field/moments_kernel.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/gauss_quadrature.h"
#include "infoflow/support/check.h"

namespace infoflow::network::internal {

namespace {

constexpr int kNodes = 12;
// exp(-9^2 / 2) = 2.6e-18.
constexpr double kReach = 9.0;
constexpr double kLongestPanel = 2.0;
// exp(-2 pi^2 / 0.6^2) = 2e-24.
constexpr double kLongestStep = 0.6;
// Steps of the tables: halved every eighth table.
constexpr int kTablesPerOctave = 8;
// exp(-46) = 1e-20, times the cube of frequencies around 30 for squares of derivatives at poles.
constexpr double kErrorExponent = 46.0;
using numerics::kInverseSqrt2Pi;
using numerics::kPi;

const numerics::QuadratureRule& LegendreRule() {
  static const numerics::QuadratureRule* const rule =
      new numerics::QuadratureRule(numerics::GaussLegendre(kNodes).value());
  return *rule;
}

class RuleBuilder {
 public:
  RuleBuilder(double standard_deviation, double longest_panel, bool positive_half,
              GaussianRule* rule)
      : deviation_(standard_deviation),
        lowest_(positive_half ? 0.0 : -kReach * standard_deviation),
        highest_(kReach * standard_deviation),
        longest_(std::min(longest_panel, kLongestPanel * standard_deviation)),
        factor_(positive_half ? 2.0 * kInverseSqrt2Pi : kInverseSqrt2Pi),
        rule_(rule) {
    rule_->nodes.clear();
    rule_->weights.clear();
  }

  double lowest() const { return lowest_; }
  double highest() const { return highest_; }

  // The part of [low, high] that is in reach, in equal pieces that are not too long.
  void AddPanel(double low, double high) {
    low = std::max(low, lowest_);
    high = std::min(high, highest_);
    if (!(low < high)) return;
    const int pieces = std::max(1, static_cast<int>(std::ceil((high - low) / longest_ - 1e-9)));
    const double half = 0.5 * (high - low) / pieces;
    const numerics::QuadratureRule& legendre = LegendreRule();
    for (int piece = 0; piece < pieces; ++piece) {
      const double middle = low + (2 * piece + 1) * half;
      for (int i = 0; i < kNodes; ++i) {
        rule_->nodes.push_back(middle + half * legendre.nodes[i]);
        rule_->weights.push_back(legendre.weights[i] * (half / deviation_) * factor_);
      }
    }
  }

 private:
  double deviation_;
  double lowest_;
  double highest_;
  double longest_;
  double factor_;
  GaussianRule* rule_;
};

}  // namespace

namespace {

// Panels and their nodes, with weights that lack the Gaussian factor.
void AddPanels(absl::Span<const double> features, double first_panel, RuleBuilder& builder) {
  if (features.empty()) {
    builder.AddPanel(builder.lowest(), builder.highest());
    return;
  }
  // Below the first and above the last feature panels end at 1, 2, 4, ... times the first one.
  double low = features.front();
  for (double step = first_panel; low > builder.lowest(); step = features.front() - low) {
    builder.AddPanel(low - step, low);
    low -= step;
  }
  for (std::size_t i = 0; i + 1 < features.size(); ++i) {
    double left = features[i];
    double right = features[i + 1];
    double step = first_panel;
    while (right - left > 2.0 * step) {
      builder.AddPanel(left, left + step);
      builder.AddPanel(right - step, right);
      left += step;
      right -= step;
      step = left - features[i];
    }
    builder.AddPanel(left, right);
  }
  double high = features.back();
  for (double step = first_panel; high < builder.highest(); step = high - features.back()) {
    builder.AddPanel(high, high + step);
    high += step;
  }
}

GaussianRule MakeTrapezoidalRule(double step, bool positive_half) {
  const int count = static_cast<int>(std::ceil(kReach / step));
  GaussianRule rule;
  for (int i = positive_half ? 0 : -count; i <= count; ++i) {
    const double z = step * i;
    const double factor = positive_half && i > 0 ? 2.0 : 1.0;
    rule.nodes.push_back(z);
    rule.weights.push_back(factor * step * kInverseSqrt2Pi * std::exp(-0.5 * z * z));
  }
  constexpr std::size_t kMultiple = 8;
  const std::size_t padded = (rule.nodes.size() + kMultiple - 1) / kMultiple * kMultiple;
  rule.nodes.resize(padded, 0.0);
  rule.weights.resize(padded, 0.0);
  return rule;
}

// The step that the standard deviation, in smooth_scales, asks for. On the line of height y in the
// complex plane the integrand grows by exp(y^2 / 2), while the error falls by exp(-2 pi y / step);
// the best height is that of the singularity, or 2 pi / step.
double TrapezoidalStep(double ratio) {
  const double height = std::min(0.5 * kPi / ratio, 2.0 * kPi / kLongestStep);
  return std::min(kLongestStep, 2.0 * kPi * height / (kErrorExponent + 0.5 * height * height));
}

struct TrapezoidalTable {
  double largest_ratio;
  GaussianRule whole;
  GaussianRule half;
};

// Steps that fall by the same factor, down to that of the largest deviation.
std::vector<TrapezoidalTable> MakeTrapezoidalTables() {
  std::vector<TrapezoidalTable> tables;
  for (double step = kLongestStep;; step *= std::exp2(-1.0 / kTablesPerOctave)) {
    // Steps fall as deviations grow.
    double low = 0.0;
    double high = kLargestTrapezoidalDeviation;
    constexpr int kBisections = 60;
    for (int i = 0; i < kBisections && TrapezoidalStep(high) < step; ++i) {
      const double middle = 0.5 * (low + high);
      (TrapezoidalStep(middle) < step ? high : low) = middle;
      if (i + 1 == kBisections) high = low;
    }
    tables.push_back({high, MakeTrapezoidalRule(step, false), MakeTrapezoidalRule(step, true)});
    if (high == kLargestTrapezoidalDeviation) return tables;
  }
}

}  // namespace

void MakeGaussianRule(double standard_deviation, absl::Span<const double> features,
                      double first_panel, double longest_panel, bool positive_half,
                      GaussianRule* rule) {
  INFOFLOW_CHECK(standard_deviation > 0.0 && first_panel > 0.0 && longest_panel > 0.0);
  RuleBuilder builder(standard_deviation, longest_panel, positive_half, rule);
  AddPanels(features, first_panel, builder);
  MultiplyByGaussian(rule->nodes, standard_deviation * standard_deviation,
                     absl::MakeSpan(rule->weights));
}

const GaussianRule& TrapezoidalRule(double standard_deviation, double smooth_scale,
                                    bool positive_half) {
  const double ratio = standard_deviation / smooth_scale;
  INFOFLOW_CHECK(ratio > 0.0 && ratio <= kLargestTrapezoidalDeviation);
  static const auto* const tables = new std::vector<TrapezoidalTable>(MakeTrapezoidalTables());
  std::size_t i = 0;
  while (ratio > (*tables)[i].largest_ratio) ++i;
  return positive_half ? (*tables)[i].half : (*tables)[i].whole;
}

std::vector<double> Features(const activation::Function& activation) {
  std::vector<double> features = activation.kinks;
  if (std::isfinite(activation.smooth_scale) &&
      std::find(features.begin(), features.end(), 0.0) == features.end()) {
    features.insert(std::upper_bound(features.begin(), features.end(), 0.0), 0.0);
  }
  return features;
}

}  // namespace infoflow::network::internal
