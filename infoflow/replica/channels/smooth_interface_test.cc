#include "infoflow/replica/channels/smooth_interface.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/activation/function.h"
#include "infoflow/activation/piecewise_affine.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/gauss_quadrature.h"
#include "infoflow/replica/channels/piecewise_interface.h"
#include "infoflow/replica/channels/smooth_plain.h"

namespace infoflow::replica {
namespace {

using numerics::kInfinity;

struct Named {
  std::string name;
  activation::Function function;
};

std::vector<Named> Functions() {
  return {{"tanh", activation::MakeFunction("tanh").value()},
          {"erf", activation::MakeFunction("erf").value()},
          {"softplus", activation::MakeFunction("softplus").value()},
          {"sigmoid", activation::MakeFunction("sigmoid").value()}};
}

struct Regime {
  double precision;
  double noise;
  double signal;
};

std::vector<Regime> Regimes() {
  return {{10.0, 0.3, 0.7}, {1e3, 0.01, 1.0}, {2e3, 0.5, 0.5},  {1e-3, 0.3, 2.0},
          {1.0, 1.0, 0.0},  {1e4, 1e-8, 1.0}, {50.0, 2.0, 5.0}, {3.0, 0.2, 1e-6}};
}

ChannelResponse At(const activation::Function& function, const Regime& at, double target) {
  return SmoothInterface(function, target)(at.precision, at.noise, at.signal);
}

// Regimes that fixed-point iterations meet, and the corners where rules fail: A v from 1e-15 to
// 1e7, kappa near 1, where poles in w are nearest to the middle, m/v from 0 to 1e10, and v so large
// that f is a step.
std::vector<Regime> HardRegimes() {
  return {{10.0, 0.26, 0.25},  {1e5, 1e-10, 1.0},   {1e7, 0.5, 0.5},     {1e4, 0.01, 100.0},
          {1e3, 1.0, 0.0},     {1e-6, 0.5, 0.5},    {100.0, 99.0, 1.0},  {1.0, 1.0, 0.0},
          {1e4, 1e-8, 1.0},    {50.0, 2.0, 5.0},    {3.0, 0.2, 1e-6},    {1e5, 1e-3, 1.0},
          {1e6, 0.01, 10.0},   {1e5, 0.1, 1.0},     {30.0, 0.05, 100.0}, {1e3, 10.0, 10.0},
          {1e6, 1e-5, 0.5},    {100.0, 0.01, 0.01}, {1e7, 1e-6, 1.0},    {0.1, 5.0, 100.0},
          {1e8, 1e-8, 1.0},    {1e3, 0.3, 3.0},     {1e5, 0.03, 0.3},    {1e-3, 0.3, 2.0},
          {1.0, 400.0, 400.0}, {1e-9, 0.4, 0.6}};
}

// The same for every instruction set.
const std::vector<ChannelResponse>& BruteForce() {
  static const auto* const answers = [] {
    auto* all = new std::vector<ChannelResponse>;
    for (const Named& named : Functions()) {
      for (const Regime& at : HardRegimes()) {
        all->push_back(SmoothInterfacePlain(named.function, at.precision, at.noise, at.signal));
      }
    }
    return all;
  }();
  return *answers;
}

TEST(SmoothInterfaceTest, AgreesWithBruteForce) {
  std::size_t index = 0;
  for (const Named& named : Functions()) {
    const SmoothInterface channel(named.function, 1e-10);
    for (const Regime& at : HardRegimes()) {
      const ChannelResponse want = BruteForce()[index++];
      const ChannelResponse got = channel(at.precision, at.noise, at.signal);
      const std::string where =
          absl::StrCat(named.name, " ", at.precision, " ", at.noise, " ", at.signal);
      EXPECT_NEAR(got.information / want.information, 1.0, 1e-10) << where;
      EXPECT_NEAR(got.variance / want.variance, 1.0, 1e-10) << where;
      EXPECT_NEAR(got.precision / want.precision, 1.0, 1e-10) << where;
    }
  }
}

TEST(SmoothInterfaceTest, ConvergesWithTheTarget) {
  for (const Named& named : Functions()) {
    for (const Regime& at : Regimes()) {
      const ChannelResponse want = At(named.function, at, 1e-13);
      const ChannelResponse got = At(named.function, at, 1e-10);
      const std::string where =
          absl::StrCat(named.name, " ", at.precision, " ", at.noise, " ", at.signal);
      EXPECT_NEAR(got.information / want.information, 1.0, 1e-10) << where;
      EXPECT_NEAR(got.variance / want.variance, 1.0, 1e-10) << where;
      EXPECT_NEAR(got.precision / want.precision, 1.0, 1e-10) << where;
      EXPECT_LE(got.variance, 1.0 / at.precision) << where;
      EXPECT_LE(got.precision, 1.0 / at.noise) << where;
    }
  }
}

TEST(SmoothInterfaceTest, DerivativeIdentities) {
  for (const Named& named : Functions()) {
    for (const Regime& at : Regimes()) {
      const std::string where =
          absl::StrCat(named.name, " ", at.precision, " ", at.noise, " ", at.signal);
      const double start = At(named.function, at, 1e-12).information;
      const Regime more = {1.3 * at.precision, at.noise, at.signal};
      const double over_precision = numerics::Integrate(
          numerics::GaussLegendre(6, at.precision, more.precision).value(), [&](double A) {
            return 0.5 * At(named.function, {A, at.noise, at.signal}, 1e-12).variance;
          });
      EXPECT_NEAR(At(named.function, more, 1e-12).information - start, over_precision,
                  1e-8 * over_precision + 1e-12 * start)
          << where;
      const double total = at.noise + at.signal;
      const double upper = at.noise + std::min(0.2 * at.noise, 0.5 * at.signal);
      if (upper == at.noise) continue;
      const double over_noise =
          numerics::Integrate(numerics::GaussLegendre(6, at.noise, upper).value(), [&](double v) {
            return 0.5 * At(named.function, {at.precision, v, total - v}, 1e-12).precision;
          });
      EXPECT_NEAR(
          At(named.function, {at.precision, upper, total - upper}, 1e-12).information - start,
          over_noise, 1e-8 * over_noise + 1e-12 * start)
          << where;
    }
  }
}

// tanh as a chain of chords over [-6, 6]: errs by the square of their length.
TEST(SmoothInterfaceTest, PiecewiseAffineApproximationsConverge) {
  const auto chords = [](int count) {
    std::vector<activation::AffinePiece> pieces;
    double u = -6.0;
    pieces.push_back({-kInfinity, u, 0.0, std::tanh(u)});
    for (int i = 0; i < count; ++i) {
      const double next = -6.0 + 12.0 * (i + 1) / count;
      const double slope = (std::tanh(next) - std::tanh(u)) / (next - u);
      pieces.push_back({u, next, slope, std::tanh(u) - slope * u});
      u = next;
    }
    pieces.push_back({u, kInfinity, 0.0, std::tanh(u)});
    return *activation::PiecewiseAffine::Create(pieces);
  };
  const Regime at = {8.0, 0.3, 0.7};
  const ChannelResponse want = At(activation::MakeFunction("tanh").value(), at, 1e-10);
  double before = 1.0;
  for (const int count : {16, 32, 64}) {
    const ChannelResponse got = PiecewiseInterface(chords(count), at.precision, at.noise, at.signal,
                                                   InterfaceQuadratureFor(1e-8));
    const double error = std::abs(got.information / want.information - 1.0);
    EXPECT_LT(error, 14.0 / (count * count));
    EXPECT_LT(error, 0.35 * before);
    EXPECT_NEAR(got.variance / want.variance, 1.0, 6.0 / (count * count));
    EXPECT_NEAR(got.precision / want.precision, 1.0, 6.0 / (count * count));
    before = error;
  }
}

// J = A V0 / 2 - A^2 V0^2 / 4 where little is said, also where f is a step.
TEST(SmoothInterfaceTest, LittlePrecision) {
  for (const Named& named : {Functions()[0], Functions()[1], Functions()[3]}) {
    for (const double variance : {1.0, 100.0, 1e4}) {
      for (const double precision : {1e-6, 1e-12, 1e-100}) {
        const ChannelResponse got = At(named.function, {precision, variance, variance}, 1e-10);
        EXPECT_NEAR(got.information / (0.5 * precision * got.variance), 1.0, precision + 1e-12)
            << named.name << " " << precision << " " << variance;
      }
    }
  }
}

TEST(SmoothInterfaceTest, WeakNonlinearityIsLinear) {
  // tanh u ~ u for small u: corrections are of order rho.
  const ChannelResponse got =
      At(activation::MakeFunction("tanh").value(), {1e6, 1e-6, 1e-6}, 1e-10);
  EXPECT_NEAR(got.information, 0.5 * std::log(2.0), 1e-5);
  EXPECT_NEAR(got.variance / 5e-7, 1.0, 1e-5);
  EXPECT_NEAR(got.precision / 5e5, 1.0, 1e-5);
}

}  // namespace
}  // namespace infoflow::replica
