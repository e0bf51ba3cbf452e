#include "infoflow/numerics/power_law_fit.h"

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::numerics {
namespace {

TEST(PowerLawFitTest, FindsThePowerPutIn) {
  for (const double exponent : {-3.7, -0.25, 0.0, 0.125, 2.0}) {
    for (const double amplitude : {0.7, -20.0}) {
      std::vector<double> x, y;
      for (int k = 1; k <= 7; ++k) {
        x.push_back(std::sqrt(k));
        y.push_back(amplitude * std::pow(x.back(), exponent));
      }
      const PowerLaw fit = FitPowerLaw(x, y, -8.0, 8.0);
      EXPECT_TRUE(fit.inside);
      EXPECT_NEAR(fit.exponent, exponent, 1.6e-7);
      EXPECT_NEAR(fit.amplitude, amplitude, 1e-6 * std::abs(amplitude));
    }
  }
}

// Against the smallest sum of squares over a fine grid of both parameters.
TEST(PowerLawFitTest, LeastSquaresOfValuesThatAreNone) {
  const std::vector<double> x = {1.0, 2.0, 3.0, 5.0};
  const std::vector<double> y = {1.0, 0.3, 0.25, -0.1};
  const auto squares = [&](double amplitude, double exponent) {
    double sum = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double off = y[i] - amplitude * std::pow(x[i], exponent);
      sum += off * off;
    }
    return sum;
  };
  double least = std::numeric_limits<double>::infinity();
  double best = 0.0;
  for (double exponent = -3.0; exponent < 0.0; exponent += 1e-3) {
    for (double amplitude = 0.9; amplitude < 1.1; amplitude += 1e-3) {
      const double at = squares(amplitude, exponent);
      if (at < least) {
        least = at;
        best = exponent;
      }
    }
  }
  const PowerLaw fit = FitPowerLaw(x, y, -8.0, 8.0);
  EXPECT_TRUE(fit.inside);
  EXPECT_NEAR(fit.exponent, best, 3e-3);
  EXPECT_LE(squares(fit.amplitude, fit.exponent), least);
}

TEST(PowerLawFitTest, SaysWhenThereIsNone) {
  const std::vector<double> x = {1.0, 2.0, 4.0};
  EXPECT_FALSE(FitPowerLaw(x, {1.0, 0.0, 0.0}, -4.0, 4.0).inside);
  EXPECT_FALSE(FitPowerLaw(x, {1.0, 64.0, 4096.0}, -4.0, 4.0).inside);
  EXPECT_TRUE(FitPowerLaw(x, {1.0, 64.0, 4096.0}, -4.0, 8.0).inside);
}

}  // namespace
}  // namespace infoflow::numerics
