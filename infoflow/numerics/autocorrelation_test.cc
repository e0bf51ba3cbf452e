#include "infoflow/numerics/autocorrelation.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/numerics/statistics.h"

namespace infoflow::numerics {
namespace {

constexpr double kExact = 1e-12;

TEST(AutocorrelationTest, ConstantSeriesIsUncorrelated) {
  const AutocorrelationTime time = IntegratedAutocorrelationTime(std::vector<double>(100, 0.1));
  EXPECT_EQ(time.time, 0.5);
  EXPECT_TRUE(time.converged);
  EXPECT_NEAR(EstimateCorrelatedMean(std::vector<double>(100, 0.1)).error, 0.0, kExact);
}

TEST(AutocorrelationTest, AlternatingSeriesHasNegativeCorrelations) {
  std::vector<double> series;
  for (int i = 0; i < 1000; ++i) series.push_back(i % 2 == 0 ? 1.0 : -1.0);
  // rho(1) = -1: 1/2 - 1, and the window closes at once.
  const AutocorrelationTime time = IntegratedAutocorrelationTime(series);
  EXPECT_NEAR(time.time, -0.5, kExact);
  EXPECT_EQ(time.window, 1);
  // The error of the mean is not made smaller than that of independent samples.
  EXPECT_EQ(EstimateCorrelatedMean(series).error, EstimateMean(series).error);
}

TEST(AutocorrelationTest, SeriesOfOneTrendDoesNotConverge) {
  std::vector<double> series;
  for (int i = 0; i < 200; ++i) series.push_back(i);
  EXPECT_FALSE(IntegratedAutocorrelationTime(series).converged);
}

TEST(AutocorrelationTest, BinMeansLeaveOutTheRest) {
  EXPECT_EQ(BinMeans({1, 3, 5, 7, 100}, 2), (std::vector<double>{2, 6}));
  EXPECT_EQ(BinMeans({1, 3}, 1), (std::vector<double>{1, 3}));
  EXPECT_TRUE(BinMeans({1, 3}, 3).empty());
}

TEST(AutocorrelationTest, BinningFindsRepeatedSamples) {
  // Each of the values four times in a row: from bin size 4 on the bins are the values.
  std::vector<double> values, series;
  for (int i = 0; i < 256; ++i) {
    values.push_back(std::fmod(i * 0.6180339887498949, 1.0));
    series.insert(series.end(), 4, values.back());
  }
  const std::vector<BinningLevel> levels = BinningAnalysis(series);
  ASSERT_EQ(levels.size(), 6u);  // 1024 / 2^5 = 32 bins are the least
  EXPECT_EQ(levels[0].bin_size, 1);
  EXPECT_NEAR(levels[0].error, EstimateMean(series).error, kExact);
  EXPECT_EQ(levels[2].bin_size, 4);
  EXPECT_EQ(levels[2].num_bins, 256);
  EXPECT_NEAR(levels[2].error, EstimateMean(values).error, kExact);
  EXPECT_NEAR(levels[2].error_of_error, levels[2].error / std::sqrt(2.0 * 255), kExact);
}

TEST(AutocorrelationDeathTest, ChecksDomains) {
  EXPECT_DEATH((void)IntegratedAutocorrelationTime({1.0}), "check failed");
  EXPECT_DEATH((void)BinMeans({1.0}, 0), "check failed");
}

}  // namespace
}  // namespace infoflow::numerics
