#ifndef PAPER_FIGURES_RECONSTRUCTION_FALLING_DEPTH_SEARCH_H_
#define PAPER_FIGURES_RECONSTRUCTION_FALLING_DEPTH_SEARCH_H_

#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

namespace infoflow::paper_figures {

// One network of a search: its accuracy at best and the passes over the images that it took.
struct TrainingOutcome {
  double accuracy = 0.0;
  double epochs = 0.0;
};

struct FallingSearchOptions {
  int first_depth = 150;
  int depth_step = 5;
  int least_depth = 2;   // below it nothing is tried
  double trained = 0.4;  // accuracy above which a network counts as trained
};

// What was found at one weight variance.
struct FallingPoint {
  double weight_variance = 0.0;
  struct Trial {
    int depth;
    TrainingOutcome outcome;
  };
  std::vector<Trial> trials;  // depth by depth, falling; the last one may be trained
  int trained_depth = 0;      // 0: none of them was trained
};

// The paper's search for the deepest network that can be trained: for each of `weight_variances`
// in turn, networks of falling depth are trained until one is, and the next variance begins with
// the depth that this one ended with. The depth never grows on the way: starting near the
// transition, where it is greatest, one walk goes to each side.
//
// Source: arXiv:2406.12916, trainability of CIFAR-10 (code of the authors: from sigma_w^2 = 1.7 and
// depth 150 in steps of 0.1 and 5, accuracy 0.4 within 200 passes). Deviation: their depth has no
// lower bound; here nothing below `least_depth` is tried, and a variance where that is not trained
// either has trained_depth 0. Errors: those of `train`.
absl::StatusOr<std::vector<FallingPoint>> SearchFallingDepths(
    absl::Span<const double> weight_variances, const FallingSearchOptions& options,
    absl::FunctionRef<absl::StatusOr<TrainingOutcome>(double weight_variance, int depth)> train);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_FALLING_DEPTH_SEARCH_H_
