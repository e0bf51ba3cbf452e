#include "infoflow/network/mean_field/activation.h"

#include <cmath>
#include <limits>
#include <string>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace infoflow::network {
namespace {

TEST(MeanFieldActivationTest, DerivativesAndSymmetry) {
  for (const std::string& name : MeanFieldActivationNames()) {
    const MeanFieldActivation activation = MakeMeanFieldActivation(name).value();
    EXPECT_EQ(activation.name, name);
    EXPECT_TRUE(CheckActivation(activation).ok());
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

TEST(MeanFieldActivationTest, TailsKeepTheirDigits) {
  const MeanFieldActivation tanh = MakeMeanFieldActivation("tanh").value();
  EXPECT_NEAR(tanh.evaluate(30.0).derivative / (4.0 * std::exp(-60.0)), 1.0, 1e-15);
  const MeanFieldActivation sigmoid = MakeMeanFieldActivation("sigmoid").value();
  EXPECT_NEAR(sigmoid.evaluate(-50.0).value / std::exp(-50.0), 1.0, 1e-15);
}

TEST(MeanFieldActivationTest, BadInput) {
  const auto unknown = MakeMeanFieldActivation("swish");
  EXPECT_EQ(unknown.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(unknown.status().message(),
            "activation 'swish' is not one of erf, hardtanh, relu, sigmoid, tanh");
  const auto code = [](void (*change)(MeanFieldActivation&)) {
    MeanFieldActivation activation = MakeMeanFieldActivation("hardtanh").value();
    change(activation);
    return CheckActivation(activation).code();
  };
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  EXPECT_EQ(code([](MeanFieldActivation& a) { a.evaluate = nullptr; }), kInvalid);
  EXPECT_EQ(code([](MeanFieldActivation& a) { a.kinks = {1.0, -1.0}; }), kInvalid);
  EXPECT_EQ(code([](MeanFieldActivation& a) { a.kinks = {1.0}; }), kInvalid);
  EXPECT_EQ(code([](MeanFieldActivation& a) { a.kinks = {std::nan("")}; }), kInvalid);
  EXPECT_EQ(code([](MeanFieldActivation& a) { a.smooth_scale = 0.0; }), kInvalid);
  EXPECT_EQ(code([](MeanFieldActivation& a) { a.longest_panel = std::nan(""); }), kInvalid);
}

}  // namespace
}  // namespace infoflow::network
