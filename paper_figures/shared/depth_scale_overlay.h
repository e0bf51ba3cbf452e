#ifndef PAPER_FIGURES_SHARED_DEPTH_SCALE_OVERLAY_H_
#define PAPER_FIGURES_SHARED_DEPTH_SCALE_OVERLAY_H_

#include <vector>

#include "absl/status/statusor.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/shared/column_theory.h"

namespace infoflow::paper_figures {

// The correlation depth xi at one weight variance, as drawn over maps of depth.
struct DepthScale {
  double weight_variance = 0.0;
  double correlation_depth = 0.0;

  INFOFLOW_COLUMNS(weight_variance, "", correlation_depth, "layers")
};

// At `count` >= 2 equally spaced weight variances from `first` to `last`.
absl::StatusOr<std::vector<DepthScale>> DepthScaleOverlay(const ColumnTheory& theory, double first,
                                                          double last, int count);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_SHARED_DEPTH_SCALE_OVERLAY_H_
