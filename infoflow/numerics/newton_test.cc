#include "infoflow/numerics/newton.h"

#include <cmath>
#include <limits>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace infoflow::numerics {
namespace {

constexpr double kTolerance = 1e-15;

TEST(FindRootByNewtonTest, KnownRoots) {
  const auto cosine = FindRootByNewton(
      [](double x) -> ValueAndSlope {
        return {std::cos(x), -std::sin(x)};
      },
      1.0, 2.0);
  ASSERT_TRUE(cosine.ok()) << cosine.status();
  EXPECT_TRUE(cosine->converged);
  EXPECT_NEAR(cosine->value, M_PI / 2, kTolerance);
  EXPECT_LE(cosine->iterations, 6);
  const auto tiny = FindRootByNewton(
      [](double x) -> ValueAndSlope {
        return {x * x - 2e-200, 2.0 * x};
      },
      1e-110, 1e-90);
  ASSERT_TRUE(tiny.ok()) << tiny.status();
  EXPECT_TRUE(tiny->converged);
  EXPECT_NEAR(tiny->value / std::sqrt(2e-200), 1.0, kTolerance);
}

TEST(FindRootByNewtonTest, StaysInTheBracketWherePlainNewtonDiverges) {
  // Newton on atan diverges from |x| > 1.39.
  const auto root = FindRootByNewton(
      [](double x) -> ValueAndSlope {
        return {std::atan(x - 0.25), 1.0 / (1.0 + x * x)};
      },
      -50.0, 80.0);
  ASSERT_TRUE(root.ok()) << root.status();
  EXPECT_TRUE(root->converged);
  EXPECT_NEAR(root->value, 0.25, kTolerance);
  // A slope that is wrong, zero or not a number only costs iterations.
  for (const double slope : {0.0, -3.0, std::numeric_limits<double>::quiet_NaN()}) {
    const auto bisected = FindRootByNewton(
        [slope](double x) -> ValueAndSlope {
          return {x * x * x - 2.0, slope};
        },
        0.0, 4.0);
    ASSERT_TRUE(bisected.ok()) << bisected.status();
    EXPECT_TRUE(bisected->converged);
    EXPECT_NEAR(bisected->value, std::cbrt(2.0), 2e-15);
  }
}

TEST(FindRootByNewtonTest, StopsAtTheNoiseOfTheFunction) {
  // A double root a little lifted: rounding of 1e-16 moves the roots at 1 +- 1e-4 by 1e-12.
  const auto f = [](double x) -> ValueAndSlope {
    return {(x * x - 2.0 * x + 1.0) - 1e-8, 2.0 * (x - 1.0)};
  };
  const auto root = FindRootByNewton(f, 1.00001, 2.0);
  ASSERT_TRUE(root.ok()) << root.status();
  EXPECT_TRUE(root->converged);
  EXPECT_LE(root->iterations, 60);
  EXPECT_NEAR(root->value, 1.0001, 1e-11);
}

TEST(FindRootByNewtonTest, RootAtAnEnd) {
  const auto f = [](double x) -> ValueAndSlope { return {x - 1.0, 1.0}; };
  EXPECT_EQ(FindRootByNewton(f, 1.0, 2.0)->value, 1.0);
  EXPECT_EQ(FindRootByNewton(f, 0.0, 1.0)->value, 1.0);
}

TEST(FindRootByNewtonTest, SaysWhenIterationsRunOut) {
  RootOptions options;
  options.max_iterations = 2;
  const auto root = FindRootByNewton(
      [](double x) -> ValueAndSlope {
        return {std::exp(x) - 5.0, std::exp(x)};
      },
      0.0, 40.0, options);
  ASSERT_TRUE(root.ok());
  EXPECT_FALSE(root->converged);
  EXPECT_EQ(root->iterations, 2);
}

TEST(FindRootByNewtonTest, BadInput) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto square = [](double x) -> ValueAndSlope { return {x * x + 1.0, 2.0 * x}; };
  const auto code = [&](double low, double high) {
    return FindRootByNewton(square, low, high).status().code();
  };
  EXPECT_EQ(code(-1.0, 1.0), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code(1.0, -1.0), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code(nan, 1.0), absl::StatusCode::kInvalidArgument);
  RootOptions options;
  options.max_iterations = 0;
  EXPECT_EQ(FindRootByNewton(square, -1.0, 1.0, options).status().code(),
            absl::StatusCode::kInvalidArgument);
  const auto broken = [nan](double x) -> ValueAndSlope { return {x > 0.3 ? nan : -1.0, 1.0}; };
  EXPECT_EQ(FindRootByNewton(broken, 0.0, 1.0).status().code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace infoflow::numerics
