#include "infoflow/replica/channels/piecewise_interface.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/activation/piecewise_affine.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/gauss_quadrature.h"
#include "infoflow/replica/channels/piecewise_plain.h"

namespace infoflow::replica {
namespace {

using numerics::kInfinity;

struct Regime {
  double precision;
  double noise;
  double signal;
};

// Mild and hard regimes: nothing known (m = 0), informative starts (v -> 0), nearly noiseless
// observation (A v = 1e7), large weights (m/v = 1e10), vanishing precision.
std::vector<Regime> Regimes() {
  return {{10.0, 0.3, 0.7},  {0.5, 0.02, 3.0},   {3.0, 1.0, 0.0},   {1e5, 1e-10, 1.0},
          {1e7, 1.0, 0.5},   {1e3, 0.01, 100.0}, {1e5, 1e-3, 1e7},  {1e4, 1e-8, 100.0},
          {1e5, 30.0, 70.0}, {100.0, 99.0, 1.0}, {1e-3, 0.3, 1.7},  {1e-6, 0.5, 0.5},
          {20.0, 0.5, 1e-9}, {0.2, 50.0, 1e-4},  {2e3, 1e-3, 9e-3}, {1.0, 1e-4, 1e-4},
          {1e6, 0.1, 0.9},   {1e4, 5e-5, 1.0},   {50.0, 0.04, 0.3}, {7.0, 0.08, 1e-3}};
}

struct Named {
  std::string name;
  activation::PiecewiseAffine function;
};

std::vector<Named> Functions() {
  return {{"linear", activation::PiecewiseAffine::Linear()},
          {"relu", activation::PiecewiseAffine::Relu()},
          {"leaky 0.1", *activation::PiecewiseAffine::LeakyRelu(0.1)},
          {"leaky 3", *activation::PiecewiseAffine::LeakyRelu(3.0)},
          {"hardtanh 1", *activation::PiecewiseAffine::Hardtanh(1.0)},
          {"hardtanh 0.2", *activation::PiecewiseAffine::Hardtanh(0.2)},
          {"hardtanh 5", *activation::PiecewiseAffine::Hardtanh(5.0)},
          {"sign", activation::PiecewiseAffine::Sign()},
          {"staircase with a slope",
           *activation::PiecewiseAffine::Create({{-kInfinity, -0.5, 0.0, -1.0},
                                                 {-0.5, 0.7, 0.8, -0.4},
                                                 {0.7, 1.5, 0.0, 1.0},
                                                 {1.5, kInfinity, 0.3, 1.0}})}};
}

ChannelResponse Fast(const activation::PiecewiseAffine& function, const Regime& at, double target) {
  return PiecewiseInterface(function, at.precision, at.noise, at.signal,
                            InterfaceQuadratureFor(target));
}

void ExpectClose(const ChannelResponse& got, const ChannelResponse& want, double relative,
                 double variance_scale, const std::string& where) {
  EXPECT_NEAR(got.information, want.information, relative * want.information + 2e-15) << where;
  EXPECT_NEAR(got.variance, want.variance, relative * want.variance + 1e-13 * variance_scale)
      << where;
  EXPECT_NEAR(got.precision, want.precision, relative * want.precision) << where;
}

std::string Where(const Named& named, const Regime& at) {
  return absl::StrCat(named.name, " A=", at.precision, " v=", at.noise, " m=", at.signal);
}

TEST(PiecewiseInterfaceTest, AgreesWithBruteForce) {
  for (const Named& named : Functions()) {
    for (const Regime& at : Regimes()) {
      const ChannelResponse want =
          PlainInterface(named.function, at.precision, at.noise, at.signal, {16, 3.0, 9.5});
      const double scale = named.function.SecondMoment(at.noise + at.signal);
      ExpectClose(Fast(named.function, at, 1e-10), want, 2e-10, scale, Where(named, at));
      ExpectClose(Fast(named.function, at, 1e-13), want, 3e-12, scale, Where(named, at));
    }
  }
}

TEST(PiecewiseInterfaceTest, ConvergesWithTheTarget) {
  for (const Named& named : Functions()) {
    for (const Regime& at : Regimes()) {
      const ChannelResponse want = Fast(named.function, at, 1e-13);
      const double scale = named.function.SecondMoment(at.noise + at.signal);
      for (const double target : {1e-6, 1e-8, 1e-10, 1e-12}) {
        // Between two atoms V ~ e^{-A/2} is only promised in absolute terms (sign_interface.h).
        const double absolute = named.name == "sign" ? std::max(1.0, target / 1e-13) : 1.0;
        ExpectClose(Fast(named.function, at, target), want, 5.0 * target, absolute * scale,
                    absl::StrCat(Where(named, at), " target ", target));
      }
    }
  }
}

TEST(PiecewiseInterfaceTest, BoundsHold) {
  for (const Named& named : Functions()) {
    for (const Regime& at : Regimes()) {
      const ChannelResponse got = Fast(named.function, at, 1e-13);
      const double rho = named.function.SecondMoment(at.noise + at.signal);
      const std::string where = Where(named, at);
      EXPECT_GT(got.information, 0.0) << where;
      EXPECT_GE(got.variance, -1e-14 * rho) << where;
      EXPECT_LE(got.variance, std::min(rho, 1.0 / at.precision) * (1.0 + 1e-12)) << where;
      EXPECT_GT(got.precision, 0.0) << where;
      EXPECT_LE(got.precision, (1.0 + 1e-12) / at.noise) << where;
    }
  }
}

// dJ/dA = V/2, integrated over a factor 1.5 in A.
TEST(PiecewiseInterfaceTest, InformationIsTheIntegralOfTheVariance) {
  for (const Named& named : Functions()) {
    for (const Regime& at : Regimes()) {
      const double upper = 1.5 * at.precision;
      const numerics::QuadratureRule rule = *numerics::GaussLegendre(12, at.precision, upper);
      const double integral = numerics::Integrate(rule, [&](double precision) {
        return 0.5 * Fast(named.function, {precision, at.noise, at.signal}, 1e-13).variance;
      });
      const double end = Fast(named.function, {upper, at.noise, at.signal}, 1e-13).information;
      const double difference = end - Fast(named.function, at, 1e-13).information;
      EXPECT_NEAR(difference, integral, 1e-9 * integral + 1e-12 * end) << Where(named, at);
    }
  }
}

// dJ/dv = A_out/2 at fixed v + m, integrated over v.
TEST(PiecewiseInterfaceTest, InformationIsTheIntegralOfThePrecision) {
  for (const Named& named : Functions()) {
    for (const Regime& at : Regimes()) {
      const double total = at.noise + at.signal;
      const double upper = at.noise + std::min(0.4 * at.noise, 0.8 * at.signal);
      if (upper == at.noise) continue;
      const numerics::QuadratureRule rule = *numerics::GaussLegendre(12, at.noise, upper);
      const double integral = numerics::Integrate(rule, [&](double noise) {
        return 0.5 * Fast(named.function, {at.precision, noise, total - noise}, 1e-13).precision;
      });
      const double end =
          Fast(named.function, {at.precision, upper, total - upper}, 1e-13).information;
      const double difference = end - Fast(named.function, at, 1e-13).information;
      EXPECT_NEAR(difference, integral, 1e-9 * integral + 1e-12 * end) << Where(named, at);
    }
  }
}

TEST(PiecewiseInterfaceTest, LinearIsAClosedForm) {
  for (const Regime& at : Regimes()) {
    const double ratio = at.precision * at.noise;
    ExpectClose(Fast(activation::PiecewiseAffine::Linear(), at, 1e-10),
                {0.5 * std::log1p(ratio), at.noise / (1.0 + ratio), at.precision / (1.0 + ratio)},
                1e-12, 0.0, "linear");
  }
}

TEST(PiecewiseInterfaceTest, WideHardtanhIsLinear) {
  const activation::PiecewiseAffine wide = *activation::PiecewiseAffine::Hardtanh(100.0);
  const Regime at = {30.0, 0.4, 0.9};
  ExpectClose(Fast(wide, at, 1e-10), Fast(activation::PiecewiseAffine::Linear(), at, 1e-10), 1e-14,
              0.0, "wide");
}

TEST(PiecewiseInterfaceTest, ShiftAndScaleCovariance) {
  // f(u) = 2 relu(u - 0.3) + 7 observed at A is relu(u - 0.3) observed at 4A.
  const activation::PiecewiseAffine relu = *activation::PiecewiseAffine::Create(
      {{-kInfinity, 0.3, 0.0, 0.0}, {0.3, kInfinity, 1.0, -0.3}});
  const activation::PiecewiseAffine twice = *activation::PiecewiseAffine::Create(
      {{-kInfinity, 0.3, 0.0, 7.0}, {0.3, kInfinity, 2.0, 6.4}});
  for (const Regime& at : Regimes()) {
    const ChannelResponse want = Fast(relu, {4.0 * at.precision, at.noise, at.signal}, 1e-13);
    const ChannelResponse got = Fast(twice, at, 1e-13);
    ExpectClose({got.information, got.variance / 4.0, got.precision}, want, 1e-10, 0.0, "scaled");
  }
}

TEST(PiecewiseInterfaceTest, CountsItsWork) {
  InterfaceWork work;
  PiecewiseInterface(*activation::PiecewiseAffine::Hardtanh(1.0), 1e4, 1e-2, 1.0,
                     InterfaceQuadratureFor(1e-10), &work);
  EXPECT_GT(work.outer_nodes, 10);
  EXPECT_LT(work.outer_nodes, 100);
  EXPECT_GT(work.inner_nodes, work.outer_nodes);
  EXPECT_LT(work.inner_nodes, 10000);
}

}  // namespace
}  // namespace infoflow::replica
