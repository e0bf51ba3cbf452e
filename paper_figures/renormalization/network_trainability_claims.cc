#include "paper_figures/renormalization/network_trainability_claims.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/strings/str_format.h"
#include "infoflow/numerics/constants.h"

namespace infoflow::paper_figures {

namespace {

// Between which the trainable depth is largest in the authors' grid.
constexpr double kLeastPeak = 1.3;
constexpr double kGreatestPeak = 2.2;
constexpr char kNoneWithin[] = "no weight variance of the ordered side has 2 pi xi within the grid";

void AddShallowClaim(const TrainabilityResults& results, bool as_in_the_paper, ClaimList& claims) {
  double worst = 1.0;
  bool some = false;
  for (const AccuracyRow& row : results.accuracy) {
    if (row.depth > results.shallow_depth) continue;
    worst = std::min(worst, row.accuracy);
    some = true;
  }
  ClaimBuilder claim = claims.Add(
      "shallow_accuracy",
      as_in_the_paper
          ? "Every network of at most 31 layers is right on more than 0.9 of the images for all "
            "weight variances from 1 to 2.85."
          : "Shallow networks learn at all weight variances: already in a few hundred steps they "
            "are right on more than half of the images.");
  claim.Inferred()
      .Measured(absl::StrFormat("smallest accuracy at depths up to %d, %s", results.shallow_depth,
                                results.dataset),
                worst)
      .DecidedIf(some, "no network is as shallow as that")
      .Above(as_in_the_paper ? 0.9 : kTrainedAccuracy);
  if (!as_in_the_paper) {
    claim.Refines(
        "after five epochs of 50,000 images, accuracy above 0.9 up to depth 31 (preset paper)");
  }
}

void AddPeakClaim(const std::vector<TrainedDepthRow>& rows, ClaimList& claims) {
  const auto [least, greatest] = std::minmax_element(
      rows.begin(), rows.end(),
      [](const auto& a, const auto& b) { return a.trained_depth < b.trained_depth; });
  double peak = 0.0;  // mean of the weight variances that reach it
  int peaks = 0, inside = 0;
  for (const TrainedDepthRow& row : rows) {
    inside += row.weight_variance >= kLeastPeak && row.weight_variance <= kGreatestPeak;
    if (row.trained_depth < greatest->trained_depth) continue;
    peak += (row.weight_variance - peak) / ++peaks;
  }
  claims
      .Add("peak_at_criticality",
           "The depth that can be trained is largest near the order-chaos line.")
      .Inferred()
      .Measured(absl::StrFormat("distance of its peak, at weight variance %.4g, from [%g, %g]",
                                peak, kLeastPeak, kGreatestPeak),
                std::max({0.0, kLeastPeak - peak, peak - kGreatestPeak}))
      .DecidedIf(inside > 0 && inside < static_cast<int>(rows.size()),
                 "there must be weight variances inside and outside of this interval")
      .DecidedIf(least->trained_depth < greatest->trained_depth,
                 "the depth is the same at all weight variances")
      .AtMost(0.0);
}

void AddDepthScaleClaims(const TrainabilityResults& results, ClaimList& claims) {
  const int deepest = results.accuracy.back().depth;
  double least = std::numeric_limits<double>::infinity(), greatest = 0.0;
  for (const TrainedDepthRow& row : results.trained) {
    if (!row.ordered || 2.0 * numerics::kPi * row.correlation_depth > deepest) continue;
    least = std::min(least, row.ratio);
    greatest = std::max(greatest, row.ratio);
  }
  claims
      .Add("deeper_than_xi",
           "On the ordered side networks can be trained that are deeper than the depth scale xi.")
      .Measured("smallest trained depth / xi where 2 pi xi is within the grid", least)
      .DecidedIf(std::isfinite(least), kNoneWithin)
      .Above(1.0);
  claims.Add("within_two_pi_xi", "They are not deeper than 2 pi xi.")
      .Measured("largest trained depth / (2 pi xi) there", greatest / (2.0 * numerics::kPi))
      .DecidedIf(std::isfinite(least), kNoneWithin)
      .AtMost(1.0);
}

}  // namespace

ClaimList TrainabilityClaims(const TrainabilityResults& results, bool as_in_the_paper) {
  ClaimList claims;
  AddShallowClaim(results, as_in_the_paper, claims);
  AddPeakClaim(results.trained, claims);
  AddDepthScaleClaims(results, claims);
  return claims;
}

}  // namespace infoflow::paper_figures
