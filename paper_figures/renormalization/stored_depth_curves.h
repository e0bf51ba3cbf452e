#ifndef PAPER_FIGURES_RENORMALIZATION_STORED_DEPTH_CURVES_H_
#define PAPER_FIGURES_RENORMALIZATION_STORED_DEPTH_CURVES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "paper_figures/harness/fields.h"

namespace infoflow::paper_figures {

// A layer of the curves that the authors of arXiv:2107.06898 stored beside their notebooks.
struct StoredLayerRow {
  std::string stage;  // of training: "pre" or "post"
  double weight_variance = 0.0;
  int layer = 0, width = 0;
  double relative_entropy = 0.0, normalized = 0.0;

  INFOFLOW_COLUMNS(stage, "", weight_variance, "", layer, "", width, "neurons", relative_entropy,
                   "nats", normalized, "")
};

// Where they are, relative to the project.
inline constexpr char kStoredDepthCurves[] =
    "testdata/reference/renormalization/net_notebook_stored.csv";

// Those with weight variances from `least_weight_variance`; none when the program was built or
// moved without them.
absl::StatusOr<std::vector<StoredLayerRow>> StoredDepthCurves(double least_weight_variance);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_STORED_DEPTH_CURVES_H_
