#include "infoflow/numerics/exponential_inline.h"

#include <algorithm>
#include <cmath>

#include "gtest/gtest.h"
#include "infoflow/numerics/constants.h"

namespace infoflow::numerics {
namespace {

template <typename T>
double WorstError(T end) {
  double worst = 0.0;
  constexpr int kPoints = 200000;
  for (int k = 0; k <= kPoints; ++k) {
    const T x = end * static_cast<T>(k) / kPoints;
    const long double want = std::exp(static_cast<long double>(x));
    const long double got = ExpInline(x);
    worst = std::max(worst, static_cast<double>(std::abs(got / want - 1.0L)));
  }
  return worst;
}

TEST(ExponentialInlineTest, IsAsAccurateAsDocumented) {
  EXPECT_LT(WorstError<double>(-708.0), 2.3e-16);
  EXPECT_LT(WorstError<double>(-1.0), 2.3e-16);
  EXPECT_LT(WorstError<double>(709.0), 2.3e-16);
  EXPECT_LT(WorstError<float>(-87.0f), 1.2e-7);
  EXPECT_LT(WorstError<float>(88.0f), 1.2e-7);
  EXPECT_LT(WorstError<float>(-1.0f), 1.2e-7);
}

TEST(ExponentialInlineTest, Ends) {
  EXPECT_EQ(ExpInline(0.0), 1.0);
  EXPECT_EQ(ExpInline(-0.0f), 1.0f);
  EXPECT_EQ(ExpInline(-kInfinity), ExpInline(-708.0));
  EXPECT_EQ(ExpInline(-static_cast<float>(kInfinity)), ExpInline(-87.0f));
  EXPECT_TRUE(std::isnan(ExpInline(std::nan(""))));
  EXPECT_TRUE(std::isnan(ExpInline(std::nanf(""))));
  // Whatever else its bits say.
  for (const char* payload : {"1", "5", "255", "4194303"}) {
    EXPECT_TRUE(std::isnan(ExpInline(std::nan(payload)))) << payload;
    EXPECT_TRUE(std::isnan(ExpInline(-std::nanf(payload)))) << payload;
  }
}

}  // namespace
}  // namespace infoflow::numerics
