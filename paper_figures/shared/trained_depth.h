#ifndef PAPER_FIGURES_SHARED_TRAINED_DEPTH_H_
#define PAPER_FIGURES_SHARED_TRAINED_DEPTH_H_

#include "absl/types/span.h"

namespace infoflow::paper_figures {

// How well a network of some depth does after training.
struct DepthAccuracy {
  int depth = 0;
  double accuracy = 0.0;
};

// The depth at which the accuracy falls below `threshold` for the first time, between networks, by
// increasing depth, by linear interpolation from accuracy 1 at depth 0; the greatest depth when it
// never falls, 0 when there is none.
double DepthOfAccuracy(absl::Span<const DepthAccuracy> networks, double threshold);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_SHARED_TRAINED_DEPTH_H_
