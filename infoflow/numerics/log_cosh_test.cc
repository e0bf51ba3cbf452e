#include "infoflow/numerics/log_cosh.h"

#include <cmath>
#include <limits>

#include "gtest/gtest.h"

namespace infoflow::numerics {
namespace {

// What the header promises.
constexpr double kTolerance = 5e-16;

struct Row {
  double x, want;
};

// mpmath 1.3, 400 digits.
constexpr Row kRows[] = {
    {1e-150, 5e-301},
    {1e-08, 5e-17},
    {0.001, 4.999999166666889e-07},
    {0.3, 0.04434076992594031},
    {0.9, 0.35983042996612885},
    {0.999999, 0.4337800688890812},
    {1.0, 0.4337808304830272},
    {1.000001, 0.4337815920773931},
    {1.5, 0.8554401710137968},
    {3.0, 2.309328504577785},
    {20.0, 19.306852819440056},
    {700.0, 699.3068528194401},
    {1000000.0, 999999.3068528194},
};

TEST(LogCoshTest, AgreesWithHighPrecision) {
  for (const Row& row : kRows) {
    EXPECT_LE(std::fabs(LogCosh(row.x) - row.want), kTolerance * row.want) << row.x;
    EXPECT_EQ(LogCosh(-row.x), LogCosh(row.x));
  }
}

// ln cosh x against extended precision between the rows.
TEST(LogCoshTest, AgreesWithLongDouble) {
  for (double x = 1e-4; x < 300.0; x *= 1.01) {
    const long double s = std::sinh(static_cast<long double>(x));
    const long double want = 0.5L * std::log1p(s * s);
    EXPECT_LE(std::fabs(static_cast<double>(LogCosh(x) - want)), kTolerance * want) << x;
  }
}

TEST(LogCoshTest, Limits) {
  EXPECT_EQ(LogCosh(0.0), 0.0);
  EXPECT_EQ(LogCosh(-std::numeric_limits<double>::infinity()),
            std::numeric_limits<double>::infinity());
  EXPECT_TRUE(std::isnan(LogCosh(std::numeric_limits<double>::quiet_NaN())));
}

}  // namespace
}  // namespace infoflow::numerics
