#include "paper_figures/renormalization/chain_joint_law.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::paper_figures {
namespace {

// Sums of a few hundred products.
constexpr double kExact = 1e-14;

TEST(ChainJointLawTest, WithoutFieldBondsAreIndependent) {
  const double k = 0.7;
  const std::vector<double> law = JointLaw({k, 0.0}, 3);
  const double equal = 1.0 / (1.0 + std::exp(-2.0 * k));
  for (int state = 0; state < 8; ++state) {
    double probability = 0.5;
    for (int i = 0; i < 2; ++i) {
      probability *= ((state >> i) & 1) == ((state >> (i + 1)) & 1) ? equal : 1.0 - equal;
    }
    EXPECT_NEAR(law[state], probability, kExact) << state;
  }
}

TEST(ChainJointLawTest, MarginalsOfAdjacentSpinsAreTheShorterLaw) {
  const std::vector<double> law = JointLaw({0.4, 0.3}, 6);
  const std::vector<double> marginal = Marginal(law, 4, 1);
  const std::vector<double> direct = JointLaw({0.4, 0.3}, 4);
  double sum = 0.0;
  for (int state = 0; state < 16; ++state) {
    EXPECT_NEAR(marginal[state], direct[state], kExact);
    sum += marginal[state];
  }
  EXPECT_NEAR(sum, 1.0, kExact);
}

TEST(ChainJointLawTest, DistantSpinsCorrelateByThePowerOfTanh) {
  const std::vector<double> pair = Marginal(JointLaw({0.9, 0.0}, 4), 2, 3);
  EXPECT_NEAR(pair[0] + pair[3] - pair[1] - pair[2], std::pow(std::tanh(0.9), 3), kExact);
}

TEST(ChainJointLawTest, RelativeEntropyOfTwoCoins) {
  EXPECT_NEAR(RelativeEntropyOfLaws({0.5, 0.5}, {0.25, 0.75}), 0.5 * std::log(4.0 / 3.0), kExact);
  EXPECT_EQ(RelativeEntropyOfLaws({0.5, 0.5}, {0.5, 0.5}), 0.0);
}

}  // namespace
}  // namespace infoflow::paper_figures
