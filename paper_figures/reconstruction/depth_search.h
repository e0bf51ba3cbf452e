#ifndef PAPER_FIGURES_RECONSTRUCTION_DEPTH_SEARCH_H_
#define PAPER_FIGURES_RECONSTRUCTION_DEPTH_SEARCH_H_

#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "paper_figures/harness/parameter_set.h"
#include "paper_figures/reconstruction/column_training.h"
#include "paper_figures/reconstruction/falling_depth_search.h"

namespace infoflow::paper_figures {

// How the depth is searched that can be trained: parameters of a figure.
struct DepthSearchParameters {
  DepthSearch search;
  std::vector<int> depths;
  int depth_step;
  double first_weight_variance;

  // Registers search, depths, depth_step and first_weight_variance.
  void Register(ParameterSet& set);

  bool Falling() const { return search == DepthSearch::kFalling; }

  // The networks of each weight variance, by increasing variance, with their accuracies as far as
  // they are known: of a grid all, by increasing depth; of the falling search those that it has
  // come to (SearchFallingDepths), from depth `deepest` on. None is deeper than `deepest`. A grid
  // has no `walk`; its `trained_depth` lies between the depths (DepthOfAccuracy, kTrained) once all
  // are known.
  std::vector<FallingPoint> Networks(
      std::vector<double> weight_variances, int deepest,
      absl::FunctionRef<std::optional<double>(double weight_variance, int depth)> accuracy) const;
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_DEPTH_SEARCH_H_
