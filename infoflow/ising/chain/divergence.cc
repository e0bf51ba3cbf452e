#include "infoflow/ising/chain/divergence.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "infoflow/numerics/constants.h"

namespace infoflow::ising::internal {

namespace {

// Within it (1+x) ln(1+x) - x is a difference of numbers more than 9 times its size.
constexpr double kSeriesRadius = 0.25;

// Below it 1 + x has lost more to rounding than the quotient p/q has.
constexpr double kQuotientBelow = -0.75;

using numerics::kNearUnderflow;

// Larger quotients might overflow when multiplied by a logarithm.
constexpr double kLargestQuotient = 1e290;

constexpr double kSmallestNormal = std::numeric_limits<double>::min();

// atanh(r)/r^3 - 1/r^2 = 1/3 + r^2/5 + r^4/7 + ... for |r| <= 1/7: the first term left out is
// 49^-9 / 21 = 3e-17.
double AtanhTail(double r_squared) {
  double sum = 1.0 / 19;
  for (int denominator = 17; denominator >= 3; denominator -= 2) {
    sum = sum * r_squared + 1.0 / denominator;
  }
  return sum;
}

double Softplus(double x) {  // ln(1 + e^x)
  return x > 0.0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
}

double LogCosh(double x) {  // + ln 2, which differences do not need
  const double size = std::abs(x);
  return size + std::log1p(std::exp(-2.0 * size));
}

double TanhDifference(double x, double d) {  // tanh(x + d) - tanh(x)
  constexpr double kLargest = 300.0;         // cosh^2 does not overflow
  if (std::abs(x) > kLargest || std::abs(d) > kLargest) return std::tanh(x + d) - std::tanh(x);
  return std::sinh(d) / (std::cosh(x) * std::cosh(x + d));
}

// Above it the closed form in softplus functions loses at most three bits; below it the laws
// are within a factor e of each other, and nothing can underflow alone.
constexpr double kLargeShift = 1.0;

}  // namespace

void AddDivergence(double weight, const Probability& p, const Probability& q, double difference,
                   RelativeEntropies& sum) {
  // A rarer case adds next to nothing, while quotients by its probability could overflow.
  if (weight < kSmallestNormal) return;
  if (q.value < kSmallestNormal || p.value > kLargestQuotient * q.value) {
    if (p.value < kSmallestNormal) return;
    const double log_q = q.value < kSmallestNormal ? q.log_value : std::log(q.value);
    // A q without logarithm is a mixture to which p contributes: the weight is as small then.
    if (log_q == -std::numeric_limits<double>::infinity()) return;
    sum.forward += weight * (p.value * (std::log(p.value) - log_q) - difference);
    sum.reverse += weight * difference;  // q ln(q/p) underflows
    return;
  }
  const double x = difference / q.value;
  if (std::abs(x) <= kSeriesRadius) {
    // With r = x/(2+x): ln(1+x) = 2 atanh r, and both shares start at r^2.
    const double r = x / (2.0 + x);
    const double tail = r * r * r * AtanhTail(r * r);
    sum.forward += weight * (q.value * (2.0 * (r * r + (1.0 + r) * tail) / (1.0 - r)));
    sum.reverse += weight * (q.value * (x * r - 2.0 * tail));
    return;
  }
  double ratio = 1.0 + x;
  double log_ratio;
  if (x > kQuotientBelow) {
    // log1p, at the price of log: the second term restores what rounding 1 + x took.
    log_ratio = std::log(ratio) + (x - (ratio - 1.0)) / ratio;
  } else {
    ratio = p.value / q.value;
    log_ratio = p.value >= kSmallestNormal ? std::log(ratio) : p.log_value - std::log(q.value);
  }
  // p ln p of a p below the normal range adds nothing to q.
  const double ratio_log =
      x > kQuotientBelow || p.value >= kSmallestNormal ? ratio * log_ratio : 0.0;
  // In this order, as weight * q may underflow.
  sum.forward += weight * (q.value * (ratio_log - x));
  sum.reverse += weight * (q.value * (x - log_ratio));
}

TwoStateLaw MakeTwoStateLaw(double plus_weight, double minus_weight, double log_odds) {
  if (plus_weight < kNearUnderflow || minus_weight < kNearUnderflow) {
    return {ProbabilityOfLogOdds(log_odds), ProbabilityOfLogOdds(-log_odds), log_odds};
  }
  const double sum = plus_weight + minus_weight;
  return {plus_weight / sum, minus_weight / sum, log_odds};
}

RelativeEntropies TwoStateRelativeEntropies(const TwoStateLaw& p, const TwoStateLaw& q,
                                            double shift) {
  RelativeEntropies result;
  if (shift == 0.0) return result;
  const double least = std::min(std::min(p.plus, p.minus), std::min(q.plus, q.minus));
  if (std::abs(shift) < kLargeShift || least > kNearUnderflow) {
    const double difference =
        shift > 0.0 ? q.plus * p.minus * std::expm1(-shift) : -p.plus * q.minus * std::expm1(shift);
    AddDivergence(1.0, {p.plus}, {q.plus}, difference, result);
    AddDivergence(1.0, {p.minus}, {q.minus}, -difference, result);
    return result;
  }
  // Bregman divergences of the softplus function F, on the side where the first law's
  // probability is the small one: F(b) - F(a) - (b - a) F'(a).
  const auto divergence = [](double a, double b, double b_minus_a) {
    return a > 0.0 ? Softplus(-b) - Softplus(-a) + b_minus_a * ProbabilityOfLogOdds(-a)
                   : Softplus(b) - Softplus(a) - b_minus_a * ProbabilityOfLogOdds(a);
  };
  // Log-odds of 1e300 leave less than nothing of a small result.
  result.forward = std::max(0.0, divergence(p.log_odds, q.log_odds, shift));
  result.reverse = std::max(0.0, divergence(q.log_odds, p.log_odds, -shift));
  return result;
}

double ProbabilityOfLogOdds(double log_odds) {
  if (log_odds >= 0.0) return 1.0 / (1.0 + std::exp(-log_odds));
  const double odds = std::exp(log_odds);
  return odds / (1.0 + odds);
}

double LogCoshDifference(double x, double d) {
  if (std::abs(d) > 1.0) return LogCosh(x + d) - LogCosh(x);
  const double half = std::sinh(0.5 * d);
  return std::log1p(2.0 * half * half + std::tanh(x) * std::sinh(d));
}

double TanhProductDifference(double a, double b, double a_shift, double b_shift) {
  const double product = std::tanh(a) * std::tanh(b);
  const double other = std::tanh(a + a_shift) * std::tanh(b + b_shift);
  if (std::abs(product) > 0.5 || std::abs(other) > 0.5) {
    return 0.5 * (LogCoshDifference(a + b, a_shift + b_shift) -
                  LogCoshDifference(a - b, a_shift - b_shift));
  }
  const double from_b = std::tanh(a + a_shift) * TanhDifference(b, b_shift);
  const double from_a = std::tanh(b) * TanhDifference(a, a_shift);
  return std::atanh((from_a + from_b) / (1.0 - product * other));
}

double JoinedFieldDifference(double a, double b, double a_shift, double b_shift) {
  constexpr double kLargest = 300.0;  // cosh^2 does not overflow
  const double direct = b_shift + TanhProductDifference(a, b, a_shift, b_shift);
  const double other_b = b + b_shift;
  // Only for a < 0 do b and the rest cancel.
  if (a >= 0.0 || a + a_shift >= 0.0) return direct;
  if (std::abs(b) > kLargest || std::abs(other_b) > kLargest) return direct;

  // With e = 1 + tanh a, f = tanh b and g = 1/cosh b, all accurate however close to 0 or 1, the
  // sum is atanh(v), v = e f/(g^2 + e f^2), and the change of v has no term that cancels another
  // unless the shifts do.
  const double e = 2.0 / (1.0 + std::exp(-2.0 * a));
  const double f = std::tanh(b);
  const double g = 1.0 / std::cosh(b);
  const double other_e = 2.0 / (1.0 + std::exp(-2.0 * (a + a_shift)));
  const double other_f = std::tanh(other_b);
  const double other_g = 1.0 / std::cosh(other_b);
  const double divisor = g * g + e * f * f;
  const double other_divisor = other_g * other_g + other_e * other_f * other_f;
  const double v = e * f / divisor;
  const double other_v = other_e * other_f / other_divisor;
  // Close to 1 the atanh would lose digits.
  if (!(std::abs(v) < 0.5) || !(std::abs(other_v) < 0.5)) return direct;
  // A large shift leaves nothing to cancel here, but rounding in the formula below.
  if (std::abs(a_shift) > 1.0 || std::abs(b_shift) > 1.0) {
    return std::atanh(other_v) - std::atanh(v);
  }
  const double from_b = (other_e + f * other_f * e * (1.0 - other_e)) * TanhDifference(b, b_shift);
  const double from_a = f * g * other_g * std::cosh(b_shift) * TanhDifference(a, a_shift);
  return std::atanh((from_a + from_b) / divisor / other_divisor / (1.0 - v * other_v));
}

double BinaryEntropy(double p, double q) {
  const double small = p < q ? p : q;
  const double large = p < q ? q : p;
  if (!(small > 0.0)) return 0.0;
  return -small * std::log(small) - large * std::log1p(-small);
}

}  // namespace infoflow::ising::internal
