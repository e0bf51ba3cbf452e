#include "infoflow/ising/chain/relative_entropy.h"

#include <cmath>

#include "infoflow/numerics/constants.h"
#include "infoflow/support/check.h"

namespace infoflow::ising {

namespace {

// t_0 - t_n, from whichever of t and 1 - t carries the digits.
double RatioDifference(const EigenvalueRatio& fine, const EigenvalueRatio& kept) {
  if (fine.value > 0.5) return kept.one_minus - fine.one_minus;
  if (fine.value < -0.5 && kept.value < 0.0) return fine.one_plus - kept.one_plus;
  return fine.value - kept.value;
}

using internal::Probability;

using numerics::kNearUnderflow;

// What the pair law of a chain consists of besides its one-spin law.
struct PairLaw {
  Probability one_minus;  // 1 - t
  Probability majority_stay;
  Probability minority_stay;
};

PairLaw PairLawOf(const Chain& chain) {
  const EigenvalueRatio& ratio = chain.eigenvalue_ratio();
  PairLaw law = {{ratio.one_minus, ratio.log_lost_gap},
                 {chain.majority_stay_probability()},
                 {chain.minority_stay_probability()}};
  if (law.majority_stay.value < kNearUnderflow) {
    law.majority_stay.log_value = chain.log_majority_stay_probability();
  }
  if (law.minority_stay.value < kNearUnderflow) {
    law.minority_stay.log_value = chain.log_minority_stay_probability();
  }
  return law;
}

// `difference` = t_0 - t_n.
RelativeEntropies PairLawRelativeEntropies(const OneSpinLaw& spin, const PairLaw& fine,
                                           const PairLaw& kept, double difference) {
  RelativeEntropies sum;
  // Cells (+,-) and (-,+): pi_+ pi_- (1-t) each.
  internal::AddDivergence(0.5 * spin.variance, fine.one_minus, kept.one_minus, -difference, sum);
  // Cells (s,s): pi_s P(s|s), where P(s|s) - P_n(s|s) = (t_0 - t_n) pi_{-s}.
  internal::AddDivergence(spin.majority_probability, fine.majority_stay, kept.majority_stay,
                          difference * spin.minority_probability, sum);
  internal::AddDivergence(spin.minority_probability, fine.minority_stay, kept.minority_stay,
                          difference * spin.majority_probability, sum);
  return sum;
}

}  // namespace

RelativeEntropies DecimationRelativeEntropies(const Chain& fine, const Chain& kept) {
  INFOFLOW_CHECK(fine.magnetization() == kept.magnetization());
  return PairLawRelativeEntropies(
      fine.one_spin_law(), PairLawOf(fine), PairLawOf(kept),
      RatioDifference(fine.eigenvalue_ratio(), kept.eigenvalue_ratio()));
}

RelativeEntropies AsymptoticRelativeEntropies(const Chain& chain) {
  const OneSpinLaw& spin = chain.one_spin_law();
  return PairLawRelativeEntropies(spin, PairLawOf(chain),
                                  {{1.0}, {spin.majority_probability}, {spin.minority_probability}},
                                  chain.eigenvalue_ratio().value);
}

double ForwardApproachBound(const Chain& fine, const Chain& kept) {
  return 2.0 * std::abs(fine.eigenvalue_ratio().value * kept.eigenvalue_ratio().value);
}

}  // namespace infoflow::ising
