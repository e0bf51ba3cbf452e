#include "infoflow/rbm/vector_exp.h"

#include <cmath>
#include <limits>

#include "gtest/gtest.h"

namespace infoflow::rbm {
namespace {

template <typename T>
double WorstError(T least) {
  double worst = 0.0;
  constexpr int kPoints = 200000;
  for (int k = 0; k <= kPoints; ++k) {
    const T x = least * static_cast<T>(k) / kPoints;
    const long double want = std::exp(static_cast<long double>(x));
    const long double got = ExpOfNonPositive(x);
    worst = std::max(worst, static_cast<double>(std::abs(got / want - 1.0L)));
  }
  return worst;
}

TEST(VectorExpTest, IsAsAccurateAsDocumented) {
  EXPECT_LT(WorstError<double>(-708.0), 2.3e-16);
  EXPECT_LT(WorstError<double>(-1.0), 2.3e-16);
  EXPECT_LT(WorstError<float>(-87.0f), 1.2e-7);
  EXPECT_LT(WorstError<float>(-1.0f), 1.2e-7);
}

TEST(VectorExpTest, Ends) {
  EXPECT_EQ(ExpOfNonPositive(0.0), 1.0);
  EXPECT_EQ(ExpOfNonPositive(-0.0f), 1.0f);
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(ExpOfNonPositive(-kInfinity), ExpOfNonPositive(-708.0));
  EXPECT_EQ(ExpOfNonPositive(-static_cast<float>(kInfinity)), ExpOfNonPositive(-87.0f));
  EXPECT_TRUE(std::isnan(ExpOfNonPositive(std::nan(""))));
  EXPECT_TRUE(std::isnan(ExpOfNonPositive(std::nanf(""))));
}

}  // namespace
}  // namespace infoflow::rbm
