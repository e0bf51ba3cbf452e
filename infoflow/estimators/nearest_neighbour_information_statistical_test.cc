#include <cmath>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/estimators/nearest_neighbour_information.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/numerics/statistics.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::estimators {
namespace {

// Means over independent replicas within 6 standard errors, plus the bias allowed: a false
// alarm has a probability of some 1e-8 per comparison, below 1e-6 in all.
constexpr double kStandardErrors = 6.0;
constexpr int kReplicas = 40;
constexpr int kSamples = 1000;

// Normal X and Y in d dimensions whose coordinates have pairwise correlation r.
numerics::MeanEstimate MeanInformation(double r, int dimension) {
  std::vector<double> values;
  for (std::uint32_t replica = 0; replica < kReplicas; ++replica) {
    random::Stream stream(12, random::StreamUse::kTest, replica);
    linalg::Matrix<double> x(kSamples, dimension);
    linalg::Matrix<double> y(kSamples, dimension);
    random::FillNormal(stream, x.values());
    random::FillNormal(stream, y.values());
    for (std::size_t n = 0; n < x.size(); ++n) {
      y.values()[n] = r * x.values()[n] + std::sqrt(1.0 - r * r) * y.values()[n];
    }
    values.push_back(NearestNeighbourInformation(x, y).value());
  }
  return numerics::EstimateMean(values);
}

TEST(NearestNeighbourInformationStatisticalTest, FindsThatOfCorrelatedNormals) {
  for (const double r : {-0.5, 0.0, 0.6, 0.9, 0.99}) {
    const numerics::MeanEstimate mean = MeanInformation(r, 1);
    const double exact = -0.5 * std::log1p(-r * r);
    EXPECT_NEAR(mean.mean, exact, kStandardErrors * mean.error + 0.01)
        << r << ": bias " << mean.mean - exact << " +- " << mean.error;
  }
}

TEST(NearestNeighbourInformationStatisticalTest, VanishesForIndependentVariables) {
  for (const int dimension : {2, 5, 20}) {
    const numerics::MeanEstimate mean = MeanInformation(0.0, dimension);
    EXPECT_NEAR(mean.mean, 0.0, kStandardErrors * mean.error + 0.01)
        << dimension << " +- " << mean.error;
  }
}

TEST(NearestNeighbourInformationStatisticalTest, IsTooSmallInHighDimension) {
  const double exact = -0.5 * 20 * std::log1p(-0.81);
  const numerics::MeanEstimate mean = MeanInformation(0.9, 20);
  EXPECT_GT(mean.mean, 0.1 * exact);
  EXPECT_LT(mean.mean, 0.7 * exact) << mean.error;
}

}  // namespace
}  // namespace infoflow::estimators
