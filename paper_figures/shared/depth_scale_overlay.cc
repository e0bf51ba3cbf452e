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

absl::StatusOr<Table> CollapseOverlay(const ColumnTheory& theory, double first, double last,
                                      int count, const cascade::ImageStatistics& images,
                                      double collapsed_entropy, int pixels) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<DepthScale> scales,
                            DepthScaleOverlay(theory, first, last, count));
  Table table(
      {{"weight_variance", ""}, {"correlation_depth", "layers"}, {"predicted_collapse", "layers"}});
  for (const auto& [variance, correlation_depth] : scales) {
    INFOFLOW_ASSIGN_OR_RETURN(const cascade::CollapseDepth predicted,
                              theory.Collapse(variance, images, collapsed_entropy, pixels));
    table.AddRow({variance, correlation_depth, predicted.layer});
  }
  return table;
}

}  // namespace infoflow::paper_figures
