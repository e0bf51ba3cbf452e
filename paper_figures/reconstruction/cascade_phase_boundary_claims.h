#ifndef PAPER_FIGURES_RECONSTRUCTION_CASCADE_PHASE_BOUNDARY_CLAIMS_H_
#define PAPER_FIGURES_RECONSTRUCTION_CASCADE_PHASE_BOUNDARY_CLAIMS_H_

#include <string>
#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/preset.h"
#include "paper_figures/reconstruction/published_phase_map.h"

namespace infoflow::paper_figures {

// Where the reconstructions of one column, a random network, collapse.
struct BoundaryColumn {
  double weight_variance = 0.0;
  // First layer whose differential entropy is below cascade::kCollapsedEntropy; one beyond the
  // deepest when there is none.
  double adam_collapse = 0.0, ridge_collapse = 0.0;
  int predicted_collapse = 0;
  double correlation_depth = 0.0;  // xi
  double adam_deepest_mse = 0.0, ridge_deepest_mse = 0.0;
  // Not in the table:
  bool ordered = false;               // chi_1 < 1
  bool collapses = false;             // with decoders trained by Adam
  double adam_deepest_entropy = 0.0;  // nats per pixel

  INFOFLOW_COLUMNS(weight_variance, "", adam_collapse, "layers", ridge_collapse, "layers",
                   predicted_collapse, "layers", correlation_depth, "layers", adam_deepest_mse, "",
                   ridge_deepest_mse, "")
};

// All columns of a map, by increasing weight variance.
struct PhaseBoundary {
  std::vector<BoundaryColumn> columns;
  int layers = 0;
  int pixels = 0;
  std::string dataset;
  PublishedPhaseMap published;
};

ClaimList PhaseBoundaryClaims(const PhaseBoundary& boundary, Preset preset);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_CASCADE_PHASE_BOUNDARY_CLAIMS_H_
