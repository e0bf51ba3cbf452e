// Annealed importance sampling against exact sums: deviations of less than 5 error bars in ten
// estimates with fixed seeds; were errors normal, a false alarm would have had probability 6e-6.

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/rbm/flow/annealed_importance.h"
#include "infoflow/rbm/machine/exact_sum.h"

namespace infoflow::rbm {
namespace {

Machine FormulaMachine(int visible, int hidden, double amplitude) {
  Machine machine(visible, hidden);
  for (int i = 0; i < visible; ++i) {
    machine.visible_bias[i] = 0.05 * std::cos(0.5 * i);
    for (int a = 0; a < hidden; ++a) {
      machine.weights(i, a) = amplitude * std::sin(1.0 + 0.37 * i + 0.91 * a + 0.013 * i * a);
    }
  }
  for (int a = 0; a < hidden; ++a) machine.hidden_bias[a] = 0.05 * std::sin(0.7 * a + 0.2);
  return machine;
}

TEST(AnnealedImportanceStatisticalTest, BothDirectionsCoverTheExactValue) {
  struct Case {
    int visible, hidden;
    double amplitude;
  };
  for (const Case& one : {Case{64, 16, 0.1}, {64, 16, 0.3}, {40, 12, 0.2}, {12, 14, 0.3}}) {
    const Machine machine = FormulaMachine(one.visible, one.hidden, one.amplitude);
    const double exact = LogPartition(machine).value();
    AnnealingOptions options;
    options.seed = 3;
    options.threads = 0;
    const AnnealingEstimate forward = AnnealForward(machine, options).value();
    EXPECT_NEAR(forward.log_partition, exact, 5.0 * forward.error);
    const Spins samples = SampleExactly(machine, 200, 4).value();
    const AnnealingEstimate reverse = AnnealReverse(machine, samples, options).value();
    EXPECT_NEAR(reverse.log_partition, exact, 5.0 * reverse.error);
    const AnnealingVerdict verdict = JudgeAnnealing(forward, reverse);
    EXPECT_EQ(verdict.forward, "");
    EXPECT_EQ(verdict.reverse, "");
    for (const AnnealingEstimate* estimate : {&forward, &reverse}) {
      EXPECT_GT(estimate->error, 0.0);
      EXPECT_LT(estimate->error, 0.1);
      EXPECT_GT(estimate->effective_sample_size, 50.0);
      EXPECT_LE(estimate->effective_sample_size, 200.0);
      EXPECT_NEAR(estimate->jackknife_error / estimate->error, 1.0, 0.05);
      EXPECT_EQ(estimate->log_weights.size(), 200);
    }
  }
}

// Without couplings every weight is 1.
TEST(AnnealedImportanceStatisticalTest, ExactWithoutCouplings) {
  Machine machine(20, 5);
  machine.visible_bias.assign(20, 0.3);
  const AnnealingEstimate estimate = AnnealForward(machine, AnnealingOptions()).value();
  EXPECT_EQ(estimate.log_partition, LogPartitionWithoutCouplings(machine));
  EXPECT_EQ(estimate.error, 0.0);
  EXPECT_EQ(estimate.effective_sample_size, 200.0);
}

// One step is plain importance sampling, whose weights have a closed mean for a single coupling.
TEST(AnnealedImportanceStatisticalTest, OneStepIsImportanceSampling) {
  Machine machine(1, 1);
  machine.weights(0, 0) = 0.8;
  AnnealingOptions options;
  options.steps = 1;
  const AnnealingEstimate estimate = AnnealForward(machine, options).value();
  // cosh f is the same for both values of v.
  EXPECT_NEAR(estimate.log_partition, std::log(4.0 * std::cosh(0.8)), 1e-6);
}

TEST(AnnealedImportanceStatisticalTest, ThreadsDoNotMatter) {
  const Machine machine = FormulaMachine(30, 8, 0.2);
  AnnealingOptions options;
  options.steps = 50;
  const AnnealingEstimate one = AnnealForward(machine, options).value();
  options.threads = 3;
  EXPECT_EQ(AnnealForward(machine, options)->log_weights, one.log_weights);
}

TEST(AnnealedImportanceStatisticalTest, LongChainsReachTheMachine) {
  const Machine machine = FormulaMachine(12, 5, 0.3);
  const Moments moments = ExactMoments(machine).value();
  const Spins samples = SampleLongChains(machine, 5000, 200, 7, 0).value();
  for (int i = 0; i < 12; ++i) {
    double mean = 0.0;
    for (int k = 0; k < samples.rows(); ++k) mean += samples(k, i) / 5000.0;
    EXPECT_NEAR(mean, moments.visible[i], 5.0 / std::sqrt(5000.0));
  }
}

// Three visible and two hidden units with one coupling between all: from beta = 1/1000 on chains
// stay in one of the two ground states, from which reverse starts. All its weights are the same,
// and miss a factor of 4.
TEST(AnnealedImportanceStatisticalTest, FrozenChainsAreTold) {
  Machine machine(3, 2);
  for (double& weight : machine.weights.values()) weight = 1e4;
  const double exact = LogPartition(machine).value();
  for (int seed = 1; seed <= 5; ++seed) {
    AnnealingOptions options;
    options.seed = seed;
    const AnnealingEstimate forward = AnnealForward(machine, options).value();
    const AnnealingEstimate reverse =
        AnnealReverse(machine, SampleExactly(machine, 200, seed + 1).value(), options).value();
    EXPECT_EQ(reverse.error, 0.0);
    EXPECT_GT(reverse.log_partition, exact + 1.0);
    const AnnealingVerdict verdict = JudgeAnnealing(forward, reverse);
    EXPECT_EQ(verdict.forward.find("forward and reverse are 1."), 0u) << verdict.forward;
    EXPECT_EQ(verdict.reverse, verdict.forward);
  }
}

TEST(AnnealedImportanceStatisticalTest, JudgesByTheSampleSizeAndTheRounding) {
  AnnealingEstimate good;
  good.log_partition = 30.0;
  good.error = good.jackknife_error = 0.1;
  good.effective_sample_size = 50.0;
  good.log_weights = {10.0, 10.5};
  AnnealingEstimate other = good;
  other.log_partition = 30.5;
  EXPECT_EQ(JudgeAnnealing(good, other).forward, "");
  other.log_partition = 30.6;
  EXPECT_EQ(JudgeAnnealing(good, other).reverse,
            "forward and reverse are 0.6 nats apart, more than 4 times their errors: chains froze, "
            "or samples miss states");
  // The jackknife notices heavy tails.
  other.jackknife_error = 0.2;
  EXPECT_EQ(JudgeAnnealing(good, other).reverse, "");
  other.effective_sample_size = 9.5;
  EXPECT_EQ(JudgeAnnealing(good, other).forward, "");
  EXPECT_EQ(JudgeAnnealing(good, other).reverse, "the effective sample size is 9.5, below 10");
  other = good;
  other.log_weights = {-2e5, -3.0};
  EXPECT_EQ(JudgeAnnealing(good, other).reverse, "single precision rounds it by some 0.0238 nats");
  other.log_partition = std::nan("");
  EXPECT_EQ(JudgeAnnealing(good, other).reverse.find("log_partition is not finite"), 0u);
}

TEST(AnnealedImportanceStatisticalTest, WeightsBeyondSinglePrecisionAreRefused) {
  Machine machine(3, 2);
  machine.weights(1, 1) = -2e37;
  const std::string error =
      "the weights and the bias of visible unit 1 add up to 2e+37 in size; must be at most 1e+37, "
      "to be computed with in single precision";
  EXPECT_EQ(AnnealForward(machine, AnnealingOptions()).status().message(), error);
  EXPECT_EQ(AnnealReverse(machine, Spins(3, 3, 1), AnnealingOptions()).status().message(), error);
  EXPECT_EQ(SampleLongChains(machine, 2, 2, 1, 1).status().message(), error);
  // Just within, all is finite.
  machine.weights(1, 1) = 9e36;
  EXPECT_TRUE(std::isfinite(AnnealForward(machine, AnnealingOptions())->log_partition));
}

TEST(AnnealedImportanceStatisticalTest, NamesWhatIsWrong) {
  const Machine machine(4, 2);
  AnnealingOptions options;
  options.chains = 1;
  EXPECT_EQ(AnnealForward(machine, options).status().message(),
            "the number of chains is 1; it must be at least 2");
  options.chains = 5;
  options.steps = 0;
  EXPECT_EQ(AnnealForward(machine, options).status().message(),
            "the number of annealing steps is 0; it must be at least 1");
  options.steps = 2;
  EXPECT_FALSE(AnnealReverse(machine, Spins(3, 5, 1), options).ok());
  EXPECT_FALSE(AnnealReverse(machine, Spins(1, 4, 1), options).ok());
  EXPECT_FALSE(SampleLongChains(machine, 0, 5, 1, 1).ok());
}

}  // namespace
}  // namespace infoflow::rbm
