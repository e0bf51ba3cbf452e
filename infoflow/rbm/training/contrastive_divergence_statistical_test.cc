// One update against the exact expectation: the mean over many seeds of (W' - W) / eta must be
// ExpectedContrastiveDivergence within 5 standard errors for each of the parameters, and the long
// run of a persistent chain against exact moments. With some 240 comparisons and fixed seeds a
// false alarm had probability 1.4e-4 when the seeds were chosen.

#include <cmath>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/numerics/statistics.h"
#include "infoflow/rbm/machine/exact_gibbs.h"
#include "infoflow/rbm/machine/exact_sum.h"
#include "infoflow/rbm/training/contrastive_divergence.h"

namespace infoflow::rbm {
namespace {

constexpr int kVisible = 5;
constexpr int kHidden = 3;
constexpr int kSeeds = 4000;
constexpr double kRate = 0.01;

Machine SmallMachine() {
  Machine machine = RandomMachine(kVisible, kHidden, 0.6, 5).value();
  machine.visible_bias = {0.1, -0.2, 0.3, 0.05, 0.0};
  machine.hidden_bias = {0.2, -0.1, 0.3};
  return machine;
}

void ExpectMeanIs(const std::vector<numerics::MeanAccumulator>& got, absl::Span<const double> want,
                  const char* name) {
  for (std::size_t k = 0; k < want.size(); ++k) {
    const numerics::MeanEstimate estimate = got[k].Estimate();
    // Single precision leaves 1e-7 / kRate besides.
    EXPECT_NEAR(estimate.mean, want[k], 5.0 * estimate.error + 3e-5) << name << " " << k;
  }
}

// Sampled hidden units have the means tanh f, so that the expectation is the same.
void CheckUpdates(int steps, HiddenSamples hidden_samples = HiddenSamples::kChain) {
  const Machine machine = SmallMachine();
  const FloatMachine start = ToFloat(machine);
  Spins samples(4, kVisible, 1);
  samples(0, 1) = samples(1, 2) = samples(1, 3) = samples(3, 0) = -1;
  const std::vector<int> batch = {0, 1, 2, 3};
  UpdateRule rule;
  rule.gibbs_steps = steps;
  rule.train_biases = true;
  rule.hidden_samples = hidden_samples;
  std::vector<numerics::MeanAccumulator> w(kVisible * kHidden), b(kVisible), c(kHidden);
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    ContrastiveDivergence updates(start, rule, 4, 0, seed);
    updates.Update(samples, batch, kRate);
    const FloatMachine& after = updates.machine();
    for (std::size_t k = 0; k < w.size(); ++k) {
      w[k].Add((double{after.weights.values()[k]} - start.weights.values()[k]) / kRate);
    }
    for (int i = 0; i < kVisible; ++i) {
      b[i].Add((double{after.visible_bias[i]} - start.visible_bias[i]) / kRate);
    }
    for (int a = 0; a < kHidden; ++a) {
      c[a].Add((double{after.hidden_bias[a]} - start.hidden_bias[a]) / kRate);
    }
  }
  const Gradient want = ExpectedContrastiveDivergence(ToDouble(start), samples, steps).value();
  ExpectMeanIs(w, want.weights.values(), "W");
  ExpectMeanIs(b, want.visible_bias, "b");
  ExpectMeanIs(c, want.hidden_bias, "c");
}

TEST(ContrastiveDivergenceStatisticalTest, OneStep) { CheckUpdates(1); }
TEST(ContrastiveDivergenceStatisticalTest, TwoSteps) { CheckUpdates(2); }
TEST(ContrastiveDivergenceStatisticalTest, TenSteps) { CheckUpdates(10); }
TEST(ContrastiveDivergenceStatisticalTest, SampledInBothPhases) {
  CheckUpdates(1, HiddenSamples::kBoth);
  CheckUpdates(2, HiddenSamples::kBoth);
}

// Persistent chains that are given time to forget their start sample the machine: with a rate of
// almost zero the negative phase is the model's, and the update the likelihood gradient.
TEST(ContrastiveDivergenceStatisticalTest, PersistentChainsReachTheModel) {
  const Machine machine = SmallMachine();
  Spins samples(4, kVisible, 1);
  samples(0, 1) = samples(1, 2) = samples(1, 3) = samples(3, 0) = -1;
  const std::vector<int> batch = {0, 1, 2, 3};
  UpdateRule rule;
  rule.persistent = true;
  rule.train_biases = true;
  constexpr int kChains = 20000;
  ContrastiveDivergence updates(ToFloat(machine), rule, 4, kChains, 3);
  updates.Restore({0, Spins(kChains, kVisible, 1), {}});
  for (int k = 0; k < 100; ++k) updates.Update(samples, batch, 0.0);
  updates.Update(samples, batch, kRate);
  const Gradient want = LogLikelihoodGradient(machine, samples).value();
  // A mean over the chains of something of size at most 1, at 5 standard errors.
  const double allowed = 5.0 / std::sqrt(static_cast<double>(kChains)) + 3e-5;
  for (std::size_t k = 0; k < want.weights.size(); ++k) {
    EXPECT_NEAR(
        (updates.machine().weights.values()[k] - static_cast<float>(machine.weights.values()[k])) /
            kRate,
        want.weights.values()[k], allowed);
  }
  for (int i = 0; i < kVisible; ++i) {
    EXPECT_NEAR(
        (updates.machine().visible_bias[i] - static_cast<float>(machine.visible_bias[i])) / kRate,
        want.visible_bias[i], allowed);
  }
}

// The one chain of a machine that does not learn, over a long run: its mean v, h and v h, with
// standard errors of 100 stretches, which forget each other, against the sum over all states. Each
// update starts at the same machine and learns at rate 1, so that b' - b = <v>_data - v tells v.
TEST(ContrastiveDivergenceStatisticalTest, SinglePersistentChainHasTheMachinesLaw) {
  constexpr int kStretches = 100;
  constexpr int kStretch = 2000;
  Machine machine = RandomMachine(4, 3, 0.5, 7).value();
  machine.visible_bias = {0.1, -0.2, 0.3, 0.05};
  machine.hidden_bias = {0.2, -0.1, 0.3};
  const FloatMachine start = ToFloat(machine);
  UpdateRule rule;
  rule.persistent = true;
  rule.train_biases = true;
  rule.hidden_samples = HiddenSamples::kBoth;
  const Spins samples(1, 4, 1);
  const Moments exact = ExactMoments(ToDouble(start)).value();
  std::vector<numerics::MeanAccumulator> v(4), h(3), vh(4 * 3);
  UpdateState state;
  state.chains = Spins(1, 3, 1);
  for (int stretch = 0; stretch < kStretches; ++stretch) {
    std::vector<double> v_sum(4), h_sum(3), vh_sum(4 * 3);
    for (int k = 0; k < kStretch; ++k) {
      ContrastiveDivergence update(start, rule, 1, 1, 11);
      update.Restore(state);
      update.Update(samples, {0}, 1.0);
      state = update.state();
      for (int i = 0; i < 4; ++i) {
        const float change = update.machine().visible_bias[i] - start.visible_bias[i];
        const double spin = change > 1.0f ? -1.0 : 1.0;
        v_sum[i] += spin / kStretch;
        for (int a = 0; a < 3; ++a) vh_sum[3 * i + a] += spin * state.chains(0, a) / kStretch;
      }
      for (int a = 0; a < 3; ++a) h_sum[a] += static_cast<double>(state.chains(0, a)) / kStretch;
    }
    for (int i = 0; i < 4; ++i) v[i].Add(v_sum[i]);
    for (int a = 0; a < 3; ++a) h[a].Add(h_sum[a]);
    for (int k = 0; k < 12; ++k) vh[k].Add(vh_sum[k]);
  }
  EXPECT_LT(h[0].Estimate().error, 0.01) << "a run long enough to tell";
  ExpectMeanIs(v, exact.visible, "v");
  ExpectMeanIs(h, exact.hidden, "h");
  ExpectMeanIs(vh, exact.visible_hidden.values(), "v h");
}

}  // namespace
}  // namespace infoflow::rbm
