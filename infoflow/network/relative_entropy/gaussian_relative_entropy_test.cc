#include "infoflow/network/relative_entropy/gaussian_relative_entropy.h"

#include <cmath>

#include "gtest/gtest.h"

namespace infoflow::network {
namespace {

constexpr double kTolerance = 4e-15;

TEST(GaussianRelativeEntropyTest, Formula) {
  for (const double ratio : {1e-9, 0.2, 0.69, 0.71, 0.9, 1.1, 1.29, 1.31, 7.0, 1e9}) {
    const long double r = ratio;
    const long double want = 0.5L * (r - 1.0L - std::log(r) + 0.09L);
    EXPECT_NEAR(GaussianRelativeEntropy({1.3, 2.0 * ratio}, {1.3 + std::sqrt(0.18), 2.0}) /
                    static_cast<double>(want),
                1.0, kTolerance)
        << ratio;
  }
}

// x^2/4 - x^3/6 + x^4/8 - x^5/10 for v_p = (1 + x) v_q, where the plain formula has no digits.
TEST(GaussianRelativeEntropyTest, NearlyEqualVariances) {
  for (const double x : {1e-3, -1e-3, 1e-6, -1e-9, 1e-12}) {
    const double variance = 1.0 + x;
    const double e = variance - 1.0;
    const double want = e * e * (0.25 - e * (1.0 / 6.0 - e * (0.125 - e * (0.1 - e / 12.0))));
    EXPECT_NEAR(GaussianRelativeEntropy({0.0, variance}, {0.0, 1.0}) / want, 1.0, kTolerance);
  }
  EXPECT_EQ(GaussianRelativeEntropy({0.4, 0.3}, {0.4, 0.3}), 0.0);
}

TEST(GaussianRelativeEntropyTest, AgainstAnIntegral) {
  const Gaussian p = {0.3, 0.7}, q = {-0.2, 1.9};
  const auto log_density = [](const Gaussian& g, double x) {
    return -0.5 * std::log(2.0 * M_PI * g.variance) -
           0.5 * (x - g.mean) * (x - g.mean) / g.variance;
  };
  double sum = 0.0;
  constexpr double kStep = 0.02;
  for (double x = -12.0; x <= 12.0; x += kStep) {
    sum += kStep * std::exp(log_density(p, x)) * (log_density(p, x) - log_density(q, x));
  }
  EXPECT_NEAR(GaussianRelativeEntropy(p, q), sum, 1e-12);
}

}  // namespace
}  // namespace infoflow::network
