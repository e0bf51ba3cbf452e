#include "infoflow/numerics/hypothesis_tests.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "boost/math/special_functions/gamma.hpp"
#include "infoflow/numerics/quiet_policy.h"
#include "infoflow/support/check.h"

namespace infoflow::numerics {

double NormalPValue(double z) { return std::erfc(std::abs(z) * 0.70710678118654752440); }

double ChiSquarePValue(double chi_square, double degrees) {
  INFOFLOW_CHECK(degrees > 0.0 && chi_square >= 0.0);
  if (std::isinf(chi_square)) return 0.0;
  return boost::math::gamma_q(0.5 * degrees, 0.5 * chi_square, internal::QuietPolicy());
}

TestResult ChiSquareTest(absl::Span<const double> observed, absl::Span<const double> expected) {
  INFOFLOW_CHECK(observed.size() == expected.size() && observed.size() >= 2);
  TestResult result;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    INFOFLOW_CHECK(expected[i] > 0.0);
    const double difference = observed[i] - expected[i];
    result.statistic += difference * difference / expected[i];
  }
  result.p_value = ChiSquarePValue(result.statistic, static_cast<double>(observed.size() - 1));
  return result;
}

double KolmogorovPValue(double d, double n) {
  INFOFLOW_CHECK(n >= 5.0 && d >= 0.0);
  const double root = std::sqrt(n);
  const double l = (root + 0.12 + 0.11 / root) * d;
  if (l < 0.2) return 1.0;  // 1 - Q(0.2) = 5e-13
  double sum = 0.0;
  double sign = 1.0;
  for (int j = 1; j <= 100; ++j) {
    const double term = std::exp(-2.0 * j * j * l * l);
    sum += sign * term;
    if (term < 1e-17 * sum) break;
    sign = -sign;
  }
  return std::clamp(2.0 * sum, 0.0, 1.0);
}

TestResult KolmogorovSmirnovTest(absl::Span<const double> samples,
                                 absl::FunctionRef<double(double)> cdf) {
  std::vector<double> sorted(samples.begin(), samples.end());
  std::sort(sorted.begin(), sorted.end());
  const double n = static_cast<double>(sorted.size());
  TestResult result;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const double p = cdf(sorted[i]);
    const double above = static_cast<double>(i + 1) / n - p;
    const double below = p - static_cast<double>(i) / n;
    result.statistic = std::max({result.statistic, above, below});
  }
  result.p_value = KolmogorovPValue(result.statistic, n);
  return result;
}

TestResult KolmogorovSmirnovTwoSampleTest(absl::Span<const double> first,
                                          absl::Span<const double> second) {
  std::vector<double> a(first.begin(), first.end());
  std::vector<double> b(second.begin(), second.end());
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  const double n = static_cast<double>(a.size());
  const double m = static_cast<double>(b.size());
  TestResult result;
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    const double x = std::min(a[i], b[j]);
    while (i < a.size() && a[i] == x) ++i;
    while (j < b.size() && b[j] == x) ++j;
    const double difference = static_cast<double>(i) / n - static_cast<double>(j) / m;
    result.statistic = std::max(result.statistic, std::abs(difference));
  }
  result.p_value = KolmogorovPValue(result.statistic, n * m / (n + m));
  return result;
}

}  // namespace infoflow::numerics
