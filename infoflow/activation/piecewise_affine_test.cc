#include "infoflow/activation/piecewise_affine.h"

#include <cmath>
#include <string>
#include <utility>

#include "gtest/gtest.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/gauss_quadrature.h"

namespace infoflow::activation {
namespace {

using numerics::kInfinity;

TEST(PiecewiseAffineTest, Values) {
  EXPECT_EQ(PiecewiseAffine::Relu().At(-2.0), 0.0);
  EXPECT_EQ(PiecewiseAffine::Relu().At(2.0), 2.0);
  EXPECT_EQ(PiecewiseAffine::LeakyRelu(0.5)->At(-2.0), -1.0);
  EXPECT_EQ(PiecewiseAffine::Hardtanh(1.5)->At(-2.0), -1.5);
  EXPECT_EQ(PiecewiseAffine::Hardtanh(1.5)->At(0.3), 0.3);
  EXPECT_EQ(PiecewiseAffine::Sign().At(0.3), 1.0);
  EXPECT_TRUE(PiecewiseAffine::Sign().odd());
  EXPECT_TRUE(PiecewiseAffine::Hardtanh(2.0)->odd());
  EXPECT_TRUE(PiecewiseAffine::Linear().odd());
  EXPECT_FALSE(PiecewiseAffine::Relu().odd());
}

TEST(PiecewiseAffineTest, SecondMomentsInClosedForm) {
  const double pi = std::acos(-1.0);
  for (const double q : {1e-6, 0.01, 0.7, 3.0, 400.0, 1e8}) {
    EXPECT_NEAR(PiecewiseAffine::Linear().SecondMoment(q) / q, 1.0, 1e-14);
    EXPECT_NEAR(PiecewiseAffine::Relu().SecondMoment(q) / (0.5 * q), 1.0, 1e-14);
    EXPECT_NEAR(PiecewiseAffine::LeakyRelu(0.1)->SecondMoment(q) / (0.505 * q), 1.0, 1e-14);
    EXPECT_NEAR(PiecewiseAffine::Sign().SecondMoment(q), 1.0, 1e-14);
    const double t = 1.0;
    const double want = t * t * std::erfc(t / std::sqrt(2.0 * q)) +
                        q * std::erf(t / std::sqrt(2.0 * q)) -
                        t * std::sqrt(2.0 * q / pi) * std::exp(-t * t / (2.0 * q));
    // The closed form itself cancels where t << sqrt q.
    EXPECT_NEAR(PiecewiseAffine::Hardtanh(t)->SecondMoment(q), want, 1e-14 + 4e-16 * std::sqrt(q));
  }
  // E f^2 -> T^2 (1 - (2/3) sqrt(2/pi) 2 T/sqrt q ...) for T << sqrt q.
  const double ratio = PiecewiseAffine::Hardtanh(1e-5)->SecondMoment(1.0) / 1e-10;
  EXPECT_NEAR(ratio, 1.0 - std::sqrt(2.0 / pi) * 1e-5 * 2.0 / 3.0, 1e-13);
}

TEST(PiecewiseAffineTest, SecondMomentAgreesWithQuadrature) {
  const PiecewiseAffine f = *PiecewiseAffine::Create(
      {{-kInfinity, -0.5, 0.2, -1.0}, {-0.5, 0.7, 0.8, 0.0}, {0.7, kInfinity, 0.0, 2.0}});
  double sum = 0.0;
  for (const auto& [low, high] : {std::pair(-9.0, -0.5), {-0.5, 0.7}, {0.7, 9.0}}) {
    sum += numerics::Integrate(numerics::GaussLegendre(60, low, high).value(), [&](double u) {
      return f.At(u) * f.At(u) * std::exp(-0.5 * u * u) / std::sqrt(2.0 * std::acos(-1.0));
    });
  }
  EXPECT_NEAR(f.SecondMoment(1.0) / sum, 1.0, 1e-13);
  EXPECT_EQ(f.SecondMoment(0.0), 0.0);
}

TEST(PiecewiseAffineTest, Errors) {
  const auto message = [](std::vector<AffinePiece> pieces) {
    return std::string(PiecewiseAffine::Create(std::move(pieces)).status().message());
  };
  EXPECT_EQ(message({}), "an activation needs at least one piece");
  EXPECT_EQ(message({{0.0, kInfinity, 1.0, 0.0}}),
            "the pieces of an activation must reach from -infinity to infinity");
  EXPECT_EQ(message({{-kInfinity, 0.0, 0.0, 0.0}, {1.0, kInfinity, 1.0, 0.0}}),
            "piece 1 starts at 1 but the one before it ends at 0");
  EXPECT_EQ(message({{-kInfinity, 0.0, -1.0, 0.0}, {0.0, kInfinity, 1.0, 0.0}}),
            "piece 0 has slope -1 and intercept 0; slopes must be finite and not negative, "
            "intercepts finite");
  EXPECT_EQ(message({{-kInfinity, 0.0, 0.0, 1.0}, {0.0, kInfinity, 0.0, -1.0}}),
            "the activation steps down by 2 at 0; it must not decrease");
  EXPECT_EQ(message({{-kInfinity, kInfinity, 0.0, 3.0}}),
            "the activation is constant; it must say something of u");
  EXPECT_EQ(
      message({{-kInfinity, 0.0, 0.0, 0.0}, {0.0, 0.0, 1.0, 0.0}, {0.0, kInfinity, 1.0, 0.0}}),
      "piece 1 from 0 to 0 is empty; lower must be below upper");
  EXPECT_EQ(PiecewiseAffine::Hardtanh(0.0).status().message(),
            "the threshold of a hardtanh is 0; it must be finite and positive");
  EXPECT_EQ(PiecewiseAffine::LeakyRelu(-1.0).status().message(),
            "the slope of a leaky ReLU is -1; it must be finite and positive");
}

}  // namespace
}  // namespace infoflow::activation
