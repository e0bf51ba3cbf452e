#ifndef PAPER_FIGURES_RENORMALIZATION_RELATIVE_ENTROPY_CONTROL_CLAIMS_H_
#define PAPER_FIGURES_RENORMALIZATION_RELATIVE_ENTROPY_CONTROL_CLAIMS_H_

#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/renormalization/depth_curve_results.h"

namespace infoflow::paper_figures {

// That nothing shows at the order-chaos line. Domain: at least two rows.
void AddOrderChaosClaims(const std::vector<OrderChaosRow>& rows, ClaimList& claims);

// What the relative entropy is where variances shrink. Domain: at least two rows.
void AddBrightClaims(const std::vector<BrightRow>& rows, ClaimList& claims);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_RELATIVE_ENTROPY_CONTROL_CLAIMS_H_
