#ifndef PAPER_FIGURES_RBM_RBM_FLOW_CLAIMS_H_
#define PAPER_FIGURES_RBM_RBM_FLOW_CLAIMS_H_

#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/rbm/machine_flows.h"

namespace infoflow::paper_figures {

// One step of repeated blocking of samples at the temperature `start`.
struct BlockStep {
  double start = 0.0;
  int step = 0;
  int side = 0;
  double temperature = 0.0;
  double temperature_error = 0.0;

  INFOFLOW_COLUMNS(start, "J/k_B", step, "", side, "sites", temperature, "J/k_B", temperature_error,
                   "J/k_B")
};

// What must hold for repeated blocking, flow by flow and step by step, and for the flows of
// machines.
void AddBlockingClaims(const std::vector<BlockStep>& blocking, ClaimList& claims);
void AddFlowClaims(const std::vector<FlowOfMachine>& flows, ClaimList& claims);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_RBM_FLOW_CLAIMS_H_
