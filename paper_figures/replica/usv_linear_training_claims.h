#ifndef PAPER_FIGURES_REPLICA_USV_LINEAR_TRAINING_CLAIMS_H_
#define PAPER_FIGURES_REPLICA_USV_LINEAR_TRAINING_CLAIMS_H_

#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/replica/learning_runs.h"

namespace infoflow::paper_figures {

// How far the replica formula is from the exact log-determinants of networks of one size, over
// epochs, replicates and the layers after the first.
struct FormulaErrorRow {
  int units = 0;
  int measurements = 0;
  double first_layer = 0.0;  // greatest error of the first layer, where the formula is exact
  double rms = 0.0;
  double greatest = 0.0;

  INFOFLOW_COLUMNS(units, "", measurements, "", first_layer, "nats per input", rms,
                   "nats per input", greatest, "nats per input")
};

// By ascending size, of runs without control.
std::vector<FormulaErrorRow> FormulaErrors(LearningRuns runs);

ClaimList LinearTrainingClaims(LearningRuns runs);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_REPLICA_USV_LINEAR_TRAINING_CLAIMS_H_
