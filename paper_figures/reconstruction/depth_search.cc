#include "paper_figures/reconstruction/depth_search.h"

#include <algorithm>

#include "paper_figures/shared/trained_depth.h"

namespace infoflow::paper_figures {

namespace {

template <typename T>
void SortUnique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

}  // namespace

void DepthSearchParameters::Register(ParameterSet& set) {
  set.AddChoice("search", &search,
                "grid: every network of depths; falling: the paper's search, from depth on",
                {DepthSearch::kGrid, DepthSearch::kGrid, DepthSearch::kFalling},
                {{"grid", DepthSearch::kGrid}, {"falling", DepthSearch::kFalling}});
  set.Add("depths", &depths, "grid: numbers of linear layers of the networks that are trained",
          {{4, 10, 20}, {5, 10, 20, 30, 40}, {10, 25, 50, 100, 150}}, {2, 1000});
  set.Add("depth_step", &depth_step, "falling: layers less after a network that is not trained",
          {5, 5, 5}, {1, 1000});
  set.Add("first_weight_variance", &first_weight_variance,
          "falling: where the search starts, sigma_w^2", {1.7, 1.7, 1.7}, {0.0, 100.0});
}

std::vector<FallingPoint> DepthSearchParameters::Networks(
    std::vector<double> weight_variances, int deepest,
    absl::FunctionRef<std::optional<double>(double, int)> accuracy) const {
  SortUnique(weight_variances);
  if (Falling()) {
    FallingSearchOptions options;
    options.first_weight_variance = first_weight_variance;
    options.first_depth = deepest;
    options.depth_step = depth_step;
    options.trained = kTrained;
    return SearchFallingDepths(weight_variances, options, accuracy);
  }
  std::vector<int> tried = depths;
  for (int& depth : tried) depth = std::min(depth, deepest);
  SortUnique(tried);
  std::vector<FallingPoint> points;
  for (const double variance : weight_variances) {
    FallingPoint point;
    point.weight_variance = variance;
    std::vector<DepthAccuracy> known;
    for (const int depth : tried) {
      point.trials.push_back({depth, accuracy(variance, depth)});
      if (point.trials.back().accuracy) known.push_back({depth, *point.trials.back().accuracy});
    }
    if (known.size() == tried.size()) point.trained_depth = DepthOfAccuracy(known, kTrained);
    points.push_back(point);
  }
  return points;
}

}  // namespace infoflow::paper_figures
