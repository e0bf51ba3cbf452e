#ifndef INFOFLOW_NETWORK_MEAN_FIELD_PANELS_H_
#define INFOFLOW_NETWORK_MEAN_FIELD_PANELS_H_

#include <vector>

#include "absl/types/span.h"
#include "infoflow/activation/function.h"

namespace infoflow::network::internal {

// Nodes u_i and weights with sum_i weights[i] f(nodes[i]) ~ E f(u), u normal with mean 0.
struct GaussianRule {
  std::vector<double> nodes;
  std::vector<double> weights;
};

// The rule for a function that is smooth but at `features`, a set of points in ascending order:
// its panels end there and grow in proportion to the distance from them, starting with
// `first_panel` (infinite: only the ends matter). Each panel has 12 Gauss-Legendre nodes and is
// at most 2 standard deviations and `longest_panel` long; nine standard deviations are covered.
// `positive_half`: only u > 0, with all weights doubled, for even integrands.
//
// `rule` is overwritten, keeping its memory. Domain: standard_deviation > 0.
void MakeGaussianRule(double standard_deviation, absl::Span<const double> features,
                      double first_panel, double longest_panel, bool positive_half,
                      GaussianRule* rule);

// The trapezoidal rule for functions that are analytic within `smooth_scale` pi/2 of the real line,
// on the same nine standard deviations: with a that distance over the deviation its error is
// exp(a^2 / 2 - 2 pi a / step), which is made 1e-20 or less. Nodes in standard deviations; there
// are tables of few different steps. `positive_half` as above; then u = 0 has half its weight. A
// multiple of eight nodes, the last of which may have weight 0.
// Domain: standard_deviation > 0, at most kLargestTrapezoidalDeviation smooth_scale.
// Cost: 15 + 45 standard_deviation / smooth_scale nodes of a half.
inline constexpr double kLargestTrapezoidalDeviation = 2.5;
const GaussianRule& TrapezoidalRule(double standard_deviation, double smooth_scale,
                                    bool positive_half);

// Where `activation` needs panels to end: its kinks, and zero when it is not piecewise straight.
std::vector<double> Features(const activation::Function& activation);

}  // namespace infoflow::network::internal

#endif  // INFOFLOW_NETWORK_MEAN_FIELD_PANELS_H_
