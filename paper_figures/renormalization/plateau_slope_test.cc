#include "paper_figures/renormalization/plateau_slope.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::paper_figures {
namespace {

TEST(PlateauSlopeTest, GrowsAsTheLogarithmOfTheDistance) {
  const std::vector<PlateauSlopeRow> slopes = PlateauSlopes(-5.0);
  ASSERT_EQ(slopes.size(), 17u);
  EXPECT_DOUBLE_EQ(slopes.front().distance, 0.1);
  EXPECT_NEAR(slopes.back().distance, 1e-5, 1e-17);
  EXPECT_NEAR(MeasuredPlateauLogarithm(slopes) / kPlateauLogarithm, 1.0, 1e-3);
  for (const PlateauSlopeRow& slope : slopes) {
    if (slope.distance > 1e-3) continue;
    EXPECT_NEAR(0.5 * (slope.slope_below + slope.slope_above), slope.logarithm, 0.01);
  }
}

TEST(PlateauSlopeTest, LogarithmOfHandMadeSlopes) {
  std::vector<PlateauSlopeRow> slopes;
  for (const double d : {1e-2, 5e-3, 4e-3, 2e-3, 1e-3}) {
    slopes.push_back({d, 1.0 - 3.0 * std::log(d), 2.0 - 5.0 * std::log(d), 0.0});
  }
  EXPECT_NEAR(MeasuredPlateauLogarithm(slopes), 4.0, 1e-12);
}

TEST(PlateauSlopeTest, PlateauHasNoJump) {
  const double jump = LargestPlateauJump(PlateauSlopes(-6.0));
  EXPECT_GT(jump, 0.0);
  EXPECT_LT(jump, 1.0);
  EXPECT_EQ(LargestPlateauJump({{0.1, 0.0, 0.0, 0.0}}), 0.0) << "too far away";
}

}  // namespace
}  // namespace infoflow::paper_figures
