#include "infoflow/network/layer_tanh.h"

#include <cmath>
#include <limits>

#include "gtest/gtest.h"

namespace infoflow::network::internal {
namespace {

constexpr double kFloatAccuracy = 2.5e-7;
constexpr double kDoubleAccuracy = 7e-16;

// Largest relative error on a grid that is dense in both x and ln x.
template <typename T>
double WorstError(double largest) {
  double worst = 0.0;
  const auto check = [&](double argument) {
    const T x = static_cast<T>(argument);
    const long double want = std::tanh(static_cast<long double>(x));
    const double error = std::abs(static_cast<double>((Tanh(x) - want) / want));
    if (!(error <= worst)) worst = error;
    EXPECT_EQ(Tanh(-x), -Tanh(x));
    EXPECT_LE(std::abs(Tanh(x)), T(1));
  };
  for (int i = 1; i <= 200000; ++i) check(largest * i / 200000);
  for (int i = 0; i <= 20000; ++i) check(std::exp(-60.0 + 63.0 * i / 20000));
  return worst;
}

TEST(TanhTest, IsAccurate) {
  const double worst_float = WorstError<float>(12.0);
  const double worst_double = WorstError<double>(25.0);
  RecordProperty("worst_float", testing::PrintToString(worst_float));
  RecordProperty("worst_double", testing::PrintToString(worst_double));
  EXPECT_LE(worst_float, kFloatAccuracy);
  EXPECT_LE(worst_double, kDoubleAccuracy);
}

template <typename T>
void CheckSpecialValues() {
  const T infinity = std::numeric_limits<T>::infinity();
  EXPECT_EQ(Tanh(T(0)), T(0));
  EXPECT_TRUE(std::signbit(Tanh(-T(0))));
  EXPECT_EQ(Tanh(infinity), T(1));
  EXPECT_EQ(Tanh(-infinity), T(-1));
  EXPECT_EQ(Tanh(std::numeric_limits<T>::max()), T(1));
  EXPECT_TRUE(std::isnan(Tanh(std::numeric_limits<T>::quiet_NaN())));
  EXPECT_EQ(Tanh(std::numeric_limits<T>::denorm_min()), std::numeric_limits<T>::denorm_min());
}

TEST(TanhTest, KnowsSpecialValues) {
  CheckSpecialValues<float>();
  CheckSpecialValues<double>();
}

}  // namespace
}  // namespace infoflow::network::internal
