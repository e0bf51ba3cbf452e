#ifndef PAPER_FIGURES_RENORMALIZATION_NETWORK_RELATIVE_ENTROPY_CLAIMS_H_
#define PAPER_FIGURES_RENORMALIZATION_NETWORK_RELATIVE_ENTROPY_CLAIMS_H_

#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/renormalization/depth_curve_results.h"
#include "paper_figures/renormalization/depth_curves.h"

namespace infoflow::paper_figures {

// The smallest weight variance that the paper's authors plot: below it D need not grow.
inline constexpr double kLeastPlotted = 1.5;

// What claims are made from.
struct RelativeEntropyResults {
  DepthCurveSettings settings;
  int plateau_from = 0;
  // Ascending weight variances, of each its stages of training.
  std::vector<std::vector<StageRows>> variances;
  std::vector<OrderChaosRow> order_chaos;
  std::vector<BrightRow> bright;
};

// `as_in_the_paper`: at preset paper, where some sentences are stronger. Domain: at least one
// weight variance; settings.depth >= 6.
ClaimList RelativeEntropyClaims(const RelativeEntropyResults& results, bool as_in_the_paper);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_NETWORK_RELATIVE_ENTROPY_CLAIMS_H_
