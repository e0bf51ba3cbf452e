#include "infoflow/ising/square/torus_correlators.h"

#include <cmath>

#include "gtest/gtest.h"

namespace infoflow::ising {
namespace {

TEST(TorusCorrelatorsTest, ShortDistancesAreThePlane) {
  // r^{-1/4} and r^{-2}, with corrections of relative order z and z^2.
  EXPECT_NEAR(TorusSpinCorrelator(1e-8) * std::pow(1e-8, 0.25), 1.0, 1e-7);
  EXPECT_NEAR(TorusEnergyCorrelator(1e-8) * 1e-16, 1.0, 1e-7);
}

TEST(TorusCorrelatorsTest, PeriodicAndSymmetric) {
  for (const double z : {0.1, 0.25, 0.4}) {
    EXPECT_NEAR(TorusSpinCorrelator(z) / TorusSpinCorrelator(1.0 - z), 1.0, 1e-14);
    EXPECT_NEAR(TorusEnergyCorrelator(z) / TorusEnergyCorrelator(1.0 - z), 1.0, 1e-14);
  }
}

// Jacobi: theta_1' = pi theta_2 theta_3 theta_4, and theta_3 = pi^{1/4}/Gamma(3/4) at q = e^{-pi},
// theta_2 = theta_4 = theta_3 / 2^{1/4}.
TEST(TorusCorrelatorsTest, ClosedFormOfTheOnePointFunction) {
  const double three = std::pow(M_PI, 0.25) / std::tgamma(0.75);
  const double two = three / std::pow(2.0, 0.25);
  EXPECT_NEAR(TorusEnergyOnePoint(), M_PI * two * two * three / (2.0 * two + three), 1e-15);
}

TEST(TorusCorrelatorsTest, Shapes) {
  EXPECT_DOUBLE_EQ(TorusSpinShape(16, 4), 0.5 * TorusSpinCorrelator(0.25));
  const double one = TorusEnergyOnePoint();
  EXPECT_DOUBLE_EQ(TorusEnergyShape(8, 2), (TorusEnergyCorrelator(0.25) - one * one) / 64.0);
}

}  // namespace
}  // namespace infoflow::ising
