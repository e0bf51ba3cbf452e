#ifndef PAPER_FIGURES_RBM_RBM_FLOW_CLAIMS_H_
#define PAPER_FIGURES_RBM_RBM_FLOW_CLAIMS_H_

#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/rbm/machine_flows.h"

namespace infoflow::paper_figures {

// One step of repeated blocking of samples at the temperature `start`.
struct BlockStep {
  double start = 0.0;
  int step = 0;
  int side = 0;
  double temperature = 0.0;
  double error = 0.0;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("start", self.start, "J/k_B");
    visit("step", self.step);
    visit("side", self.side, "sites");
    visit("temperature", self.temperature, "J/k_B");
    visit("temperature_error", self.error, "J/k_B");
  }
};

// What must hold for repeated blocking, flow by flow and step by step, and for the flows of
// machines.
void AddBlockingClaims(const std::vector<BlockStep>& blocking, ClaimList& claims);
void AddFlowClaims(const std::vector<FlowOfMachine>& flows, ClaimList& claims);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_RBM_FLOW_CLAIMS_H_
