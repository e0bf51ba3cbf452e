#include "infoflow/support/number_text.h"

#include <cmath>
#include <limits>

#include "gtest/gtest.h"

namespace infoflow {
namespace {

TEST(NumberTextTest, BothFormsReadBackAsTheSameDouble) {
  for (const double value : {0.1, 1.0 / 3.0, -0.0, 1e-320, 1e300, 2.269185314213022, 5.0}) {
    EXPECT_EQ(ParseDouble(FormatDouble(value)).value(), value);
    EXPECT_EQ(ParseDouble(FormatShortest(value)).value(), value);
  }
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(ParseDouble(FormatShortest(-infinity)).value(), -infinity);
  EXPECT_TRUE(std::isnan(ParseDouble(FormatShortest(std::nan(""))).value()));
}

TEST(NumberTextTest, ShortestIsWhatWasTyped) {
  EXPECT_EQ(FormatShortest(0.1), "0.1");
  EXPECT_EQ(FormatShortest(1.76095463960677), "1.76095463960677");
  EXPECT_EQ(FormatShortest(1.0 / 3.0), FormatDouble(1.0 / 3.0));
}

TEST(NumberTextTest, WhatIsNoNumberIsAnError) {
  EXPECT_EQ(ParseDouble("0.1x").status().message(), "'0.1x' is not a number");
  EXPECT_FALSE(ParseDouble("").ok());
}

}  // namespace
}  // namespace infoflow
