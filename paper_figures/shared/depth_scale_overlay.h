#ifndef PAPER_FIGURES_SHARED_DEPTH_SCALE_OVERLAY_H_
#define PAPER_FIGURES_SHARED_DEPTH_SCALE_OVERLAY_H_

#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/cascade/collapse_depth.h"
#include "infoflow/support/table.h"
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

// The same with the layer at which images with these statistics are predicted to collapse, seen at
// `collapsed_entropy` (nats per pixel) of `pixels` pixels (ColumnTheory::Collapse): columns
// weight_variance, correlation_depth and predicted_collapse (layers).
absl::StatusOr<Table> CollapseOverlay(const ColumnTheory& theory, double first, double last,
                                      int count, const cascade::ImageStatistics& images,
                                      double collapsed_entropy, int pixels);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_SHARED_DEPTH_SCALE_OVERLAY_H_
