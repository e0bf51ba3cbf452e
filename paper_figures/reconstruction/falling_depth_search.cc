#include "paper_figures/reconstruction/falling_depth_search.h"

#include <algorithm>
#include <cmath>

#include "infoflow/support/check.h"

namespace infoflow::paper_figures {

std::vector<FallingPoint> SearchFallingDepths(
    absl::Span<const double> weight_variances, const FallingSearchOptions& options,
    absl::FunctionRef<std::optional<double>(double, int)> accuracy) {
  INFOFLOW_CHECK(options.depth_step >= 1 && options.least_depth <= options.first_depth);
  INFOFLOW_CHECK(!weight_variances.empty());
  std::vector<FallingPoint> points;
  for (const double variance : weight_variances) points.push_back({variance, {}, {}, 0});

  // Falls from `depth` on; the depth at which the point ends, if that is known.
  const auto fall = [&](FallingPoint& point, FallingPoint::Walk walk,
                        int depth) -> std::optional<int> {
    point.walk = walk;
    while (true) {
      point.trials.push_back({depth, accuracy(point.weight_variance, depth)});
      const std::optional<double>& found = point.trials.back().accuracy;
      if (!found.has_value()) return std::nullopt;
      if (*found > options.trained) point.trained_depth = depth;
      if (*found > options.trained || depth == options.least_depth) return depth;
      depth = std::max(depth - options.depth_step, options.least_depth);
    }
  };
  const auto distance = [&](const FallingPoint& point) {
    return std::abs(point.weight_variance - options.first_weight_variance);
  };
  const auto first =
      std::min_element(points.begin(), points.end(),
                       [&](const auto& a, const auto& b) { return distance(a) < distance(b); });
  const std::optional<int> start = fall(*first, FallingPoint::Walk::kBoth, options.first_depth);
  std::optional<int> depth = start;
  for (auto point = first; depth.has_value() && point != points.begin();) {
    depth = fall(*--point, FallingPoint::Walk::kDown, *depth);
  }
  depth = start;
  for (auto point = first + 1; depth.has_value() && point != points.end(); ++point) {
    depth = fall(*point, FallingPoint::Walk::kUp, *depth);
  }
  return points;
}

}  // namespace infoflow::paper_figures
