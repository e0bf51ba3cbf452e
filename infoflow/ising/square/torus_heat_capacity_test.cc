#include "infoflow/ising/square/torus_heat_capacity.h"

#include <cmath>

#include "gtest/gtest.h"
#include "infoflow/ising/square/enumeration.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/ising/square/torus.h"

namespace infoflow::ising {
namespace {

constexpr double kRelative = 1e-10;
constexpr double kAbsolute = 3e-14;

// Variance of the bond sum over all states.
double EnumeratedHeatCapacity(const SquareDensityOfStates& states, double coupling) {
  const double log_partition = states.LogPartition(coupling);
  const double mean = states.Energy(coupling);
  double variance = 0.0;
  for (std::size_t i = 0; i < states.count.size(); ++i) {
    const double bonds = states.BondSum(static_cast<int>(i));
    const double weight =
        static_cast<double>(states.count[i]) * std::exp(coupling * bonds - log_partition);
    variance += weight * (bonds - mean) * (bonds - mean);
  }
  return coupling * coupling * variance / (states.rows * states.columns);
}

TEST(TorusHeatCapacityTest, AgreesWithEnumeration) {
  const int sizes[][2] = {{2, 2}, {2, 3}, {3, 3}, {3, 4}, {4, 4}, {2, 7}, {5, 3}, {4, 5}};
  for (const auto& size : sizes) {
    const auto states = EnumerateSquare(size[0], size[1]);
    ASSERT_TRUE(states.ok());
    for (const double k :
         {0.005, 0.02, 0.1, 0.3, 0.44, kSquareCriticalCoupling, 0.4407, 0.5, 1.0, 2.0, 5.0, 30.0}) {
      const double want = EnumeratedHeatCapacity(*states, k);
      EXPECT_NEAR(*TorusHeatCapacity(size[0], size[1], k), want,
                  std::fmax(kRelative * want, kAbsolute * (1.0 + k * k)))
          << size[0] << " x " << size[1] << " at " << k;
    }
  }
}

// Central differences of the energy, whose accuracy is known.
TEST(TorusHeatCapacityTest, AgreesWithDifferencesOfTheEnergy) {
  constexpr double kStep = 1e-4;
  for (const int side : {6, 16, 33, 64, 200}) {
    for (const double k : {0.2, 0.4, 0.44, kSquareCriticalCoupling, 0.45, 0.6}) {
      const auto energy = [&](double offset) {
        return SolveTorus(side, side + 1, k + offset * kStep)->energy;
      };
      // Fourth order.
      const double slope =
          (8.0 * (energy(1) - energy(-1)) - (energy(2) - energy(-2))) / (12.0 * kStep);
      const double want = k * k * slope / (side * (side + 1.0));
      EXPECT_NEAR(*TorusHeatCapacity(side, side + 1, k) / want, 1.0, 1e-6) << side << " " << k;
    }
  }
}

TEST(TorusHeatCapacityTest, LargeTorusIsTheInfiniteLattice) {
  for (const double k : {0.3, 0.4, 0.5, 0.7}) {
    EXPECT_NEAR(*TorusHeatCapacity(500, 500, k), k * k * SquareEnergySlope(k), 1e-10);
  }
  EXPECT_EQ(*TorusHeatCapacity(8, 8, 50.0), 0.0);
}

TEST(TorusHeatCapacityTest, BadInput) {
  EXPECT_FALSE(TorusHeatCapacity(1, 4, 0.4).ok());
  EXPECT_EQ(TorusHeatCapacity(4, 4, 0.0).status().message(),
            "coupling is 0; heat capacities of the torus are computed from 0.005 to 100");
  EXPECT_FALSE(TorusHeatCapacity(4, 4, std::nan("")).ok());
}

}  // namespace
}  // namespace infoflow::ising
