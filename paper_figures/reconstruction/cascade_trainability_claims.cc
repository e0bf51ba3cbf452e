#include "paper_figures/reconstruction/cascade_trainability_claims.h"

#include <algorithm>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/numerics/rank_correlation.h"

namespace infoflow::paper_figures {

namespace {

// Below it no network learns anything, and its rank says nothing.
constexpr double kLeastRanked = 0.7;

// Ranks of fewer values agree by chance.
constexpr std::size_t kFewestRanked = 3;

double RankCorrelation(const std::vector<double>& x, const std::vector<double>& y) {
  return x.size() < kFewestRanked ? std::numeric_limits<double>::quiet_NaN()
                                  : numerics::RankCorrelation(x, y);
}

bool Differ(const std::vector<double>& values) {
  return std::any_of(values.begin(), values.end(),
                     [&](double value) { return value != values.front(); });
}

}  // namespace

ClaimList TrainabilityClaims(DepthSearch search, int deepest, const std::string& dataset,
                             const std::vector<TrainabilityRow>& rows) {
  const bool falling = search == DepthSearch::kFalling;
  // What a network is good for: mean accuracy over the grid's depths, or the depth found.
  const std::string use_name =
      falling ? "the depth that a falling search finds" : "mean accuracy over depths";
  std::vector<double> cutoffs, uses, ordered_quality, ordered_uses;
  double peak = 0.0, greatest = -1.0, least = std::numeric_limits<double>::infinity();
  for (const TrainabilityRow& row : rows) {
    const double use = falling ? row.trained_depth : row.mean_accuracy;
    if (use > greatest) greatest = use, peak = row.weight_variance;
    if (row.ordered && row.correlation_depth <= deepest) {
      least = std::min(least, row.trained_depth / row.correlation_depth);
      ordered_quality.push_back(-row.ridge.deepest_mse);
      ordered_uses.push_back(use);
    }
    if (row.weight_variance >= kLeastRanked) {
      cutoffs.push_back(row.adam.cutoff);
      uses.push_back(use);
    }
  }

  ClaimList claims;
  claims.Add("best_near_transition", "Trainability is greatest near the transition.")
      .Inferred()
      .Measured(absl::StrFormat("distance of the best sigma_w^2, %.3g, from [1.4, 2.2], by %s, %s",
                                peak, use_name, dataset),
                std::max({0.0, 1.4 - peak, peak - 2.2}))
      .DecidedIf(!falling, "a falling search is best where it starts")
      .DecidedIf(rows.size() >= kFewestRanked, "fewer than three weight variances")
      .AtMost(0.0);
  claims
      .Add("deeper_than_xi",
           "In the ordered phase networks can be trained that are deeper than xi.")
      .Inferred()
      .Measured("smallest trained depth / xi", least)
      .DecidedIf(!ordered_uses.empty(), "no ordered network has its xi within the depth")
      .AtLeast(1.0);
  claims
      .Add("saturation_predicts",
           "The layer at which the relative entropy of the untrained network saturates predicts "
           "trainability.")
      .Inferred()
      .Measured(absl::StrCat("rank correlation of the cutoff (decoders by Adam) with ", use_name,
                             ", sigma_w^2 >= 0.7"),
                RankCorrelation(cutoffs, uses))
      .DecidedIf(uses.size() >= kFewestRanked, "fewer than three weight variances from 0.7 on")
      .DecidedIf(Differ(uses), "no network does better than another")
      .DecidedIf(Differ(cutoffs), "no cutoff is deeper than another")
      .AtLeast(0.7);
  claims
      .Add("ridge_predicts",
           "On the ordered side ridge decoders, which need no learning rate, predict it too.")
      .Measured(absl::StrCat("rank correlation of minus the error of reconstructions from the "
                             "deepest layer with ",
                             use_name, ", ordered columns with xi within the depth"),
                RankCorrelation(ordered_quality, ordered_uses))
      .DecidedIf(ordered_uses.size() >= kFewestRanked, "fewer than three such columns")
      .DecidedIf(Differ(ordered_uses), "no network does better than another")
      .AtLeast(0.9);
  return claims;
}

}  // namespace infoflow::paper_figures
