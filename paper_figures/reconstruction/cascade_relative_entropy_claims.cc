#include "paper_figures/reconstruction/cascade_relative_entropy_claims.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/numerics/constants.h"

namespace infoflow::paper_figures {

namespace {

using numerics::kInfinity;

// Weight variances from which on the control with untrained decoders is judged: those of the
// reference runs, which collapse between layers 10 and 17. Weaker networks collapse earlier.
constexpr double kLeastControl = 0.5;

// By how much the relative entropy, nats, varies between layers that lose nothing more.
constexpr double kLeastRise = -0.05;
// Hidden units from which on layer 1 does not lose more of an MNIST image than all the others.
constexpr int kLeastWidth = 256;

void AddGrowth(const std::vector<SaturationRow>& rows, const std::string& dataset, int width,
               ClaimList& claims) {
  double least_rise = kInfinity;
  for (const SaturationRow& row : rows) least_rise = std::min(least_rise, row.adam_rise);
  const std::string rise =
      absl::StrCat("smallest rise of its median from layer 1 to the deepest (nats), ", dataset);
  // Layer 1 of networks narrower than the paper's loses of published images as much as all others.
  const bool room = width == 0 || dataset == "synthetic-digits";
  claims.Add("growth", "The relative entropy grows with depth.")
      .Inferred()
      .Measured(rise, least_rise)
      .DecidedIf(room, "in networks this narrow the rise is within what seeds differ by")
      .Above(0.0);
  claims
      .Add("no_fall",
           "In networks of 256 units, whose layer 1 loses of an image about as much as all the "
           "others, the relative entropy does not fall from layer 1 to the deepest by more than it "
           "varies between layers.")
      .Inferred()
      .Refines("it grows with depth")
      .Measured(rise, least_rise)
      .DecidedIf(!room, "layer 1 leaves something to lose: see growth")
      .DecidedIf(width >= kLeastWidth, "layer 1 of networks this narrow loses more than all others")
      .Above(kLeastRise);
}

void AddDepths(const std::vector<SaturationRow>& rows, ClaimList& claims) {
  double least_ratio = kInfinity, largest_ratio = 0.0;
  double least_untrained = kInfinity, largest_untrained = 0.0;
  int compared = 0, controls = 0;
  for (const SaturationRow& row : rows) {
    if (row.compared) {
      ++compared;
      const double ratio = row.adam_cutoff / row.six_correlation_depths;
      least_ratio = std::min(least_ratio, ratio);
      largest_ratio = std::max(largest_ratio, ratio);
    }
    if (row.weight_variance >= kLeastControl) {
      ++controls;
      least_untrained = std::min(least_untrained, row.untrained_collapse);
      largest_untrained = std::max(largest_untrained, row.untrained_collapse);
    }
  }
  const char* none = "no column of the ordered phase saturates, with 12 xi within the depth";

  claims.Add("least_cutoff", "In the ordered phase it saturates at a depth of about 6 xi.")
      .Inferred()
      .Measured(absl::StrFormat("smallest cutoff / (6 xi), %d columns with 12 xi within the depth",
                                compared),
                least_ratio)
      .DecidedIf(compared > 0, none)
      .AtLeast(0.5);
  claims.Add("largest_cutoff", "In the ordered phase it saturates at a depth of about 6 xi.")
      .Inferred()
      .Measured("largest cutoff / (6 xi) of these", largest_ratio)
      .DecidedIf(compared > 0, none)
      .AtMost(2.0);
  claims
      .Add("untrained_control",
           "Depth scales come from what decoders learn: with untrained decoders reconstructions "
           "collapse at about the same layer in every phase (sigma_w^2 >= 0.5).")
      .Measured(
          absl::StrFormat("largest / smallest layer (%.3g) with differential entropy below -13",
                          least_untrained),
          largest_untrained / least_untrained)
      .DecidedIf(controls >= 2, "fewer than two columns have sigma_w^2 >= 0.5")
      .AtMost(2.0);
}

}  // namespace

ClaimList RelativeEntropyClaims(const std::vector<SaturationRow>& rows, const std::string& dataset,
                                int hidden_width) {
  ClaimList claims;
  AddGrowth(rows, dataset, hidden_width, claims);
  AddDepths(rows, claims);
  return claims;
}

}  // namespace infoflow::paper_figures
