#ifndef PAPER_FIGURES_RECONSTRUCTION_CASCADE_RELATIVE_ENTROPY_CLAIMS_H_
#define PAPER_FIGURES_RECONSTRUCTION_CASCADE_RELATIVE_ENTROPY_CLAIMS_H_

#include <string>
#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"

namespace infoflow::paper_figures {

// Where the relative entropy of one column saturates, and its control collapses.
struct SaturationRow {
  double weight_variance = 0.0;
  double six_correlation_depths = 0.0;  // 6 xi
  int adam_cutoff = 0;                  // of the medians over images
  double adam_mean_cutoff = 0.0;        // mean over images, of their own cutoffs
  double adam_deviation = 0.0;          // standard deviation of these
  std::string adam_verdict;             // on adam_cutoff: GuardedCutoffName
  int ridge_cutoff = 0;
  std::string ridge_verdict;
  double untrained_collapse = 0.0;
  // Not in the table:
  double adam_rise = 0.0;  // of the median from layer 1 to the deepest, nats
  bool compared = false;   // adam_cutoff with 6 xi

  INFOFLOW_COLUMNS(weight_variance, "", six_correlation_depths, "layers", adam_cutoff, "layers",
                   adam_mean_cutoff, "layers", adam_deviation, "layers", adam_verdict, "",
                   ridge_cutoff, "layers", ridge_verdict, "", untrained_collapse, "layers")
};

ClaimList RelativeEntropyClaims(const std::vector<SaturationRow>& rows, const std::string& dataset,
                                int hidden_width);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RECONSTRUCTION_CASCADE_RELATIVE_ENTROPY_CLAIMS_H_
