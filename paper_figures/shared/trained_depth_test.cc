#include "paper_figures/shared/trained_depth.h"

#include "gtest/gtest.h"

namespace infoflow::paper_figures {
namespace {

TEST(DepthOfAccuracyTest, LiesBetweenTheNetworksByLinearInterpolation) {
  // From 0.75 at depth 10 to 0.25 at depth 20: half way.
  EXPECT_DOUBLE_EQ(DepthOfAccuracy({{5, 1.0}, {10, 0.75}, {20, 0.25}}, 0.5), 15.0);
  // From 1 at depth 0 to 0.2 at depth 8: (1 - 0.6) / (1 - 0.2) of the way.
  EXPECT_DOUBLE_EQ(DepthOfAccuracy({{8, 0.2}}, 0.6), 4.0);
}

TEST(DepthOfAccuracyTest, CountsTheFirstFallOnly) {
  EXPECT_DOUBLE_EQ(DepthOfAccuracy({{10, 0.75}, {20, 0.25}, {30, 0.9}}, 0.5), 15.0);
}

TEST(DepthOfAccuracyTest, IsTheGreatestDepthWhereItNeverFalls) {
  EXPECT_EQ(DepthOfAccuracy({{10, 0.9}, {20, 0.5}}, 0.5), 20.0) << "the threshold is no fall";
  EXPECT_EQ(DepthOfAccuracy({}, 0.5), 0.0);
}

}  // namespace
}  // namespace infoflow::paper_figures
