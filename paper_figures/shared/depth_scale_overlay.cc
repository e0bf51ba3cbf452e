#include "paper_figures/shared/depth_scale_overlay.h"

#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

absl::StatusOr<std::vector<DepthScale>> DepthScaleOverlay(const ColumnTheory& theory, double first,
                                                          double last, int count) {
  std::vector<DepthScale> scales;
  for (int i = 0; i < count; ++i) {
    const double variance = first + (last - first) * i / (count - 1);
    INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint point, theory.MeanField(variance));
    scales.push_back({variance, point.correlation_depth});
  }
  return scales;
}

}  // namespace infoflow::paper_figures
