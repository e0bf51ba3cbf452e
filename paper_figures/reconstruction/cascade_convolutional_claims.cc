#include "paper_figures/reconstruction/cascade_convolutional_claims.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/statistics.h"
#include "paper_figures/shared/extremes.h"

namespace infoflow::paper_figures {

namespace {

using numerics::kNaN;

// sigma_w^2 between which depths are compared.
constexpr double kFirstCompared = 0.3, kLastCompared = 0.85;
// From this sigma_w^2 on, just below the mean-field transition at 1.0499, nothing collapses.
constexpr double kFirstOpen = 1.0;
// The first layer whose entropy is looked at before the collapse: the ones before it depend on how
// the first decoder started.
constexpr int kFirstSettled = 5;

constexpr char kNoneCompared[] = "no column from 0.3 to 0.85 collapses";
constexpr char kShallow[] = "preset smoke has too few layers and steps";

bool Collapses(const ConvolutionalMap& map, const ConvolutionalColumn& column) {
  return column.collapse <= map.layers;
}
bool Compared(const ConvolutionalMap& map, const ConvolutionalColumn& column) {
  return Collapses(map, column) && column.weight_variance >= kFirstCompared &&
         column.weight_variance <= kLastCompared;
}

void AddPhases(const ConvolutionalMap& map, bool smoke, ClaimList& claims) {
  Extremes steps, lowest;
  double before = kNaN;
  for (const ConvolutionalColumn& column : map.columns) {
    if (column.weight_variance >= kFirstOpen) {
      for (const double entropy : column.entropies) lowest.Add(entropy);
    } else if (Collapses(map, column)) {
      if (!std::isnan(before)) steps.Add(column.collapse - before);
      before = column.collapse;
    }
  }
  claims.Add("monotone", "In the ordered phase the collapse depth grows with the weight variance.")
      .Inferred()
      .Measured(absl::StrCat("smallest step of the depth from one column to the next (layers), ",
                             map.dataset),
                steps.least)
      .DecidedIf(!steps.empty, "fewer than two columns below 1 collapse")
      .Above(0.0);
  claims.Add("no_chaotic_collapse", "From sigma_w^2 = 1 on networks do not collapse.")
      .Inferred()
      .Measured("lowest differential entropy of any layer (nats per pixel)", lowest.least)
      .DecidedIf(!smoke, kShallow)
      .DecidedIf(!lowest.empty, "there is no column from 1 on")
      .AtLeast(-9.5);
}

void AddDepths(const ConvolutionalMap& map, Preset preset, ClaimList& claims) {
  const bool paper = preset == Preset::kPaper, smoke = preset == Preset::kSmoke;
  Extremes multiples, of_prediction, of_published, of_dense;
  for (const ConvolutionalColumn& column : map.columns) {
    if (!Compared(map, column)) continue;
    multiples.Add(column.collapse / column.correlation_depth);
    of_prediction.Add(column.collapse / column.predicted_collapse);
    if (!std::isnan(column.published_collapse)) {
      of_published.Add(column.collapse / column.published_collapse);
    }
    if (column.dense_collapse <= column.dense_layers) {
      of_dense.Add(column.collapse / column.dense_collapse);
    }
  }
  ClaimBuilder least = claims.Add("least_multiple", "The collapse depth is a multiple of xi.");
  least.Inferred()
      .Measured("smallest collapse depth / xi, sigma_w^2 from 0.3 to 0.85", multiples.least)
      .DecidedIf(!smoke, kShallow)
      .DecidedIf(!multiples.empty, kNoneCompared)
      .AtLeast(paper ? 10.0 : 5.5);
  if (!paper) {
    least.Refines(
        "from 16.6 at sigma_w^2 = 0.28 to 12.1 at 0.93, with 600 steps of 100 images; fewer steps "
        "make decoders that lose more");
  }
  claims.Add("largest_multiple", "The collapse depth is a multiple of xi.")
      .Inferred()
      .Measured("largest collapse depth / xi, sigma_w^2 from 0.3 to 0.85", multiples.greatest)
      .DecidedIf(!multiples.empty, kNoneCompared)
      .AtMost(paper ? 18.0 : 17.0);
  claims
      .Add("mean_field_bound",
           "No network collapses later than correlations do in the mean field of dense networks, "
           "seen through decoders without gain.")
      .Measured("largest collapse depth / predicted depth, sigma_w^2 from 0.3 to 0.85",
                of_prediction.greatest)
      .DecidedIf(!of_prediction.empty, kNoneCompared)
      .AtMost(1.05);
  claims.Add("mean_field_depth", "At the paper's size the collapse depth is that of mean field.")
      .Measured("smallest collapse depth / predicted depth, sigma_w^2 from 0.3 to 0.85",
                of_prediction.least)
      .DecidedIf(paper, "decoders of fewer steps and channels lose more")
      .DecidedIf(!of_prediction.empty, kNoneCompared)
      .AtLeast(0.8);
  const auto published = [&](const char* name, const char* quantity, double measured,
                             const char* sentence) -> ClaimBuilder {
    ClaimBuilder claim = claims.Add(name, sentence);
    claim.Inferred()
        .Measured(quantity, measured)
        .DecidedIf(!smoke, kShallow)
        .DecidedIf(!of_published.empty, "no column compares with the published map");
    if (!paper) claim.Refines("the depths of the published map, with 128 channels and 600 steps");
    return claim;
  };
  published(
      "least_of_published", "smallest collapse depth / published depth, sigma_w^2 from 0.3 to 0.85",
      of_published.least, "The collapse depth is that of the published map, or less by a part.")
      .AtLeast(paper ? 0.8 : 0.4);
  published("largest_of_published",
            "largest collapse depth / published depth, sigma_w^2 from 0.3 to 0.85",
            of_published.greatest, "The collapse is no later than in the published map.")
      .AtMost(paper ? 1.2 : 1.15);
  claims
      .Add("dense_control",
           "A dense network with the same variances collapses at a similar multiple of xi.")
      .Measured("largest |ln(collapse depth / that of the dense network)|, sigma_w^2 from 0.3 on",
                std::max(std::abs(std::log(of_dense.least)), std::abs(std::log(of_dense.greatest))))
      .DecidedIf(!of_dense.empty, "no dense network collapses beside a column that does")
      .AtMost(std::log(1.5));
}

void AddFloor(const ConvolutionalMap& map, bool smoke, ClaimList& claims) {
  std::vector<double> floor;
  Extremes before, untrained;
  for (const ConvolutionalColumn& column : map.columns) {
    untrained.Add(column.untrained_collapse);
    if (!Collapses(map, column)) continue;
    for (std::size_t i = 0; i < column.entropies.size(); ++i) {
      const double layer = static_cast<double>(i + 1);
      if (layer >= 2.0 * column.collapse) floor.push_back(column.entropies[i]);
      if (layer >= kFirstSettled && layer <= 0.5 * column.collapse) before.Add(column.entropies[i]);
    }
  }
  const double median = floor.empty() ? kNaN : numerics::Median(floor);
  const char* none = "no column collapses in the first half of the layers";
  claims.Add("floor", "Collapsed reconstructions differ by single-precision rounding only.")
      .Measured("median differential entropy beyond twice the collapse (nats per pixel)", median)
      .DecidedIf(!smoke, kShallow)
      .DecidedIf(!floor.empty(), none)
      .AtMost(-17.0);
  claims.Add("floor_bound", "They do differ by that.")
      .Measured("the same", median)
      .DecidedIf(!floor.empty(), none)
      .AtLeast(-22.5);
  claims
      .Add("plateau", "Before half the collapse depth reconstructions are as different as images.")
      .Inferred()
      .Measured("lowest differential entropy there, from layer 5 on (nats per pixel)", before.least)
      .DecidedIf(!before.empty, "no column collapses beyond layer 10")
      .Above(-7.5);
  claims.Add("untrained", "Decoders as they start see no transition: all columns collapse early.")
      .Measured("deepest collapse of untrained decoders (layers)", untrained.greatest)
      .DecidedIf(!smoke, kShallow)
      .AtMost(15.0);
}

}  // namespace

ClaimList ConvolutionalClaims(const ConvolutionalMap& map, Preset preset) {
  ClaimList claims;
  AddPhases(map, preset == Preset::kSmoke, claims);
  AddDepths(map, preset, claims);
  AddFloor(map, preset == Preset::kSmoke, claims);
  return claims;
}

}  // namespace infoflow::paper_figures
