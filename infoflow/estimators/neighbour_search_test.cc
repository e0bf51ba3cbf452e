#include "infoflow/estimators/neighbour_search.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/estimators/euclidean_search.h"
#include "infoflow/estimators/kd_tree.h"
#include "infoflow/estimators/maximum_norm_search.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::estimators {
namespace {

constexpr double kExact = 1e-14;

linalg::Matrix<double> Samples(int rows, int columns) {
  linalg::Matrix<double> samples(rows, columns);
  random::Stream stream(6, random::StreamUse::kTest, columns);
  random::FillNormal(stream, samples.values());
  return samples;
}

// The tree and the search over all pairs are oracles of each other, on both sides of the
// dimension where one takes over.
TEST(NeighbourSearchTest, GivesTheSameByTreeAndByAllPairs) {
  for (const int dimension : {1, 4, 6, 7, 9}) {
    SCOPED_TRACE(dimension);
    const linalg::Matrix<double> points = Samples(500, dimension);
    const KdTree tree(points);
    const std::vector<double> maximum = NeighbourDistances(points, 3, Norm::kMaximum, 1);
    const std::vector<double> euclidean = NeighbourDistances(points, 3, Norm::kEuclidean, 1);
    const std::vector<int> counts = CountsWithin(points, euclidean, 1);
    EXPECT_EQ(maximum, MaximumNormNeighbourDistances(points, 3, 1));
    EXPECT_EQ(counts, MaximumNormCountsWithin(points, euclidean, 1));
    const std::vector<double> by_product = EuclideanNeighbourDistances(points, 3, 1);
    for (int i = 0; i < points.rows(); ++i) {
      EXPECT_EQ(maximum[i], tree.NeighbourDistance(i, 3, Norm::kMaximum));
      EXPECT_EQ(counts[i], tree.CountWithin(i, euclidean[i]));
      EXPECT_NEAR(euclidean[i], by_product[i], kExact * euclidean[i]);
      EXPECT_NEAR(euclidean[i], tree.NeighbourDistance(i, 3, Norm::kEuclidean),
                  kExact * euclidean[i]);
    }
    EXPECT_EQ(NeighbourDistances(points, 3, Norm::kMaximum, 3), maximum);
    EXPECT_EQ(NeighbourDistances(points, 3, Norm::kEuclidean, 3), euclidean);
    EXPECT_EQ(CountsWithin(points, euclidean, 3), counts);
  }
}

TEST(NeighbourSearchTest, ReadsViewsWithGaps) {
  const linalg::Matrix<double> wide = Samples(300, 12);
  for (const int columns : {3, 9}) {
    const auto block = wide.Block(0, 2, 300, columns);
    const linalg::Matrix<double> copy(block);
    for (const Norm norm : {Norm::kMaximum, Norm::kEuclidean}) {
      EXPECT_EQ(NeighbourDistances(block, 2, norm, 1), NeighbourDistances(copy, 2, norm, 1));
    }
  }
}

TEST(NeighbourSearchTest, RefusesBadPointsInOneSentence) {
  const auto error = [](const linalg::Matrix<double>& points, int k) {
    return std::string(CheckPoints(points, k).message());
  };
  linalg::Matrix<double> points(4, 2, 1.0);
  EXPECT_TRUE(CheckPoints(points, 3).ok());
  EXPECT_EQ(error(points, 0), "neighbours is 0; allowed are integers of at least 1");
  EXPECT_EQ(error(points, 4), "there are 4 samples; 4 neighbours of each need at least 5");
  EXPECT_EQ(error(linalg::Matrix<double>(4, 0), 3), "the samples have no columns");
  points(2, 1) = -2e150;
  EXPECT_EQ(error(points, 1),
            "sample 3, column 2 is -2e+150; allowed are numbers of size up to 1e150");
  points(2, 1) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(error(points, 1), "sample 3, column 2 is nan; allowed are numbers of size up to 1e150");
}

}  // namespace
}  // namespace infoflow::estimators
