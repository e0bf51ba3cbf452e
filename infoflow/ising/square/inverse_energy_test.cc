#include "infoflow/ising/square/inverse_energy.h"

#include <cmath>
#include <limits>

#include "gtest/gtest.h"
#include "infoflow/ising/square/exact.h"

namespace infoflow::ising {
namespace {

constexpr double kTolerance = 5e-15;

// There and back over the whole axis, by the form that is well conditioned on each side.
TEST(SquareInverseEnergyTest, RoundTrip) {
  for (double k = 1e-12; k < 60.0; k *= 1.013) {
    if (k < kSquareCriticalCoupling) {
      EXPECT_NEAR(SquareCouplingFromEnergy(SquareEnergy(k)) / k, 1.0, kTolerance) << k;
    } else {
      EXPECT_NEAR(SquareCouplingFromEnergyDeficit(SquareEnergyDeficit(k)) / k, 1.0, kTolerance)
          << k;
    }
  }
}

// Each form serves the other's side as far as the number given determines the coupling.
TEST(SquareInverseEnergyTest, FormsAgree) {
  for (double energy = 0.05; energy < 1.99; energy += 0.037) {
    EXPECT_NEAR(SquareCouplingFromEnergy(energy), SquareCouplingFromEnergyDeficit(2.0 - energy),
                1e-14)
        << energy;
  }
}

TEST(SquareInverseEnergyTest, EndsAndOutside) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ(SquareCouplingFromEnergy(0.0), 0.0);
  EXPECT_EQ(SquareCouplingFromEnergy(2.0), infinity);
  EXPECT_EQ(SquareCouplingFromEnergyDeficit(0.0), infinity);
  EXPECT_EQ(SquareCouplingFromEnergyDeficit(2.0), 0.0);
  EXPECT_NEAR(SquareCouplingFromEnergy(std::sqrt(2.0)), kSquareCriticalCoupling, 1e-16);
  EXPECT_TRUE(std::isnan(SquareCouplingFromEnergy(2.1)));
  EXPECT_TRUE(std::isnan(SquareCouplingFromEnergy(-0.1)));
  EXPECT_TRUE(std::isnan(SquareCouplingFromEnergyDeficit(std::nan(""))));
}

}  // namespace
}  // namespace infoflow::ising
