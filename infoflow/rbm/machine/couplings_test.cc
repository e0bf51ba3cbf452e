#include "infoflow/rbm/machine/couplings.h"

#include <cmath>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"

namespace infoflow::rbm {
namespace {

TEST(CouplingsTest, TransformSumsProductsOfSpins) {
  std::vector<double> values = {1.0, -2.0, 0.5, 3.0, 7.0, 0.25, -1.0, 4.0};
  const std::vector<double> before = values;
  WalshTransform(absl::MakeSpan(values));
  for (int subset = 0; subset < 8; ++subset) {
    double want = 0.0;
    for (int s = 0; s < 8; ++s) {
      double product = before[s];
      for (int i = 0; i < 3; ++i) {
        if ((subset >> i & 1) != 0) product *= (s >> i & 1) != 0 ? 1 : -1;
      }
      want += product;
    }
    EXPECT_NEAR(values[subset], want, 1e-13);
  }
}

TEST(CouplingsTest, CouplingsGiveTheFreeEnergyBack) {
  Machine machine = RandomMachine(5, 4, 0.8, 3).value();
  machine.visible_bias = {0.1, -0.2, 0.3, 0.0, 0.5};
  machine.hidden_bias = {0.4, -0.3, 0.2, 0.1};
  const std::vector<double> couplings = WalshCouplings(machine).value();
  Spins spins(1, 5);
  for (int s = 0; s < 32; ++s) {
    for (int i = 0; i < 5; ++i) spins(0, i) = (s >> i & 1) != 0 ? 1 : -1;
    double sum = 0.0;
    for (int subset = 0; subset < 32; ++subset) {
      double term = couplings[subset];
      for (int i = 0; i < 5; ++i) {
        if ((subset >> i & 1) != 0) term *= spins(0, i);
      }
      sum += term;
    }
    EXPECT_NEAR(sum, -FreeEnergies(machine, spins)[0], 1e-13);
  }
}

// A single hidden unit between two visible ones: J_01 = 1/2 ln(cosh(W0 + W1) / cosh(W0 - W1)).
TEST(CouplingsTest, OneHiddenUnitBetweenTwo) {
  Machine machine(2, 1);
  machine.weights(0, 0) = 0.7;
  machine.weights(1, 0) = -0.4;
  EXPECT_NEAR(WalshCouplings(machine).value()[3], 0.5 * std::log(std::cosh(0.3) / std::cosh(1.1)),
              1e-14);
}

TEST(CouplingsTest, LeadingFormIsRightToFourthOrder) {
  double previous = 0.0;
  for (const double amplitude : {0.1, 0.05, 0.025}) {
    const Machine machine = RandomMachine(5, 4, amplitude, 3).value();
    const std::vector<double> exact = WalshCouplings(machine).value();
    const linalg::Matrix<double> leading = LeadingCouplings(machine);
    double worst = 0.0;
    for (int i = 0; i < 5; ++i) {
      EXPECT_EQ(leading(i, i), 0.0);
      for (int j = 0; j < 5; ++j) {
        if (i != j) worst = std::max(worst, std::abs(leading(i, j) - exact[1 << i | 1 << j]));
      }
    }
    // Half the amplitude, a sixteenth of the error.
    if (previous > 0.0) {
      EXPECT_NEAR(worst / previous, 1.0 / 16.0, 0.01);
    }
    previous = worst;
  }
}

TEST(CouplingsTest, TooManyUnits) { EXPECT_FALSE(WalshCouplings(Machine(25, 1)).ok()); }

}  // namespace
}  // namespace infoflow::rbm
