#include "infoflow/replica/channels/activations.h"

#include <cmath>
#include <limits>
#include <string>

#include "gtest/gtest.h"
#include "infoflow/activation/piecewise_affine.h"

namespace infoflow::replica {
namespace {

TEST(ActivationsTest, EveryNameAnswers) {
  for (const char* text :
       {"linear", "relu", "leaky-relu", "leaky:slope=0.1", "hardtanh", "hardtanh:threshold=2",
        "probit", "sign", "tanh", "erf", "softplus", "sigmoid"}) {
    const auto activation = ParseActivation(text);
    ASSERT_TRUE(activation.ok()) << text;
    const ChannelResponse inner = (*activation)->Interface(3.0, 0.4, 0.6);
    EXPECT_GT(inner.information, 0.0) << text;
    EXPECT_GT(inner.variance, 0.0) << text;
    EXPECT_GT(inner.precision, 0.0) << text;
    const ChannelResponse output = (*activation)->Output(0.4, 0.6).value();
    EXPECT_GT(output.precision, 0.0) << text;
    EXPECT_TRUE(std::isfinite(output.information)) << text;
    EXPECT_GT((*activation)->SecondMoment(1.0), 0.0) << text;
  }
}

TEST(ActivationsTest, LimitsOfInterfaces) {
  for (const char* text : {"linear", "relu", "hardtanh", "probit", "tanh"}) {
    const auto activation = ParseActivation(text).value();
    // Nothing observed: V is E Var(f(u) | w).
    const ChannelResponse none = activation->Interface(0.0, 0.4, 0.6);
    EXPECT_EQ(none.information, 0.0) << text;
    EXPECT_EQ(none.precision, 0.0) << text;
    EXPECT_NEAR(none.variance / activation->Interface(1e-9, 0.4, 0.6).variance, 1.0, 1e-7) << text;
    // Nothing known: E Var(f(u)) is rho - (E f)^2.
    const ChannelResponse all = activation->Interface(0.0, 1.0, 0.0);
    const double mean = text == std::string("relu") ? 1.0 / std::sqrt(2.0 * std::acos(-1.0)) : 0.0;
    EXPECT_NEAR(all.variance, activation->SecondMoment(1.0) - mean * mean, 1e-9) << text;
  }
  // Nothing left to learn.
  for (const char* text : {"linear", "relu", "hardtanh"}) {
    const ChannelResponse known = ParseActivation(text).value()->Interface(5.0, 0.0, 1.0);
    EXPECT_NEAR(known.information, 0.0, 1e-100) << text;
    EXPECT_NEAR(known.variance, 0.0, 1e-100) << text;
  }
}

TEST(ActivationsTest, LimitsOfOutputs) {
  EXPECT_EQ(ParseActivation("relu").value()->Output(0.0, 1.0).status().message(),
            "an output without any noise has the entropy -infinity; give its layer a positive "
            "noise");
  const ChannelResponse sign = ParseActivation("sign").value()->Output(0.0, 1.0).value();
  EXPECT_EQ(sign.information, 0.0);
  EXPECT_EQ(sign.precision, std::numeric_limits<double>::infinity());
}

TEST(ActivationsTest, ScaledSign) {
  // 3 sign(u) at A is sign(u) at 9 A.
  const double inf = std::numeric_limits<double>::infinity();
  const auto scaled =
      MakePiecewiseAffineActivation(
          *activation::PiecewiseAffine::Create({{-inf, 0.0, 0.0, -3.0}, {0.0, inf, 0.0, 3.0}}))
          .value();
  const ChannelResponse got = scaled->Interface(0.7, 0.4, 0.6);
  const ChannelResponse want = ParseActivation("sign").value()->Interface(6.3, 0.4, 0.6);
  EXPECT_NEAR(got.information / want.information, 1.0, 1e-13);
  EXPECT_NEAR(got.variance / (9.0 * want.variance), 1.0, 1e-13);
  EXPECT_NEAR(got.precision / want.precision, 1.0, 1e-13);
}

TEST(ActivationsTest, Errors) {
  const auto message = [](const char* text) {
    return std::string(ParseActivation(text).status().message());
  };
  EXPECT_EQ(message("swish"),
            "there is no activation \"swish\"; there are erf, gelu, hardtanh, leaky-relu, linear, "
            "probit, relu, sigmoid, softplus, tanh (leaky for leaky-relu, sign for probit)");
  EXPECT_EQ(message("relu:slope=1"), "activation relu has no parameter \"slope\"; it takes none");
  EXPECT_EQ(message("hardtanh:threshold=-1"),
            "the threshold of a hardtanh is -1; it must be finite and positive");
  EXPECT_EQ(message("leaky:slope=0"),
            "the slope of a leaky ReLU is 0; it must be finite and positive");
  EXPECT_EQ(MakeActivation("relu", {}, {1e-20}).status().message(),
            "the target accuracy of a channel is 1e-20; it must lie between 1e-13 and 1e-6");
  EXPECT_EQ(
      message("gelu"),
      "activation gelu has no channels: they need a piecewise-affine or an analytic, strictly "
      "increasing function");
}

}  // namespace
}  // namespace infoflow::replica
