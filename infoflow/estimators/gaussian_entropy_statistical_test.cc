#include <cmath>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/estimators/gaussian_entropy.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/statistics.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::estimators {
namespace {

using numerics::kLn2PiE;

// Means of 400 replicas within 6 standard errors: 2e-9 per comparison.
constexpr double kStandardErrors = 6.0;
constexpr int kReplicas = 400;

TEST(GaussianEntropyStatisticalTest, HasExactlyItsDocumentedBiasAndError) {
  for (const int columns : {1, 4, 15}) {
    const int rows = 20;
    std::vector<double> plug_in;
    std::vector<double> corrected;
    double error = 0.0;
    for (std::uint32_t replica = 0; replica < kReplicas; ++replica) {
      random::Stream stream(22, random::StreamUse::kTest, replica);
      linalg::Matrix<double> samples(rows, columns);
      random::FillNormal(stream, samples.values());
      const GaussianEntropyEstimate estimate = EstimateGaussianEntropy(samples).value();
      plug_in.push_back(estimate.plug_in - estimate.bias);
      corrected.push_back(estimate.corrected);
      error = estimate.error;
    }
    const numerics::MeanEstimate mean = numerics::EstimateMean(corrected);
    const double exact = 0.5 * columns * kLn2PiE;
    EXPECT_NEAR(mean.mean, exact, kStandardErrors * error / std::sqrt(kReplicas)) << columns;
    EXPECT_NEAR(numerics::EstimateMean(plug_in).mean, mean.mean, 1e-10);
    // The standard deviation of a sample variance of 400 is below 10 % for these laws.
    EXPECT_NEAR(std::sqrt(mean.variance), error, kStandardErrors * 0.05 * error) << columns;
  }
}

}  // namespace
}  // namespace infoflow::estimators
