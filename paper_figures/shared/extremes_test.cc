#include "paper_figures/shared/extremes.h"

#include <cmath>

#include "gtest/gtest.h"

namespace infoflow::paper_figures {
namespace {

TEST(ExtremesTest, OfNothingAreNoNumbers) {
  const Extremes extremes;
  EXPECT_TRUE(extremes.empty);
  EXPECT_TRUE(std::isnan(extremes.least));
  EXPECT_TRUE(std::isnan(extremes.greatest));
}

TEST(ExtremesTest, SmallestAndLargest) {
  Extremes extremes;
  for (const double value : {-1.0, 3.0, -2.0, 0.5}) extremes.Add(value);
  EXPECT_FALSE(extremes.empty);
  EXPECT_EQ(extremes.least, -2.0);
  EXPECT_EQ(extremes.greatest, 3.0);
}

TEST(ExtremesTest, OneThatIsNoNumberIsNotForgotten) {
  Extremes extremes;
  for (const double value : {1.0, std::nan(""), 2.0}) extremes.Add(value);
  EXPECT_TRUE(std::isnan(extremes.least));
  EXPECT_TRUE(std::isnan(extremes.greatest));
}

}  // namespace
}  // namespace infoflow::paper_figures
