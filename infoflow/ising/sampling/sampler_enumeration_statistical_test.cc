// Samplers against the law of all states of small lattices.
//
// False alarms, over other seeds: each p-value is asked to exceed 1e-8, and there are fewer than
// 1000; together 1e-5. Power: at 40000 samples a class of probability 0.1 that is off by a
// tenth of itself gives 6 errors, 2e-9.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/ising/sampling/ising_sampler.h"
#include "infoflow/ising/sampling/spin_observables.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/numerics/hypothesis_tests.h"

namespace infoflow::ising {
namespace {

constexpr double kLeastPValue = 1e-8;
constexpr int kSamples = 40000;
constexpr double kTemperatures[] = {0.5, 1.0, 1.6, 2.2, 3.0, 4.0, 7.9, 8.1, 20.0, 1000.0};

struct Case {
  Sampler sampler;
  UpdateOrder order;
};
constexpr Case kCases[] = {{Sampler::kMetropolis, UpdateOrder::kCheckerboard},
                           {Sampler::kMetropolis, UpdateOrder::kSequential},
                           {Sampler::kMultispin, UpdateOrder::kCheckerboard},
                           {Sampler::kWolff, UpdateOrder::kCheckerboard},
                           {Sampler::kSwendsenWang, UpdateOrder::kCheckerboard}};

bool Takes(const Case& c, int side) {
  const bool checkerboard =
      c.sampler == Sampler::kMultispin ||
      (c.sampler == Sampler::kMetropolis && c.order == UpdateOrder::kCheckerboard);
  return side % 2 == 0 || !checkerboard;
}

std::string NameOf(const Case& c) {
  return SamplerName(c.sampler) + (c.order == UpdateOrder::kSequential ? ", sequential" : "");
}

// Samples so far apart that they are independent.
SamplingOptions Independent(const Case& c) {
  SamplingOptions options;
  options.sampler = c.sampler;
  options.order = c.order;
  options.burn_in = 100.0;
  options.skip = 20.0;
  options.seed = 45;
  return options;
}

// States that are told apart: all of them on sides 2 and 3, else energy and magnetization.
std::vector<std::pair<int, int>> ClassesOf(const SpinSamples& samples) {
  std::vector<std::pair<int, int>> classes;
  const std::vector<ConfigurationTotals> totals = MeasureTotals(samples);
  for (int k = 0; k < samples.count(); ++k) {
    if (samples.side() <= 3) {
      classes.emplace_back(static_cast<int>(samples.words(k)[0]), 0);
    } else {
      classes.emplace_back(totals[k].energy, totals[k].magnetization);
    }
  }
  return classes;
}

SpinSamples AllStates(int side) {
  SpinSamples all = *SpinSamples::Create(1 << (side * side), side);
  for (int k = 0; k < all.count(); ++k) all.words(k)[0] = static_cast<std::uint64_t>(k);
  return all;
}

// The smaller p-value of Pearson's test of the classes that are expected ten times or more, and of
// Poisson's law for all others together, which are more often too many than too few.
double PValue(const SpinSamples& samples, double temperature, double coupling = 1.0,
              double field = 0.0) {
  const SpinSamples all = AllStates(samples.side());
  const std::vector<ConfigurationTotals> totals = MeasureTotals(all);
  const std::vector<std::pair<int, int>> classes = ClassesOf(all);
  std::vector<double> weights(all.count());
  double largest = -std::numeric_limits<double>::infinity();
  for (int k = 0; k < all.count(); ++k) {
    weights[k] = (-coupling * totals[k].energy + field * totals[k].magnetization) / temperature;
    largest = std::max(largest, weights[k]);
  }
  double partition = 0.0;
  for (double& weight : weights) partition += weight = std::exp(weight - largest);
  std::map<std::pair<int, int>, double> expected, observed;
  for (int k = 0; k < all.count(); ++k) {
    expected[classes[k]] += samples.count() * weights[k] / partition;
  }
  for (const std::pair<int, int>& state : ClassesOf(samples)) observed[state] += 1.0;
  std::vector<double> got, want;
  double rare_got = 0.0, rare_want = 0.0;
  for (const auto& [state, number] : expected) {
    if (number < 10.0) {
      rare_want += number;
      rare_got += observed[state];
    } else {
      want.push_back(number);
      got.push_back(observed[state]);
    }
  }
  double p_value = 1.0;
  if (rare_want >= 10.0) {
    want.push_back(rare_want);
    got.push_back(rare_got);
  } else if (rare_got > 0.0) {
    // P(Poisson >= n) by the incomplete gamma function.
    p_value = 1.0 - numerics::ChiSquarePValue(2.0 * rare_want, 2.0 * rare_got);
  }
  if (want.size() < 2) return p_value;
  // Pearson's sums must agree.
  double sum_got = 0.0, sum_want = 0.0;
  for (const double number : got) sum_got += number;
  for (const double number : want) sum_want += number;
  for (double& number : want) number *= sum_got / sum_want;
  return std::min(p_value, numerics::ChiSquareTest(got, want).p_value);
}

TEST(SamplerEnumerationStatisticalTest, AllStatesOfSmallLattices) {
  for (const Case& c : kCases) {
    for (const int side : {2, 3, 4}) {
      if (!Takes(c, side)) continue;
      for (const double temperature : kTemperatures) {
        const auto samples = SampleIsing(side, temperature, kSamples, Independent(c));
        ASSERT_TRUE(samples.ok()) << samples.status();
        EXPECT_GT(PValue(*samples, temperature), kLeastPValue)
            << NameOf(c) << ", side " << side << ", T = " << temperature;
      }
    }
  }
}

// With the durations that users get: successive samples are so nearly independent that Pearson's
// law still holds to the eye.
TEST(SamplerEnumerationStatisticalTest, DefaultDurations) {
  for (const Case& c : kCases) {
    for (const int side : {2, 3, 4}) {
      if (!Takes(c, side)) continue;
      for (const double temperature : kTemperatures) {
        SamplingOptions options;
        options.sampler = c.sampler;
        options.order = c.order;
        options.seed = 46;
        const auto samples = SampleIsing(side, temperature, kSamples, options);
        ASSERT_TRUE(samples.ok()) << samples.status();
        EXPECT_GT(PValue(*samples, temperature), kLeastPValue)
            << NameOf(c) << ", side " << side << ", T = " << temperature;
      }
    }
  }
}

// Fields and antiferromagnets, frustrated ones (odd sides) and such as are on the edge of another
// ground state among them.
TEST(SamplerEnumerationStatisticalTest, FieldsAndAntiferromagnets) {
  for (const Case& c : kCases) {
    for (const int side : {2, 3, 4}) {
      if (!Takes(c, side)) continue;
      for (const auto& [coupling, field] : std::vector<std::pair<double, double>>{{1.0, 0.01},
                                                                                  {1.0, -0.3},
                                                                                  {1.0, 2.0},
                                                                                  {-1.0, 0.0},
                                                                                  {-1.0, 0.5},
                                                                                  {-1.0, -4.0},
                                                                                  {-1.0, 5.0},
                                                                                  {0.0, 0.7},
                                                                                  {2.0, 0.0}}) {
        const bool general = field != 0.0 || (coupling < 0.0 && side % 2 != 0);
        if (general && c.sampler != Sampler::kMetropolis && c.sampler != Sampler::kWolff) continue;
        for (const double temperature : {0.5, 1.0, 2.5, 10.0, 1000.0}) {
          SamplingOptions options = Independent(c);
          options.coupling = coupling;
          options.field = field;
          const auto samples = SampleIsing(side, temperature, kSamples, options);
          ASSERT_TRUE(samples.ok()) << samples.status();
          EXPECT_GT(PValue(*samples, temperature, coupling, field), kLeastPValue)
              << NameOf(c) << ", side " << side << ", T = " << temperature << ", J = " << coupling
              << ", h = " << field;
        }
      }
    }
  }
}

// The test finds what it is for: one state in a hundred that is never seen.
TEST(SamplerEnumerationStatisticalTest, FindsMissingStates) {
  SpinSamples samples = *SampleIsing(
      3, 20.0, kSamples, Independent({Sampler::kSwendsenWang, UpdateOrder::kSequential}));
  ASSERT_GT(PValue(samples, 20.0), kLeastPValue);
  int replaced = 0;
  for (int k = 1; k < samples.count(); ++k) {
    if (samples.words(k)[0] % 128 != 5) continue;
    samples.words(k)[0] = samples.words(k - 1)[0];
    ++replaced;
  }
  EXPECT_LT(replaced, kSamples / 64);
  EXPECT_LT(PValue(samples, 20.0), kLeastPValue);
}

}  // namespace
}  // namespace infoflow::ising
