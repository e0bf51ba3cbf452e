#ifndef PAPER_FIGURES_RECONSTRUCTION_FALLING_DEPTH_SEARCH_H_
#define PAPER_FIGURES_RECONSTRUCTION_FALLING_DEPTH_SEARCH_H_

#include <optional>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"

namespace infoflow::paper_figures {

struct FallingSearchOptions {
  double first_weight_variance = 1.7;  // the walks begin at the one that is nearest
  int first_depth = 150;
  int depth_step = 5;
  int least_depth = 2;   // below it nothing is tried
  double trained = 0.4;  // accuracy above which a network counts as trained
};

// What is known of one weight variance.
struct FallingPoint {
  // kBoth: the first one, where both begin. Numbered as the shards that they go to, -1 for all.
  enum class Walk { kBoth = -1, kDown = 0, kUp = 1 };
  struct Trial {
    int depth;
    std::optional<double> accuracy;  // not set: it must be tried now
  };

  double weight_variance = 0.0;
  Walk walk = Walk::kBoth;
  std::vector<Trial> trials;   // depth by depth, falling; the last one may be trained
  double trained_depth = 0.0;  // 0: none of them was trained
};

// The paper's search for the deepest network that can be trained: networks of falling depth are
// trained until one is, and the next variance begins with the depth that this one ended with. The
// depth never grows on the way: starting near the transition, where it is greatest, one walk goes
// down and one up through `weight_variances`.
//
// Gives what is known so far, in the order of the variances: `accuracy` says how well a network
// does, if it has been trained. Each walk has at most one trial that must be tried now, both of
// them the first one's; without any the search is over. Calling this again with their accuracies
// goes on, in whatever order they come.
//
// Source: arXiv:2406.12916, trainability of CIFAR-10 (code of the authors: from sigma_w^2 = 1.7 and
// depth 150 in steps of 0.1 and 5, accuracy 0.4 within 200 passes). Deviation: their depth has no
// lower bound; here nothing below `least_depth` is tried, and a variance where that is not trained
// either has trained_depth 0. Domain: at least one variance, ascending.
std::vector<FallingPoint> SearchFallingDepths(
    absl::Span<const double> weight_variances, const FallingSearchOptions& options,
    absl::FunctionRef<std::optional<double>(double weight_variance, int depth)> accuracy);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_FALLING_DEPTH_SEARCH_H_
