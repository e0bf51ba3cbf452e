#ifndef PAPER_FIGURES_REPLICA_USV_INITIALIZATION_CLAIMS_H_
#define PAPER_FIGURES_REPLICA_USV_INITIALIZATION_CLAIMS_H_

#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/replica/learning_runs.h"

namespace infoflow::paper_figures {

// Of networks named "hardtanh" with several initial variances of the weights, descending.
ClaimList InitializationClaims(LearningRuns runs, const std::vector<double>& weight_variances);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_REPLICA_USV_INITIALIZATION_CLAIMS_H_
