#ifndef PAPER_FIGURES_RECONSTRUCTION_DEPTH_PREDICTION_H_
#define PAPER_FIGURES_RECONSTRUCTION_DEPTH_PREDICTION_H_

#include "absl/status/statusor.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/run.h"
#include "paper_figures/shared/cascade_column.h"

namespace infoflow::paper_figures {

// What reconstructions from a random network say of its depth.
struct DepthPrediction {
  int cutoff = 0;            // layer at which the relative entropy saturates
  double collapse = 0.0;     // layer at which images collapse
  double deepest_mse = 0.0;  // of reconstructions from the deepest layer

  INFOFLOW_FIELDS(cutoff, collapse, deepest_mse)
};

// Entropies within `relative_tolerance` count as saturated. Errors: of MakeColumn.
absl::StatusOr<DepthPrediction> PredictDepth(const ColumnPoint& point, DecoderKind kind,
                                             double relative_tolerance, const Run& run);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_DEPTH_PREDICTION_H_
