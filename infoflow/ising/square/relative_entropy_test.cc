#include "infoflow/ising/square/relative_entropy.h"

#include <cmath>
#include <cstdio>
#include <limits>

#include "gtest/gtest.h"
#include "infoflow/ising/square/exact.h"

namespace infoflow::ising {
namespace {

// What the header promises, relative.
constexpr double kTolerance = 5e-14;

struct Row {
  double p, q, want;
};

// mpmath 1.3, 50 to 160 digits, from phi (quadrature) and e (ellipk).
constexpr Row kRows[] = {
    {0.1, 0.02, 0.006586262940788988},
    {0.02, 0.1, 0.006481793920016221},
    {1e-06, 1e-12, 9.999980000035e-13},
    {1e-06, 1.0000001e-06, 1.0000000030248227e-26},
    {0.3, 0.30001, 1.5905193006978207e-10},
    {0.44, 0.4413, 1.4735626729733939e-05},
    {0.4413, 0.44, 1.4954701010893652e-05},
    {0.4406867935097715, 0.44, 4.414811346953776e-06},
    {0.4406867935097715, 0.440687, 8.389869459425933e-13},
    {0.44, 0.4406867935097715, 3.8175093455207e-06},
    {0.4406867935097715, 0.41, 0.004404938732099298},
    {0.5, 0.43, 0.011656209929460941},
    {0.43, 0.48, 0.011244376104250674},
    {0.5069810190775667, 0.50698101907757, 1.4560559758176747e-29},
    {0.5069810190775667, 0.507, 4.728369314379295e-10},
    {0.8, 0.79, 6.680580703589653e-06},
    {3.0, 3.001, 1.2048613073666275e-15},
    {10.0, 3.0, 3.775180935377037e-11},
    {3.0, 10.0, 2.0763625041443697e-09},
    {0.1, 200.0, 358.64162827735277},
    {200.0, 0.1, 0.5032312422858324},
    {1.0, 0.0, 0.6899591009714862},
    {0.3, -0.3, 0.422699442499467},
    {0.6, -0.2, 1.0516673661351732},
    {-0.6, -0.5999, 4.35494440871919e-09},
    {0.44068, 0.44069, 1.4462368904237776e-09},
    {0.25, 0.24, 0.0001357811692133492},
    {0.2, 0.2236, 0.0006911029798300743},
    {0.757, 0.758, 9.503471893233267e-08},
    {12.0, 12.01, 6.329588280435813e-45},
    {0.4406867935097715, 0.4406867935097716, 1.440472028794179e-31},
    {0.3, 0.30000000000000004, 4.9011099955197295e-33},
};

TEST(SquareRelativeEntropyTest, AgreesWithHighPrecision) {
  double worst = 0.0;
  for (const Row& row : kRows) {
    const double got = SquareRelativeEntropy(row.p, row.q);
    const double error = std::fabs(got / row.want - 1.0);
    worst = std::fmax(worst, error);
    EXPECT_LE(error, kTolerance) << row.p << " || " << row.q << ": got " << got;
    EXPECT_EQ(SquareRelativeEntropy(-row.p, -row.q), got);
  }
  std::printf("worst relative error %.2g\n", worst);
}

// D(p||q) is convex in its second argument with minimum 0 at p = q, across both regimes of the
// evaluation and across K_c.
TEST(SquareRelativeEntropyTest, GrowsAwayFromTheDiagonal) {
  for (const double p : {0.05, 0.3, 0.44, kSquareCriticalCoupling, 0.4407, 0.507, 1.2}) {
    for (const double direction : {-1.0, 1.0}) {
      double forward = 0.0;
      double reverse = 0.0;
      for (double step = 1e-14; step < 2.0; step *= 1.3) {
        const double q = p + direction * step;
        const double next_forward = SquareRelativeEntropy(p, q);
        const double next_reverse = SquareRelativeEntropy(q, p);
        EXPECT_GT(next_forward, forward) << p << " " << q;
        EXPECT_GT(next_reverse, reverse) << p << " " << q;
        forward = next_forward;
        reverse = next_reverse;
      }
    }
  }
}

// D(p||r) = D(p||q) + D(q||r) + (r - q)(e(q) - e(p)), the three-point identity.
TEST(SquareRelativeEntropyTest, ThreePointIdentity) {
  const double couplings[] = {-0.5, 0.1, 0.3, 0.4, 0.43, 0.4401, 0.4408, 0.45, 0.5, 0.9};
  for (const double p : couplings) {
    for (const double q : couplings) {
      for (const double r : couplings) {
        const double whole = SquareRelativeEntropy(p, r);
        const double parts = SquareRelativeEntropy(p, q) + SquareRelativeEntropy(q, r) +
                             (r - q) * (SquareEnergy(q) - SquareEnergy(p));
        EXPECT_NEAR(whole, parts, 1e-14) << p << " " << q << " " << r;
      }
    }
  }
}

TEST(SquareRelativeEntropyTest, Limits) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(SquareRelativeEntropy(0.3, 0.3), 0.0);
  EXPECT_EQ(SquareRelativeEntropy(infinity, infinity), 0.0);
  EXPECT_EQ(SquareRelativeEntropy(0.3, infinity), infinity);
  EXPECT_EQ(SquareRelativeEntropy(infinity, 0.6), SquareLogPartitionAboveGroundState(0.6));
  EXPECT_EQ(SquareRelativeEntropy(0.4, 0.0), SquareEntropyDeficit(0.4));
  EXPECT_NEAR(SquareRelativeEntropy(0.0, 0.4), SquareLogPartitionAboveDisorder(0.4), 1e-16);
  EXPECT_TRUE(std::isnan(SquareRelativeEntropy(std::nan(""), 0.1)));
  EXPECT_TRUE(std::isnan(SquareRelativeEntropy(0.1, std::nan(""))));
}

TEST(SquareAsymptotesTest, AreReached) {
  for (const double k : {0.1, 0.43, kSquareCriticalCoupling, 0.6, 2.0}) {
    const SquareRelativeEntropyAsymptotes limits = SquareAsymptotes(k);
    EXPECT_NEAR(SquareRelativeEntropy(k, 1e-18) / limits.forward_disordered, 1.0, 1e-14);
    EXPECT_NEAR(SquareRelativeEntropy(1e-18, k) / limits.reverse_disordered, 1.0, 1e-14);
    EXPECT_NEAR(SquareRelativeEntropy(k, 500.0) /
                    (500.0 * limits.forward_ordered_slope + limits.forward_ordered_offset),
                1.0, 1e-14);
    EXPECT_NEAR(SquareRelativeEntropy(500.0, k) / limits.reverse_ordered, 1.0, 1e-14);
  }
}

// The plateau ln 2 - s passes K_c without a jump, but with a vertical tangent.
TEST(SquareAsymptotesTest, PlateauIsContinuousWithVerticalTangentAtCriticality) {
  const double critical = kSquareCriticalCoupling;
  double previous_slope = 0.0;
  for (const double d : {1e-2, 1e-4, 1e-6}) {
    const double jump = SquareAsymptotes(critical + d).forward_disordered -
                        SquareAsymptotes(critical - d).forward_disordered;
    EXPECT_LT(std::fabs(jump), 4.0 * d * std::log(1.0 / d));
    const double slope = critical * SquareEnergySlopeNearCritical(d);
    EXPECT_NEAR(slope, critical * (-8.0 / M_PI * std::log(d) - 3.66393), 0.3);
    // ln 100 * 8 K_c / pi = 5.17 per factor of 100 in the distance.
    if (d < 1e-2) {
      EXPECT_NEAR(slope - previous_slope, 5.17, 0.3);
    }
    previous_slope = slope;
  }
}

}  // namespace
}  // namespace infoflow::ising
