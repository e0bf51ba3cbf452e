#include "paper_figures/reconstruction/falling_depth_search.h"

#include <cmath>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace infoflow::paper_figures {
namespace {

// Networks can be trained down to the depth 10 / |variance - 2|.
TrainingOutcome Toy(double variance, int depth) {
  return {depth * std::abs(variance - 2.0) <= 10.0 ? 0.9 : 0.1, 3.0};
}

TEST(FallingDepthSearchTest, FindsTheDeepestOnTheGrid) {
  int trainings = 0;
  const std::vector<FallingPoint> points =
      SearchFallingDepths({2.0, 1.7, 1.4, 1.0}, {50, 5, 2, 0.4}, [&](double variance, int depth) {
        ++trainings;
        return absl::StatusOr<TrainingOutcome>(Toy(variance, depth));
      }).value();
  ASSERT_EQ(points.size(), 4u);
  // The deepest multiples of 5 below 50, 33.3, 16.7 and 10.
  EXPECT_EQ(points[0].trained_depth, 50);
  EXPECT_EQ(points[1].trained_depth, 30);
  EXPECT_EQ(points[2].trained_depth, 15);
  EXPECT_EQ(points[3].trained_depth, 10);
  EXPECT_EQ(points[1].trials.size(), 5u);
  EXPECT_EQ(points[1].trials.front().depth, 50);
  EXPECT_EQ(points[1].trials.back().outcome.accuracy, 0.9);
  EXPECT_EQ(points[1].trials.back().outcome.epochs, 3.0);
  EXPECT_EQ(trainings, 1 + 5 + 4 + 2);
}

TEST(FallingDepthSearchTest, DepthNeverGrows) {
  const std::vector<FallingPoint> points =
      SearchFallingDepths({1.0, 2.0}, {50, 5, 2, 0.4}, [](double variance, int depth) {
        return absl::StatusOr<TrainingOutcome>(Toy(variance, depth));
      }).value();
  EXPECT_EQ(points[0].trained_depth, 10);
  EXPECT_EQ(points[1].trained_depth, 10);
}

TEST(FallingDepthSearchTest, EndsAtTheLeastDepth) {
  std::vector<int> depths;
  const std::vector<FallingPoint> points =
      SearchFallingDepths({1.0, 1.1}, {12, 5, 3, 0.4}, [&](double, int depth) {
        depths.push_back(depth);
        return absl::StatusOr<TrainingOutcome>({0.4, 7.0});  // not above 0.4
      }).value();
  EXPECT_EQ(depths, (std::vector<int>{12, 7, 3, 3}));
  EXPECT_EQ(points[0].trained_depth, 0);
  EXPECT_EQ(points[1].trained_depth, 0);
}

TEST(FallingDepthSearchTest, ReportsErrors) {
  const auto points = SearchFallingDepths({1.0}, {}, [](double, int) {
    return absl::StatusOr<TrainingOutcome>(absl::OutOfRangeError("diverges"));
  });
  EXPECT_EQ(points.status().message(), "diverges");
}

}  // namespace
}  // namespace infoflow::paper_figures
