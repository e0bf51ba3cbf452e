#include "infoflow/network/mean_field/moments.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/function.h"

namespace infoflow::network {
namespace {

// What the header promises.
constexpr double kMomentTolerance = 1e-14;
constexpr double kPairTolerance = 1e-13;

constexpr double kVariances[] = {1e-200, 1e-8, 0.01, 0.3, 1.0, 2.5, 17.0, 400.0, 1e6};
constexpr double kDecorrelations[] = {1e-10, 1e-4, 0.03, 0.4, 1.0, 1.7, 2.0};

// Closed forms: Williams, "Computation with infinite neural networks" (1998), and Cho and Saul,
// "Kernel methods for deep learning" (2009).
struct Exact {
  const char* name;
  activation::Function activation;
  ActivationMoments (*moments)(double q);
  PairMoments (*pair)(double q, double d);
};

activation::Function Sine() {
  activation::Function sine;
  sine.name = "sin";
  sine.evaluate = [](double u) -> activation::Value { return {std::sin(u), std::cos(u)}; };
  sine.odd = true;
  sine.longest_panel = 2.0;
  return sine;
}

ActivationMoments ErfMoments(double q) {
  ActivationMoments m;
  m.second_moment = 2.0 / M_PI * std::asin(2.0 * q / (1.0 + 2.0 * q));
  // asin near 1.
  if (q > 100.0)
    m.second_moment = 1.0 - 2.0 / M_PI * std::asin(std::sqrt(1.0 + 4.0 * q) / (1.0 + 2.0 * q));
  m.derivative_square = 4.0 / M_PI / std::sqrt(1.0 + 4.0 * q);
  m.gain = q * 4.0 / M_PI / ((1.0 + 2.0 * q) * std::sqrt(1.0 + 4.0 * q));
  return m;
}

PairMoments ErfPair(double q, double d) {
  const double r = 2.0 * q / (1.0 + 2.0 * q);
  const double s = r * (1.0 - d);
  // 1 - r^2 and 1 - s^2 without cancellation.
  const double cr2 = (1.0 + 4.0 * q) / ((1.0 + 2.0 * q) * (1.0 + 2.0 * q));
  const double cs2 = cr2 + r * r * d * (2.0 - d);
  const double cr = std::sqrt(cr2), cs = std::sqrt(cs2);
  // asin r - asin s = atan2(sin, cos) of the difference of angles.
  const double c = 1.0 - d;
  const double sine = c >= 0.0 ? r * d * (2.0 - d) / (cs + c * cr) : r * (cs - c * cr);
  const double cosine = cr * cs + r * s;
  return {4.0 / M_PI * std::atan2(sine, cosine), 4.0 / M_PI / ((1.0 + 2.0 * q) * cs)};
}

ActivationMoments ReluMoments(double q) {
  ActivationMoments m;
  m.mean = std::sqrt(q / (2.0 * M_PI));
  m.second_moment = 0.5 * q;
  m.gain = 0.5 * q;
  m.derivative_square = 0.5;
  return m;
}

PairMoments ReluPair(double q, double d) {
  // With angle a between the inputs, sin(a/2) = sqrt(d/2).
  const double a = 2.0 * std::asin(std::sqrt(0.5 * d));
  // q - q/pi (sin a + (pi - a) cos a) = q/pi [pi (1 - cos a) - (sin a - a cos a)].
  const double difference = a < 0.1 ? a * a * a / 3.0 * (1.0 - a * a / 10.0 + a * a * a * a / 280.0)
                                    : std::sin(a) - a * std::cos(a);
  return {q / M_PI * (M_PI * d - difference), 0.5 * (1.0 - a / M_PI)};
}

ActivationMoments SineMoments(double q) {
  ActivationMoments m;
  m.second_moment = -0.5 * std::expm1(-2.0 * q);
  m.gain = q * std::exp(-2.0 * q);
  m.derivative_square = 0.5 * (1.0 + std::exp(-2.0 * q));
  return m;
}

PairMoments SinePair(double q, double d) {
  // E sin sin = (e^{-q d} - e^{-q (2 - d)}) / 2.
  return {-std::expm1(-q * d) + std::exp(-q * (2.0 - d)) * -std::expm1(-q * d),
          0.5 * (std::exp(-q * d) + std::exp(-q * (2.0 - d)))};
}

std::vector<Exact> ExactCases() {
  return {{"erf", activation::MakeFunction("erf").value(), ErfMoments, ErfPair},
          {"relu", activation::MakeFunction("relu").value(), ReluMoments, ReluPair},
          {"sin", Sine(), SineMoments, SinePair}};
}

void ExpectNear(double got, double want, double scale, double tolerance) {
  EXPECT_LE(std::fabs(got - want), tolerance * scale) << "got " << got << ", want " << want;
}

TEST(ActivationMomentsTest, ClosedForms) {
  for (const Exact& exact : ExactCases()) {
    for (const double q : kVariances) {
      if (std::string(exact.name) == "sin" && q > 1e3) continue;
      SCOPED_TRACE(testing::Message() << exact.name << " q=" << q);
      const ActivationMoments got = ComputeActivationMoments(exact.activation, q);
      const ActivationMoments want = exact.moments(q);
      ExpectNear(got.mean, want.mean, std::sqrt(want.second_moment), kMomentTolerance);
      ExpectNear(got.second_moment, want.second_moment, want.second_moment, kMomentTolerance);
      ExpectNear(got.derivative_square, want.derivative_square, want.derivative_square,
                 kMomentTolerance);
      // Where phi phi' u changes sign, relative to its size.
      ExpectNear(
          got.gain, want.gain,
          std::string(exact.name) == "sin" ? std::max(want.gain, 0.1 * std::sqrt(q)) : want.gain,
          kMomentTolerance);
    }
  }
}

// E phi^2 of hardtanh from the normal law: q (2 Phi - 1) - 2 sqrt(q) n + 2 (1 - Phi) at 1/sqrt(q).
TEST(ActivationMomentsTest, HardTanh) {
  const activation::Function activation = activation::MakeFunction("hardtanh").value();
  for (const double q : {0.05, 0.3, 1.0, 4.0, 50.0}) {
    const double x = 1.0 / std::sqrt(q);
    const double inside = std::erf(x / std::sqrt(2.0));
    const double density = std::exp(-0.5 * x * x) / std::sqrt(2.0 * M_PI);
    const ActivationMoments got = ComputeActivationMoments(activation, q);
    const double want = q * inside - 2.0 * std::sqrt(q) * density + std::erfc(x / std::sqrt(2.0));
    // The first two terms of the oracle cancel for large q.
    EXPECT_NEAR(got.second_moment, want, 1e-14 * std::max(1.0, q * inside));
    EXPECT_NEAR(got.derivative_square / inside, 1.0, kMomentTolerance);
  }
}

// The trapezoidal rule, which converges exponentially for analytic functions, as another rule.
TEST(ActivationMomentsTest, SmoothFunctionsAgainstTheTrapezoidalRule) {
  for (const char* name : {"tanh", "sigmoid"}) {
    const activation::Function activation = activation::MakeFunction(name).value();
    for (const double q : {0.02, 0.4, 1.5, 6.0}) {
      constexpr double kStep = 1.0 / 32.0;
      ActivationMoments want;
      for (int i = -384; i <= 384; ++i) {
        const double z = kStep * i;
        const double weight = kStep * std::exp(-0.5 * z * z) / std::sqrt(2.0 * M_PI);
        const activation::Value phi = activation.evaluate(std::sqrt(q) * z);
        want.mean += weight * phi.value;
        want.second_moment += weight * phi.value * phi.value;
        want.gain += weight * phi.value * phi.derivative * std::sqrt(q) * z;
        want.derivative_square += weight * phi.derivative * phi.derivative;
      }
      const ActivationMoments got = ComputeActivationMoments(activation, q);
      EXPECT_NEAR(got.mean, want.mean, kMomentTolerance);
      EXPECT_NEAR(got.second_moment / want.second_moment, 1.0, kMomentTolerance);
      EXPECT_NEAR(got.gain, want.gain, kMomentTolerance);
      EXPECT_NEAR(got.derivative_square / want.derivative_square, 1.0, kMomentTolerance);
    }
  }
}

// q V'(q) against a difference quotient of V, also with kinks.
TEST(ActivationMomentsTest, GainIsTheSlope) {
  for (const std::string& name : activation::ContinuousFunctionNames()) {
    const activation::Function activation = activation::MakeFunction(name).value();
    for (const double q : {0.1, 1.0, 5.0}) {
      const double step = 1e-3 * q;
      const auto v = [&](double x) {
        return ComputeActivationMoments(activation, x).second_moment;
      };
      const double slope =
          (8.0 * (v(q + step) - v(q - step)) - v(q + 2 * step) + v(q - 2 * step)) / (12.0 * step);
      EXPECT_NEAR(ComputeActivationMoments(activation, q).gain / (q * slope), 1.0, 1e-10) << name;
    }
  }
}

TEST(PairMomentsTest, ClosedForms) {
  for (const Exact& exact : ExactCases()) {
    for (const double q : kVariances) {
      const bool sine = std::string(exact.name) == "sin";
      if (q > (sine ? 20.0 : 1e3)) continue;
      const ActivationMoments moments = ComputeActivationMoments(exact.activation, q);
      for (const auto method :
           {PairMomentFunction::Method::kAutomatic, PairMomentFunction::Method::kQuadrature}) {
        const PairMomentFunction pair(exact.activation, q, moments, method);
        for (const double d : kDecorrelations) {
          SCOPED_TRACE(testing::Message() << exact.name << " q=" << q << " d=" << d << " series "
                                          << pair.UsesSeries(d));
          const PairMoments got = pair(d);
          const PairMoments want = exact.pair(q, d);
          // u_1 - u_2 carries the rounding of u_1 and u_2 in quadrature.
          const double rounding = pair.UsesSeries(d) ? 0.0 : 4e-17 / std::sqrt(d);
          ExpectNear(got.difference_square, want.difference_square, want.difference_square,
                     kPairTolerance + rounding);
          // Kinks: what is left of the moment at c = 1.
          const bool straight = std::isinf(exact.activation.smooth_scale) &&
                                method == PairMomentFunction::Method::kAutomatic;
          ExpectNear(got.derivative_product, want.derivative_product,
                     sine ? moments.derivative_square
                          : std::max(std::fabs(want.derivative_product),
                                     straight ? 0.1 * moments.derivative_square : 1e-3),
                     kPairTolerance);
        }
      }
    }
  }
}

// Straight pieces without symmetry: slopes 0.3, 1, -0.5, 0.2 with kinks at -1.5, 0.25 and 2.
activation::Function Zigzag() {
  activation::Function zigzag;
  zigzag.name = "zigzag";
  zigzag.kinks = {-1.5, 0.25, 2.0};
  zigzag.smooth_scale = std::numeric_limits<double>::infinity();
  zigzag.evaluate = [](double u) -> activation::Value {
    if (u < -1.5) return {0.3 * (u + 1.5) - 1.5, 0.3};
    if (u < 0.25) return {u, 1.0};
    if (u < 2.0) return {0.25 - 0.5 * (u - 0.25), -0.5};
    return {-0.625 + 0.2 * (u - 2.0), 0.2};
  };
  return zigzag;
}

// One integral from Price's theorem against two over the normal law itself.
TEST(PairMomentsTest, KinksAgreeWithQuadrature) {
  for (const activation::Function& activation :
       {activation::MakeFunction("hardtanh").value(), Zigzag()}) {
    for (const double q : {1e-3, 0.3, 4.0, 200.0}) {
      const ActivationMoments moments = ComputeActivationMoments(activation, q);
      const PairMomentFunction kinks(activation, q, moments);
      const PairMomentFunction quadrature(activation, q, moments,
                                          PairMomentFunction::Method::kQuadrature);
      for (const double d : {1e-6, 0.05, 1.0, 1.9}) {
        SCOPED_TRACE(testing::Message() << activation.name << " q=" << q << " d=" << d);
        const PairMoments got = kinks(d), want = quadrature(d);
        const double rounding = 4e-17 / std::sqrt(d);
        ExpectNear(got.difference_square, want.difference_square,
                   std::max(want.difference_square, 0.1 * q * d * moments.derivative_square),
                   kPairTolerance + rounding);
        ExpectNear(got.derivative_product, want.derivative_product, moments.derivative_square,
                   kPairTolerance);
      }
    }
  }
}

// Two methods that have nothing in common.
TEST(PairMomentsTest, SeriesAgreesWithQuadrature) {
  for (const char* name : {"tanh", "sigmoid"}) {
    const activation::Function activation = activation::MakeFunction(name).value();
    for (const double q : {0.05, 0.6, 2.0, 3.0}) {
      const ActivationMoments moments = ComputeActivationMoments(activation, q);
      const PairMomentFunction series(activation, q, moments);
      const PairMomentFunction quadrature(activation, q, moments,
                                          PairMomentFunction::Method::kQuadrature);
      for (const double d : {1e-3, 0.2, 1.0, 1.5}) {
        EXPECT_TRUE(series.UsesSeries(d)) << name << " q=" << q << " d=" << d;
        EXPECT_FALSE(quadrature.UsesSeries(d));
        const PairMoments a = series(d);
        const PairMoments b = quadrature(d);
        EXPECT_NEAR(a.difference_square / b.difference_square, 1.0, kPairTolerance);
        EXPECT_NEAR(a.derivative_product, b.derivative_product,
                    kPairTolerance * moments.derivative_square);
      }
    }
  }
}

TEST(PairMomentsTest, Limits) {
  for (const std::string& name : activation::ContinuousFunctionNames()) {
    const activation::Function activation = activation::MakeFunction(name).value();
    const ActivationMoments moments = ComputeActivationMoments(activation, 0.7);
    const PairMomentFunction pair(activation, 0.7, moments);
    EXPECT_EQ(pair(0.0).difference_square, 0.0);
    EXPECT_EQ(pair(0.0).derivative_product, moments.derivative_square);
    // Independent arguments.
    const double variance = moments.second_moment - moments.mean * moments.mean;
    EXPECT_NEAR(pair(1.0).difference_square / (2.0 * variance), 1.0, 1e-13) << name;
  }
}

}  // namespace
}  // namespace infoflow::network
