#ifndef PAPER_FIGURES_RENORMALIZATION_NETWORK_TRAINABILITY_CLAIMS_H_
#define PAPER_FIGURES_RENORMALIZATION_NETWORK_TRAINABILITY_CLAIMS_H_

#include <string>
#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"

namespace infoflow::paper_figures {

// A network counts as trained when it is right on half of the images that it has not seen.
inline constexpr double kTrainedAccuracy = 0.5;

// One network after training.
struct AccuracyRow {
  double weight_variance = 0.0;
  int depth = 0;
  double accuracy = 0.0, test_loss = 0.0;  // on the images to judge by
  double train_loss = 0.0;                 // the last epoch's mean

  INFOFLOW_COLUMNS(weight_variance, "", depth, "layers", accuracy, "", test_loss, "nats per image",
                   train_loss, "nats per image")
};

// The networks of one weight variance against the depth scale.
struct TrainedDepthRow {
  double weight_variance = 0.0, trained_depth = 0.0, correlation_depth = 0.0;
  double ratio = 0.0;    // of the two
  bool ordered = false;  // chi_1 < 1

  INFOFLOW_COLUMNS(weight_variance, "", trained_depth, "layers", correlation_depth, "layers", ratio,
                   "")
};

struct TrainabilityResults {
  std::string dataset;
  int shallow_depth = 0;                 // the greatest that counts as shallow
  std::vector<AccuracyRow> accuracy;     // by weight variance, then depth, both ascending
  std::vector<TrainedDepthRow> trained;  // one per weight variance
};

// `as_in_the_paper`: at preset paper, where a sentence is stronger. Domain: at least one network.
ClaimList TrainabilityClaims(const TrainabilityResults& results, bool as_in_the_paper);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_NETWORK_TRAINABILITY_CLAIMS_H_
