#include "paper_figures/replica/replica_landscape_claims.h"

#include "infoflow/replica/saddle/landscape.h"

namespace infoflow::paper_figures {

namespace {

// The hard phase shrinks with noise and is gone above 1e-3. Up to this noise it is at least this
// wide in alpha at sparsities from 0.1 to 0.35.
constexpr double kHardPhaseNoise = 1e-4;
constexpr double kHardPhaseWidth = 0.025;

}  // namespace

ClaimList LandscapeClaims(const LandscapeRecord& record, double noise, double alpha_step) {
  int below_counting_bound = 0;
  int hard_points = 0;
  for (const PhaseRow& row : record.diagram) {
    const auto phase = static_cast<replica::Phase>(row.phase_number);
    below_counting_bound += phase != replica::Phase::kImpossible && row.alpha < row.sparsity;
    hard_points += phase == replica::Phase::kHard;
  }

  ClaimList claims;
  claims
      .Add("phases",
           "At p = 0.3, alpha = 0.29 and 0.37 are impossible, 0.40 is hard and 0.51 is easy.")
      .Inferred()
      .Measured("alphas in another phase", record.wrong_phases)
      .AtMost(0.0);
  claims
      .Add("hard_phase",
           "In the hard phase the state of small error has the lower potential, and ignorance does "
           "not find it.")
      .Inferred()
      .Measured("phi(uninformed) - phi(informed) at alpha = 0.40 (nats per input)", record.hard_gap)
      .Above(0.0);
  claims
      .Add("metastable",
           "At alpha = 0.37 the state of small error is metastable: there, but not the minimum.")
      .Inferred()
      .Measured("phi(uninformed) - phi(informed) (nats per input)", record.metastable_gap)
      .Below(0.0);
  claims.Add("closed_form", "The potential is the closed form of the linear channel.")
      .Measured("largest difference (nats per input)", record.worst_closed_form)
      .AtMost(1e-9);
  claims.Add("fixed_points", "Every marked fixed point solves V = V0(alpha/(D + V)).")
      .Measured("largest |V0/V - 1|", record.worst_fixed_point)
      .AtMost(1e-7);
  claims
      .Add("counting_bound",
           "Nothing is recovered from fewer measurements than there are non-zero inputs.")
      .Measured("recovered points with alpha < p", below_counting_bound)
      .AtMost(0.0);
  claims.Add("hard_between", "Between impossible and easy lies a hard phase.")
      .Inferred()
      .Measured("hard points of the diagram", hard_points)
      .DecidedIf(noise <= kHardPhaseNoise,
                 "a claim about little noise, and there is more than 1e-4")
      .DecidedIf(hard_points > 0 || alpha_step <= kHardPhaseWidth,
                 "the steps in alpha are wider than the hard phase")
      .AtLeast(1.0);
  return claims;
}

}  // namespace infoflow::paper_figures
