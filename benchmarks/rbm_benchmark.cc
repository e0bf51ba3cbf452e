// Training, exact sums and annealed importance sampling of restricted Boltzmann machines, on one
// core.
//
// An update by contrastive divergence with one step needs five products of (batch) x (visible) x
// (hidden), each with a factor of signs: a quarter of an addition for each multiplication and
// addition of a general product, and the sums of four that are looked up (linalg/sign_product.h).
// `bound` is these additions at a register of 16 a cycle, and the instructions for a random number
// and an exponential per unit sampled. Beside it stands what BLAS takes for the five products
// alone, measured here in the same shapes, the two of the gradient stacked into one.

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdint>
#include <numeric>
#include <vector>

#include "benchmarks/core_clock.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/rbm/flow/annealed_importance.h"
#include "infoflow/rbm/machine/exact_sum.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/machine/unit_sampler.h"
#include "infoflow/rbm/training/adam.h"
#include "infoflow/rbm/training/contrastive_divergence.h"

namespace infoflow::rbm {
namespace {

using linalg::Transpose;

double Seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

// Best of several: the products of one update alone.
double GemmSeconds(int batch, int visible, int hidden) {
  linalg::Matrix<float> both(2 * batch, visible, 0.5f);
  linalg::Matrix<float> means(2 * batch, hidden, 0.25f);
  linalg::Matrix<float> weights(visible, hidden, 0.01f);
  double best = 1e9;
  for (int repeat = 0; repeat < 30; ++repeat) {
    const double start = Seconds();
    const auto v = both.Block(0, 0, batch, visible);
    const auto h = means.Block(0, 0, batch, hidden);
    linalg::Gemm(Transpose::kNo, Transpose::kNo, 1.0f, v, weights, 0.0f, h);
    linalg::Gemm(Transpose::kNo, Transpose::kYes, 1.0f, h, weights, 0.0f, v);
    linalg::Gemm(Transpose::kNo, Transpose::kNo, 1.0f, v, weights, 0.0f, h);
    linalg::Gemm(Transpose::kYes, Transpose::kNo, 1e-9f, both, means, 0.5f, weights);
    best = std::min(best, Seconds() - start);
  }
  return best;
}

// To sample 100 rows of units: AVX-512 instructions, 2 a cycle, 160 for 64 random words and 45 for
// 16 exponentials and comparisons. Ends of rows take whole words of 64 and units of 16.
double SamplingBound(int units) {
  const int words = (units + 63) / 64;
  const int blocks = (units + 15) / 16;
  return 100.0 * (80.0 * words + 22.5 * blocks) * SecondsPerCycle();
}

Spins SamplesToLearn(int visible) {
  Spins samples(1000, visible);
  for (int k = 0; k < 1000; ++k) {
    for (int i = 0; i < visible; ++i) samples(k, i) = (k * 31 + i * i + k * i) % 5 < 2 ? 1 : -1;
  }
  return samples;
}

constexpr int kBatch = 100;

// Updates by `rule` of the machine of this size.
void RunUpdates(benchmark::State& state, const UpdateRule& rule, double deviation) {
  const int visible = static_cast<int>(state.range(0));
  const int hidden = static_cast<int>(state.range(1));
  const linalg::SingleThreadedBlas single_threaded_blas;
  const Spins samples = SamplesToLearn(visible);
  std::vector<int> batch(kBatch);
  std::iota(batch.begin(), batch.end(), 0);
  ContrastiveDivergence updates(ToFloat(RandomMachine(visible, hidden, deviation, 1).value()), rule,
                                kBatch, 1, 1);
  for (auto _ : state) updates.Update(samples, absl::MakeConstSpan(batch), 1e-3);
}

void BM_ContrastiveDivergence(benchmark::State& state) {
  const int visible = static_cast<int>(state.range(0));
  const int hidden = static_cast<int>(state.range(1));
  RunUpdates(state, UpdateRule(), 0.01);
  // Counted as if by general products.
  const double flops = 10.0 * kBatch * visible * hidden;
  state.counters["flop/s"] = benchmark::Counter(flops * static_cast<double>(state.iterations()),
                                                benchmark::Counter::kIsRate);
  state.counters["s of general products"] = GemmSeconds(kBatch, visible, hidden);
  // Three products with the batch or the chains, and one that has both as its inner index.
  const double additions = (3.0 * (kBatch / 4.0 + 4.0) + 2.0 * kBatch / 4.0) * visible * hidden;
  state.counters["bound"] =
      additions / 16.0 * SecondsPerCycle() + SamplingBound(visible) + SamplingBound(hidden);
  state.SetLabel("additions and samples");
}
BENCHMARK(BM_ContrastiveDivergence)
    ->Args({1024, 256})
    ->Args({256, 64})
    ->Args({100, 81})
    ->Unit(benchmark::kMillisecond);

// Best of several: Adam's step of one parameter, all its numbers in the first-level cache.
double AdamSeconds() {
  constexpr int kCount = 1024;
  const std::vector<float> gradient(kCount, 0.1f);
  std::vector<float> first(kCount), second(kCount), parameters(kCount);
  double best = 1e9;
  for (int repeat = 0; repeat < 30; ++repeat) {
    const double start = Seconds();
    for (int k = 0; k < 100; ++k) {
      AdamStep(1e-3, 1e-2, gradient, absl::MakeSpan(first), absl::MakeSpan(second),
               absl::MakeSpan(parameters));
    }
    best = std::min(best, (Seconds() - start) / (100.0 * kCount));
  }
  return best;
}

// The update of the authors' programs: hidden units sampled in both phases, one persistent chain,
// biases, Adam. `bound` is the additions of a product with batch and chain and of a gradient that
// has both as its inner index, the chain's way back (four operations for each weight), the random
// numbers and exponentials of the batch's hidden units, and Adam's step at the rate that it has in
// the first-level cache, where its division and square root count.
void BM_PersistentChain(benchmark::State& state) {
  const int visible = static_cast<int>(state.range(0));
  const int hidden = static_cast<int>(state.range(1));
  UpdateRule rule;
  rule.persistent = true;
  rule.train_biases = true;
  rule.hidden_samples = HiddenSamples::kBoth;
  rule.optimizer = Optimizer::kAdam;
  rule.epsilon = 1e-2;
  RunUpdates(state, rule, 0.05);
  const double rows = kBatch + 1;
  const double operations = (rows / 4.0 + 4.0 + rows / 4.0 + 4.0) * visible * hidden;
  state.counters["bound"] = operations / 16.0 * SecondsPerCycle() + SamplingBound(hidden) +
                            AdamSeconds() * visible * hidden;
  state.SetLabel("additions, samples and Adam");
}
BENCHMARK(BM_PersistentChain)
    ->Args({1024, 256})
    ->Args({256, 64})
    ->Args({100, 81})
    ->Unit(benchmark::kMillisecond);

void BM_SampleUnits(benchmark::State& state) {
  const int units = static_cast<int>(state.range(0));
  linalg::Matrix<float> fields(100, units, 0.3f);
  linalg::Matrix<std::int8_t> spins(100, units);
  const std::vector<float> bias(units, 0.0f);
  std::uint64_t draw = 0;
  for (auto _ : state) {
    SampleUnits({1, random::StreamUse::kVisibleUnits, 0}, draw++, fields, bias, spins);
    benchmark::DoNotOptimize(spins.values().data());
    benchmark::ClobberMemory();
  }
  state.counters["units/s"] = benchmark::Counter(
      100.0 * units * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
  state.counters["bound"] = SamplingBound(units);
  state.SetLabel("a random word, an exponential and a comparison a unit");
}
BENCHMARK(BM_SampleUnits)->Arg(1024)->Arg(256)->Arg(100)->Arg(64);

// Bound: one exponential per state and unit at the rate of a loop of its own (0.8 ns).
void BM_LogPartition(benchmark::State& state) {
  const int visible = static_cast<int>(state.range(0));
  const int hidden = static_cast<int>(state.range(1));
  const Machine machine = RandomMachine(visible, hidden, 0.1, 1).value();
  for (auto _ : state) benchmark::DoNotOptimize(LogPartition(machine).value());
  state.counters["terms/s"] = benchmark::Counter(static_cast<double>(state.iterations()) * visible *
                                                     static_cast<double>(std::int64_t{1} << hidden),
                                                 benchmark::Counter::kIsRate);
}
BENCHMARK(BM_LogPartition)->Args({256, 18})->Args({64, 16})->Unit(benchmark::kMillisecond);

// 200 chains, 1000 steps: two products of (chains) x (visible) x (hidden) signs and numbers and one
// random number per unit and step.
void BM_AnnealForward(benchmark::State& state) {
  const int visible = static_cast<int>(state.range(0));
  const int hidden = static_cast<int>(state.range(1));
  const Machine machine = RandomMachine(visible, hidden, 0.1, 1).value();
  for (auto _ : state) {
    benchmark::DoNotOptimize(AnnealForward(machine, AnnealingOptions()).value().log_partition);
  }
  state.counters["units/s"] = benchmark::Counter(
      200.0 * 1000.0 * (visible + hidden) * static_cast<double>(state.iterations()),
      benchmark::Counter::kIsRate);
}
BENCHMARK(BM_AnnealForward)->Args({256, 18})->Args({64, 16})->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace infoflow::rbm
