#ifndef PAPER_FIGURES_RECONSTRUCTION_CASCADE_TRAINABILITY_CLAIMS_H_
#define PAPER_FIGURES_RECONSTRUCTION_CASCADE_TRAINABILITY_CLAIMS_H_

#include <string>
#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/reconstruction/column_training.h"
#include "paper_figures/reconstruction/depth_prediction.h"

namespace infoflow::paper_figures {

// One weight variance: what can be trained, and what is predicted.
struct TrainabilityRow {
  double weight_variance = 0.0;
  double trained_depth = 0.0;
  DepthPrediction adam, ridge;
  double correlation_depth = 0.0;  // xi
  double mean_accuracy = 0.0;      // over the depths of a grid
  bool ordered = false;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("weight_variance", self.weight_variance);
    visit("trained_depth", self.trained_depth, "layers");
    visit("adam_cutoff", self.adam.cutoff, "layers");
    visit("ridge_cutoff", self.ridge.cutoff, "layers");
    visit("adam_collapse", self.adam.collapse, "layers");
    visit("ridge_collapse", self.ridge.collapse, "layers");
    visit("adam_deepest_mse", self.adam.deepest_mse);
    visit("ridge_deepest_mse", self.ridge.deepest_mse);
    visit("six_correlation_depths", 6.0 * self.correlation_depth, "layers");
    visit("mean_accuracy", self.mean_accuracy);
  }
};

// `deepest`: the greatest depth that was trained or could have been.
ClaimList TrainabilityClaims(DepthSearch search, int deepest, const std::string& dataset,
                             const std::vector<TrainabilityRow>& rows);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_CASCADE_TRAINABILITY_CLAIMS_H_
