#include <cmath>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/estimators/binning.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/numerics/statistics.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::estimators {
namespace {

// Means of 200 replicas within 6 standard errors: some 1e-8 per comparison, below 1e-6 in all.
constexpr double kStandardErrors = 6.0;
constexpr int kReplicas = 200;

numerics::MeanEstimate MeanEntropy(int samples, int columns, const BinningOptions& options) {
  std::vector<double> values;
  for (std::uint32_t replica = 0; replica < kReplicas; ++replica) {
    random::Stream stream(18, random::StreamUse::kTest, replica);
    linalg::Matrix<double> matrix(samples, columns);
    random::FillUniform(stream, matrix.values());
    values.push_back(EstimateBinnedEntropy(matrix, options).value().entropy);
  }
  return numerics::EstimateMean(values);
}

// Uniform variates: bins^d states of equal probability.
TEST(BinningStatisticalTest, HasItsDocumentedBiasWhichMillerMadowRemoves) {
  BinningOptions options;
  options.bins = 10;
  options.range = BinRange{0.0, 1.0};
  for (const int columns : {1, 2}) {
    const int samples = 2000;
    const double states = std::pow(10.0, columns);
    options.bias = CountBias::kPlugIn;
    const numerics::MeanEstimate plug_in = MeanEntropy(samples, columns, options);
    // The next order of the bias: -(sum 1/p - 1) / (12 P^2).
    const double second_order = (states * states - 1.0) / (12.0 * samples * samples);
    EXPECT_NEAR(plug_in.mean, std::log(states) - (states - 1.0) / (2.0 * samples) - second_order,
                kStandardErrors * plug_in.error + 0.2 * second_order);
    options.bias = CountBias::kMillerMadow;
    const numerics::MeanEstimate corrected = MeanEntropy(samples, columns, options);
    EXPECT_NEAR(corrected.mean, std::log(states) - second_order,
                kStandardErrors * corrected.error + 0.2 * second_order);
  }
}

// H of 30 bins of width w is the differential entropy plus ln(1/w) for a smooth density.
TEST(BinningStatisticalTest, FollowsTheDifferentialEntropyOfNormals) {
  BinningOptions options;
  options.bins = 60;
  options.range = BinRange{-9.0, 9.0};
  options.bias = CountBias::kMillerMadow;
  std::vector<double> values;
  for (std::uint32_t replica = 0; replica < kReplicas; ++replica) {
    random::Stream stream(19, random::StreamUse::kTest, replica);
    linalg::Matrix<double> matrix(5000, 1);
    random::FillNormal(stream, matrix.values());
    values.push_back(EstimateBinnedEntropy(matrix, options).value().entropy);
  }
  const numerics::MeanEstimate mean = numerics::EstimateMean(values);
  // Width 0.3: the second order w^2 / 24 of the rounding, and bins in the tails not yet seen.
  const double width = 0.3;
  EXPECT_NEAR(mean.mean, 0.5 * 2.83787706640934548 + std::log(1.0 / width) + width * width / 24.0,
              kStandardErrors * mean.error + 0.001);
}

}  // namespace
}  // namespace infoflow::estimators
