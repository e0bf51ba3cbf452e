#include "infoflow/activation/function.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace infoflow::activation {
namespace {

TEST(FunctionTest, DerivativesAndSymmetry) {
  for (const std::string& name : ContinuousFunctionNames()) {
    const Function activation = MakeFunction(name).value();
    EXPECT_EQ(activation.name, name);
    EXPECT_TRUE(CheckFunction(activation).ok());
    for (const double u : {-7.3, -1.2, -0.4, 0.03, 0.6, 1.5, 4.0, 30.0}) {
      constexpr double kStep = 1e-4;
      const auto phi = [&](double x) { return activation.evaluate(x).value; };
      const double slope =
          (8.0 * (phi(u + kStep) - phi(u - kStep)) - phi(u + 2.0 * kStep) + phi(u - 2.0 * kStep)) /
          (12.0 * kStep);
      EXPECT_NEAR(activation.evaluate(u).derivative, slope, 2e-11) << name << " at " << u;
      if (activation.odd) {
        EXPECT_EQ(phi(-u), -phi(u));
        EXPECT_EQ(activation.evaluate(-u).derivative, activation.evaluate(u).derivative);
      }
    }
  }
}

// The logarithm of the derivative, which does not underflow, of the functions that have one.
TEST(FunctionTest, LogDerivatives) {
  int functions = 0;
  for (const std::string& name : FunctionNames()) {
    const Function function = MakeFunction(name).value();
    if (function.log_derivative == nullptr) continue;
    ++functions;
    EXPECT_GT(function.analytic_width, 0.0) << name;
    for (double u = -4.0; u <= 4.0; u += 0.37) {
      EXPECT_NEAR(function.log_derivative(u), std::log(function.evaluate(u).derivative),
                  1e-12 * (1.0 + u * u))
          << name << " at " << u;
    }
    EXPECT_TRUE(std::isfinite(function.log_derivative(-800.0))) << name;
    EXPECT_TRUE(std::isfinite(function.evaluate(800.0).derivative)) << name;
  }
  EXPECT_EQ(functions, 4);
}

TEST(FunctionTest, NamesAndParameters) {
  EXPECT_EQ(ParseFunction("hardtanh:threshold=2")->evaluate(3.0).value, 2.0);
  EXPECT_EQ(ParseFunction("hardtanh:threshold=2")->kinks, (std::vector<double>{-2.0, 2.0}));
  EXPECT_EQ(ParseFunction("leaky:slope=0.1")->evaluate(-1.0).value, -0.1);
  EXPECT_EQ(MakeFunction("sign")->evaluate(-0.5).value, -1.0);
  EXPECT_EQ(MakeFunction("gelu")->evaluate(0.0).derivative, 0.5);
  EXPECT_EQ(ParseFunction("relu:slope=1").status().message(),
            "activation relu has no parameter \"slope\"; it takes none");
  // All but the sign are continuous.
  EXPECT_EQ(ContinuousFunctionNames().size() + 1, FunctionNames().size());
  EXPECT_FALSE(MakeFunction("probit")->continuous());
  EXPECT_EQ(CheckFunction(*MakeFunction("probit")).message(), "activation 'probit': jumps");
}

TEST(FunctionTest, TailsKeepTheirDigits) {
  const Function tanh = MakeFunction("tanh").value();
  EXPECT_NEAR(tanh.evaluate(30.0).derivative / (4.0 * std::exp(-60.0)), 1.0, 1e-15);
  const Function sigmoid = MakeFunction("sigmoid").value();
  EXPECT_NEAR(sigmoid.evaluate(-50.0).value / std::exp(-50.0), 1.0, 1e-15);
}

TEST(FunctionTest, BadInput) {
  const auto unknown = MakeFunction("swish");
  EXPECT_EQ(unknown.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(unknown.status().message(),
            "there is no activation \"swish\"; there are erf, gelu, hardtanh, leaky-relu, linear, "
            "probit, "
            "relu, sigmoid, softplus, tanh (leaky for leaky-relu, sign for probit)");
  const auto code = [](void (*change)(Function&)) {
    Function activation = MakeFunction("hardtanh").value();
    change(activation);
    return CheckFunction(activation).code();
  };
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(code([](Function& a) { a.evaluate = nullptr; }), kInvalid);
  EXPECT_EQ(code([](Function& a) { a.kinks = {1.0, -1.0}; }), kInvalid);
  EXPECT_EQ(code([](Function& a) { a.kinks = {1.0}; }), kInvalid);
  EXPECT_EQ(code([](Function& a) { a.kinks = {std::nan("")}; }), kInvalid);
  EXPECT_EQ(code([](Function& a) { a.smooth_scale = 0.0; }), kInvalid);
  EXPECT_EQ(code([](Function& a) { a.longest_panel = std::nan(""); }), kInvalid);
}

}  // namespace
}  // namespace infoflow::activation
