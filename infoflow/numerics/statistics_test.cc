#include "infoflow/numerics/statistics.h"

#include <cmath>
#include <limits>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/numerics/constants.h"

namespace infoflow::numerics {
namespace {

// Sums of a few well-scaled terms.
constexpr double kExact = 1e-12;

TEST(StatisticsTest, MeanOfKnownNumbers) {
  // Squares of deviations from 5: 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32.
  const MeanEstimate estimate = EstimateMean({2, 4, 4, 4, 5, 5, 7, 9});
  EXPECT_NEAR(estimate.mean, 5.0, kExact);
  EXPECT_NEAR(estimate.variance, 32.0 / 7.0, kExact);
  EXPECT_NEAR(estimate.error, std::sqrt(32.0 / 56.0), kExact);
  EXPECT_EQ(estimate.count, 8);
}

TEST(StatisticsTest, SingleSampleHasInfiniteError) {
  const MeanEstimate estimate = EstimateMean({3.0});
  EXPECT_EQ(estimate.mean, 3.0);
  EXPECT_EQ(estimate.error, std::numeric_limits<double>::infinity());
  EXPECT_EQ(EstimateWeightedMean({3.0}, {2.0}).error, std::numeric_limits<double>::infinity());
}

TEST(StatisticsTest, LargeMeanDoesNotCancel) {
  std::vector<double> samples;
  for (int i = 0; i < 100000; ++i) samples.push_back(1e6 + (i % 2 == 0 ? 1.0 : -1.0));
  const MeanEstimate estimate = EstimateMean(samples);
  EXPECT_NEAR(estimate.mean, 1e6, 1e-14 * 1e6);
  EXPECT_NEAR(estimate.variance, 100000.0 / 99999.0, 1e-9);
}

TEST(StatisticsTest, MergedHalvesAreTheWhole) {
  const std::vector<double> samples = {1.5, -2.0, 0.25, 8.0, 3.0, -1.0, 0.5};
  const MeanEstimate whole = EstimateMean(samples);
  for (int split = 0; split <= 7; ++split) {
    MeanAccumulator first, second;
    for (int i = 0; i < 7; ++i) (i < split ? first : second).Add(samples[i]);
    first.Merge(second);
    const MeanEstimate merged = first.Estimate();
    EXPECT_EQ(merged.count, whole.count);
    EXPECT_NEAR(merged.mean, whole.mean, kExact);
    EXPECT_NEAR(merged.variance, whole.variance, kExact * whole.variance);
  }
}

TEST(StatisticsTest, EqualWeightsGiveTheOrdinaryMean) {
  const std::vector<double> samples = {1.0, 4.0, -2.0, 0.5};
  const MeanEstimate plain = EstimateMean(samples);
  for (const double weight : {1.0, 1e-200, 1e200}) {
    const WeightedMeanEstimate weighted =
        EstimateWeightedMean(samples, std::vector<double>(4, weight));
    EXPECT_NEAR(weighted.mean, plain.mean, kExact);
    EXPECT_NEAR(weighted.error, plain.error, kExact);
    EXPECT_NEAR(weighted.effective_count, 4.0, kExact);
  }
}

TEST(StatisticsTest, DominantWeightLeavesOneEffectiveSample) {
  const WeightedMeanEstimate estimate =
      EstimateWeightedMean({std::numeric_limits<double>::infinity(), 7.0, 9.0}, {0.0, 1.0, 1e-17});
  EXPECT_NEAR(estimate.mean, 7.0, kExact);
  EXPECT_NEAR(estimate.effective_count, 1.0, kExact);
}

TEST(StatisticsTest, WeightsActAsMultiplicities) {
  const WeightedMeanEstimate estimate = EstimateWeightedMean({1.0, 5.0}, {3.0, 1.0});
  EXPECT_NEAR(estimate.mean, 2.0, kExact);
  // (3 (1 - 2))^2 + (5 - 2)^2 = 18, n / (n - 1) = 2, sum w = 4.
  EXPECT_NEAR(estimate.error, 6.0 / 4.0, kExact);
  EXPECT_NEAR(estimate.effective_count, 16.0 / 10.0, kExact);
}

TEST(StatisticsTest, CombinedMeasurementsWeighBySquaredErrors) {
  const CombinedMeasurement combined = CombineMeasurements({1.0, 3.0}, {1.0, 0.5});
  EXPECT_NEAR(combined.mean, (1.0 + 3.0 * 4.0) / 5.0, kExact);
  EXPECT_NEAR(combined.error, 1.0 / std::sqrt(5.0), kExact);
  EXPECT_NEAR(combined.chi_square, 1.6 * 1.6 + 0.8 * 0.8, kExact);
}

TEST(StatisticsDeathTest, ChecksDomains) {
  EXPECT_DEATH((void)EstimateMean({}), "check failed");
  EXPECT_DEATH((void)EstimateWeightedMean({1.0}, {0.0}), "check failed");
  EXPECT_DEATH((void)EstimateWeightedMean({1.0}, {-1.0}), "check failed");
  EXPECT_DEATH((void)EstimateWeightedMean({1.0, 2.0}, {1.0}), "check failed");
  EXPECT_DEATH((void)CombineMeasurements({1.0}, {0.0}), "check failed");
}

TEST(QuantileTest, IsLinearBetweenValues) {
  EXPECT_EQ(Quantile({3.0}, 0.7), 3.0);
  EXPECT_EQ(Quantile({4.0, 1.0, 2.0}, 0.0), 1.0);
  EXPECT_EQ(Quantile({4.0, 1.0, 2.0}, 1.0), 4.0);
  EXPECT_EQ(Quantile({4.0, 1.0, 2.0}, 0.25), 1.5);
  EXPECT_EQ(Quantile({9.0, 1.0, 5.0, 2.0}, 0.5), Median({9.0, 1.0, 5.0, 2.0}));
  EXPECT_EQ(Quantile({kInfinity, 1.0}, 0.0), 1.0);
  EXPECT_TRUE(std::isnan(Quantile({1.0, kNaN, 2.0}, 0.1)));
}

TEST(MedianTest, IsInTheMiddle) {
  EXPECT_EQ(Median({3.0}), 3.0);
  EXPECT_EQ(Median({4.0, 1.0}), 2.5);
  EXPECT_EQ(Median({9.0, 1.0, 5.0}), 5.0);
  EXPECT_EQ(Median({9.0, 1.0, 5.0, 2.0}), 3.5);
  EXPECT_EQ(Median({kInfinity, kInfinity}), kInfinity);
  EXPECT_TRUE(std::isnan(Median({1.0, kNaN, 2.0})));
}

}  // namespace
}  // namespace infoflow::numerics
