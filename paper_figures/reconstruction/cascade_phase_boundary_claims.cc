#include "paper_figures/reconstruction/cascade_phase_boundary_claims.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/cascade/collapse_depth.h"
#include "infoflow/cascade/cutoff.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/rank_correlation.h"
#include "infoflow/numerics/statistics.h"

namespace infoflow::paper_figures {

namespace {

using numerics::RankCorrelation;

using numerics::kNaN;

// sigma_w^2 between which depths are compared: where the published map has them to a few percent.
constexpr double kFirstCompared = 0.3, kLastCompared = 1.55;

// sigma_w^2 that count as near the transition of tanh networks at the paper's bias variance.
constexpr double kFirstNear = 1.5, kLastNear = 2.0;

// Median differential entropy of collapsed reconstructions in the published map.
constexpr double kPublishedFloor = -19.2;

constexpr char kNoneCompared[] = "no column from 0.3 to 1.55 collapses";
constexpr char kFewCompared[] = "fewer than three columns from 0.3 to 1.55 collapse";

double Largest(const std::vector<double>& values) {
  return values.empty() ? kNaN : *std::max_element(values.begin(), values.end());
}
double Smallest(const std::vector<double>& values) {
  return values.empty() ? kNaN : *std::min_element(values.begin(), values.end());
}

void AddPhases(const PhaseBoundary& boundary, ClaimList& claims) {
  std::vector<double> steps;
  double before = kNaN;
  int chaotic = 0, chaotic_collapses = 0;
  for (const BoundaryColumn& column : boundary.columns) {
    chaotic += !column.ordered;
    if (!column.collapses) continue;
    if (!column.ordered) {
      ++chaotic_collapses;
    } else {
      if (!std::isnan(before)) steps.push_back(column.adam_collapse - before);
      before = column.adam_collapse;
    }
  }
  claims.Add("monotone", "In the ordered phase the collapse depth grows with the weight variance.")
      .Inferred()
      .Measured(absl::StrCat("smallest step of the depth from one column to the next (layers), ",
                             boundary.dataset),
                Smallest(steps))
      .DecidedIf(!steps.empty(), "fewer than two columns of the ordered phase collapse")
      .Above(0.0);
  claims.Add("no_chaotic_collapse", "Networks in the chaotic phase do not collapse.")
      .Inferred()
      .Measured("chaotic columns below -13 anywhere", chaotic_collapses)
      .DecidedIf(chaotic > 0, "there is no column of the chaotic phase")
      .AtMost(0.0);
}

// Of the columns of the ordered phase that collapse and are compared.
void AddDepths(const PhaseBoundary& boundary, bool as_in_the_paper, ClaimList& claims) {
  std::vector<double> variances, multiples, of_prediction, off_published, adam, ridge;
  for (const BoundaryColumn& column : boundary.columns) {
    const double variance = column.weight_variance, collapse = column.adam_collapse;
    if (!column.ordered || !column.collapses) continue;
    if (variance < kFirstCompared || variance > kLastCompared) continue;
    variances.push_back(variance);
    multiples.push_back(collapse / column.correlation_depth);
    of_prediction.push_back(collapse / column.predicted_collapse);
    off_published.push_back(std::abs(collapse / boundary.published.CollapseAt(variance) - 1.0));
    adam.push_back(collapse);
    ridge.push_back(column.ridge_collapse);
  }
  const bool any = !variances.empty(), trend = variances.size() >= 3;

  ClaimBuilder least =
      claims.Add("least_multiple", "The collapse depth is a moderate multiple of xi.");
  least.Inferred()
      .Measured("smallest collapse depth / xi, sigma_w^2 from 0.3 to 1.55", Smallest(multiples))
      .DecidedIf(any, kNoneCompared)
      .AtLeast(as_in_the_paper ? 7.0 : 4.0);
  if (!as_in_the_paper) {
    least.Refines(
        "from 14.5 at sigma_w^2 = 0.3 to 7.9 at 1.55, with the paper's epoch of 938 steps; fewer "
        "steps make decoders that lose more");
  }
  claims.Add("largest_multiple", "The collapse depth is a moderate multiple of xi.")
      .Inferred()
      .Measured("largest collapse depth / xi, sigma_w^2 from 0.3 to 1.55", Largest(multiples))
      .DecidedIf(any, kNoneCompared)
      .AtMost(15.0);
  claims.Add("multiple_falls", "This multiple decreases towards the transition.")
      .Inferred()
      .Measured("rank correlation of collapse depth / xi with sigma_w^2",
                trend ? RankCorrelation(variances, multiples) : kNaN)
      .DecidedIf(trend, kFewCompared)
      .Below(0.0);
  claims.Add("ridge_order", "Ridge decoders in closed form order the networks as Adam does.")
      .Measured("rank correlation of both collapse depths, ordered columns",
                trend ? RankCorrelation(adam, ridge) : kNaN)
      .DecidedIf(trend, kFewCompared)
      .AtLeast(0.9);
  claims.Add("published_depths", "The depths of collapse are those of the published map.")
      .Inferred()
      .Measured("largest |depth / published depth - 1|, sigma_w^2 from 0.3 to 1.55",
                Largest(off_published))
      .DecidedIf(as_in_the_paper, "the published map is of the networks of preset paper")
      .DecidedIf(!boundary.published.points.empty(), "the published map is not there")
      .DecidedIf(any, kNoneCompared)
      .AtMost(0.15);
  claims
      .Add("mean_field_bound",
           "No network collapses later than correlations do in mean field, seen through decoders "
           "without gain.")
      .Measured("largest collapse depth / predicted depth", Largest(of_prediction))
      .DecidedIf(any, kNoneCompared)
      .AtMost(1.0);
}

void AddFloor(const PhaseBoundary& boundary, bool as_in_the_paper, ClaimList& claims) {
  std::vector<double> floors;
  for (const BoundaryColumn& column : boundary.columns) {
    if (column.ordered && 2.0 * column.adam_collapse <= boundary.layers) {
      floors.push_back(column.adam_deepest_entropy);
    }
  }
  const double floor = floors.empty() ? kNaN : numerics::Median(floors);
  const char* none = "no column collapses in the first half of the layers";
  claims.Add("published_floor", "The floor of the ordered phase is at -19.2.")
      .Inferred()
      .Measured("|median of the deepest entropy + 19.2|", std::abs(floor - kPublishedFloor))
      .DecidedIf(as_in_the_paper, "the floor moves with the number of units")
      .DecidedIf(!floors.empty(), none)
      .AtMost(1.0);
  // Sums over the units round: the floor moves with their number, and is compared in rounding
  // units of single precision, relative to the mean pixel. The paper's, -19.2 +- 1 for 784 units,
  // is 5 to 40 of them.
  claims
      .Add("rounding_floor", "Collapsed reconstructions differ by single-precision rounding only.")
      .Measured(absl::StrFormat("deviation of their pixels / 2^-24, median entropy %.4g", floor),
                std::ldexp(std::sqrt(cascade::CollapsedVariance(floor, boundary.pixels)), 24))
      .DecidedIf(!as_in_the_paper, "at preset paper the floor is compared with the published one")
      .DecidedIf(!floors.empty(), none)
      .AtMost(32.0);
}

void AddBest(const PhaseBoundary& boundary, bool smoke, ClaimList& claims) {
  const std::vector<BoundaryColumn>& columns = boundary.columns;
  // A grid of a few columns may have none near the transition, or nothing but it.
  const bool spans =
      columns.front().weight_variance < kFirstNear && columns.back().weight_variance > kLastNear;
  const auto add = [&](const char* name, const char* sentence, const char* quantity,
                       double BoundaryColumn::*error) -> ClaimBuilder {
    const double best = std::min_element(columns.begin(), columns.end(),
                                         [&](const BoundaryColumn& a, const BoundaryColumn& b) {
                                           return a.*error < b.*error;
                                         })
                            ->weight_variance;
    ClaimBuilder claim = claims.Add(name, sentence);
    claim
        .Measured(absl::StrFormat("distance of the best sigma_w^2, %.3g, from [1.5, 2.0]%s", best,
                                  quantity),
                  std::max({0.0, kFirstNear - best, best - kLastNear}))
        .DecidedIf(!smoke, "the networks of preset smoke are too shallow")
        .DecidedIf(spans, "the weight variances do not span the transition")
        .AtMost(0.0);
    return claim;
  };
  add("best_near_transition", "Deep layers are reconstructed best near the transition.",
      ", by error from the deepest layer", &BoundaryColumn::adam_deepest_mse)
      .Inferred();
  add("ridge_best_near_transition", "So they are by ridge decoders.", "",
      &BoundaryColumn::ridge_deepest_mse);
}

}  // namespace

ClaimList PhaseBoundaryClaims(const PhaseBoundary& boundary, Preset preset) {
  const bool as_in_the_paper = preset == Preset::kPaper;
  ClaimList claims;
  AddPhases(boundary, claims);
  AddDepths(boundary, as_in_the_paper, claims);
  AddFloor(boundary, as_in_the_paper, claims);
  AddBest(boundary, preset == Preset::kSmoke, claims);
  return claims;
}

}  // namespace infoflow::paper_figures
