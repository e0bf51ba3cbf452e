#include "infoflow/replica/channels/piecewise_output.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/activation/piecewise_affine.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/gauss_quadrature.h"
#include "infoflow/numerics/special_functions.h"

namespace infoflow::replica {
namespace {

using numerics::LogNormalCdf;
using numerics::NormalDensity;

using numerics::kInfinity;

std::vector<activation::PiecewiseAffine> Functions() {
  return {activation::PiecewiseAffine::Linear(),
          activation::PiecewiseAffine::Relu(),
          *activation::PiecewiseAffine::LeakyRelu(0.1),
          *activation::PiecewiseAffine::Hardtanh(1.0),
          *activation::PiecewiseAffine::Hardtanh(0.1),
          activation::PiecewiseAffine::Sign(),
          *activation::PiecewiseAffine::Create(
              {{-kInfinity, -0.5, 0.0, -1.0}, {-0.5, 0.7, 0.0, 0.0}, {0.7, kInfinity, 0.3, 1.0}})};
}

struct Pair {
  double noise;
  double signal;
};

std::vector<Pair> Regimes() {
  return {{0.3, 0.7},   {1e-10, 1.0}, {1e-5, 100.0}, {1.0, 0.0},  {0.5, 1e-9},
          {1e-3, 9e-3}, {30.0, 70.0}, {1e-4, 1e-4},  {1e-5, 1e5}, {0.01, 0.2}};
}

// dH_z/dv = A/2 at fixed v + m.
TEST(PiecewiseOutputTest, EntropyIsTheIntegralOfThePrecision) {
  int index = 0;
  for (const activation::PiecewiseAffine& function : Functions()) {
    ++index;
    for (const Pair& at : Regimes()) {
      const double total = at.noise + at.signal;
      const double upper = at.noise + std::min(0.4 * at.noise, 0.8 * at.signal);
      if (upper == at.noise) continue;
      const double integral = numerics::Integrate(
          numerics::GaussLegendre(16, at.noise, upper).value(),
          [&](double v) { return 0.5 * PiecewiseOutput(function, v, total - v).precision; });
      const double end = PiecewiseOutput(function, upper, total - upper).information;
      const double difference = end - PiecewiseOutput(function, at.noise, at.signal).information;
      EXPECT_NEAR(difference, integral, 1e-9 * std::abs(integral) + 4e-14 * (1.0 + std::abs(end)))
          << index << " " << at.noise << " " << at.signal;
    }
  }
}

TEST(PiecewiseOutputTest, PrecisionIsBounded) {
  for (const activation::PiecewiseAffine& function : Functions()) {
    for (const Pair& at : Regimes()) {
      const double precision = PiecewiseOutput(function, at.noise, at.signal).precision;
      EXPECT_GE(precision, 0.0);
      EXPECT_LE(precision, (1.0 + 1e-13) / at.noise);
    }
  }
}

TEST(PiecewiseOutputTest, ClosedForms) {
  const double half_log = 0.5 * std::log(2.0 * std::acos(-1.0) * std::exp(1.0) * 0.3);
  const ChannelResponse linear = PiecewiseOutput(activation::PiecewiseAffine::Linear(), 0.3, 0.7);
  EXPECT_NEAR(linear.information, half_log, 1e-15);
  EXPECT_NEAR(linear.precision, 1.0 / 0.3, 1e-14);
  const ChannelResponse leaky =
      PiecewiseOutput(*activation::PiecewiseAffine::LeakyRelu(0.1), 0.3, 0.7);
  EXPECT_NEAR(leaky.information, half_log + 0.5 * std::log(0.1), 1e-15);
  EXPECT_NEAR(leaky.precision, 1.0 / 0.3, 1e-14);
}

// At w = 0 the sign is a fair coin; its score is 2 phi(0)/sqrt v.
TEST(PiecewiseOutputTest, NothingKnown) {
  const ChannelResponse sign = PiecewiseOutput(activation::PiecewiseAffine::Sign(), 0.3, 0.0);
  EXPECT_NEAR(sign.information, std::log(2.0), 1e-15);
  EXPECT_NEAR(sign.precision, 2.0 / (std::acos(-1.0) * 0.3), 1e-14);
}

// Gauss-Legendre panels over t = w/sqrt v.
TEST(PiecewiseOutputTest, SignAgreesWithPanels) {
  for (const Pair& at : {Pair{0.3, 0.7}, {1e-3, 1.0}, {0.5, 0.01}}) {
    double entropy = 0.0;
    double precision = 0.0;
    const double scale = std::sqrt(at.noise / at.signal);
    for (double low = -12.0; low < 12.0; low += 0.5) {
      const auto rule = numerics::GaussLegendre(20, low, low + 0.5).value();
      const auto weight = [&](double t) { return NormalDensity(t * scale) * scale; };
      entropy += numerics::Integrate(rule, [&](double t) {
        const double log_p = LogNormalCdf(t);
        return -2.0 * weight(t) * std::exp(log_p) * log_p;
      });
      precision += numerics::Integrate(rule, [&](double t) {
        return 2.0 * weight(t) * NormalDensity(t) * NormalDensity(t) / std::exp(LogNormalCdf(t)) /
               at.noise;
      });
    }
    if (12.0 * scale < 6.0) {
      // The panels end inside the law of w, where nothing is left of the integrand.
      EXPECT_LT(NormalDensity(12.0), 1e-30);
    }
    const ChannelResponse got =
        PiecewiseOutput(activation::PiecewiseAffine::Sign(), at.noise, at.signal);
    EXPECT_NEAR(got.information / entropy, 1.0, 2e-13);
    EXPECT_NEAR(got.precision / precision, 1.0, 2e-13);
  }
}

// As v -> 0 the breaks see a constant density of w: a step at 1 answers what one at 0 does, times
// the ratio of the densities there, and the flat pieces of hardtanh are negligible.
TEST(PiecewiseOutputTest, AnyLittleNoise) {
  const auto hardtanh = *activation::PiecewiseAffine::Hardtanh(1.0);
  const auto sloped = [](double v) {
    // The line's part: P [(1/2) ln(2 pi e v)] up to O(v).
    return std::erf(std::sqrt(0.5)) * 0.5 * std::log(2.0 * std::acos(-1.0) * std::exp(1.0) * v);
  };
  for (const double v : {1e-30, 1e-60, 1e-110, 1e-200}) {
    const ChannelResponse got = PiecewiseOutput(hardtanh, v, 1.0);
    EXPECT_NEAR(got.information / sloped(v), 1.0, 1e-13) << v;
    EXPECT_NEAR(got.precision * v / std::erf(std::sqrt(0.5)), 1.0, 1e-13) << v;
    const ChannelResponse sign = PiecewiseOutput(activation::PiecewiseAffine::Sign(), v, 1.0);
    const activation::PiecewiseAffine step = *activation::PiecewiseAffine::Create(
        {{-kInfinity, 1.0, 0.0, 0.0}, {1.0, kInfinity, 0.0, 1.0}});
    const ChannelResponse shifted = PiecewiseOutput(step, v, 1.0);
    const double density = std::exp(-0.5);  // of w at 1, relative to that at 0
    EXPECT_NEAR(shifted.information / sign.information, density, 1e-12) << v;
    EXPECT_NEAR(shifted.precision / sign.precision, density, 1e-12) << v;
  }
}

}  // namespace
}  // namespace infoflow::replica
