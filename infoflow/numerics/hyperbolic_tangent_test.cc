#include "infoflow/numerics/hyperbolic_tangent.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/hyperbolic_tangent_inline.h"

namespace infoflow::numerics {
namespace {

constexpr double kDouble = 4e-16;
constexpr double kFloat = 2.5e-7;

// Both signs, from the smallest numbers to far beyond saturation, and densely where the
// polynomial, the power of two and the quotient take turns.
template <typename T>
std::vector<T> Arguments() {
  std::vector<T> x;
  for (double size = std::numeric_limits<T>::min(); size < 1e30; size *= 1.37) {
    x.push_back(static_cast<T>(size));
  }
  for (int i = 1; i <= 200000; ++i) x.push_back(static_cast<T>(i * 1.23e-4));
  const std::size_t half = x.size();
  for (std::size_t i = 0; i < half; ++i) x.push_back(-x[i]);
  return x;
}

template <typename T>
double LargestError() {
  const std::vector<T> x = Arguments<T>();
  std::vector<T> y(x.size());
  Tanh(x, absl::MakeSpan(y));
  double largest = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const long double exact = std::tanh(static_cast<long double>(x[i]));
    const double error = static_cast<double>(std::fabs((y[i] - exact) / exact));
    largest = error > largest ? error : largest;
    EXPECT_LE(std::fabs(y[i]), T(1));
  }
  return largest;
}

TEST(TanhTest, AccuracyAsStated) {
  EXPECT_LE(LargestError<double>(), kDouble);
  EXPECT_LE(LargestError<float>(), kFloat);
}

TEST(TanhTest, SpecialValues) {
  std::vector<double> x = {0.0, -0.0, kInfinity, -kInfinity, std::nan("")};
  Tanh(x, absl::MakeSpan(x));
  EXPECT_EQ(x[0], 0.0);
  EXPECT_TRUE(std::signbit(x[1]));
  EXPECT_EQ(x[2], 1.0);
  EXPECT_EQ(x[3], -1.0);
  EXPECT_TRUE(std::isnan(x[4]));
  std::vector<float> f = {0.0f, -0.0f, HUGE_VALF, -HUGE_VALF, std::nanf("")};
  Tanh(f, absl::MakeSpan(f));
  EXPECT_TRUE(std::signbit(f[1]));
  EXPECT_EQ(f[2], 1.0f);
  EXPECT_EQ(f[3], -1.0f);
  EXPECT_TRUE(std::isnan(f[4]));
}

template <typename T>
void CheckInlineValues() {
  EXPECT_EQ(TanhInline(std::numeric_limits<T>::max()), T(1));
  EXPECT_EQ(TanhInline(std::numeric_limits<T>::denorm_min()), std::numeric_limits<T>::denorm_min());
  // Odd, and what arrays give.
  for (const T x : Arguments<T>()) {
    T y = x;
    Tanh(absl::MakeConstSpan(&x, 1), absl::MakeSpan(&y, 1));
    ASSERT_EQ(TanhInline(x), y);
    ASSERT_EQ(TanhInline(-x), -y);
  }
}

TEST(TanhTest, InlineIsTheSame) {
  CheckInlineValues<float>();
  CheckInlineValues<double>();
}

// What one element gives does not depend on where it stands.
TEST(TanhTest, SameBitsAtEveryPlace) {
  std::vector<double> x(67, 0.3);
  Tanh(x, absl::MakeSpan(x));
  for (const double y : x) EXPECT_EQ(y, x[0]);
}

}  // namespace
}  // namespace infoflow::numerics
