// Updates of restricted Boltzmann machines, as boltzmann.py and boltzmann_sklearn.py do them.

#include <cmath>
#include <cstdint>
#include <memory>
#include <numeric>
#include <vector>

#include "benchmarks/peers/shared_numbers.h"
#include "benchmarks/peers/work.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/training/contrastive_divergence.h"

namespace infoflow::peers {

namespace {

constexpr int kBatch = 100;
constexpr int kUpdates = 300;  // before values are compared

// Noisy copies of four patterns.
rbm::Spins SpinsToLearn(int visible) {
  rbm::Spins spins(kBatch, visible);
  for (int k = 0; k < kBatch; ++k) {
    for (int i = 0; i < visible; ++i) {
      const bool up = UniformAt(11, (k % 4) * visible + i) >= 0.5;
      const bool flipped = UniformAt(12, k * visible + i) < 0.1;
      spins(k, i) = up != flipped ? 1 : -1;
    }
  }
  return spins;
}

// Mean square of v - <v> after one way there and back with means.
double ReconstructionError(const rbm::Machine& machine, const rbm::Spins& samples) {
  const linalg::Matrix<double> hidden = rbm::HiddenMeans(machine, samples);
  double sum = 0.0;
  for (int k = 0; k < samples.rows(); ++k) {
    for (int i = 0; i < samples.columns(); ++i) {
      double field = machine.visible_bias[i];
      for (int a = 0; a < hidden.columns(); ++a) field += hidden(k, a) * machine.weights(i, a);
      const double difference = samples(k, i) - std::tanh(field);
      sum += difference * difference;
    }
  }
  return sum / static_cast<double>(samples.size());
}

struct Updates {
  rbm::Spins samples;
  std::vector<int> batch;
  rbm::ContrastiveDivergence machine;
};

Work UpdateWork(Sizes sizes, const rbm::UpdateRule& rule, int chains, double deviation,
                double learning_rate) {
  rbm::Machine start(sizes[0], sizes[1]);
  for (std::size_t i = 0; i < start.weights.size(); ++i) {
    start.weights.values()[i] = deviation * NormalAt(13, i);
  }
  auto state = std::make_shared<Updates>(
      Updates{SpinsToLearn(sizes[0]), std::vector<int>(kBatch),
              rbm::ContrastiveDivergence(rbm::ToFloat(start), rule, kBatch, chains, 1)});
  std::iota(state->batch.begin(), state->batch.end(), 0);
  const auto run = [state, learning_rate](int count) {
    for (int i = 0; i < count; ++i) {
      state->machine.Update(state->samples, state->batch, learning_rate);
    }
    return absl::OkStatus();
  };
  Work work{{}, run};
  work.run(kUpdates).IgnoreError();  // it has none
  work.values = {ReconstructionError(rbm::ToDouble(state->machine.machine()), state->samples)};
  return work;
}

absl::StatusOr<Work> ContrastiveDivergence(Sizes sizes) {
  return UpdateWork(sizes, rbm::UpdateRule(), 1, 0.01, 0.05);
}

absl::StatusOr<Work> PersistentChain(Sizes sizes) {
  rbm::UpdateRule rule;
  rule.persistent = true;
  rule.train_biases = true;
  rule.hidden_samples = rbm::HiddenSamples::kBoth;
  rule.optimizer = rbm::Optimizer::kAdam;
  rule.epsilon = 1e-2;
  return UpdateWork(sizes, rule, 1, 0.05, 1e-3);
}

absl::StatusOr<Work> PersistentChains(Sizes sizes) {
  rbm::UpdateRule rule;
  rule.persistent = true;
  rule.train_biases = true;
  // Of units 0 and 1 the weights are four times, and the units half as large: a 16th of the rate.
  return UpdateWork(sizes, rule, kBatch, 0.01, 0.05 / 16.0);
}

}  // namespace

void AddBoltzmannWorks(Works& works) {
  works["contrastive_divergence"] = ContrastiveDivergence;
  works["persistent_chain"] = PersistentChain;
  works["persistent_chains"] = PersistentChains;
}

}  // namespace infoflow::peers
