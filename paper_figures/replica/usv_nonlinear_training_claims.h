#ifndef PAPER_FIGURES_REPLICA_USV_NONLINEAR_TRAINING_CLAIMS_H_
#define PAPER_FIGURES_REPLICA_USV_NONLINEAR_TRAINING_CLAIMS_H_

#include "paper_figures/harness/claim.h"
#include "paper_figures/replica/learning_runs.h"

namespace infoflow::paper_figures {

// Of networks named "linear", "relu" and "hardtanh", each with replicates and controls.
ClaimList NonlinearTrainingClaims(LearningRuns runs);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_REPLICA_USV_NONLINEAR_TRAINING_CLAIMS_H_
