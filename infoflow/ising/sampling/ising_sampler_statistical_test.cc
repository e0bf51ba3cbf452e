// Samplers against exact energies and heat capacities. False alarms, over other seeds: each
// deviation is asked to stay within 6 errors (128 bins: 2e-8 by Student's t) and there are fewer
// than 300; together below 1e-5.
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/ising/sampling/ising_sampler.h"
#include "infoflow/ising/sampling/spin_observables.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/ising/sampling/swendsen_wang.h"
#include "infoflow/ising/sampling/wolff.h"
#include "infoflow/ising/square/torus.h"
#include "infoflow/ising/square/torus_heat_capacity.h"
#include "infoflow/numerics/statistics.h"

namespace infoflow::ising {
namespace {

constexpr double kMostErrors = 6.0;
constexpr double kCritical = 2.2691853142130221;
constexpr Sampler kAll[] = {Sampler::kMetropolis, Sampler::kMultispin, Sampler::kWolff,
                            Sampler::kSwendsenWang};

// The order of updates that odd sides need.
TEST(IsingSamplerStatisticalTest, SequentialMetropolis) {
  SamplingOptions options;
  options.sampler = Sampler::kMetropolis;
  options.order = UpdateOrder::kSequential;
  options.seed = 44;
  const auto samples = SampleIsing(9, 2.5, 8000, options);
  ASSERT_TRUE(samples.ok());
  const auto got = MeasureThermodynamics(*samples, 2.5, 128);
  ASSERT_TRUE(got.ok());
  EXPECT_NEAR(got->energy.value, -SolveTorus(9, 9, 0.4)->energy / 81.0,
              kMostErrors * got->energy.error);
  EXPECT_NEAR(got->heat_capacity.value, *TorusHeatCapacity(9, 9, 0.4),
              kMostErrors * got->heat_capacity.error);
}

// Sides and temperatures on both sides of where the rule of local updates changes (local_update.h),
// up to where nothing is left of the coupling.
TEST(IsingSamplerStatisticalTest, KaufmanOnHotAndMiddlingLattices) {
  for (const Sampler sampler : kAll) {
    for (const UpdateOrder order : {UpdateOrder::kCheckerboard, UpdateOrder::kSequential}) {
      if (order == UpdateOrder::kSequential && sampler != Sampler::kMetropolis) continue;
      for (const int side : {6, 10}) {
        for (const double t : {1.0, 1.6, kCritical, 4.0, 7.9, 8.1, 20.0, 100.0, 1000.0}) {
          SamplingOptions options;
          options.sampler = sampler;
          options.order = order;
          options.seed = 47;
          const auto samples = SampleIsing(side, t, 12000, options);
          ASSERT_TRUE(samples.ok());
          const auto got = MeasureThermodynamics(*samples, t, 128);
          ASSERT_TRUE(got.ok());
          SCOPED_TRACE(testing::Message()
                       << SamplerName(sampler) << " on side " << side << " at T = " << t);
          EXPECT_NEAR(got->energy.value, -SolveTorus(side, side, 1.0 / t)->energy / (side * side),
                      kMostErrors * got->energy.error);
          // 2 K^2 up to relative terms in K^2, where Kaufman's has no digits.
          const double heat_capacity =
              t > 200.0 ? 2.0 / (t * t) : *TorusHeatCapacity(side, side, 1.0 / t);
          EXPECT_NEAR(got->heat_capacity.value, heat_capacity,
                      kMostErrors * got->heat_capacity.error);
          EXPECT_LT(got->energy_time.time, 1.0);
          EXPECT_LT(got->magnetization_time.time, 1.0);
        }
      }
    }
  }
}

TEST(IsingSamplerStatisticalTest, KaufmanEnergyAndHeatCapacity) {
  for (const Sampler sampler : kAll) {
    for (const double t : {2.0, kCritical, 3.0}) {
      SamplingOptions options;
      options.sampler = sampler;
      options.seed = 41;
      const auto samples = SampleIsing(16, t, 6000, options);
      ASSERT_TRUE(samples.ok());
      const auto got = MeasureThermodynamics(*samples, t, 128);
      ASSERT_TRUE(got.ok());
      SCOPED_TRACE(testing::Message() << SamplerName(sampler) << " at T = " << t);
      EXPECT_NEAR(got->energy.value, -SolveTorus(16, 16, 1.0 / t)->energy / 256.0,
                  kMostErrors * got->energy.error);
      EXPECT_NEAR(got->heat_capacity.value, *TorusHeatCapacity(16, 16, 1.0 / t),
                  kMostErrors * got->heat_capacity.error);
      EXPECT_NEAR(got->magnetization.value, 0.0, kMostErrors * got->magnetization.error);
      // Skips make successive samples nearly independent.
      EXPECT_LT(got->energy_time.time, 2.0);
      EXPECT_LT(got->magnetization_time.time, 2.0);
    }
  }
}

// <|C|>/N = <m^2> for Wolff's clusters, and the mean squared size of Swendsen and Wang's.
TEST(IsingSamplerStatisticalTest, ImprovedEstimators) {
  constexpr int kSide = 16;
  constexpr int kBin = 400;
  auto wolff = WolffChain::Create(kSide, 1.0 / kCritical, 42, 0);
  auto swendsen_wang = SwendsenWangChain::Create(kSide, 1.0 / kCritical, 42, 0);
  ASSERT_TRUE(wolff.ok() && swendsen_wang.ok());
  SpinSamples sample = *SpinSamples::Create(1, kSide);
  const auto square = [&sample] {
    const double m = MeasureTotals(sample)[0].magnetization / 256.0;
    return m * m;
  };
  std::vector<double> wolff_difference, sweep_difference;
  for (int bin = -1; bin < 128; ++bin) {
    double w = 0.0, s = 0.0;
    for (int i = 0; i < kBin; ++i) {
      // Both estimators of the configuration before the step.
      wolff->Snapshot(sample.words(0));
      w -= square();
      w += wolff->Step() / 256.0;
      swendsen_wang->Snapshot(sample.words(0));
      s -= square();
      swendsen_wang->Sweep();
      s += swendsen_wang->ImprovedSquaredMagnetization();
    }
    if (bin < 0) continue;  // burn-in
    wolff_difference.push_back(w / kBin);
    sweep_difference.push_back(s / kBin);
  }
  for (const auto& differences : {wolff_difference, sweep_difference}) {
    const numerics::MeanEstimate estimate = numerics::EstimateMean(differences);
    EXPECT_NEAR(estimate.mean, 0.0, kMostErrors * estimate.error);
    EXPECT_LT(estimate.error, 0.01);
  }
}

// Stopping once a number of spins has been turned stops preferably after large clusters: the bias
// of the energy is some tens of errors, that of a fixed number of clusters none.
TEST(IsingSamplerStatisticalTest, StoppingByTurnedSpinsIsBiased) {
  constexpr int kSide = 16;
  const double exact = -SolveTorus(kSide, kSide, 1.0 / kCritical)->energy / 256.0;
  for (const bool fixed_number : {true, false}) {
    auto chain = WolffChain::Create(kSide, 1.0 / kCritical, 43, 0);
    for (int i = 0; i < 200; ++i) chain->Step();
    SpinSamples samples = *SpinSamples::Create(8000, kSide);
    for (int k = 0; k < samples.count(); ++k) {
      int turned = 0;
      for (int i = 0; fixed_number ? i < 6 : turned < 3 * 256; ++i) turned += chain->Step();
      chain->Snapshot(samples.words(k));
    }
    const auto got = MeasureThermodynamics(samples, kCritical, 128);
    ASSERT_TRUE(got.ok());
    if (fixed_number) {
      EXPECT_NEAR(got->energy.value, exact, kMostErrors * got->energy.error);
    } else {
      EXPECT_LT(got->energy.value, exact - 10.0 * got->energy.error);
    }
  }
}

}  // namespace
}  // namespace infoflow::ising
