#ifndef INFOFLOW_NUMERICS_HYPOTHESIS_TESTS_H_
#define INFOFLOW_NUMERICS_HYPOTHESIS_TESTS_H_

#include "absl/functional/function_ref.h"
#include "absl/types/span.h"

// p-values: the probability, if the hypothesis holds, of a deviation at least as large.

namespace infoflow::numerics {

struct TestResult {
  double statistic = 0.0;
  double p_value = 1.0;
};

// 2 Phi(-|z|): two-sided p-value of a normal deviate.
double NormalPValue(double z);

// Probability that chi^2 with `degrees` of freedom exceeds `chi_square`: the upper incomplete
// gamma function Q(degrees / 2, chi_square / 2). Domain: degrees > 0, chi_square >= 0.
// Accuracy: 1e-13 relative above 1e-12 (hypothesis_tests_test.cc).
double ChiSquarePValue(double chi_square, double degrees);

// Pearson's test of counts against expected counts, whose sums must agree:
// chi^2 = sum (observed - expected)^2 / expected with n - 1 degrees of freedom.
// Shapes: equal sizes >= 2. Domain: expected > 0, large enough (5 or more) for the law to be
// chi^2; fully determined hypothesis (no fitted parameters).
TestResult ChiSquareTest(absl::Span<const double> observed, absl::Span<const double> expected);

// P(sup |F_n - F| >= d) for the empirical law of n samples, asymptotically
//   Q(l) = 2 sum_{j>=1} (-1)^(j-1) exp(-2 j^2 l^2),  l = (sqrt(n) + 0.12 + 0.11 / sqrt(n)) d.
// Source: Stephens, J. R. Stat. Soc. B 32 (1970). Domain: n >= 5. Accuracy: within 5 % of the
// exact finite law for n >= 10 and p-values above 1e-6 (hypothesis_tests_test.cc).
double KolmogorovPValue(double d, double n);

// Kolmogorov-Smirnov test of samples against a continuous law given by its cumulative
// distribution function. Shapes: n >= 5, any order. Cost: O(n log n).
TestResult KolmogorovSmirnovTest(absl::Span<const double> samples,
                                 absl::FunctionRef<double(double)> cdf);

// Two-sample Kolmogorov-Smirnov test, effective size n m / (n + m). Shapes: that size >= 5.
TestResult KolmogorovSmirnovTwoSampleTest(absl::Span<const double> first,
                                          absl::Span<const double> second);

}  // namespace infoflow::numerics

#endif  // INFOFLOW_NUMERICS_HYPOTHESIS_TESTS_H_
