#include "paper_figures/rbm/critical_measurement.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/ising/sampling/ising_sampler.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/ising/square/torus_correlators.h"
#include "paper_figures/harness/claim.h"
#include "paper_figures/rbm/ising_machines.h"

namespace infoflow::paper_figures {
namespace {

constexpr int kSide = 6;

ising::SpinSamples Samples() {
  return *ising::SampleIsing(kSide, kCriticalTemperature, 20000, SamplingOf(1, 1));
}

// Site by site, from all samples at once.
TEST(MeasureCriticalTest, CorrelatorsAreMeansOfProductsAlongBothAxes) {
  const ising::SpinSamples samples = Samples();
  const absl::StatusOr<CriticalMeasurement> measured = MeasureCritical(samples, 16, 1);
  ASSERT_TRUE(measured.ok()) << measured.status();
  ASSERT_EQ(measured->correlators.size(), kSide / 2u);
  for (int r = 1; r <= kSide / 2; ++r) {
    std::int64_t sum = 0;
    for (int k = 0; k < samples.count(); ++k) {
      for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
          const int here = samples.spin(k, y * kSide + x);
          sum += here * samples.spin(k, y * kSide + (x + r) % kSide);
          sum += here * samples.spin(k, (y + r) % kSide * kSide + x);
        }
      }
    }
    const CriticalCorrelator& at = measured->correlators[r - 1];
    EXPECT_EQ(at.distance, r);
    const double spin = static_cast<double>(sum) / (2.0 * kSide * kSide * samples.count());
    EXPECT_NEAR(at.spin.value, spin, 1e-12);
    EXPECT_NEAR(at.torus_spin, 0.70338 * ising::TorusSpinShape(kSide, r), 1e-15);
    EXPECT_NEAR(at.deviation.value, spin / at.torus_spin - 1.0, 1e-12);
    EXPECT_NEAR(at.deviation.error * at.torus_spin, at.spin.error, 1e-15);
  }
}

// 1/8 and 1 up to corrections of so small a torus; the straight line misses 1/8 by its boundaries.
TEST(MeasureCriticalTest, DimensionsOfEitherFit) {
  const absl::StatusOr<CriticalMeasurement> measured = MeasureCritical(Samples(), 16, 1);
  ASSERT_TRUE(measured.ok()) << measured.status();
  EXPECT_NEAR(measured->torus.spin.value, kSpinDimension, 0.02);
  EXPECT_NEAR(measured->torus.energy.value, kEnergyDimension, 0.25);
  EXPECT_LT(measured->straight.spin.value, 0.11);
}

// Hot samples, whose correlators are noise at some distance, have none.
TEST(MeasureCriticalTest, NoDimensionsFarFromCriticality) {
  const ising::SpinSamples hot = *ising::SampleIsing(kSide, 50.0, 200, SamplingOf(1, 1));
  const absl::StatusOr<CriticalMeasurement> measured = MeasureCritical(hot, 16, 1);
  ASSERT_TRUE(measured.ok()) << measured.status();
  EXPECT_EQ(measured->correlators.size(), kSide / 2u);
  EXPECT_TRUE(std::isnan(measured->torus.spin.value));
  EXPECT_TRUE(std::isnan(measured->straight.energy.error));
}

TEST(AddCriticalClaimsTest, SpeakOfDistanceTwoOnAndOfTheFitToTheTorus) {
  CriticalMeasurement measured;
  for (const double deviation : {0.5, -0.02, 0.01}) {
    CriticalCorrelator at;
    at.distance = static_cast<int>(measured.correlators.size()) + 1;
    at.deviation.value = deviation;
    measured.correlators.push_back(at);
  }
  measured.torus.spin.value = 0.12;
  measured.torus.energy.value = 1.1;
  ClaimList list;
  AddCriticalClaims({"limit", "spin", "energy", "samples'"}, measured, list);
  const std::vector<Claim> claims = list.ForFigure("fig0");
  ASSERT_EQ(claims.size(), 3u);
  EXPECT_EQ(claims[0].id, "fig0/limit");
  EXPECT_EQ(claims[0].sentence.find("The samples' spin correlator is"), 0u);
  EXPECT_EQ(claims[0].measured, 0.02);
  EXPECT_FALSE(claims[0].Holds());
  EXPECT_NEAR(claims[1].measured, 0.005, 1e-15);
  EXPECT_TRUE(claims[1].Holds());
  EXPECT_NEAR(claims[2].measured, 0.1, 1e-15);
  EXPECT_FALSE(claims[2].Holds());
  measured.correlators[1].deviation.value = std::nan("");
  ClaimList broken;
  AddCriticalClaims({"limit", "spin", "energy", "samples'"}, measured, broken);
  EXPECT_FALSE(broken.ForFigure("fig0")[0].Holds());
}

}  // namespace
}  // namespace infoflow::paper_figures
