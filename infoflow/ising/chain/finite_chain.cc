#include "infoflow/ising/chain/finite_chain.h"

#include <cmath>

#include "absl/strings/str_cat.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/support/status_macros.h"

// Letters as in finite_chain.h; u = |h|, everything of an open chain is scaled by e^{-u}.

namespace infoflow::ising {

namespace {

using numerics::kNearUnderflow;

// A double counts them exactly.
constexpr std::int64_t kMostSites = std::int64_t{1} << 53;

// x - tanh x, x >= 0, to full relative accuracy: with Lambert's continued fraction
// tanh x = x/(1 + f), f = x^2/(3 + x^2/(5 + ...)), it is x f/(1 + f).
double TanhDeficit(double x) {
  if (x > 2.0) return x - std::tanh(x);
  const double square = x * x;
  double f = 0.0;
  for (int odd = 25; odd >= 3; odd -= 2) f = square / (odd + f);
  return x * f / (1.0 + f);
}

// sum_{k=0}^{M} (1-t^k)(1-t^{M-k}) = (M+1)(1+t^M) - 2 (1-t^{M+1})/(1-t), given t, t^M, t^{M+1}.
double EndDeficit(double M, const EigenvalueRatio& t, const EigenvalueRatio& power_m,
                  const EigenvalueRatio& power_n) {
  if (M < 2.0) return 0.0;
  if (t.value <= 0.0) return (M + 1.0) * power_m.one_plus - 2.0 * power_n.one_minus / t.one_minus;
  // With t = e^{-2 tau} it is (1+t^M)(M tanh tau - tanh(M tau))/tanh tau.
  const double tau = -0.5 * t.log_magnitude;
  if (tau == 0.0) return 0.0;
  const double tanh_tau = t.one_minus / t.one_plus;
  return power_m.one_plus * (TanhDeficit(M * tau) - M * TanhDeficit(tau)) / tanh_tau;
}

FiniteChainMoments PeriodicChain(const Chain& chain, std::int64_t sites) {
  const OneSpinLaw& spin = chain.one_spin_law();
  const EigenvalueRatio& t = chain.eigenvalue_ratio();
  const ChainSpacing all = SpacingOf(sites);
  const EigenvalueRatio power = RatioPower(t, all);
  const double N = static_cast<double>(sites);
  const double m = std::abs(spin.magnetization);

  FiniteChainMoments moments;
  // A frustrated ring (K < 0, odd N) has 1 + t^N -> 0 as K -> -infinity.
  const bool frustrated = power.value < 0.0;
  moments.log_partition =
      N * chain.log_partition_per_site() + (frustrated ? power.log_gap() : std::log1p(power.value));
  // Where 1 + t has underflowed, |m| = tanh|h| (1+t)/(1-t) has as well.
  const double spin_average = !frustrated || t.one_plus > kNearUnderflow
                                  ? m * power.one_minus / power.one_plus
                                  : std::tanh(std::abs(chain.field())) * 0.5 * power.one_minus *
                                        GapQuotient(t, SpacingOf(1), power, all);
  moments.spin_sum = std::copysign(N * spin_average, chain.field());

  // (t + t^{N-1})/(1 + t^N)
  double bond;
  if (sites == 1) {
    bond = 1.0;
  } else if (sites == 2) {
    bond = 2.0 * t.value / power.one_plus;
  } else {
    const ChainSpacing less = SpacingOf(sites - 2);
    const EigenvalueRatio shorter = RatioPower(t, less);
    // t (1 + t^{N-2}); both sums are gaps 1 - |t|^k in a frustrated ring.
    const double sums =
        frustrated ? GapQuotient(shorter, less, power, all) : shorter.one_plus / power.one_plus;
    bond = t.value * sums;
  }
  moments.bond_sum = N * (m * m + spin.variance * bond);
  return moments;
}

// An open chain of even N in the limit K -> -infinity, |h| < 2|K|: the two staggered states, or
// else one unsatisfied bond, the ends turned or not; with relative corrections e^{2K+|h|}, which
// underflow where this is used. X/2 = e^{-u} + e^{2K+u} ((N-1) cosh^2 h + sinh^2 h) e^{-2u}.
FiniteChainMoments StrongAntiferromagnet(const Chain& chain, std::int64_t sites) {
  const double N = static_cast<double>(sites);
  const double M = N - 1.0;
  const double u = std::abs(chain.field());
  const double c = 0.5 * (1.0 + std::exp(-2.0 * u));
  const double s = -0.5 * std::expm1(-2.0 * u);
  const double defects = M * c * c + s * s;
  const double log_odds = 2.0 * (chain.coupling() + u) + std::log(defects);
  const double defect_probability = 1.0 / (1.0 + std::exp(-log_odds));
  FiniteChainMoments moments;
  moments.log_partition = M * chain.log_partition_per_site() + std::log(2.0) +
                          (log_odds > 0.0 ? log_odds + std::log1p(std::exp(-log_odds))
                                          : std::log1p(std::exp(log_odds)));
  moments.bond_sum = -M + 2.0 * defect_probability;
  moments.spin_sum = std::copysign(2.0 * N * c * s / defects * defect_probability, chain.field());
  return moments;
}

FiniteChainMoments OpenChain(const Chain& chain, std::int64_t sites) {
  const OneSpinLaw& spin = chain.one_spin_law();
  const EigenvalueRatio& t = chain.eigenvalue_ratio();
  const double N = static_cast<double>(sites);
  const double M = N - 1.0;
  EigenvalueRatio one;  // t^0
  one.value = 1.0;
  one.one_minus = 0.0;
  one.one_plus = 2.0;
  const EigenvalueRatio power_m = sites == 1 ? one : RatioPower(t, SpacingOf(sites - 1));
  const EigenvalueRatio power_n = RatioPower(t, SpacingOf(sites));

  const double u = std::abs(chain.field());
  const double m = std::abs(spin.magnetization);
  const double w = std::exp(spin.log_deviation);
  const double decay = std::exp(-u);
  const double c = 0.5 * (1.0 + std::exp(-2.0 * u));
  const double s = -0.5 * std::expm1(-2.0 * u);
  const double norm = c * power_m.one_plus + (m * s + w * decay) * power_m.one_minus;

  if (norm < kNearUnderflow) return StrongAntiferromagnet(chain, sites);

  FiniteChainMoments moments;
  moments.log_partition = M * chain.log_partition_per_site() + u + std::log(norm);

  const double geometric_sum =
      t.one_minus > kNearUnderflow ? power_n.one_minus / t.one_minus : N;  // (1-t^N)/(1-t)
  const double spin_sum = N * m * c * power_m.one_minus + N * m * m * s * power_m.one_plus +
                          2.0 * w * w * s * geometric_sum +
                          w * m * decay * EndDeficit(M, t, power_m, power_n);
  moments.spin_sum = std::copysign(spin_sum / norm, chain.field());
  if (sites == 1) return moments;

  const double before = sites == 2 ? 1.0 : RatioPower(t, SpacingOf(sites - 2)).value;  // t^{M-1}
  double bond_sum;
  if (t.value > -0.5) {
    // v is f0 (eigenvector of lambda_+) + f1 (eigenvector of lambda_-).
    const double f0 =
        std::sqrt(spin.majority_probability) + std::sqrt(spin.minority_probability) * decay;
    const double f1_divisor =
        std::sqrt(spin.minority_probability) + std::sqrt(spin.majority_probability) * decay;
    // 0/0 deep in a field, where lambda_- is out of the range of double beside lambda_+.
    const double f1 =
        f1_divisor > 0.0 ? -m * t.value / chain.majority_stay_probability() / f1_divisor : 0.0;
    bond_sum =
        M * (f0 * f0 * (m * m + w * w * t.value) + f1 * f1 * before * (w * w + m * m * t.value)) +
        2.0 * f0 * f1 * m * w * power_m.one_minus;
  } else {
    // Here X itself may be small, and every term below is no larger than N X.
    double sum = t.one_plus;           // t + t^{M-1}
    double difference = -t.one_minus;  // t - t^{M-1}
    if (sites == 3) {
      sum = 2.0 * t.value;
      difference = 0.0;
    } else if (sites > 3) {
      const EigenvalueRatio shorter = RatioPower(t, SpacingOf(sites - 3));
      sum = t.value * shorter.one_plus;
      difference = t.value * shorter.one_minus;
    }
    bond_sum = M * (c * (m * m * power_m.one_plus + w * w * sum) +
                    (m * s + w * decay) * (m * m * power_m.one_minus + w * w * difference)) +
               2.0 * m * w * (w * s - m * decay) * power_m.one_minus;
  }
  moments.bond_sum = bond_sum / norm;
  return moments;
}

}  // namespace

absl::Status CheckChainSites(std::int64_t sites) {
  if (sites >= 1 && sites <= kMostSites) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("sites is ", sites, "; allowed are integers from 1 to ", kMostSites));
}

absl::StatusOr<FiniteChainMoments> ComputeFiniteChain(const ChainCouplings& couplings,
                                                      std::int64_t sites, ChainBoundary boundary) {
  INFOFLOW_RETURN_IF_ERROR(CheckChainSites(sites));
  INFOFLOW_ASSIGN_OR_RETURN(const Chain chain, Chain::Create(couplings));
  return boundary == ChainBoundary::kPeriodic ? PeriodicChain(chain, sites)
                                              : OpenChain(chain, sites);
}

}  // namespace infoflow::ising
