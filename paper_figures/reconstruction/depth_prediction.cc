#include "paper_figures/reconstruction/depth_prediction.h"

#include "infoflow/cascade/cascade_profile.h"
#include "infoflow/cascade/collapse_depth.h"
#include "infoflow/cascade/cutoff.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

absl::StatusOr<DepthPrediction> PredictDepth(const ColumnPoint& point, DecoderKind kind,
                                             double relative_tolerance, const Run& run) {
  INFOFLOW_ASSIGN_OR_RETURN(const cascade::CascadeProfile profile, ComputeColumn(point, kind, run));
  cascade::CutoffOptions options;
  options.relative_tolerance = relative_tolerance;
  // Indices begin with 0, layers with 1.
  return DepthPrediction{
      cascade::SummarizeCutoffs(profile.relative_entropies, options).of_median + 1,
      cascade::FirstLayerBelow(profile.DifferentialEntropies(), cascade::kCollapsedEntropy,
                               /*interpolate=*/true),
      profile.layers.back().reconstruction_mse};
}

}  // namespace infoflow::paper_figures
