#include "infoflow/network/mean_field/recursion.h"

#include <cmath>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "infoflow/activation/function.h"
#include "infoflow/network/mean_field/mean_field.h"

namespace infoflow::network {
namespace {

TEST(MeanFieldTrajectoryTest, EndsAtTheFixedPointAtTheRateOfItsSlope) {
  const activation::Function tanh = activation::MakeFunction("tanh").value();
  for (const double w : {1.3, 2.6}) {
    const MeanFieldPoint point = SolveMeanField(tanh, w, 0.05).value();
    const auto states = MeanFieldTrajectory(tanh, w, 0.05, {0.3, 0.5}, 60).value();
    ASSERT_EQ(states.size(), 61u);
    EXPECT_EQ(states[0].variance, 0.3);
    EXPECT_EQ(states[0].correlation(), 0.5);
    EXPECT_NEAR(states[60].variance, point.variance, 1e-12);
    const double before = states[59].decorrelation - point.decorrelation;
    const double after = states[60].decorrelation - point.decorrelation;
    EXPECT_NEAR(after / before, point.correlation_slope, 1e-3);
  }
}

// 1 - c falls below the rounding of c and keeps its digits: chi_1 from its ratio.
TEST(MeanFieldTrajectoryTest, KeepsTheDigitsOfTheDecorrelation) {
  const activation::Function tanh = activation::MakeFunction("tanh").value();
  const MeanFieldPoint point = SolveMeanField(tanh, 0.8, 0.05).value();
  const auto states = MeanFieldTrajectory(tanh, 0.8, 0.05, {point.variance, 0.5}, 100).value();
  EXPECT_LT(states[100].decorrelation, 1e-18);
  EXPECT_NEAR(states[100].decorrelation / states[99].decorrelation / point.equal_input_slope, 1.0,
              1e-13);
}

TEST(MeanFieldTrajectoryTest, ReluInClosedForm) {
  const activation::Function relu = activation::MakeFunction("relu").value();
  const auto states = MeanFieldTrajectory(relu, 1.6, 0.1, {0.7, 1.2}, 6).value();
  double q = 0.7, c = -0.2;
  for (int l = 1; l <= 6; ++l) {
    const double angle = std::acos(c);
    const double product = q / (2.0 * M_PI) * (std::sin(angle) + (M_PI - angle) * c);
    q = 0.8 * q + 0.1;
    c = (1.6 * product + 0.1) / q;
    EXPECT_NEAR(states[l].variance, q, 1e-13);
    EXPECT_NEAR(states[l].correlation(), c, 1e-13);
  }
}

TEST(VarianceTrajectoryTest, IsTheVarianceOfBoth) {
  const activation::Function erf = activation::MakeFunction("erf").value();
  const auto states = MeanFieldTrajectory(erf, 1.9, 0.2, {0.9, 0.3}, 10).value();
  const auto variances = VarianceTrajectory(erf, 1.9, 0.2, 0.9, 10).value();
  ASSERT_EQ(variances.size(), states.size());
  for (int l = 0; l <= 10; ++l) EXPECT_EQ(variances[l], states[l].variance);
}

TEST(MeanFieldTrajectoryTest, BadInput) {
  const activation::Function tanh = activation::MakeFunction("tanh").value();
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(MeanFieldTrajectory(tanh, 1.0, 0.1, {0.5, 0.5}, -1).status().code(), kInvalid);
  EXPECT_EQ(MeanFieldTrajectory(tanh, 1.0, 0.1, {-0.5, 0.5}, 2).status().code(), kInvalid);
  EXPECT_EQ(MeanFieldTrajectory(tanh, 1.0, 0.1, {0.5, 2.5}, 2).status().code(), kInvalid);
  EXPECT_EQ(VarianceTrajectory(tanh, -1.0, 0.1, 0.5, 2).status().code(), kInvalid);
}

}  // namespace
}  // namespace infoflow::network
