#include <cmath>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/estimators/mixture_entropy.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/statistics.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::estimators {
namespace {

using numerics::kLn2PiE;

// A mean beyond a true bound by 6 standard errors has a probability of 1e-9; some 10 are
// compared.
constexpr double kStandardErrors = 6.0;

// ln of the density of the mixture at x.
double LogDensity(const linalg::Matrix<double>& centres, double variance,
                  const std::vector<double>& x) {
  double sum = 0.0;
  for (int j = 0; j < centres.rows(); ++j) {
    double squared = 0.0;
    for (int t = 0; t < centres.columns(); ++t) squared += std::pow(x[t] - centres(j, t), 2);
    sum += std::exp(-squared / (2.0 * variance)) / centres.rows();
  }
  return std::log(sum) - 0.5 * centres.columns() * (kLn2PiE - 1.0 + std::log(variance));
}

TEST(MixtureEntropyStatisticalTest, BoundsTheEntropyOfTheMixture) {
  for (const int columns : {1, 3}) {
    for (const double variance : {0.01, 0.1, 1.0}) {
      random::Stream stream(14, random::StreamUse::kTest, columns);
      linalg::Matrix<double> centres(20, columns);
      random::FillNormal(stream, centres.values());
      // H = -E ln density, by sampling.
      numerics::MeanAccumulator entropy;
      std::vector<double> x(columns);
      for (int n = 0; n < 40000; ++n) {
        const int centre = n % centres.rows();
        for (int t = 0; t < columns; ++t) {
          x[t] = centres(centre, t) + std::sqrt(variance) * random::Normal(stream);
        }
        entropy.Add(-LogDensity(centres, variance, x));
      }
      const numerics::MeanEstimate estimate = entropy.Estimate();
      const MixtureEntropyBounds bounds = BoundMixtureEntropy(centres, variance).value();
      EXPECT_LE(bounds.lower, estimate.mean + kStandardErrors * estimate.error);
      EXPECT_GE(bounds.upper, estimate.mean - kStandardErrors * estimate.error);
    }
  }
}

// Centres drawn from N(0, 1): on average the entropy of the mixture is below that of N(0, 1 + s2).
TEST(MixtureEntropyStatisticalTest, LowerBoundHoldsForTheLawOfTheCentresOnAverage) {
  for (const double variance : {0.01, 1.0}) {
    std::vector<double> lower;
    for (std::uint32_t replica = 0; replica < 40; ++replica) {
      random::Stream stream(15, random::StreamUse::kTest, replica);
      linalg::Matrix<double> centres(200, 3);
      random::FillNormal(stream, centres.values());
      lower.push_back(BoundMixtureEntropy(centres, variance).value().lower);
    }
    const numerics::MeanEstimate mean = numerics::EstimateMean(lower);
    EXPECT_LE(mean.mean, 1.5 * (kLn2PiE + std::log1p(variance)) + kStandardErrors * mean.error);
  }
}

}  // namespace
}  // namespace infoflow::estimators
