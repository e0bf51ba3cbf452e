#include "infoflow/ising/sampling/spin_observables.h"

#include <cmath>
#include <cstdlib>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/random/stream.h"

namespace infoflow::ising {
namespace {

SpinSamples RandomSamples(int count, int side) {
  SpinSamples samples = *SpinSamples::Create(count, side);
  random::Stream stream(3, random::StreamUse::kTest, side);
  for (int k = 0; k < count; ++k) {
    for (int i = 0; i < side * side; ++i) samples.set_spin(k, i, stream() % 3 == 0 ? -1 : 1);
  }
  return samples;
}

TEST(SpinObservablesTest, TotalsFromTheDefinition) {
  for (const int side : {2, 3, 8, 10, 16, 19}) {
    const SpinSamples samples = RandomSamples(5, side);
    const std::vector<ConfigurationTotals> totals = MeasureTotals(samples);
    for (int k = 0; k < 5; ++k) {
      int energy = 0, magnetization = 0;
      for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
          const int s = samples.spin(k, y * side + x);
          magnetization += s;
          energy -= s * (samples.spin(k, y * side + (x + 1) % side) +
                         samples.spin(k, (y + 1) % side * side + x));
        }
      }
      EXPECT_EQ(totals[k].energy, energy);
      EXPECT_EQ(totals[k].magnetization, magnetization);
    }
  }
}

// Every estimate written out for samples whose bins are single samples.
TEST(SpinObservablesTest, ThermodynamicsFromTheDefinition) {
  constexpr int kCount = 24;
  const SpinSamples samples = RandomSamples(kCount, 6);
  const double t = 2.5;
  const auto got = MeasureThermodynamics(samples, t, kCount);
  ASSERT_TRUE(got.ok()) << got.status();
  const std::vector<ConfigurationTotals> totals = MeasureTotals(samples);
  double e = 0.0, m = 0.0, a = 0.0, m2 = 0.0, m4 = 0.0;
  for (const ConfigurationTotals& total : totals) {
    const double x = total.magnetization / 36.0;
    e += total.energy / 36.0 / kCount;
    m += x / kCount;
    a += std::fabs(x) / kCount;
    m2 += x * x / kCount;
    m4 += x * x * x * x / kCount;
  }
  double e_variance = 0.0, a_variance = 0.0;  // unbiased, which the jackknife's correction makes
  for (const ConfigurationTotals& total : totals) {
    e_variance += std::pow(total.energy / 36.0 - e, 2) / (kCount - 1);
    a_variance += std::pow(std::abs(total.magnetization) / 36.0 - a, 2) / (kCount - 1);
  }
  EXPECT_NEAR(got->energy.value, e, 1e-14);
  EXPECT_NEAR(got->energy.error, std::sqrt(e_variance / kCount), 1e-14);
  EXPECT_NEAR(got->heat_capacity.value, 36.0 * e_variance / (t * t), 1e-12);
  EXPECT_NEAR(got->magnetization.value, m, 1e-14);
  EXPECT_NEAR(got->absolute_magnetization.value, a, 1e-14);
  EXPECT_NEAR(got->squared_magnetization.value, m2, 1e-14);
  EXPECT_NEAR(got->fourth_moment.value, m4, 1e-14);
  EXPECT_NEAR(got->susceptibility.value, 36.0 * m2 / t, 1e-13);
  EXPECT_NEAR(got->connected_susceptibility.value, 36.0 * a_variance / t, 1e-12);
  EXPECT_NEAR(got->binder.value, 1.0 - m4 / (3.0 * m2 * m2), 1e-13);
  EXPECT_LT(got->energy_time.time, 2.0);
}

TEST(SpinObservablesTest, Ordered) {
  const SpinSamples samples = *SpinSamples::Create(10, 4);
  const auto got = MeasureThermodynamics(samples, 1.0);
  ASSERT_TRUE(got.ok());
  EXPECT_EQ(got->energy.value, -2.0);
  EXPECT_EQ(got->heat_capacity.value, 0.0);
  EXPECT_EQ(got->magnetization.value, -1.0);
  EXPECT_NEAR(got->binder.value, 2.0 / 3.0, 1e-15);
}

TEST(SpinObservablesTest, BadInput) {
  const SpinSamples samples = *SpinSamples::Create(10, 4);
  EXPECT_EQ(MeasureThermodynamics(samples, 1e-200).status().message(),
            "temperature is 1e-200; heat capacities are measured from 1e-140 on");
  // Not known.
  const auto unknown = MeasureThermodynamics(samples, std::nan(""));
  ASSERT_TRUE(unknown.ok()) << unknown.status();
  EXPECT_TRUE(std::isnan(unknown->heat_capacity.value));
  EXPECT_TRUE(std::isnan(unknown->susceptibility.error));
  EXPECT_TRUE(std::isnan(unknown->connected_susceptibility.value));
  EXPECT_FALSE(std::isnan(unknown->energy.value));
  EXPECT_EQ(MeasureThermodynamics(samples, 2.0, 1).status().message(),
            "there are 10 samples and 1 bins; errors need at least 2 of both");
  EXPECT_FALSE(MeasureThermodynamics(*SpinSamples::Create(1, 4), 2.0).ok());
}

// Seven samples in three bins: two a bin, and one that only enters the means.
TEST(SpinObservablesTest, ValuesDoNotDependOnBins) {
  SpinSamples samples = *SpinSamples::Create(7, 4, 2.0);
  for (int k = 0; k < 7; ++k) {
    for (int i = 0; i < 16; ++i) samples.set_spin(k, i, (i * (k + 3) + k * k) % 5 < 2 ? 1 : -1);
  }
  const auto by_two = MeasureThermodynamics(samples, 2.0, 2);
  const auto by_three = MeasureThermodynamics(samples, 2.0, 3);
  const auto by_seven = MeasureThermodynamics(samples, 2.0, 7);
  EXPECT_NEAR(by_two->energy.value, by_seven->energy.value, 1e-14);
  EXPECT_NEAR(by_three->energy.value, by_seven->energy.value, 1e-14);
  EXPECT_NEAR(by_three->squared_magnetization.value, by_seven->squared_magnetization.value, 1e-14);
  EXPECT_NEAR(by_three->binder.value, by_seven->binder.value, 1e-13);
}

}  // namespace
}  // namespace infoflow::ising
