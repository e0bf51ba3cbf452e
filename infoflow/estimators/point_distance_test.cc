#include "infoflow/estimators/point_distance.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::estimators {
namespace {

// Sums of up to 200 squares in another order.
constexpr double kExact = 1e-14;

TEST(PointDistanceTest, AgreesWithThePlainSumAtEveryLength) {
  for (int count = 0; count < 200; ++count) {
    random::Stream stream(1, random::StreamUse::kTest, count);
    std::vector<double> x(count), y(count);
    random::FillNormal(stream, absl::MakeSpan(x));
    random::FillNormal(stream, absl::MakeSpan(y));
    double largest = 0.0;
    double sum = 0.0;
    for (int t = 0; t < count; ++t) {
      largest = std::max(largest, std::fabs(x[t] - y[t]));
      sum += (x[t] - y[t]) * (x[t] - y[t]);
    }
    EXPECT_EQ(MaximumDistance(x, y), largest) << count;
    EXPECT_NEAR(SquaredEuclideanDistance(x, y), sum, kExact * sum) << count;
    EXPECT_EQ(MaximumDistance(x, y), MaximumDistance(y, x));
    EXPECT_EQ(SquaredEuclideanDistance(x, y), SquaredEuclideanDistance(y, x));
    EXPECT_EQ(MaximumDistance(x, x), 0.0);
    EXPECT_EQ(SquaredEuclideanDistance(x, x), 0.0);
  }
}

TEST(PointDistanceTest, FindsTheLargestCoordinateWhereverItIs) {
  for (const int count : {1, 7, 8, 9, 40}) {
    for (int t = 0; t < count; ++t) {
      std::vector<double> x(count, 0.5), y(count, 0.25);
      y[t] = 2.0;
      EXPECT_EQ(MaximumDistance(x, y), 1.5) << count << " " << t;
    }
  }
}

}  // namespace
}  // namespace infoflow::estimators
