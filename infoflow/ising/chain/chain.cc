#include "infoflow/ising/chain/chain.h"

#include <algorithm>
#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/ising/chain/divergence.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

// Letters of the paper used below: K coupling, h field, u = |h|, m magnetization, w^2 = 1 - m^2,
// t eigenvalue ratio, R as in chain.h.

namespace infoflow::ising {

namespace {

using numerics::kInfinity;
using numerics::kLn2;
using numerics::kNearUnderflow;

// Beyond it 4 K overflows.
constexpr double kLargestCoupling = 1e300;

// e^x is 0 below.
constexpr double kLogOfZero = -746.0;

absl::Status CheckSize(const char* name, double value) {
  if (std::abs(value) <= kLargestCoupling) return absl::OkStatus();  // false for NaN
  return absl::InvalidArgumentError(absl::StrCat(name, " is ", FormatDouble(value),
                                                 "; allowed are finite numbers of size up to ",
                                                 kLargestCoupling));
}

// e^{a+b} with the rounding error of a + b restored, which exp alone would amplify by |a+b|.
double ExpOfSum(double a, double b) {
  const double sum = a + b;
  const double b_seen = sum - a;
  const double error = (a - (sum - b_seen)) + (b - b_seen);
  const double value = std::exp(sum);
  return value + value * error;
}

// ln(e^a + e^b).
double LogOfSum(double a, double b) {
  const double large = std::max(a, b);
  const double small = std::min(a, b);
  if (small == -kInfinity) return large;
  return large + std::log1p(std::exp(small - large));
}

// ln of a number that may have underflowed, for which `log_value` then stands.
double LogOr(double value, double log_value) {
  return value > kNearUnderflow ? std::log(value) : log_value;
}

}  // namespace

absl::Status CheckChainCouplings(const ChainCouplings& couplings) {
  INFOFLOW_RETURN_IF_ERROR(CheckSize("coupling", couplings.coupling));
  return CheckSize("field", couplings.field);
}

absl::StatusOr<Chain> Chain::Create(const ChainCouplings& couplings) {
  INFOFLOW_RETURN_IF_ERROR(CheckChainCouplings(couplings));
  Chain chain;
  chain.couplings_ = couplings;
  const double K = couplings.coupling;
  const double u = std::abs(couplings.field);
  const double square = std::exp(-2.0 * u);
  const double cosh_scaled = 0.5 * (1.0 + square);         // e^{-u} cosh h
  const double sinh_scaled = -0.5 * std::expm1(-2.0 * u);  // e^{-u} |sinh h|
  const double log_deviation_scaled = -(2.0 * K + u);      // ln e^{-2K-u}

  // (cosh h, sinh|h|, e^{-2K}, R) are all multiplied by e^{-u}, or by e^{2K} where e^{-2K} is
  // the largest: then none overflows.
  const bool field_scale = log_deviation_scaled <= 0.0;
  const double shrink = field_scale ? 1.0 : ExpOfSum(2.0 * K, u);
  const double log_shrink = field_scale ? 0.0 : -log_deviation_scaled;
  const double c = cosh_scaled * shrink;
  const double s = sinh_scaled * shrink;
  const double d = field_scale ? ExpOfSum(-2.0 * K, -u) : 1.0;
  const double log_d = field_scale ? log_deviation_scaled : 0.0;
  const double r = std::hypot(s, d);
  const double sum = c + r;
  const double log_sum = std::log(sum);
  const double log_s = std::log(sinh_scaled) + log_shrink;
  const double log_r =
      LogOr(r, log_s > log_d ? log_s + 0.5 * std::log1p(std::exp(2.0 * (log_d - log_s)))
                             : log_d + 0.5 * std::log1p(std::exp(2.0 * (log_s - log_d))));
  const double log_c = LogOr(c, std::log(cosh_scaled) + log_shrink);

  OneSpinLaw& spin = chain.spin_;
  spin.log_magnetization = log_s - log_r;
  spin.log_deviation = log_d - log_r;
  const double m = r > kNearUnderflow ? s / r : std::exp(spin.log_magnetization);
  const double w = r > kNearUnderflow ? d / r : std::exp(spin.log_deviation);
  spin.magnetization = std::copysign(m, couplings.field);
  spin.variance = w * w;
  spin.majority_probability = 0.5 * (1.0 + m);
  spin.minority_probability = 0.5 * spin.variance / (1.0 + m);

  // t = e^{2(K+u)}-free form of (cosh h - R)/(cosh h + R): cosh^2 h - R^2 = 1 - e^{-4K}.
  EigenvalueRatio& t = chain.ratio_;
  t.one_minus = 2.0 * r / sum;
  t.one_plus = 2.0 * c / sum;
  double numerator;
  double log_numerator;
  if (!field_scale) {
    numerator = std::expm1(4.0 * K);
    log_numerator = std::log(-numerator);
  } else if (K >= 0.0) {
    numerator = -square * std::expm1(-4.0 * K);
    log_numerator = LogOr(numerator, -2.0 * u + std::log(-std::expm1(-4.0 * K)));
  } else {
    numerator = ExpOfSum(-2.0 * u, -4.0 * K) * std::expm1(4.0 * K);
    log_numerator = LogOr(-numerator, -2.0 * u - 4.0 * K + std::log(-std::expm1(4.0 * K)));
  }
  t.value = numerator / (sum * sum);
  t.log_lost_gap = kLn2 - log_sum + (t.value < 0.0 ? log_c : log_r);
  t.log_magnitude = t.magnitude() > 0.5 ? std::log1p(-t.gap()) : log_numerator - 2.0 * log_sum;

  // P(s|s) = T(s,s)/lambda_+.
  chain.majority_stay_ = shrink / sum;
  chain.minority_stay_ = (field_scale ? square : ExpOfSum(2.0 * K, -u)) / sum;
  return chain;
}

double Chain::log_partition_per_site() const {
  // lambda_+ = 2 e^{-K} / (w (1-t)).
  const double log_one_minus = ratio_.value > 0.5 ? ratio_.log_gap() : std::log1p(-ratio_.value);
  return kLn2 - coupling() - spin_.log_deviation - log_one_minus;
}

double Chain::log_majority_stay_probability() const {
  return LogOr(majority_stay_, coupling() + std::abs(field()) - log_partition_per_site());
}

double Chain::log_minority_stay_probability() const {
  return LogOr(minority_stay_, coupling() - std::abs(field()) - log_partition_per_site());
}

double Chain::nearest_neighbour_correlation() const {
  const double square = spin_.magnetization * spin_.magnetization;
  // Near t = -1 the error of 1 + t is smaller than that of t.
  if (ratio_.value < -0.5) return (square - spin_.variance) + spin_.variance * ratio_.one_plus;
  return square + spin_.variance * ratio_.value;
}

double Chain::ConnectedCorrelation(std::int64_t distance) const {
  if (distance == 0) return spin_.variance;
  const double r = static_cast<double>(distance);
  const double power = ratio_.magnitude() > 0.5 ? std::exp(r * ratio_.log_magnitude)
                                                : std::pow(ratio_.magnitude(), r);
  return spin_.variance * (ratio_.value < 0.0 && distance % 2 != 0 ? -power : power);
}

double Chain::Correlation(std::int64_t distance) const {
  return spin_.magnetization * spin_.magnetization + ConnectedCorrelation(distance);
}

double Chain::correlation_length() const {
  if (ratio_.value == 0.0 && ratio_.log_magnitude == -kInfinity) return 0.0;
  if (ratio_.gap() <= kNearUnderflow) return std::exp(-ratio_.log_gap());
  return -1.0 / ratio_.log_magnitude;
}

double Chain::entropy_per_site() const {
  const double majority = spin_.majority_probability;
  const double minority = spin_.minority_probability;
  return majority * internal::BinaryEntropy(ratio_.one_minus * minority, majority_stay_) +
         minority * internal::BinaryEntropy(ratio_.one_minus * majority, minority_stay_);
}

double Chain::negentropy_per_site() const {
  const double m = std::abs(spin_.magnetization);
  const double majority = spin_.majority_probability;
  const double minority = spin_.minority_probability;
  const double t = ratio_.value;
  RelativeEntropies sum;
  // The one-spin law against 1/2 ...
  internal::AddDivergence(1.0, {majority}, {0.5}, 0.5 * m, sum);
  internal::AddDivergence(1.0, {minority}, {0.5}, -0.5 * m, sum);
  // ... and the law of neighbours against two independent spins.
  internal::AddDivergence(majority, {majority_stay_}, {majority}, t * minority, sum);
  internal::AddDivergence(minority, {minority_stay_}, {minority}, t * majority, sum);
  internal::AddDivergence(0.5 * spin_.variance, {ratio_.one_minus}, {1.0}, -t, sum);
  return sum.forward;
}

Chain Chain::KeepEvery(const ChainSpacing& spacing) const {
  if (spacing.count == 1.0) return *this;
  Chain kept;
  kept.spin_ = spin_;
  kept.ratio_ = RatioPower(ratio_, spacing);
  if (std::signbit(kept.ratio_.value)) {  // also when underflowed
    kept.SetDecimatedAntiferromagnet(*this, spacing);
  } else {
    kept.SetDecimatedFerromagnet();
  }
  return kept;
}

void Chain::SetDecimatedFerromagnet() {
  const double t = ratio_.value;
  const double gap = ratio_.one_minus;
  const double m = std::abs(spin_.magnetization);
  majority_stay_ = t + gap * spin_.majority_probability;
  minority_stay_ = t + gap * spin_.minority_probability;

  const double excess = 4.0 * t / gap / gap / spin_.variance;                     // e^{4K} - 1
  if (t > kNearUnderflow && spin_.variance > kNearUnderflow && excess < 1e300) {  // not NaN
    couplings_.coupling = 0.25 * std::log1p(excess);
  } else {
    const double log_excess =
        2.0 * kLn2 + ratio_.log_magnitude - 2.0 * (ratio_.log_gap() + spin_.log_deviation);
    // Far below the range of double it is 0 already.
    if (log_excess > kLogOfZero) couplings_.coupling = 0.25 * LogOfSum(0.0, log_excess);
  }

  const double y = m * gap / ratio_.one_plus;
  double field = 0.0;
  if (y < 0.5) {
    if (y > 0.0) field = std::atanh(y);
  } else {
    // (1+y)/(1-y), the denominator as a sum of positive terms.
    const double numerator = ratio_.one_plus + m * gap;
    const double half = t + spin_.minority_probability * gap;
    const double log_half = half > kNearUnderflow
                                ? std::log(half)
                                : LogOfSum(ratio_.log_magnitude, 2.0 * spin_.log_deviation -
                                                                     2.0 * kLn2 + ratio_.log_gap());
    field = 0.5 * (std::log(0.5 * numerator) - log_half);
  }
  couplings_.field = std::copysign(field, spin_.magnetization);
}

void Chain::SetDecimatedAntiferromagnet(const Chain& fine, const ChainSpacing& spacing) {
  // With T = |t|, at spacings of at least 3: |m| is then well below (1-T)/(1+T), whose
  // difference is what a strong antiferromagnet's P(s|s) for the minority consists of.
  const double magnitude = ratio_.magnitude();
  const double gap = ratio_.one_plus;
  const double one_minus = ratio_.one_minus;
  const double m = std::abs(spin_.magnetization);
  majority_stay_ = 0.5 * (gap + m * one_minus);
  minority_stay_ =
      m < 0.5 ? 0.5 * (gap - m * one_minus) : spin_.minority_probability * one_minus - magnitude;

  // |m| (1-t)/(1+t), which is tanh|h| before the step.
  const double y = fine.ratio_.gap() > kNearUnderflow
                       ? m * one_minus / gap
                       : std::tanh(std::abs(fine.field())) * 0.5 * one_minus *
                             GapQuotient(fine.ratio_, SpacingOf(1), ratio_, spacing);
  const double deficit = 4.0 * magnitude / (one_minus * one_minus) / spin_.variance;  // 1 - e^{4K}
  if (magnitude <= kNearUnderflow || spin_.variance <= kNearUnderflow) {
    const double log_deficit = 2.0 * kLn2 + ratio_.log_magnitude - 2.0 * spin_.log_deviation;
    couplings_.coupling = 0.25 * std::log1p(-std::exp(log_deficit));
  } else if (deficit < 0.5) {
    couplings_.coupling = 0.25 * std::log1p(-deficit);
  } else {
    couplings_.coupling = 0.5 * (ratio_.log_gap() - std::log(one_minus) - spin_.log_deviation) +
                          0.25 * std::log1p(-y * y);
  }
  double field;
  if (y < 0.5) {
    field = std::atanh(y);
  } else {
    // (1+y)/(1-y) as above; here 1-y is 2 P(s|s) of the minority over the gap.
    const double log_minority = 2.0 * spin_.log_deviation - 2.0 * kLn2 + std::log(one_minus);
    const double log_half =
        minority_stay_ > kNearUnderflow
            ? std::log(minority_stay_)
            : log_minority + std::log1p(-std::exp(ratio_.log_magnitude - log_minority));
    field = 0.5 * (std::log(0.5 * (gap + m * one_minus)) - log_half);
  }
  couplings_.field = std::copysign(field, spin_.magnetization);
}

}  // namespace infoflow::ising
