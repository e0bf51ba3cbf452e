#include "paper_figures/reconstruction/cascade_residual_claims.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_cat.h"
#include "paper_figures/shared/extremes.h"

namespace infoflow::paper_figures {

namespace {

// sigma_w^2 between which both kinds of network are compared.
constexpr double kFirstCompared = 0.1, kLastCompared = 0.5;
// From here on residual networks do not collapse within 40 layers.
constexpr double kFirstOpen = 0.2;
constexpr double kLastClosed = 0.05;
// From here on the closure of the recursion is near.
constexpr double kFirstClosure = 0.5;
// Layer at which the convolutional network beside it has long collapsed.
constexpr int kFloorLayer = 30;
constexpr double kFloorVariance = 0.3;

constexpr char kShallow[] = "preset smoke has too few layers and steps";

}  // namespace

ClaimList ResidualClaims(const ResidualMap& map, Preset preset) {
  const bool smoke = preset == Preset::kSmoke;
  Extremes ratio, open, closed, floor, closure, untrained;
  double largest_collapsing = 0.0;
  for (const ResidualColumn& column : map.columns) {
    const double w = column.weight_variance;
    untrained.Add(column.untrained_collapse);
    if (column.collapse <= map.layers) largest_collapsing = std::max(largest_collapsing, w);
    if (w >= kFirstCompared && w <= kLastCompared && column.plain_collapse <= map.layers) {
      ratio.Add(column.collapse / column.plain_collapse);
    }
    if (w >= kFirstOpen) {
      for (const double entropy : column.entropies) open.Add(entropy);
    }
    if (w <= kLastClosed) closed.Add(column.collapse);
    if (w == kFloorVariance && column.plain_entropies.size() >= kFloorLayer) {
      floor.Add(column.plain_entropies[kFloorLayer - 1]);
    }
    if (w >= kFirstClosure) {
      closure.Add(std::abs(column.stream_mean_square / column.predicted_mean_square - 1.0));
    }
  }
  ClaimList claims;
  claims
      .Add(
          "later_than_convolutional",
          "From sigma_w^2 = 0.1 on residual networks collapse far later than convolutional ones of "
          "the same size, if at all.")
      .Inferred()
      .Measured(absl::StrCat("smallest collapse depth / that of the convolutional network, "
                             "sigma_w^2 from 0.1 to 0.5, ",
                             map.dataset),
                ratio.least)
      .DecidedIf(!smoke, kShallow)
      .DecidedIf(!ratio.empty, "no convolutional network from 0.1 to 0.5 collapses")
      .AtLeast(1.7);
  claims.Add("open", "From sigma_w^2 = 0.2 on residual networks do not collapse.")
      .Measured("lowest differential entropy of any layer (nats per pixel)", open.least)
      .DecidedIf(!smoke, kShallow)
      .DecidedIf(!open.empty, "there is no column from 0.2 on")
      .AtLeast(-9.5);
  claims.Add("published_columns", "Residual networks collapse at small weight variances only.")
      .Inferred()
      .Refines(
          "in the published map (Fashion-MNIST, 32 channels, 600 steps) columns up to 0.73 "
          "collapse, at layer 20 for 0.33; no run here, with those parameters or others, does so")
      .Measured("largest sigma_w^2 that collapses", largest_collapsing)
      .DecidedIf(!smoke, kShallow)
      .AtMost(0.25);
  claims.Add("closed", "At the smallest weight variances they do collapse.")
      .Inferred()
      .Measured("deepest collapse at sigma_w^2 up to 0.05 (layers)", closed.greatest)
      .DecidedIf(!closed.empty, "there is no column up to 0.05")
      .AtMost(20.0);
  claims
      .Add("convolutional_floor",
           "Where the residual network is open, the convolutional one is on its floor.")
      .Measured(
          "differential entropy of the convolutional network, layer 30, sigma_w^2 = 0.3 "
          "(nats per pixel)",
          floor.least)
      .DecidedIf(!floor.empty, "there is no such column of 30 layers")
      .Below(-15.0);
  claims
      .Add("closure",
           "The mean square of the stream is that of the mean-field recursion with a normal sum.")
      .Measured("largest |measured / predicted - 1| behind the last block, sigma_w^2 from 0.5 on",
                closure.greatest)
      .DecidedIf(!smoke, kShallow)
      .DecidedIf(!closure.empty, "there is no column from 0.5 on")
      .AtMost(0.35);
  claims.Add("untrained", "Decoders as they start see nothing of this: all columns collapse early.")
      .Measured("deepest collapse of untrained decoders (layers)", untrained.greatest)
      .AtMost(10.0);
  return claims;
}

}  // namespace infoflow::paper_figures
