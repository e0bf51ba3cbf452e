// Training of dense networks in float, one thread.
//
// A training step needs, for each weight and sample, two flops forward, two for the weight's
// derivative and two for the input's derivative (not in the first layer). The bound is what
// these products need at the rate that BLAS reaches on the same shapes when it does nothing
// else, measured here; activations, loss, optimiser and the copy of the batch come on top.

#include <time.h>

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "benchmark/benchmark.h"
#include "infoflow/activation/batch.h"
#include "infoflow/datasets/synthetic_digits.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/network/layers/network_sizes.h"
#include "infoflow/network/training/optimizer.h"
#include "infoflow/network/training/training.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::network {
namespace {

using linalg::Gemm;
using linalg::Matrix;
using linalg::Transpose;

Matrix<float> NormalMatrix(int rows, int columns) {
  random::Stream stream(1, random::StreamUse::kTest, 0);
  Matrix<float> a(rows, columns);
  random::FillNormal(stream, a.values());
  return a;
}

// Time that the processor spent on this thread, as Google Benchmark counts it.
double SecondsNow() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double StepFlops(const std::vector<int>& sizes, int batch) {
  double flops = 0.0;
  for (std::size_t l = 1; l < sizes.size(); ++l) {
    flops += (l == 1 ? 4.0 : 6.0) * batch * sizes[l] * sizes[l - 1];
  }
  return flops;
}

// Seconds that the three kinds of products of all layers need, the least of some repetitions.
// Every layer has weights of its own, as in a network: they come from memory.
double ProductSeconds(const std::vector<int>& sizes, int batch) {
  std::vector<Matrix<float>> weights;
  for (std::size_t l = 1; l < sizes.size(); ++l) {
    weights.push_back(NormalMatrix(sizes[l], sizes[l - 1]));
  }
  const int widest = *std::max_element(sizes.begin(), sizes.end());
  const Matrix<float> x = NormalMatrix(batch, widest);
  Matrix<float> y(batch, widest);
  Matrix<float> gradient(widest, widest);
  double least = 1e300;
  for (int repetition = 0; repetition < 7; ++repetition) {
    const double start = SecondsNow();
    for (std::size_t l = 1; l < sizes.size(); ++l) {
      const int in = sizes[l - 1], out = sizes[l];
      const Matrix<float>& w = weights[l - 1];
      Gemm(Transpose::kNo, Transpose::kYes, 1.0f, x.Block(0, 0, batch, in), w, 0.0f,
           y.Block(0, 0, batch, out));
      Gemm(Transpose::kYes, Transpose::kNo, 1.0f, x.Block(0, 0, batch, out),
           y.Block(0, 0, batch, in), 0.0f, gradient.Block(0, 0, out, in));
      if (l == 1) continue;
      Gemm(Transpose::kNo, Transpose::kNo, 1.0f, x.Block(0, 0, batch, out), w, 0.0f,
           y.Block(0, 0, batch, in));
    }
    least = std::min(least, SecondsNow() - start);
  }
  return least;
}

Training<float> MakeTraining(const std::vector<int>& sizes, OptimizerKind kind, int batch,
                             const datasets::Dataset& digits) {
  TrainingOptions options;
  options.optimizer.kind = kind;
  options.optimizer.learning_rate = 1e-3;
  options.minibatches.batch = batch;
  return Training<float>::Create(MakeDenseNetwork<float>(sizes, activation::Kind::kTanh,
                                                         activation::Kind::kTanh, {1.76, 0.05}, 1)
                                     .value(),
                                 {digits.images, digits.labels}, options)
      .value();
}

// Arguments: depth, batch, 0 for SGD with momentum and 1 for Adam; 784 units wide.
void BM_TrainingStep(benchmark::State& state) {
  const linalg::SingleThreadedBlas single_threaded_blas;
  const int batch = static_cast<int>(state.range(1));
  const std::vector<int> sizes =
      NetworkSizes(SizeFamily::kWide, 784, 10, static_cast<int>(state.range(0))).value();
  const datasets::Dataset digits = datasets::SyntheticDigits(1, 0, batch);
  Training<float> training = MakeTraining(
      sizes, state.range(2) == 0 ? OptimizerKind::kSgd : OptimizerKind::kAdam, batch, digits);
  std::vector<int> indices(batch);
  std::iota(indices.begin(), indices.end(), 0);
  WorkerPool workers(1);
  for (auto _ : state) benchmark::DoNotOptimize(training.Step(indices, workers));
  const double flops = StepFlops(sizes, batch);
  const double seconds = ProductSeconds(sizes, batch);
  state.counters["flop/s"] = benchmark::Counter(flops * static_cast<double>(state.iterations()),
                                                benchmark::Counter::kIsRate);
  state.counters["bound"] = seconds;
  state.SetLabel(absl::StrFormat("%s, its products alone at %.0f Gflop/s",
                                 state.range(2) == 0 ? "SGD with momentum" : "Adam",
                                 flops / seconds * 1e-9));
}
BENCHMARK(BM_TrainingStep)
    ->Args({20, 64, 0})
    ->Args({20, 64, 1})
    ->Args({20, 256, 0})
    ->Unit(benchmark::kMillisecond);

// One epoch over 8,000 images in batches of 64: arguments family (0 wide, 1 shrinking) and depth.
void BM_TrainingEpoch(benchmark::State& state) {
  const std::vector<int> sizes = NetworkSizes(static_cast<SizeFamily>(state.range(0)), 784, 10,
                                              static_cast<int>(state.range(1)))
                                     .value();
  const datasets::Dataset digits = datasets::SyntheticDigits(1, 0, 8000);
  Training<float> training = MakeTraining(sizes, OptimizerKind::kSgd, 64, digits);
  WorkerPool workers(1);
  for (auto _ : state) benchmark::DoNotOptimize(training.RunEpoch(workers).value());
  state.counters["images/s"] = benchmark::Counter(8000.0 * static_cast<double>(state.iterations()),
                                                  benchmark::Counter::kIsRate);
  state.counters["flop/s"] =
      benchmark::Counter(StepFlops(sizes, 64) * 125 * static_cast<double>(state.iterations()),
                         benchmark::Counter::kIsRate);
  state.SetLabel(absl::StrFormat(
      "%s, depth %d", SizeFamilyNames()[static_cast<int>(state.range(0))], state.range(1)));
}
BENCHMARK(BM_TrainingEpoch)
    ->Args({1, 10})
    ->Args({1, 30})
    ->Args({0, 20})
    ->Unit(benchmark::kMillisecond);

void BM_SyntheticDigits(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(datasets::SyntheticDigits(1, 0, 100).labels.data());
  state.counters["images/s"] = benchmark::Counter(100.0 * static_cast<double>(state.iterations()),
                                                  benchmark::Counter::kIsRate);
}
BENCHMARK(BM_SyntheticDigits)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace infoflow::network
