#include "paper_figures/reconstruction/depth_search.h"

#include <optional>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::paper_figures {
namespace {

DepthSearchParameters Parameters(DepthSearch search) { return {search, {9, 4, 30, 4, 20}, 5, 1.7}; }

std::optional<double> Unknown(double, int) { return std::nullopt; }

TEST(DepthSearchTest, GridHasEveryDepthOnceUpToTheDeepest) {
  const std::vector<FallingPoint> points =
      Parameters(DepthSearch::kGrid).Networks({2.0, 0.5, 2.0}, 20, Unknown);
  ASSERT_EQ(points.size(), 2u);
  EXPECT_EQ(points[0].weight_variance, 0.5);
  EXPECT_EQ(points[1].weight_variance, 2.0);
  for (const FallingPoint& point : points) {
    std::vector<int> depths;
    for (const FallingPoint::Trial& trial : point.trials) {
      depths.push_back(trial.depth);
      EXPECT_FALSE(trial.accuracy.has_value());
    }
    EXPECT_EQ(depths, (std::vector<int>{4, 9, 20}));
  }
}

TEST(DepthSearchTest, GridTellsWhatIsKnown) {
  const std::vector<FallingPoint> points =
      Parameters(DepthSearch::kGrid).Networks({0.5}, 20, [](double variance, int depth) {
        return depth == 9 ? std::make_optional(variance) : std::nullopt;
      });
  EXPECT_EQ(points[0].trials[1].accuracy, 0.5);
  EXPECT_FALSE(points[0].trials[2].accuracy.has_value());
}

TEST(DepthSearchTest, GridsTrainedDepthLiesBetweenItsDepths) {
  const std::vector<FallingPoint> points =
      Parameters(DepthSearch::kGrid).Networks({0.5}, 20, [](double, int depth) {
        return std::make_optional(depth <= 9 ? kTrained + 0.2 : kTrained - 0.2);
      });
  EXPECT_NEAR(points[0].trained_depth, 14.5, 1e-12);
}

TEST(DepthSearchTest, FallingSearchBeginsAtItsFirstVarianceAndTheDeepest) {
  const std::vector<FallingPoint> points =
      Parameters(DepthSearch::kFalling).Networks({2.0, 1.6, 0.5}, 20, Unknown);
  ASSERT_EQ(points.size(), 3u);
  EXPECT_TRUE(points[0].trials.empty());
  ASSERT_EQ(points[1].trials.size(), 1u);
  EXPECT_EQ(points[1].weight_variance, 1.6);
  EXPECT_EQ(points[1].trials[0].depth, 20);
}

// With accuracies above kTrained up to depth 12 it falls by depth_step to 10.
TEST(DepthSearchTest, FallingSearchEndsWhereNetworksAreTrained) {
  const std::vector<FallingPoint> points =
      Parameters(DepthSearch::kFalling).Networks({1.7}, 20, [](double, int depth) {
        return std::make_optional(depth <= 12 ? kTrained + 0.1 : kTrained);
      });
  EXPECT_EQ(points[0].trials.size(), 3u);
  EXPECT_EQ(points[0].trained_depth, 10);
}

}  // namespace
}  // namespace infoflow::paper_figures
