#include "infoflow/rbm/training/contrastive_divergence.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/random/stream.h"
#include "infoflow/rbm/machine/unit_sampler.h"

namespace infoflow::rbm {
namespace {

Spins SomeSamples(int count, int units) {
  Spins samples(count, units);
  for (int k = 0; k < count; ++k) {
    for (int i = 0; i < units; ++i) samples(k, i) = (k * 7 + i * i * (k + 1)) % 3 == 0 ? 1 : -1;
  }
  return samples;
}

// The plain version of one update: double arithmetic, loops, and units from SampleUnits.
Machine PlainUpdate(const Machine& machine, SpinsView samples, const std::vector<int>& batch,
                    const UpdateRule& rule, double rate, std::uint64_t seed) {
  const FloatMachine start = ToFloat(machine);
  const int rows = static_cast<int>(batch.size());
  const int nv = machine.visible_units();
  const int nh = machine.hidden_units();
  Spins v0(rows, nv), v(rows, nv), h(rows, nh);
  for (int r = 0; r < rows; ++r) {
    for (int i = 0; i < nv; ++i) v0(r, i) = v(r, i) = samples(batch[r], i);
  }
  const auto fields_of_hidden = [&](const Spins& visible) {
    linalg::Matrix<float> fields(rows, nh);
    for (int r = 0; r < rows; ++r) {
      for (int a = 0; a < nh; ++a) {
        double sum = 0.0;
        for (int i = 0; i < nv; ++i) sum += visible(r, i) * double{start.weights(i, a)};
        fields(r, a) = static_cast<float>(sum);
      }
    }
    return fields;
  };
  for (int step = 0; step < rule.gibbs_steps; ++step) {
    SampleUnits({seed, random::StreamUse::kHiddenUnits, 0}, step, fields_of_hidden(v),
                start.hidden_bias, h);
    linalg::Matrix<float> fields(rows, nv);
    for (int r = 0; r < rows; ++r) {
      for (int i = 0; i < nv; ++i) {
        double sum = 0.0;
        for (int a = 0; a < nh; ++a) sum += h(r, a) * double{start.weights(i, a)};
        fields(r, i) = static_cast<float>(sum);
      }
    }
    SampleUnits({seed, random::StreamUse::kVisibleUnits, 0}, step, fields, start.visible_bias, v);
  }
  const linalg::Matrix<float> f0 = fields_of_hidden(v0);
  const linalg::Matrix<float> fk = fields_of_hidden(v);
  Machine result = machine;
  for (double& weight : result.weights.values()) weight *= 1.0 - rate * rule.l2;
  for (int r = 0; r < rows; ++r) {
    for (int a = 0; a < nh; ++a) {
      const double t0 = std::tanh(f0(r, a) + machine.hidden_bias[a]);
      const double tk = std::tanh(fk(r, a) + machine.hidden_bias[a]);
      for (int i = 0; i < nv; ++i) {
        result.weights(i, a) += rate / rows * (v0(r, i) * t0 - v(r, i) * tk);
      }
      if (rule.train_biases) result.hidden_bias[a] += rate / rows * (t0 - tk);
    }
    for (int i = 0; i < nv && rule.train_biases; ++i) {
      result.visible_bias[i] += rate / rows * (v0(r, i) - v(r, i));
    }
  }
  for (double& weight : result.weights.values()) {
    weight -= rate * rule.l1 * (weight > 0.0 ? 1.0 : weight < 0.0 ? -1.0 : 0.0);
  }
  return result;
}

TEST(ContrastiveDivergenceTest, AgreesWithThePlainVersion) {
  const Spins samples = SomeSamples(40, 70);
  Machine machine = RandomMachine(70, 33, 0.2, 3).value();
  for (int i = 0; i < 70; ++i) machine.visible_bias[i] = 0.1 * std::cos(i);
  for (int a = 0; a < 33; ++a) machine.hidden_bias[a] = 0.1 * std::sin(a);
  machine = ToDouble(ToFloat(machine));
  const std::vector<int> batch = {3, 1, 4, 15, 9, 26, 5, 35};
  for (const int steps : {1, 3}) {
    for (const bool biases : {false, true}) {
      UpdateRule rule;
      rule.gibbs_steps = steps;
      rule.train_biases = biases;
      rule.l1 = 0.003;
      rule.l2 = 0.01;
      // Room for more than the batch: what a short last batch leaves.
      ContrastiveDivergence updates(ToFloat(machine), rule, 11, 0, 21);
      updates.Update(samples, batch, 0.05);
      const Machine want = PlainUpdate(machine, samples, batch, rule, 0.05, 21);
      for (std::size_t k = 0; k < want.weights.size(); ++k) {
        EXPECT_NEAR(updates.machine().weights.values()[k], want.weights.values()[k], 1e-6);
      }
      for (int i = 0; i < 70; ++i) {
        EXPECT_NEAR(updates.machine().visible_bias[i], want.visible_bias[i], 1e-6);
      }
      for (int a = 0; a < 33; ++a) {
        EXPECT_NEAR(updates.machine().hidden_bias[a], want.hidden_bias[a], 1e-6);
      }
      EXPECT_EQ(updates.updates(), 1);
    }
  }
}

TEST(ContrastiveDivergenceTest, GoesOnFromWhereItWasLeft) {
  const Spins samples = SomeSamples(30, 20);
  const Machine machine = RandomMachine(20, 10, 0.2, 3).value();
  const std::vector<int> batch = {0, 5, 7, 9, 12};
  UpdateRule rule;
  rule.persistent = true;
  rule.gibbs_steps = 2;
  ContrastiveDivergence whole(ToFloat(machine), rule, 5, 8, 4);
  whole.Restore(0, SomeSamples(8, 20));
  for (int k = 0; k < 6; ++k) whole.Update(samples, batch, 0.1);
  ContrastiveDivergence first(ToFloat(machine), rule, 5, 8, 4);
  first.Restore(0, SomeSamples(8, 20));
  for (int k = 0; k < 2; ++k) first.Update(samples, batch, 0.1);
  const Spins chains(first.chains());
  ContrastiveDivergence second(first.machine(), rule, 5, 8, 4);
  second.Restore(first.updates(), chains);
  for (int k = 0; k < 4; ++k) second.Update(samples, batch, 0.1);
  EXPECT_EQ(second.machine().weights, whole.machine().weights);
  EXPECT_EQ(Spins(second.chains()), Spins(whole.chains()));
}

}  // namespace
}  // namespace infoflow::rbm
