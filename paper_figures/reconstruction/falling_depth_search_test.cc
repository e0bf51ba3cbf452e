#include "paper_figures/reconstruction/falling_depth_search.h"

#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::paper_figures {
namespace {

using Walk = FallingPoint::Walk;

// A search whose trials are answered one by one.
class Searcher {
 public:
  using Accuracy = double (*)(double variance, int depth);

  Searcher(std::vector<double> variances, FallingSearchOptions options, Accuracy accuracy)
      : variances_(std::move(variances)), options_(options), accuracy_(accuracy) {}

  std::vector<FallingPoint> Points() const {
    return SearchFallingDepths(variances_, options_,
                               [&](double variance, int depth) -> std::optional<double> {
                                 const auto found = known_.find({variance, depth});
                                 if (found == known_.end()) return std::nullopt;
                                 return found->second;
                               });
  }
  // Trains what `walk` and the first variance ask for, until they are content.
  void Answer(Walk walk) {
    for (bool open = true; open;) {
      open = false;
      for (const FallingPoint& point : Points()) {
        if (point.walk != walk && point.walk != Walk::kBoth) continue;
        for (const FallingPoint::Trial& trial : point.trials) {
          if (trial.accuracy.has_value()) continue;
          open = true;
          depths.push_back(trial.depth);
          known_[{point.weight_variance, trial.depth}] =
              accuracy_(point.weight_variance, trial.depth);
        }
      }
    }
  }
  std::vector<FallingPoint> Finish() {
    Answer(Walk::kDown);
    Answer(Walk::kUp);
    return Points();
  }

  std::vector<int> depths;  // of all trainings

 private:
  const std::vector<double> variances_;
  const FallingSearchOptions options_;
  const Accuracy accuracy_;
  std::map<std::pair<double, int>, double> known_;
};

// Networks can be trained down to the depth 10 / |variance - 2|.
double Toy(double variance, int depth) {
  return depth * std::abs(variance - 2.0) <= 10.0 ? 0.9 : 0.1;
}

std::vector<int> TrainedDepths(const std::vector<FallingPoint>& points) {
  std::vector<int> depths;
  for (const FallingPoint& point : points) depths.push_back(point.trained_depth);
  return depths;
}

TEST(FallingDepthSearchTest, FindsTheDeepestOnTheGrid) {
  Searcher searcher({1.0, 1.4, 1.7, 2.0}, {2.1, 50, 5, 2, 0.4}, Toy);
  const std::vector<FallingPoint> points = searcher.Finish();
  // The deepest multiples of 5 below 10, 16.7, 33.3 and 50.
  EXPECT_EQ(TrainedDepths(points), (std::vector<int>{10, 15, 30, 50}));
  EXPECT_EQ(points[2].trials.size(), 5u);
  EXPECT_EQ(points[2].trials.front().depth, 50);
  EXPECT_EQ(points[2].trials.back().accuracy, 0.9);
  EXPECT_EQ(searcher.depths.size(), 1u + 5u + 4u + 2u) << "each network is trained once";
}

TEST(FallingDepthSearchTest, DepthNeverGrows) {
  Searcher searcher({1.0, 2.0}, {1.0, 50, 5, 2, 0.4}, Toy);
  EXPECT_EQ(TrainedDepths(searcher.Finish()), (std::vector<int>{10, 10}));
}

TEST(FallingDepthSearchTest, EndsAtTheLeastDepth) {
  Searcher searcher({1.0, 1.1}, {1.0, 12, 5, 3, 0.4}, [](double, int) { return 0.4; });
  EXPECT_EQ(TrainedDepths(searcher.Finish()), (std::vector<int>{0, 0})) << "0.4 is not above 0.4";
  EXPECT_EQ(searcher.depths, (std::vector<int>{12, 7, 3, 3}));
}

TEST(FallingDepthSearchTest, AsksFirstForTheVarianceThatIsNearest) {
  // Of two that are equally near the lower one.
  const Searcher searcher({1.0, 1.5, 2.0, 3.0}, {1.75, 50, 5, 2, 0.4}, Toy);
  const std::vector<FallingPoint> points = searcher.Points();
  for (const FallingPoint& point : points) {
    EXPECT_EQ(point.trials.size(), point.weight_variance == 1.5 ? 1u : 0u);
  }
  EXPECT_EQ(points[1].walk, Walk::kBoth);
  EXPECT_EQ(points[1].trials[0].depth, 50);
  EXPECT_FALSE(points[1].trials[0].accuracy.has_value());
}

// As two shards do: what one walk finds does not depend on the other one.
TEST(FallingDepthSearchTest, WalksDoNotDependOnEachOther) {
  const std::vector<double> variances = {1.0, 1.6, 2.2, 2.6, 4.0};
  const FallingSearchOptions options = {2.2, 40, 5, 2, 0.4};
  const std::vector<FallingPoint> whole = Searcher(variances, options, Toy).Finish();
  EXPECT_EQ(TrainedDepths(whole), (std::vector<int>{10, 25, 40, 15, 5}));
  Searcher up(variances, options, Toy);
  up.Answer(Walk::kUp);
  const std::vector<FallingPoint> half = up.Points();
  EXPECT_EQ(TrainedDepths(half), (std::vector<int>{0, 0, 40, 15, 5}));
  EXPECT_EQ(half[1].walk, Walk::kDown);
  ASSERT_EQ(half[1].trials.size(), 1u);
  EXPECT_FALSE(half[1].trials[0].accuracy.has_value());
  EXPECT_TRUE(half[0].trials.empty()) << "its turn has not come";
  up.Answer(Walk::kDown);
  EXPECT_EQ(TrainedDepths(up.Points()), TrainedDepths(whole));
}

}  // namespace
}  // namespace infoflow::paper_figures
