#include "paper_figures/rbm/exact_comparison.h"

#include <cmath>
#include <cstdlib>
#include <map>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/ising/sampling/ising_sampler.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "paper_figures/harness/claim.h"
#include "paper_figures/rbm/ising_machines.h"

namespace infoflow::paper_figures {
namespace {

constexpr int kSide = 4;

// Of the 4 x 4 torus, by summing over its 2^16 configurations.
struct Enumerated {
  double energy = 0.0, heat_capacity = 0.0, magnetization = 0.0;
};
Enumerated Enumerate(double temperature) {
  // Of the configurations of each energy, their number and the sum of |M|: integers, so that only
  // few terms are rounded.
  std::map<int, std::pair<int, int>> levels;
  for (int bits = 0; bits < 1 << 16; ++bits) {
    const auto spin = [bits](int x, int y) { return (bits >> (y % 4 * 4 + x % 4) & 1) * 2 - 1; };
    int energy = 0;
    int total = 0;
    for (int y = 0; y < 4; ++y) {
      for (int x = 0; x < 4; ++x) {
        energy -= spin(x, y) * (spin(x + 1, y) + spin(x, y + 1));
        total += spin(x, y);
      }
    }
    ++levels[energy].first;
    levels[energy].second += std::abs(total);
  }
  double z = 0.0, e = 0.0, e2 = 0.0, m = 0.0;
  for (const auto& [energy, level] : levels) {
    const double weight = std::exp(-(energy + 32) / temperature);
    z += weight * level.first;
    e += weight * level.first * energy;
    e2 += weight * level.first * energy * energy;
    m += weight * level.second;
  }
  return {e / z / 16, (e2 / z - e / z * e / z) / (temperature * temperature) / 16, m / z / 16};
}

TEST(MeasureSamplerTest, ExactColumnsAndSamplesAgreeWithEnumeration) {
  const double temperature = 2.5;
  const absl::StatusOr<ising::SpinSamples> samples =
      ising::SampleIsing(kSide, temperature, 20000, SamplingOf(1, 1));
  ASSERT_TRUE(samples.ok()) << samples.status();
  const absl::StatusOr<SamplerMeasurement> measured =
      MeasureSampler("multispin", *samples, temperature);
  ASSERT_TRUE(measured.ok()) << measured.status();
  const SamplerRow& row = measured->row;
  const Enumerated exact = Enumerate(temperature);
  EXPECT_NEAR(row.energy_exact, exact.energy, 1e-12);
  EXPECT_NEAR(row.heat_capacity_exact, exact.heat_capacity, 1e-10);
  // 6 errors: false alarm of one in 10^7 with 127 degrees of freedom.
  EXPECT_NEAR(row.energy.value, exact.energy, 6.0 * row.energy.error);
  EXPECT_NEAR(row.heat_capacity.value, exact.heat_capacity, 6.0 * row.heat_capacity.error);
  EXPECT_NEAR(row.magnetization.value, exact.magnetization, 6.0 * row.magnetization.error);
  EXPECT_NEAR(row.energy_deviation * row.energy.error, row.energy.value - exact.energy, 1e-12);
  EXPECT_EQ(measured->moments[0].value, row.magnetization.value);
  EXPECT_LT(measured->moments[2].value, measured->moments[1].value);
}

// <m^2> = `second` +- 0.3, the other moments the same in all.
SamplerMeasurement At(double temperature, double second) {
  SamplerMeasurement measured;
  measured.row.temperature = temperature;
  measured.row.energy_deviation = -4.0;
  measured.row.heat_capacity_deviation = 3.0;
  measured.row.energy_time = 0.5;
  measured.row.magnetization_time = 2.0;
  measured.moments = {{{0.6, 0.1}, {second, 0.3}, {0.3, 0.1}}};
  return measured;
}

std::vector<Claim> ClaimsOf(const std::vector<SamplerMeasurement>& samplers) {
  ClaimList claims;
  AddSamplerClaims(samplers, claims);
  return claims.ForFigure("fig12");
}

// Only samplers at the same temperature are compared: 1.5 over 0.3 sqrt 2.
TEST(SamplerClaimsTest, MeasureTheWorst) {
  const std::vector<Claim> claims = ClaimsOf({At(2.0, 0.5), At(3.0, 9.0), At(2.0, 2.0)});
  ASSERT_EQ(claims.size(), 3u);
  EXPECT_EQ(claims[0].measured, 4.0);
  EXPECT_NEAR(claims[1].measured, 3.5355339059327378, 1e-12);
  EXPECT_EQ(claims[2].measured, 2.0);
}

// An error of zero makes 0 / 0.
TEST(SamplerClaimsTest, WhatIsNoNumberDoesNotHold) {
  SamplerMeasurement exact = At(2.0, 0.5);
  exact.moments[0].error = 0.0;
  const std::vector<Claim> claims = ClaimsOf({exact, exact});
  EXPECT_TRUE(claims[0].Holds());
  EXPECT_FALSE(claims[1].Holds());
}

TEST(ExactCurvesTest, TheLargeTorusIsNearlyInfinite) {
  const absl::StatusOr<std::vector<ExactRow>> rows = ExactCurves(64, 1.5, 3.5, 3);
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->size(), 3u);
  EXPECT_EQ((*rows)[0].temperature, 1.5);
  EXPECT_EQ((*rows)[1].temperature, 2.5);
  EXPECT_EQ((*rows)[2].temperature, 3.5);
  for (const ExactRow& row : *rows) {
    EXPECT_NEAR(row.torus_energy, row.infinite_energy, 1e-4);
    EXPECT_NEAR(row.torus_heat_capacity, row.infinite_heat_capacity, 2e-2);
  }
  EXPECT_GT((*rows)[0].infinite_magnetization, 0.9);
  EXPECT_EQ((*rows)[2].infinite_magnetization, 0.0);
}

}  // namespace
}  // namespace infoflow::paper_figures
