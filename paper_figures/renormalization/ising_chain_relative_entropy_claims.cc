#include "paper_figures/renormalization/ising_chain_relative_entropy_claims.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace infoflow::paper_figures {

namespace {

// Differences below this share of D are rounding, not physics: strict growth is asked for above.
constexpr double kRounding = 1e-14;
// The approach t_0 t_n is resolved to five digits in double as long as it exceeds this share of D.
constexpr double kResolvedApproach = 1e-10;

// Steps at which D does not grow, in both directions, among those of blocking `b` (0: of all).
int StepsWithoutGrowth(const std::vector<ChainFlowRow>& flow, int b) {
  const auto grows = [](double before, double now, double limit) {
    return now > before || std::abs(limit - before) <= kRounding * limit;
  };
  int violations = 0;
  for (std::size_t i = 1; i < flow.size(); ++i) {
    const ChainFlowRow &before = flow[i - 1], &now = flow[i];
    if (now.step == 0 || (b != 0 && now.blocking != b)) continue;
    violations += !grows(before.relative_entropy_forward, now.relative_entropy_forward,
                         before.forward_asymptote);
    violations += !grows(before.relative_entropy_reverse, now.relative_entropy_reverse,
                         before.reverse_asymptote);
  }
  return violations;
}

}  // namespace

ClaimList ChainClaims(const ChainRecord& record) {
  double worst_approach = 0.0;
  for (const ChainFlowRow& row : record.flow) {
    if (row.approach_bound > kResolvedApproach * row.forward_asymptote) {
      worst_approach = std::max(worst_approach, row.forward_distance / row.approach_bound);
    }
  }
  int falling_plateaus = 0;
  double greatest_plateau = record.plateau.front().forward_asymptote;
  for (std::size_t i = 1; i < record.plateau.size(); ++i) {
    const double now = record.plateau[i].forward_asymptote;
    falling_plateaus += !(now > record.plateau[i - 1].forward_asymptote);
    greatest_plateau = std::max(greatest_plateau, now);
  }
  double worst_joint = 0.0;
  for (const ChainJointLawRow& row : record.joint_law) {
    worst_joint =
        std::max(worst_joint, std::abs(row.enumerated_per_bond - row.relative_entropy_forward));
  }

  ClaimList claims;
  claims.Add("growth", "The relative entropy grows strictly with every step, in both directions.")
      .Quoted("abstract")
      .Measured("steps at which it does not grow", StepsWithoutGrowth(record.flow, 0))
      .AtMost(0.0);
  claims
      .Add("antiferromagnet_falls",
           "Growth needs K > 0: even blocking turns an antiferromagnet into a ferromagnet at "
           "once, and its relative entropy then falls.")
      .Quoted("abstract")
      .Refines("monotone increase, without a condition on the sign of the coupling")
      .Measured("falling steps at b = 2", StepsWithoutGrowth(record.antiferromagnet, 2))
      .DecidedIf(record.antiferromagnet.back().step >= 2,
                 "it falls from the second step on, and there is one step")
      .AtLeast(1.0);
  claims
      .Add("odd_blocking",
           "Odd blocking keeps the sign of the coupling, and the relative "
           "entropy grows.")
      .Measured("steps at which it does not grow at b = 3",
                StepsWithoutGrowth(record.antiferromagnet, 3))
      .AtMost(0.0);
  claims.Add("saturation", "It saturates double-exponentially: |D_n - D_inf| is at most 2 t_0 t_n.")
      .Measured("largest |D_n - D_inf| / (2 t_0 t_n)", worst_approach)
      .AtMost(1.0);
  claims.Add("plateau_grows", "The plateau grows with K.")
      .Measured("grid points at which it does not", falling_plateaus)
      .AtMost(0.0);
  claims.Add("plateau_below_ln2", "The forward plateau stays below ln 2.")
      .Measured("largest forward plateau (nats per site)", greatest_plateau)
      .Below(std::log(2.0));
  claims
      .Add("joint_law",
           "D is the relative entropy, per bond, of L adjacent spins against L kept spins of one "
           "and the same chain, for every L.")
      .Measured("largest |enumerated - closed form| (nats)", worst_joint)
      .DecidedIf(!record.joint_law.empty(), "no joint law is small enough to be enumerated")
      .AtMost(1e-12);
  return claims;
}

}  // namespace infoflow::paper_figures
