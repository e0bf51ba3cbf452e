// Samplers against exact laws. False alarms, over other seeds: each p-value is asked to exceed
// 1e-7 and each deviation to stay within 6 errors (128 bins: 2e-8 by Student's t); together below
// 1e-5.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/ising/sampling/ising_sampler.h"
#include "infoflow/ising/sampling/spin_observables.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/ising/sampling/swendsen_wang.h"
#include "infoflow/ising/sampling/wolff.h"
#include "infoflow/ising/square/torus.h"
#include "infoflow/ising/square/torus_heat_capacity.h"
#include "infoflow/numerics/hypothesis_tests.h"
#include "infoflow/numerics/statistics.h"

namespace infoflow::ising {
namespace {

constexpr double kLeastPValue = 1e-7;
constexpr double kMostErrors = 6.0;
constexpr double kCritical = 2.2691853142130221;
constexpr Sampler kAll[] = {Sampler::kMetropolis, Sampler::kMultispin, Sampler::kWolff,
                            Sampler::kSwendsenWang};

// Durations long enough for samples of small tori to be independent.
SamplingOptions Independent(Sampler sampler) {
  SamplingOptions options;
  options.sampler = sampler;
  options.burn_in = 100.0;
  options.skip = 20.0;
  options.seed = 40;
  return options;
}

// Chi-square over all states of the 3 x 3 torus, for samplers that are ergodic there
// (metropolis.h).
TEST(IsingSamplerStatisticalTest, EveryStateOfASmallTorus) {
  for (const Sampler sampler : {Sampler::kWolff, Sampler::kSwendsenWang}) {
    const int side = 3;
    const double t = 3.0;
    const auto samples = SampleIsing(side, t, 40000, Independent(sampler));
    ASSERT_TRUE(samples.ok()) << samples.status();
    const int states = 1 << (side * side);
    std::vector<double> observed(states), expected(states);
    SpinSamples all = *SpinSamples::Create(states, side);
    for (int k = 0; k < states; ++k) all.words(k)[0] = static_cast<std::uint64_t>(k);
    const auto totals = MeasureTotals(all);
    double partition = 0.0;
    for (const ConfigurationTotals& total : totals) partition += std::exp(-total.energy / t);
    for (int k = 0; k < states; ++k) {
      expected[k] = samples->count() * std::exp(-totals[k].energy / t) / partition;
    }
    for (int k = 0; k < samples->count(); ++k) observed[samples->words(k)[0]] += 1.0;
    EXPECT_GT(numerics::ChiSquareTest(observed, expected).p_value, kLeastPValue)
        << SamplerName(sampler);
  }
}

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

// Chi-square over energy and |M| of the 4 x 4 torus.
TEST(IsingSamplerStatisticalTest, EnergyAndMagnetizationOfAllStates) {
  SpinSamples all = *SpinSamples::Create(1 << 16, 4);
  for (int k = 0; k < all.count(); ++k) all.words(k)[0] = static_cast<std::uint64_t>(k);
  const auto totals = MeasureTotals(all);
  for (const Sampler sampler : kAll) {
    const double t = 2.6;
    const int count = 40000;
    const auto samples = SampleIsing(4, t, count, Independent(sampler));
    ASSERT_TRUE(samples.ok());
    std::map<std::pair<int, int>, double> expected, observed;
    const double log_partition = SolveTorus(4, 4, 1.0 / t)->log_partition;
    for (const ConfigurationTotals& total : totals) {
      expected[{total.energy, std::abs(total.magnetization)}] +=
          count * std::exp(-total.energy / t - log_partition);
    }
    for (const ConfigurationTotals& total : MeasureTotals(*samples)) {
      observed[{total.energy, std::abs(total.magnetization)}] += 1.0;
    }
    // Rare classes together.
    std::vector<double> got(1), want(1);
    for (const auto& [state, number] : expected) {
      const bool rare = number < 10.0;
      if (!rare) {
        got.push_back(0.0);
        want.push_back(0.0);
      }
      (rare ? want.front() : want.back()) += number;
      (rare ? got.front() : got.back()) += observed[state];
    }
    EXPECT_GT(numerics::ChiSquareTest(got, want).p_value, kLeastPValue) << SamplerName(sampler);
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
