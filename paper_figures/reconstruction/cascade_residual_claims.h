#ifndef PAPER_FIGURES_RECONSTRUCTION_CASCADE_RESIDUAL_CLAIMS_H_
#define PAPER_FIGURES_RECONSTRUCTION_CASCADE_RESIDUAL_CLAIMS_H_

#include <string>
#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/preset.h"

namespace infoflow::paper_figures {

// One column: a random residual network, and a convolutional one of the same size beside it.
struct ResidualColumn {
  double weight_variance = 0.0;
  // First layer below kMapCollapsedEntropy; one beyond the deepest when there is none.
  double collapse = 0.0;
  double normalized_collapse = 0.0;
  double untrained_collapse = 0.0;
  double plain_collapse = 0.0;      // of the convolutional network; NaN without one
  double published_collapse = 0.0;  // NaN outside the published map
  double deepest_entropy = 0.0;     // nats per pixel
  double deepest_mse = 0.0;
  double stream_mean_square = 0.0;       // of the activations behind the last block
  double predicted_mean_square = 0.0;    // by the recursion's closure
  double predicted_decorrelation = 0.0;  // 1 - correlation of two images there
  double trained_accuracy = 0.0;         // of the network after training; NaN without
  // Not in the table, by layer, nats per pixel:
  std::vector<double> entropies, plain_entropies;

  INFOFLOW_COLUMNS(weight_variance, "", collapse, "layers", normalized_collapse, "layers",
                   untrained_collapse, "layers", plain_collapse, "layers", published_collapse,
                   "layers", deepest_entropy, "nats per pixel", deepest_mse, "", stream_mean_square,
                   "", predicted_mean_square, "", predicted_decorrelation, "", trained_accuracy, "")
};

// All columns, by increasing weight variance.
struct ResidualMap {
  std::vector<ResidualColumn> columns;
  int layers = 0;
  std::string dataset;
};

ClaimList ResidualClaims(const ResidualMap& map, Preset preset);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_CASCADE_RESIDUAL_CLAIMS_H_
