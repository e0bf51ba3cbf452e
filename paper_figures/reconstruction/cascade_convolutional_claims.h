#ifndef PAPER_FIGURES_RECONSTRUCTION_CASCADE_CONVOLUTIONAL_CLAIMS_H_
#define PAPER_FIGURES_RECONSTRUCTION_CASCADE_CONVOLUTIONAL_CLAIMS_H_

#include <string>
#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/preset.h"

namespace infoflow::paper_figures {

// Where the reconstructions of one column, a random convolutional network, collapse.
struct ConvolutionalColumn {
  double weight_variance = 0.0;
  // First layer below kMapCollapsedEntropy; one beyond the deepest when there is none.
  double collapse = 0.0;             // reconstructions as they are
  double normalized_collapse = 0.0;  // after shift and normalisation
  double untrained_collapse = 0.0;
  double dense_collapse = 0.0;  // NaN without a dense network
  int predicted_collapse = 0;
  double correlation_depth = 0.0;   // xi
  double published_collapse = 0.0;  // NaN outside the published map
  double deepest_entropy = 0.0;     // nats per pixel
  double deepest_mse = 0.0;
  // Not in the table:
  int dense_layers = 0;
  std::vector<double> entropies;  // by layer, nats per pixel

  INFOFLOW_COLUMNS(weight_variance, "", collapse, "layers", normalized_collapse, "layers",
                   untrained_collapse, "layers", dense_collapse, "layers", predicted_collapse,
                   "layers", correlation_depth, "layers", published_collapse, "layers",
                   deepest_entropy, "nats per pixel", deepest_mse, "")
};

// All columns, by increasing weight variance.
struct ConvolutionalMap {
  std::vector<ConvolutionalColumn> columns;
  int layers = 0;
  std::string dataset;
};

ClaimList ConvolutionalClaims(const ConvolutionalMap& map, Preset preset);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_CASCADE_CONVOLUTIONAL_CLAIMS_H_
