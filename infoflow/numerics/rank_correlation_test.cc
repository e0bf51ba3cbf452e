#include "infoflow/numerics/rank_correlation.h"

#include <cmath>
#include <limits>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::numerics {
namespace {

TEST(RankCorrelationTest, OrderIsAllThatCounts) {
  EXPECT_EQ(RankCorrelation({1.0, 2.0, 3.0}, {10.0, 100.0, 1000.0}), 1.0);
  EXPECT_EQ(RankCorrelation({1.0, 2.0, 3.0}, {3.0, 2.0, -1e300}), -1.0);
}

// 1 - 6 sum d^2 / (n (n^2 - 1)) without ties: d = (-1, 1, -1, 1, 0), n = 5.
TEST(RankCorrelationTest, AgreesWithTheFormulaForDifferentValues) {
  EXPECT_NEAR(RankCorrelation({1.0, 2.0, 3.0, 4.0, 5.0}, {2.0, 1.0, 4.0, 3.0, 5.0}), 0.8, 1e-15);
}

// Ranks (0, 1.5, 1.5, 3) against (0, 1, 2, 3): cov 4.5, variances 4.5 and 5.
TEST(RankCorrelationTest, EqualValuesShareTheirRank) {
  EXPECT_NEAR(RankCorrelation({1.0, 2.0, 2.0, 3.0}, {1.0, 2.0, 3.0, 4.0}),
              4.5 / std::sqrt(4.5 * 5.0), 1e-15);
}

TEST(RankCorrelationTest, WhatCannotBeRankedIsNan) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(std::isnan(RankCorrelation({1.0, 1.0}, {1.0, 2.0})));
  EXPECT_TRUE(std::isnan(RankCorrelation({1.0, nan, 2.0}, {1.0, 2.0, 3.0})));
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(RankCorrelation({-infinity, 0.0, infinity}, {1.0, 2.0, 3.0}), 1.0);
}

}  // namespace
}  // namespace infoflow::numerics
