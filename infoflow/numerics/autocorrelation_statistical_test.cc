#include <cmath>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/numerics/autocorrelation.h"
#include "infoflow/numerics/statistics.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::numerics {
namespace {

// Each comparison below is of a nearly normal estimate with its exact value at 6 standard
// errors: 2e-9 each. Together with what the estimated errors leave open, below 1e-7 in all.
constexpr double kStandardErrors = 6.0;

// x_t = a x_{t-1} + sqrt(1 - a^2) z_t: unit variance, rho(t) = a^t, tau = (1 + a) / (1 - a) / 2.
std::vector<double> AutoregressiveSeries(double a, int length, std::uint32_t index) {
  random::Stream stream(7, random::StreamUse::kTest, index);
  std::vector<double> series(length);
  double x = random::Normal(stream);
  for (double& value : series) {
    x = a * x + std::sqrt(1 - a * a) * random::Normal(stream);
    value = x;
  }
  return series;
}

TEST(AutocorrelationStatisticalTest, FindsTheTimeOfAutoregressiveSeries) {
  for (const double a : {0.0, 0.5, 0.9, 0.98}) {
    SCOPED_TRACE(a);
    const std::vector<double> series = AutoregressiveSeries(a, 200000, 0);
    const AutocorrelationTime time = IntegratedAutocorrelationTime(series);
    const double exact = 0.5 * (1 + a) / (1 - a);
    EXPECT_TRUE(time.converged);
    EXPECT_NEAR(time.time, exact, kStandardErrors * time.error);
    EXPECT_LT(time.error, 0.1 * exact);
    const MeanEstimate mean = EstimateCorrelatedMean(series);
    EXPECT_NEAR(mean.mean, 0.0, kStandardErrors * mean.error);
  }
}

TEST(AutocorrelationStatisticalTest, BinningReachesTheErrorFromTheTime) {
  const double a = 0.9;
  const std::vector<double> series = AutoregressiveSeries(a, 1 << 18, 1);
  const double exact = std::sqrt((1 + a) / (1 - a) / series.size());
  for (const BinningLevel& level : BinningAnalysis(series)) {
    if (level.bin_size < 256) continue;
    // Bins of 256 still miss the fraction 2 tau / 256 of the variance.
    EXPECT_NEAR(level.error, exact, kStandardErrors * level.error_of_error + 0.05 * exact)
        << level.bin_size;
  }
}

}  // namespace
}  // namespace infoflow::numerics
