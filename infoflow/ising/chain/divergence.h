#ifndef INFOFLOW_ISING_CHAIN_DIVERGENCE_H_
#define INFOFLOW_ISING_CHAIN_DIVERGENCE_H_

#include <limits>

// Relative entropies of laws on few states, without cancellation.

namespace infoflow::ising {

// Relative entropies of two laws p and q in both directions, in nats.
struct RelativeEntropies {
  double forward = 0.0;  // D(p||q)
  double reverse = 0.0;  // D(q||p)
};

namespace internal {

// A probability, with its logarithm where the number itself has underflowed: below the range of
// normal doubles; above it `log_value` is not looked at.
struct Probability {
  double value = 0.0;
  double log_value = -std::numeric_limits<double>::infinity();
};

// One state's share of D(p||q) and D(q||p), added to `sum` with `weight`.
//
//   forward: p ln(p/q) - (p - q) = q g(x),      g(x) = (1+x) ln(1+x) - x
//   reverse: q ln(q/p) - (q - p) = q (x - ln(1+x)),    x = (p - q)/q
//
// Both are >= 0, and since the p - q of all states add up to zero, the shares add up to the
// relative entropies. `difference` = p - q must carry its own relative accuracy: the caller
// knows it better than the subtraction does. Relative accuracy 2e-15 for exact arguments
// (divergence_test.cc); a weight below 2.3e-308, or p and q both that small, add
// nothing. Cost: one logarithm, or a polynomial for |x| <= 1/4.
void AddDivergence(double weight, const Probability& p, const Probability& q, double difference,
                   RelativeEntropies& sum);

// A law on {+,-}.
struct TwoStateLaw {
  double plus = 0.5;
  double minus = 0.5;
  double log_odds = 0.0;  // ln(plus/minus); also where one of them underflows
};

// The law with P(+)/P(-) = plus_weight/minus_weight = e^{log_odds}. The weights give the
// probabilities their accuracy, the log-odds take over where a weight has underflowed.
TwoStateLaw MakeTwoStateLaw(double plus_weight, double minus_weight, double log_odds);

// Both relative entropies of two such laws, where `shift` = q.log_odds - p.log_odds carries its
// own relative accuracy. Relative accuracy 4e-15, for any finite arguments. Cost: two to five
// exponentials and logarithms.
RelativeEntropies TwoStateRelativeEntropies(const TwoStateLaw& p, const TwoStateLaw& q,
                                            double shift);

// 1/(1 + e^{-x}), the probability with log-odds x.
double ProbabilityOfLogOdds(double log_odds);

// ln(cosh(x + d)/cosh x) with the relative accuracy of `d` (absolute: 2e-16 |d|).
double LogCoshDifference(double x, double d);

// The change of atanh(tanh(a) tanh(b)) = [ln cosh(a+b) - ln cosh(a-b)]/2 when a and b change by
// `a_shift` and `b_shift`; a large change of one does not drown that of the other where b is
// small. Absolute accuracy 2e-15 (|b_shift| + |a_shift tanh b|).
double TanhProductDifference(double a, double b, double a_shift, double b_shift);

// The change of b + atanh(tanh(a) tanh(b)), the field on an end spin of two joined stretches,
// which for a strong antiferromagnet (a -> -infinity) is far smaller than the change of b.
// Absolute accuracy as above; for a < 0 and a result below 1/2 before and after, 4e-15 + 2e-16 |a|
// relative to the parts of the two shifts.
double JoinedFieldDifference(double a, double b, double a_shift, double b_shift);

// -p ln p - q ln q for a two-state law with q = 1 - p, both to full relative accuracy. Nats.
double BinaryEntropy(double p, double q);

}  // namespace internal
}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_CHAIN_DIVERGENCE_H_
