#include "infoflow/ising/chain/eigenvalue_ratio.h"

#include <cmath>

#include "gtest/gtest.h"

namespace infoflow::ising {
namespace {

// t with its complements, from 1 - |t|.
EigenvalueRatio FromGap(double gap, bool negative) {
  EigenvalueRatio ratio;
  ratio.value = negative ? gap - 1.0 : 1.0 - gap;
  ratio.one_minus = negative ? 2.0 - gap : gap;
  ratio.one_plus = negative ? gap : 2.0 - gap;
  ratio.log_magnitude = std::log1p(-gap);
  return ratio;
}

// Repeated multiplication in long double, and 1 - (1-g)^k = -expm1(k log1p(-g)).
TEST(EigenvalueRatioTest, PowerKeepsValueAndComplements) {
  for (const bool negative : {false, true}) {
    for (const double gap : {1e-12, 1e-3, 0.3, 0.7, 0.999}) {
      for (const int count : {2, 3, 7, 50}) {
        const EigenvalueRatio power = RatioPower(FromGap(gap, negative), SpacingOf(count));
        long double expected = 1.0L;
        const long double t =
            negative ? static_cast<long double>(gap) - 1.0L : 1.0L - static_cast<long double>(gap);
        for (int i = 0; i < count; ++i) expected *= t;
        const double size = std::abs(static_cast<double>(expected));
        const double tolerance = 4e-15 + 2e-16 * std::abs(std::log(size));
        EXPECT_NEAR(power.value / static_cast<double>(expected), 1.0, tolerance);
        const double expected_gap =
            static_cast<double>(-std::expm1(count * std::log1p(-static_cast<long double>(gap))));
        EXPECT_NEAR(power.gap() / expected_gap, 1.0, tolerance) << gap << ' ' << count;
        EXPECT_NEAR(power.log_magnitude, std::log(size), 1e-14 * (1.0 + std::abs(std::log(size))));
      }
    }
  }
}

// A gap of e^{-2000} is lost to double; its power's is count times as wide.
TEST(EigenvalueRatioTest, GapsBelowTheRangeOfDoubleGrowWithTheSpacing) {
  EigenvalueRatio ratio;
  ratio.value = 1.0;
  ratio.one_minus = 0.0;
  ratio.one_plus = 2.0;
  ratio.log_lost_gap = -2000.0;
  const ChainSpacing spacing = MakeChainSpacing(2, 10).value();
  const EigenvalueRatio power = RatioPower(ratio, spacing);
  EXPECT_NEAR(power.log_gap(), -2000.0 + 10.0 * std::log(2.0), 1e-11);
  EXPECT_NEAR(GapQuotient(power, spacing, ratio, SpacingOf(1)), 1024.0, 1e-9);
}

TEST(ChainSpacingTest, IsAPower) {
  EXPECT_EQ(MakeChainSpacing(3, 4).value().count, 81.0);
  EXPECT_TRUE(MakeChainSpacing(3, 4).value().odd);
  EXPECT_FALSE(MakeChainSpacing(2, 4).value().odd);
  EXPECT_TRUE(MakeChainSpacing(2, 0).value().odd);
  EXPECT_EQ(MakeChainSpacing(5, 22).value().count, std::pow(5.0, 22));
  EXPECT_NEAR(MakeChainSpacing(2, 5000).value().log_count(), 5000 * std::log(2.0), 1e-11);
  EXPECT_EQ(MakeChainSpacing(1, 4).status().message(),
            "blocking is 1; allowed are integers of at least 2");
  EXPECT_EQ(MakeChainSpacing(2, -1).status().message(),
            "steps is -1; allowed are integers of at least 0");
}

}  // namespace
}  // namespace infoflow::ising
