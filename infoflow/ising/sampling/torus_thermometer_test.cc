#include "infoflow/ising/sampling/torus_thermometer.h"

#include <cmath>

#include "gtest/gtest.h"
#include "infoflow/ising/sampling/spin_observables.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/ising/square/torus.h"

namespace infoflow::ising {
namespace {

TEST(TorusThermometerTest, InvertsTheEnergy) {
  for (const int side : {2, 3, 10, 16, 32, 64}) {
    for (const double t : {0.5, 1.0, 2.0, 2.2691853142130221, 2.5, 4.0, 6.0, 20.0, 49.0}) {
      const double energy = -SolveTorus(side, side, 1.0 / t)->energy / (side * side);
      // At T = 0.5 a change of the energy by its rounding is one of 1e-11 in T.
      EXPECT_NEAR(*TemperatureFromEnergy(energy, side), t, t <= 0.5 ? 1e-9 : 2e-12 * t * t);
    }
  }
}

TEST(TorusThermometerTest, Clamps) {
  EXPECT_EQ(*TemperatureFromEnergy(-2.0, 16), 0.0);
  EXPECT_EQ(*TemperatureFromEnergy(-3.0, 16), 0.0);
  EXPECT_EQ(*TemperatureFromEnergy(0.0, 16), kHottestReading);
  EXPECT_EQ(*TemperatureFromEnergy(1.0, 16), kHottestReading);
}

// Two bins of known energies: the jackknife by hand.
TEST(TorusThermometerTest, ErrorsOfSamples) {
  SpinSamples samples = *SpinSamples::Create(2, 4);
  samples.set_spin(0, 5, 1);
  for (const int site : {0, 1, 2, 9}) samples.set_spin(1, site, 1);
  const auto totals = MeasureTotals(samples);
  const double first = *TemperatureFromEnergy(totals[0].energy / 16.0, 4);
  const double second = *TemperatureFromEnergy(totals[1].energy / 16.0, 4);
  const auto measured = MeasureTemperature(samples, 2);
  ASSERT_TRUE(measured.ok());
  EXPECT_NEAR(measured->error, 0.5 * std::fabs(first - second), 1e-12);
  EXPECT_NEAR(measured->value,
              *TemperatureFromEnergy((totals[0].energy + totals[1].energy) / 32.0, 4), 1e-12);
}

TEST(TorusThermometerTest, BadInput) {
  EXPECT_EQ(TemperatureFromEnergy(std::nan(""), 8).status().message(),
            "the energy per site is nan; it must be a number");
  EXPECT_FALSE(TemperatureFromEnergy(-1.0, 1).ok());
  EXPECT_FALSE(MeasureTemperature(*SpinSamples::Create(1, 4)).ok());
  EXPECT_FALSE(MeasureTemperature(*SpinSamples::Create(5, 4), 1).ok());
}

}  // namespace
}  // namespace infoflow::ising
