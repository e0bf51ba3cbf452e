#include "paper_figures/renormalization/ising_square_relative_entropy_claims.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/ising/square/relative_entropy.h"

namespace infoflow::paper_figures {

namespace {

// From K_c to where truncation costs most.
constexpr double kPeakDistance = 0.05;

void AddFlowClaims(const SquareFlowStatistics& flows, ClaimList& claims) {
  const char* either =
      "monotone increase to a parameter-dependent asymptotic value in either "
      "direction";
  const char* none_ordered = "no flow has come far enough into order";
  claims.Add("growth", "Both relative entropies grow with every step of every truncated flow.")
      .Quoted("abstract")
      .Measured(absl::StrCat("steps at which one does not, in ", flows.flows, " flows"),
                flows.violations)
      .AtMost(0.0);
  claims
      .Add("disorder_plateaus",
           "Flows to disorder reach the plateaus ln 2 - s(K_0) and phi(K_0) - ln 2.")
      .Measured("largest |D_n - plateau| (nats per site)", flows.disordered_error)
      .DecidedIf(flows.disordered > 0, "no flow has come far enough into disorder")
      .AtMost(1e-6);
  claims
      .Add("order_reverse_plateau",
           "Flows to order reach a plateau in the reverse direction only, phi(K_0) - 2 K_0.")
      .Quoted("abstract")
      .Refines(either)
      .Measured("largest |D_n - plateau| (nats per site)", flows.ordered_error)
      .DecidedIf(flows.ordered > 0, none_ordered)
      .AtMost(1e-6);
  claims
      .Add("order_forward_diverges", "In the forward direction they diverge, as (2 - e(K_0)) K_n.")
      .Quoted("abstract")
      .Refines(either)
      .Measured("largest relative error of that slope", flows.ordered_slope_error)
      .DecidedIf(flows.ordered > 0, none_ordered)
      .AtMost(1e-6);
}

void AddCriticalPointClaims(const SquareFlowRecord& record, ClaimList& claims) {
  const char* insensitive = "the relative entropy is insensitive to the phase structure";
  const double plateau = ising::SquareAsymptotes(record.fixed_point).forward_disordered;
  claims.Add("plateau_continuous", "The plateau passes through K_c without a jump.")
      .Measured("largest |P(K_c+d) - P(K_c-d)| / (4 d ln(1/d)), d <= 0.01",
                LargestPlateauJump(record.slope))
      .Below(1.0);
  claims
      .Add("plateau_slope",
           "But its slope diverges at K_c, as -(8 K_c/pi) ln|K_0 - K_c|: a vertical tangent that "
           "the eye does not see.")
      .Quoted("abstract")
      .Refines(insensitive)
      .Measured("|measured / exact coefficient - 1|",
                std::abs(MeasuredPlateauLogarithm(record.slope) / kPlateauLogarithm - 1.0))
      .AtMost(1e-3);
  claims
      .Add("below_fixed_point",
           "Just below K* the flow ends on a finite plateau: the limit n -> infinity jumps there.")
      .Quoted("abstract")
      .Refines(insensitive)
      .Measured("|D_fwd(K* - 0) - [ln 2 - s(K*)]| (nats per site)",
                std::abs(record.below_fixed_point - plateau))
      .AtMost(1e-6);
  claims.Add("at_fixed_point", "At K* it stays zero.")
      .Measured("D_fwd after 10 steps (nats per site)", record.at_fixed_point)
      .AtMost(1e-20);
  claims.Add("above_fixed_point", "Just above K* it grows without bound.")
      .Measured("D_fwd after 80 steps (nats per site)", record.above_fixed_point)
      .AtLeast(100.0 * plateau);
}

}  // namespace

ClaimList SquareFlowClaims(const SquareFlowRecord& record) {
  ClaimList claims;
  AddFlowClaims(record.statistics, claims);
  AddCriticalPointClaims(record, claims);
  claims
      .Add("truncation_peaks",
           "What one truncated step costs is sensitive to the transition: it peaks near K_c for "
           "every scheme.")
      .Measured("largest |K_peak - K_c|",
                LargestPeakDistance(record.truncation, ising::kSquareCriticalCoupling))
      .DecidedIf(SpacingAround(record.truncation, ising::kSquareCriticalCoupling) <= kPeakDistance,
                 "the couplings are too far apart about K_c")
      .AtMost(kPeakDistance);
  claims
      .Add("optimal_cheapest",
           "No nearest-neighbour model is closer to the kept spins than scheme optimal.")
      .Measured(
          "couplings at which another scheme costs less",
          TimesOptimalIsBeaten(record.truncation) + TimesOptimalIsBeaten(record.truncation_torus))
      .AtMost(0.0);
  return claims;
}

}  // namespace infoflow::paper_figures
