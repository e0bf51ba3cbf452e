#include "infoflow/network/mean_field/series.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::network::internal {
namespace {

TEST(SeriesTest, Geometric) {
  for (const int count : {1, 7, 8, 9, 64, 131}) {
    const PowerSeries series(std::vector<double>(count, 1.0));
    for (const double x : {-1.0, -0.7, 0.0, 0.3, 0.99}) {
      const double power = std::pow(x, count);
      const PowerSeries::ValueAndSlope got = series(x);
      EXPECT_NEAR(got.value, (1.0 - power) / (1.0 - x), 1e-13 * count) << count << " " << x;
      double slope = 0.0;
      for (int k = 1; k < count; ++k) slope += k * std::pow(x, k - 1);
      EXPECT_NEAR(got.slope, slope, 1e-14 * count * count) << count << " " << x;
    }
  }
}

TEST(SeriesTest, TailSums) {
  EXPECT_EQ(TailSums({1.0, 2.0, 4.0}), (std::vector<double>{6.0, 4.0, 0.0}));
  EXPECT_TRUE(TailSums({}).empty());
}

}  // namespace
}  // namespace infoflow::network::internal
