#include "infoflow/numerics/gauss_quadrature.h"

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/numerics/constants.h"

namespace infoflow::numerics {
namespace {

// As documented in the header.
constexpr double kLegendreNodeAccuracy = 4e-16;  // absolute
constexpr double kHermiteNodeAccuracy = 2e-15;   // relative
constexpr double kWeightAccuracy = 4e-14;        // relative
// Sums of positive terms of order 1.
constexpr double kSumAccuracy = 4e-14;

constexpr int kOrders[] = {1, 2, 3, 4, 5, 8, 13, 40, 101, 200, 500, 1000};

QuadratureRule Legendre(int n) {
  absl::StatusOr<QuadratureRule> rule = GaussLegendre(n);
  EXPECT_TRUE(rule.ok()) << rule.status();
  return *std::move(rule);
}
QuadratureRule Hermite(int n) {
  absl::StatusOr<QuadratureRule> rule = GaussHermiteNormal(n);
  EXPECT_TRUE(rule.ok()) << rule.status();
  return *std::move(rule);
}

struct Point {
  int n;
  int index;
  double node;
  double weight;
};

TEST(GaussLegendreTest, MatchesHighPrecisionValues) {
  // Newton's method on the three-term recurrence with 45 digits.
  constexpr Point kPoints[] = {
      {5, 0, -0.9061798459386639928, 0.23692688505618908751},
      {5, 1, -0.53846931010568309104, 0.47862867049936646804},
      {64, 0, -0.99930504173577213946, 0.0017832807216964329473},
      {64, 10, -0.86599939815409281976, 0.024352702568710873338},
      {64, 31, -0.024350292663424432509, 0.048690957009139720383},
      {1000, 0, -0.99999711129807551057, 7.4133384164320715175e-6},
      {1000, 3, -0.99993055013550094159, 0.00003697344200643549684},
      {1000, 250, -0.70571762518929540657, 0.0022246841786682929441},
      {1000, 499, -0.001570010480083193829, 0.003140018380182867787},
      {2000, 0, -0.99999927746317031134, 1.8542626102132728197e-6},
      {2000, 1, -0.9999961929984418254, 4.3163659609406649191e-6},
      {2000, 999, -0.00078520175772144724352, 0.0015704031927029911815},
  };
  for (const Point& want : kPoints) {
    const QuadratureRule rule = Legendre(want.n);
    EXPECT_NEAR(rule.nodes[want.index], want.node, kLegendreNodeAccuracy) << want.n;
    EXPECT_NEAR(rule.weights[want.index] / want.weight, 1.0, kWeightAccuracy) << want.n;
  }
}

TEST(GaussHermiteTest, MatchesHighPrecisionValues) {
  // Newton's method on the recurrence of the orthonormal polynomials with 45 digits.
  constexpr Point kPoints[] = {
      {5, 0, -2.8569700138728056542, 0.011257411327720688933},
      {5, 1, -1.3556261799742658658, 0.2220759220056126444},
      {5, 2, 0.0, 0.53333333333333333333},
      {20, 0, -7.6190485416797582914, 1.2578006724379270154e-13},
      {20, 9, -0.34696415708135592797, 0.26079306344955485915},
      {100, 0, -18.959636217387705887, 3.3332703483438381719e-79},
      {100, 20, -9.6286212125331053273, 1.0522122616492706939e-21},
      {100, 49, -0.15668902543477310125, 0.12349694152861055603},
      {200, 0, -27.349827752266121702, 1.2576313313555794024e-163},
      {200, 99, -0.11093360437838370415, 0.087969704966052333857},
      {1000, 300, -20.161236948031114951, 2.2708099735522328444e-90},
      {1000, 499, -0.049660529748282411756, 0.039574549259931919383},
  };
  for (const Point& want : kPoints) {
    const QuadratureRule rule = Hermite(want.n);
    EXPECT_NEAR(rule.nodes[want.index], want.node, kHermiteNodeAccuracy * std::abs(want.node))
        << want.n;
    EXPECT_NEAR(rule.weights[want.index] / want.weight, 1.0, kWeightAccuracy) << want.n;
  }
}

TEST(GaussHermiteTest, WeightsBelowTheSmallestDoubleAreZero) {
  const QuadratureRule rule = Hermite(1000);
  EXPECT_EQ(rule.weights[130], 0.0);  // 1.5e-339
  EXPECT_GT(rule.weights[150], 0.0);
  for (const double weight : rule.weights) EXPECT_TRUE(weight >= 0.0 && weight < 0.04);
}

TEST(GaussQuadratureTest, NodesAscendAndAreSymmetric) {
  for (const int n : kOrders) {
    for (const QuadratureRule& rule : {Legendre(n), Hermite(n)}) {
      ASSERT_EQ(rule.nodes.size(), n);
      ASSERT_EQ(rule.weights.size(), n);
      for (int i = 0; i < n; ++i) {
        EXPECT_EQ(rule.nodes[i], -rule.nodes[n - 1 - i]);
        EXPECT_EQ(rule.weights[i], rule.weights[n - 1 - i]);
        if (i > 0) {
          EXPECT_LT(rule.nodes[i - 1], rule.nodes[i]);
        }
      }
      if (n % 2 == 1) {
        EXPECT_FALSE(std::signbit(rule.nodes[n / 2]));
      }
    }
  }
}

TEST(GaussQuadratureTest, WeightsSumToTheMeasure) {
  const auto one = [](double) { return 1.0; };
  for (const int n : kOrders) {
    EXPECT_NEAR(Integrate(Legendre(n), one), 2.0, 2.0 * kSumAccuracy) << n;
    EXPECT_NEAR(Integrate(Hermite(n), one), 1.0, kSumAccuracy) << n;
    EXPECT_NEAR(Integrate(*GaussHermitePhysicists(n), one), std::sqrt(kPi), 2.0 * kSumAccuracy)
        << n;
  }
}

TEST(GaussLegendreTest, IsExactOnPolynomialsToDegree2nMinus1AndNotBeyond) {
  for (int n = 1; n <= 12; ++n) {
    const QuadratureRule rule = Legendre(n);
    for (int degree = 0; degree <= 2 * n; ++degree) {
      const double got = Integrate(rule, [&](double x) { return std::pow(x, degree); });
      const double want = degree % 2 == 1 ? 0.0 : 2.0 / (degree + 1);
      if (degree < 2 * n) {
        EXPECT_NEAR(got, want, kSumAccuracy) << n << ", " << degree;
      } else {
        EXPECT_GT(want - got, 1e-8) << n;  // the first degree that fails, from below
      }
    }
  }
}

TEST(GaussHermiteTest, IsExactOnPolynomialsToDegree2nMinus1AndNotBeyond) {
  for (int n = 1; n <= 12; ++n) {
    const QuadratureRule rule = Hermite(n);
    double moment = 1.0;  // <z^degree> = (degree - 1)!!
    for (int degree = 0; degree <= 2 * n; degree += 2) {
      if (degree > 0) moment *= degree - 1;
      const double got = Integrate(rule, [&](double z) { return std::pow(z, degree); });
      if (degree < 2 * n) {
        EXPECT_NEAR(got / moment, 1.0, kSumAccuracy) << n << ", " << degree;
      } else {
        EXPECT_LT(got / moment, 1.0 - 1e-6) << n;
      }
      EXPECT_EQ(Integrate(rule, [&](double z) { return std::pow(z, degree + 1); }), 0.0);
    }
  }
}

TEST(GaussHermiteTest, KeepsHighOrderPolynomialsOrthonormal) {
  // h_j h_k has degree below 2 n; products of high order probe the small weights far out.
  for (const int n : {50, 200, 350}) {
    const QuadratureRule rule = Hermite(n);
    const auto h = [](int order, double z) {
      double current = 1.0, previous = 0.0;
      for (int k = 0; k < order; ++k) {
        const double next = (z * current - std::sqrt(1.0 * k) * previous) / std::sqrt(k + 1.0);
        previous = current;
        current = next;
      }
      return current;
    };
    for (const int j : {n / 2, n - 2, n - 1}) {
      for (const int k : {n / 2 - 2, n - 3, n - 1}) {
        const double got = Integrate(rule, [&](double z) { return h(j, z) * h(k, z); });
        EXPECT_NEAR(got, j == k ? 1.0 : 0.0, 1e-12) << n << ", " << j << ", " << k;
      }
    }
  }
}

TEST(GaussHermiteTest, IntegratesTheCharacteristicFunction) {
  // integral Dz cos(t z) = exp(-t^2 / 2)
  for (const double t : {0.1, 1.0, 3.0}) {
    const double got = Integrate(Hermite(100), [&](double z) { return std::cos(t * z); });
    EXPECT_NEAR(got, std::exp(-0.5 * t * t), kSumAccuracy) << t;
    // The physicists' weight: integral exp(-x^2) cos(t x) dx = sqrt(pi) exp(-t^2 / 4).
    const double physicists =
        Integrate(*GaussHermitePhysicists(100), [&](double x) { return std::cos(t * x); });
    EXPECT_NEAR(physicists, std::sqrt(kPi) * std::exp(-0.25 * t * t), kSumAccuracy) << t;
  }
}

TEST(GaussLegendreTest, IntegratesOverAnyInterval) {
  const auto exponential = [](double x) { return std::exp(x); };
  EXPECT_NEAR(Integrate(*GaussLegendre(20, -1.0, 2.0), exponential), std::exp(2.0) - std::exp(-1.0),
              8 * kSumAccuracy);
  EXPECT_NEAR(Integrate(*GaussLegendre(20, 2.0, -1.0), exponential), std::exp(-1.0) - std::exp(2.0),
              8 * kSumAccuracy);
  EXPECT_EQ(Integrate(*GaussLegendre(20, 1.0, 1.0), exponential), 0.0);
}

TEST(GaussQuadratureTest, RejectsOrdersBelowOneAndInfiniteIntervals) {
  for (const int n : {0, -3}) {
    for (const auto& rule : {GaussLegendre(n), GaussHermiteNormal(n), GaussHermitePhysicists(n),
                             GaussLegendre(n, 0.0, 1.0)}) {
      EXPECT_EQ(rule.status().code(), absl::StatusCode::kInvalidArgument);
    }
  }
  EXPECT_EQ(GaussLegendre(0).status().message(), "quadrature order 0: must be at least 1");
  EXPECT_EQ(GaussLegendre(3, 0.0, std::numeric_limits<double>::infinity()).status().message(),
            "quadrature interval [0, inf]: both ends must be finite");
}

}  // namespace
}  // namespace infoflow::numerics
