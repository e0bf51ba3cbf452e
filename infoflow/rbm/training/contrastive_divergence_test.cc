#include "infoflow/rbm/training/contrastive_divergence.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/random/stream.h"
#include "infoflow/rbm/machine/exact_gibbs.h"
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

Machine MachineWithBiases(int visible, int hidden) {
  Machine machine = RandomMachine(visible, hidden, 0.2, 3).value();
  for (int i = 0; i < visible; ++i) machine.visible_bias[i] = 0.1 * std::cos(i);
  for (int a = 0; a < hidden; ++a) machine.hidden_bias[a] = 0.1 * std::sin(a);
  return ToDouble(ToFloat(machine));
}

void ExpectNear(const FloatMachine& got, const Machine& want) {
  for (std::size_t k = 0; k < want.weights.size(); ++k) {
    EXPECT_NEAR(got.weights.values()[k], want.weights.values()[k], 1e-6);
  }
  for (std::size_t i = 0; i < want.visible_bias.size(); ++i) {
    EXPECT_NEAR(got.visible_bias[i], want.visible_bias[i], 1e-6);
  }
  for (std::size_t a = 0; a < want.hidden_bias.size(); ++a) {
    EXPECT_NEAR(got.hidden_bias[a], want.hidden_bias[a], 1e-6);
  }
}

TEST(ContrastiveDivergenceTest, AgreesWithThePlainVersion) {
  const Spins samples = SomeSamples(40, 70);
  const Machine machine = MachineWithBiases(70, 33);
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
      ExpectNear(updates.machine(), PlainUpdate(machine, samples, batch, rule, 0.05, 21));
      EXPECT_EQ(updates.updates(), 1);
    }
  }
}

// Adam's first step in double precision from the gradient of one update, and a penalty.
Machine FirstAdamStep(const Machine& machine, const Gradient& gradient, const UpdateRule& rule,
                      double learning_rate) {
  const auto step = [&](double g) {
    const double rate = learning_rate * std::sqrt(0.001) / 0.1;
    return rate * 0.1 * g / (std::sqrt(0.001 * g * g) + rule.epsilon);
  };
  Machine result = machine;
  for (std::size_t k = 0; k < machine.weights.size(); ++k) {
    double& weight = result.weights.values()[k];
    weight = weight * (1.0 - learning_rate * rule.l2) + step(gradient.weights.values()[k]);
    weight -= learning_rate * rule.l1 * (weight > 0.0 ? 1.0 : -1.0);
  }
  for (std::size_t i = 0; i < gradient.visible_bias.size(); ++i) {
    result.visible_bias[i] += step(gradient.visible_bias[i]);
  }
  for (std::size_t a = 0; a < gradient.hidden_bias.size(); ++a) {
    result.hidden_bias[a] += step(gradient.hidden_bias[a]);
  }
  return result;
}

// The plain version of one update with hidden units sampled in both phases and persistent chains
// that stand in hidden units: <v h>_batch - <v h>_chains and so on.
Gradient PlainSampledGradient(const Machine& machine, SpinsView samples,
                              const std::vector<int>& batch, Spins h, int steps,
                              std::uint64_t seed) {
  const int chains = h.rows();
  const int rows = static_cast<int>(batch.size());
  const int nv = machine.visible_units();
  const int nh = machine.hidden_units();
  Spins v(chains + rows, nv);
  for (int r = 0; r < rows; ++r) {
    for (int i = 0; i < nv; ++i) v(chains + r, i) = samples(batch[r], i);
  }
  const FloatMachine start = ToFloat(machine);
  const auto fields = [](const Machine& m, const Spins& units) {
    Machine unbiased = m;
    unbiased.hidden_bias.assign(m.hidden_units(), 0.0);
    const linalg::Matrix<double> exact = HiddenFields(unbiased, units);
    linalg::Matrix<float> result(exact.rows(), exact.columns());
    for (std::size_t k = 0; k < exact.size(); ++k) {
      result.values()[k] = static_cast<float>(exact.values()[k]);
    }
    return result;
  };
  for (int step = 0; step < steps; ++step) {
    SampleUnits({seed, random::StreamUse::kVisibleUnits, 0}, step,
                fields(ExchangeLayers(machine), h), start.visible_bias,
                v.view().Block(0, 0, chains, nv));
    const linalg::Matrix<float> all = fields(machine, v);
    Spins sample(chains + rows, nh);
    SampleUnits({seed, random::StreamUse::kHiddenUnits, 0}, step, all, start.hidden_bias, sample);
    if (step + 1 < steps) {
      h = Spins(sample.view().Block(0, 0, chains, nh));
    } else {
      h = sample;
    }
  }
  Gradient gradient = {linalg::Matrix<double>(nv, nh), std::vector<double>(nv),
                       std::vector<double>(nh)};
  for (int r = 0; r < chains + rows; ++r) {
    const double weight = r < chains ? -1.0 / chains : 1.0 / rows;
    for (int i = 0; i < nv; ++i) {
      gradient.visible_bias[i] += weight * v(r, i);
      for (int a = 0; a < nh; ++a) gradient.weights(i, a) += weight * v(r, i) * h(r, a);
    }
    for (int a = 0; a < nh; ++a) gradient.hidden_bias[a] += weight * h(r, a);
  }
  return gradient;
}

// 300 visible units are more rows of W than Adam takes at a time.
TEST(ContrastiveDivergenceTest, SampledPersistentChainsAgreeWithThePlainVersion) {
  const Spins samples = SomeSamples(40, 300);
  const Machine machine = MachineWithBiases(300, 33);
  const std::vector<int> batch = {3, 1, 4, 15, 9, 26, 5, 35};
  for (const int chains : {1, 6}) {
    for (const int steps : {1, 3}) {
      UpdateRule rule;
      rule.gibbs_steps = steps;
      rule.persistent = true;
      rule.train_biases = true;
      rule.hidden_samples = HiddenSamples::kBoth;
      rule.l1 = 0.003;
      rule.l2 = 0.01;
      rule.epsilon = 1e-2;
      UpdateState start;
      start.chains = SomeSamples(chains, 33);
      const Gradient gradient =
          PlainSampledGradient(machine, samples, batch, start.chains, steps, 21);
      ContrastiveDivergence plain(ToFloat(machine), rule, 11, chains, 21);
      plain.Restore(start);
      plain.Update(samples, batch, 0.05);
      Machine want = machine;
      for (std::size_t k = 0; k < want.weights.size(); ++k) {
        double& weight = want.weights.values()[k];
        weight = weight * (1.0 - 0.05 * rule.l2) + 0.05 * gradient.weights.values()[k];
        weight -= 0.05 * rule.l1 * (weight > 0.0 ? 1.0 : -1.0);
      }
      for (int i = 0; i < 300; ++i) want.visible_bias[i] += 0.05 * gradient.visible_bias[i];
      for (int a = 0; a < 33; ++a) want.hidden_bias[a] += 0.05 * gradient.hidden_bias[a];
      ExpectNear(plain.machine(), want);

      rule.optimizer = Optimizer::kAdam;
      ContrastiveDivergence adam(ToFloat(machine), rule, 11, chains, 21);
      start.moments = adam.state().moments;
      adam.Restore(start);
      adam.Update(samples, batch, 0.05);
      ExpectNear(adam.machine(), FirstAdamStep(machine, gradient, rule, 0.05));
      EXPECT_EQ(adam.state().chains, plain.state().chains);
    }
  }
}

TEST(ContrastiveDivergenceTest, GoesOnFromWhereItWasLeft) {
  const Spins samples = SomeSamples(30, 20);
  const Machine machine = RandomMachine(20, 10, 0.2, 3).value();
  const std::vector<int> batch = {0, 5, 7, 9, 12};
  for (const HiddenSamples hidden_samples : {HiddenSamples::kChain, HiddenSamples::kBoth}) {
    for (const Optimizer optimizer : {Optimizer::kGradient, Optimizer::kAdam}) {
      UpdateRule rule;
      rule.persistent = true;
      rule.gibbs_steps = 2;
      rule.train_biases = true;
      rule.hidden_samples = hidden_samples;
      rule.optimizer = optimizer;
      ContrastiveDivergence whole(ToFloat(machine), rule, 5, 8, 4);
      UpdateState start = whole.state();
      start.chains = SomeSamples(8, hidden_samples == HiddenSamples::kBoth ? 10 : 20);
      whole.Restore(start);
      for (int k = 0; k < 6; ++k) whole.Update(samples, batch, 0.1);
      ContrastiveDivergence first(ToFloat(machine), rule, 5, 8, 4);
      first.Restore(start);
      for (int k = 0; k < 2; ++k) first.Update(samples, batch, 0.1);
      ContrastiveDivergence second(first.machine(), rule, 5, 8, 4);
      second.Restore(first.state());
      for (int k = 0; k < 4; ++k) second.Update(samples, batch, 0.1);
      EXPECT_EQ(second.machine().weights, whole.machine().weights);
      EXPECT_EQ(second.machine().visible_bias, whole.machine().visible_bias);
      EXPECT_EQ(second.machine().hidden_bias, whole.machine().hidden_bias);
      EXPECT_EQ(second.state().chains, whole.state().chains);
    }
  }
}

}  // namespace
}  // namespace infoflow::rbm
