#include "infoflow/numerics/normal_interval.h"

#include <cmath>

#include "gtest/gtest.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/special_functions.h"

namespace infoflow::numerics {
namespace {

using numerics::kInfinity;

long double LongProbability(double low, double high) {
  constexpr long double kScale = 0.70710678118654752440084436210485L;
  if (low > 0.0) return 0.5L * (erfcl(low * kScale) - erfcl(high * kScale));
  if (high > 0.0) return 0.5L * (erfl(high * kScale) - erfl(low * kScale));
  return 0.5L * (erfcl(-high * kScale) - erfcl(-low * kScale));
}

TEST(NormalIntervalTest, AgreesWithLongDouble) {
  for (double low = -20.0; low < 12.0; low += 0.31) {
    for (const double width : {1e-3, 0.1, 1.0, 7.0}) {
      const double high = low + width;
      const long double want = LongProbability(low, high);
      const double near = low > 0.0 ? low : high < 0.0 ? high : 0.0;
      const double allowed = 1e-15 * (1.0 + near * near) * numerics::NormalCdf(-std::abs(near));
      EXPECT_NEAR(NormalProbability(low, high), static_cast<double>(want), allowed)
          << low << " " << high;
      EXPECT_EQ(NormalProbability(low, high), NormalProbability(-high, -low));
      if (width > 0.05) {
        EXPECT_NEAR(LogNormalProbability(low, high), static_cast<double>(logl(want)),
                    1e-14 * (1.0 + near * near))
            << low << " " << high;
      }
    }
  }
}

TEST(NormalIntervalTest, InfiniteEnds) {
  EXPECT_EQ(NormalProbability(-kInfinity, kInfinity), 1.0);
  EXPECT_EQ(LogNormalProbability(-kInfinity, kInfinity), 0.0);
  for (double a = -30.0; a < 30.0; a += 0.37) {
    EXPECT_NEAR(NormalProbability(-kInfinity, a) / numerics::NormalCdf(a), 1.0, 1e-14);
    EXPECT_NEAR(NormalProbability(a, kInfinity) / numerics::NormalCdf(-a), 1.0, 1e-14);
  }
}

TEST(NormalIntervalTest, BelowTheRangeOfDouble) {
  // ln[Phi(-40) - Phi(-41)] differs from ln Phi(-40) by e^{-40.5}.
  EXPECT_NEAR(LogNormalProbability(40.0, 41.0), numerics::LogNormalCdf(-40.0), 1e-11);
  EXPECT_NEAR(LogNormalProbability(-41.0, -40.0), numerics::LogNormalCdf(-40.0), 1e-11);
}

}  // namespace
}  // namespace infoflow::numerics
