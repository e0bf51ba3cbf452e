#include "infoflow/rbm/machine/log_two_cosh.h"

#include <cmath>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"

namespace infoflow::rbm {
namespace {

long double PlainSum(const std::vector<double>& x) {
  long double sum = 0.0L;
  for (const long double value : x) {
    sum += std::abs(value) + std::log1p(std::exp(-2.0L * std::abs(value)));
  }
  return sum;
}

std::vector<double> Wave(int count, double amplitude) {
  std::vector<double> x(count);
  for (int k = 0; k < count; ++k) x[k] = amplitude * std::sin(1.0 + 0.7 * k);
  return x;
}

TEST(LogTwoCoshTest, SumsLikeLongDouble) {
  for (const int count : {0, 1, 15, 16, 17, 999, 1000, 8192, 8193, 20000}) {
    for (const double amplitude : {0.0, 1e-3, 1.0, 30.0, 700.0}) {
      const std::vector<double> x = Wave(count, amplitude);
      const double want = static_cast<double>(PlainSum(x));
      EXPECT_NEAR(SumLogTwoCosh(x), want, 1e-15 * want) << count << " " << amplitude;
    }
  }
}

TEST(LogTwoCoshTest, StepsLikeAFreshSum) {
  for (const int count : {1, 16, 100, 9000}) {
    std::vector<double> x = Wave(count, 1.5);
    const std::vector<double> step = Wave(count, -0.3);
    std::vector<double> moved(count);
    for (int k = 0; k < count; ++k) moved[k] = x[k] + step[k];
    EXPECT_EQ(StepAndSumLogTwoCosh(step, absl::MakeSpan(x)), SumLogTwoCosh(moved));
    EXPECT_EQ(x, moved);
  }
}

TEST(LogTwoCoshTest, LargeAndNotANumber) {
  EXPECT_EQ(SumLogTwoCosh({1e300}), 1e300);
  EXPECT_TRUE(std::isnan(SumLogTwoCosh({1.0, std::nan(""), 2.0})));
}

}  // namespace
}  // namespace infoflow::rbm
