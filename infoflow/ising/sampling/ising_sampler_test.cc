#include "infoflow/ising/sampling/ising_sampler.h"

#include <cmath>
#include <limits>
#include <string>

#include "absl/strings/match.h"
#include "gtest/gtest.h"
#include "infoflow/ising/sampling/spin_samples.h"

namespace infoflow::ising {
namespace {

constexpr Sampler kAll[] = {Sampler::kMetropolis, Sampler::kMultispin, Sampler::kWolff,
                            Sampler::kSwendsenWang};

SpinSamples Sample(Sampler sampler, int count, int threads, std::uint32_t first_chain = 0,
                   bool random_sign = true) {
  SamplingOptions options;
  options.sampler = sampler;
  options.chains = 3;
  options.burn_in = 5.0;
  options.skip = 1.0;
  options.threads = threads;
  options.first_chain = first_chain;
  options.random_sign = random_sign;
  options.seed = 24;
  const auto samples = SampleIsing(8, 2.4, count, options);
  EXPECT_TRUE(samples.ok()) << samples.status();
  return *samples;
}

TEST(IsingSamplerTest, DoesNotDependOnThreads) {
  for (const Sampler sampler : kAll) {
    SCOPED_TRACE(SamplerName(sampler));
    const SpinSamples one = Sample(sampler, 2000, 1);
    EXPECT_EQ(one.count(), 2000);
    EXPECT_EQ(one.temperature(), 2.4);
    EXPECT_EQ(Sample(sampler, 2000, 3), one);
    EXPECT_NE(Sample(sampler, 2000, 1, 7), one);
  }
}

// Samples are turned round by the bits of their own stream only.
TEST(IsingSamplerTest, RandomSigns) {
  for (const Sampler sampler : kAll) {
    const SpinSamples plain = Sample(sampler, 500, 1, 0, false);
    SpinSamples turned = Sample(sampler, 500, 1);
    int flips = 0;
    for (int k = 0; k < 500; ++k) {
      if (turned.spin(k, 0) != plain.spin(k, 0)) {
        turned.Flip(k);
        ++flips;
      }
    }
    EXPECT_EQ(turned, plain);
    EXPECT_NEAR(flips, 250, 5 * std::sqrt(125.0));
  }
}

// Multispin samples of one replica stand together: at infinite coupling nothing moves, at finite
// one neighbours in time are more alike than replicas.
TEST(IsingSamplerTest, SamplesOfAReplicaFollowEachOther) {
  SamplingOptions options;
  options.skip = 1.0;
  options.burn_in = 50.0;
  options.random_sign = false;
  const auto samples = SampleIsing(16, 2.6, 512 * 3 + 100, options);
  ASSERT_TRUE(samples.ok());
  const int snapshots = 4;
  double same = 0.0, other = 0.0;
  for (int r = 0; r < 400; ++r) {
    for (int i = 0; i < 256; ++i) {
      same += samples->spin(r * snapshots, i) * samples->spin(r * snapshots + 1, i);
      other += samples->spin(r * snapshots, i) * samples->spin((r + 1) * snapshots, i);
    }
  }
  EXPECT_GT(same / (400 * 256), 0.2);
  EXPECT_LT(std::abs(other) / (400 * 256), 0.1);
}

TEST(IsingSamplerTest, ZeroTemperatureAndOddSides) {
  for (const Sampler sampler : kAll) {
    SamplingOptions options;
    options.sampler = sampler;
    const auto samples = SampleIsing(6, 1e-6, 50, options);
    ASSERT_TRUE(samples.ok()) << samples.status();
    for (int k = 0; k < 50; ++k) {
      for (int i = 1; i < 36; ++i) EXPECT_EQ(samples->spin(k, i), samples->spin(k, 0));
    }
  }
  SamplingOptions options;
  for (const Sampler sampler : {Sampler::kWolff, Sampler::kSwendsenWang, Sampler::kMetropolis}) {
    options.sampler = sampler;
    options.order = UpdateOrder::kSequential;
    EXPECT_TRUE(SampleIsing(5, 2.0, 10, options).ok());
  }
}

TEST(IsingSamplerTest, RelaxationTimes) {
  EXPECT_NEAR(MetropolisRelaxationTime(16, 0.44068679350977151), 11.3, 0.1);
  EXPECT_NEAR(MetropolisRelaxationTime(32, 0.44068679350977151), 47.2, 0.3);
  EXPECT_LT(MetropolisRelaxationTime(1000, 1.0 / 6.0), 3.0);
  EXPECT_LT(MetropolisRelaxationTime(1000, 1e6), 1.01);
  EXPECT_LT(MetropolisRelaxationTime(1000, 1e-9), 1.01);
}

TEST(IsingSamplerTest, Names) {
  for (const Sampler sampler : kAll) EXPECT_EQ(*ParseSampler(SamplerName(sampler)), sampler);
  EXPECT_EQ(ParseSampler("gibbs").status().message(),
            "the sampler is 'gibbs'; it must be one of metropolis, multispin, wolff, "
            "swendsen-wang");
}

TEST(IsingSamplerTest, BadInput) {
  const auto error = [](int side, double temperature, std::int64_t samples,
                        const SamplingOptions& options = {}) {
    return std::string(SampleIsing(side, temperature, samples, options).status().message());
  };
  EXPECT_EQ(error(8, 0.0, 10), "temperature is 0; it must be a finite number greater than 0");
  EXPECT_EQ(error(8, std::nan(""), 10),
            "temperature is nan; it must be a finite number greater than 0");
  EXPECT_TRUE(absl::StrContains(error(8, -2.0, 10), "temperature is -2"));
  EXPECT_EQ(error(8, 2.0, 0), "the number of samples is 0; it must be at least 1");
  EXPECT_EQ(error(0, 2.0, 1), "the lattice has side 0; it must be from 1 to 4096");
  EXPECT_TRUE(absl::StrContains(error(7, 2.0, 1), "the lattice has side 7; multispin"));
  SamplingOptions metropolis;
  metropolis.sampler = Sampler::kMetropolis;
  EXPECT_TRUE(absl::StrContains(error(7, 2.0, 1, metropolis), "the lattice has side 7; the check"));
  SamplingOptions options;
  options.skip = -1.0;
  EXPECT_EQ(error(8, 2.0, 1, options),
            "burn-in and skip are 0 and -1; they must be numbers from 0 to 1e+12");
  options = {};
  options.chains = -1;
  EXPECT_EQ(error(8, 2.0, 1, options), "the number of chains is -1; it must be at least 0");
}

}  // namespace
}  // namespace infoflow::ising
