#ifndef PAPER_FIGURES_RBM_RBM_FLOW_CLAIMS_H_
#define PAPER_FIGURES_RBM_RBM_FLOW_CLAIMS_H_

#include <vector>

#include "absl/types/span.h"
#include "infoflow/ising/block_spin_flow.h"
#include "paper_figures/harness/claim.h"
#include "paper_figures/rbm/machine_flows.h"

namespace infoflow::paper_figures {

// Repeated blocking of samples at one temperature.
struct BlockFlow {
  double temperature = 0.0;
  std::vector<ising::FlowPoint> points;
};

// What must hold for repeated blocking (F4) and for the flow of machines (F5 to F8). A claim
// about machines that are not there does not hold.
void AddRenormalizationClaims(absl::Span<const BlockFlow> flows, std::vector<Claim>& claims);
void AddFlowClaims(absl::Span<const FlowOfMachine> flows, std::vector<Claim>& claims);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_RBM_FLOW_CLAIMS_H_
