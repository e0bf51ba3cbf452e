// Cascades in float, one thread: training decoders, reconstructions, entropies.
//
// A batch of B images needs for each layer of n to n units three products of 2 B n^2 flops
// (forward, decoder forward, weights' derivative); a wide network of 20 layers and 784 units, 64
// images: 4.37 Gflop. The bound is what these products need at the rate that BLAS reaches for a
// large square product on this machine, measured here. Memory: W read, V and both moments of
// Adam read and written, 17 MB a layer, 310 MB a batch.

#include <time.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "benchmark/benchmark.h"
#include "infoflow/activation/batch.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/cascade_training.h"
#include "infoflow/cascade/image_entropy.h"
#include "infoflow/cascade/reconstruction.h"
#include "infoflow/cascade/ridge_decoders.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/network/layers/network_sizes.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::cascade {
namespace {

using linalg::Matrix;

Matrix<float> Images(int count) {
  random::Stream stream(1, random::StreamUse::kTest, 0);
  Matrix<float> images(count, 784);
  random::FillUniform(stream, images.values());
  return images;
}

std::vector<int> Sizes(int depth) {
  return network::NetworkSizes(network::SizeFamily::kWide, 784, 10, depth).value();
}

network::Network<float> MakeNetwork(int depth) {
  return network::MakeDenseNetwork<float>(Sizes(depth), activation::Kind::kTanh,
                                          activation::Kind::kTanh, {1.76, 0.05}, 1)
      .value();
}

// Time that the processor spent on this thread.
double SecondsNow() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Flops per second of a square product, the best of some.
template <typename T>
double GemmRate(int size) {
  Matrix<T> a(size, size, T(0.5)), b(size, size, T(0.25)), c(size, size);
  double best = 0.0;
  for (int repetition = 0; repetition < 5; ++repetition) {
    const double start = SecondsNow();
    linalg::Gemm(linalg::Transpose::kNo, linalg::Transpose::kNo, T(1), a, b, T(0), c);
    best = std::max(best, 2.0 * size * size * size / (SecondsNow() - start));
  }
  return best;
}

void SetBound(double flops, double rate, const char* kind, benchmark::State& state) {
  state.counters["flop/s"] = benchmark::Counter(flops * static_cast<double>(state.iterations()),
                                                benchmark::Counter::kIsRate);
  state.counters["bound"] = flops / rate;
  state.SetLabel(absl::StrFormat("%s at %.1f Gflop/s", kind, rate * 1e-9));
}

// Argument: depth. Batches of 64 images for all decoders; the time is that of one.
void BM_DecoderTrainingBatch(benchmark::State& state) {
  const int depth = static_cast<int>(state.range(0));
  const int batches = 12;
  const Matrix<float> images = Images(64 * batches);
  CascadeTraining<float> training =
      CascadeTraining<float>::Create(MakeDenseCascade(MakeNetwork(depth), 1).value(), images, {})
          .value();
  WorkerPool workers(1);
  while (state.KeepRunningBatch(batches)) {
    benchmark::DoNotOptimize(training.RunBatches(batches, workers).value().data());
  }
  const std::vector<int> sizes = Sizes(depth);
  double flops = 0.0;
  for (std::size_t l = 1; l < sizes.size(); ++l) flops += 6.0 * 64 * sizes[l] * sizes[l - 1];
  const linalg::SingleThreadedBlas single_threaded_blas;
  SetBound(flops, GemmRate<float>(2048), "sgemm", state);
}
BENCHMARK(BM_DecoderTrainingBatch)->Arg(20)->Unit(benchmark::kMillisecond);

// Argument: depth. All reconstructions of 100 images.
void BM_Reconstruct(benchmark::State& state) {
  const int depth = static_cast<int>(state.range(0));
  const linalg::SingleThreadedBlas single_threaded_blas;
  const Matrix<float> images = Images(100);
  const Cascade<float> cascade = MakeDenseCascade(MakeNetwork(depth), 1).value();
  WorkerPool workers(1);
  for (auto _ : state) {
    benchmark::DoNotOptimize(Reconstruct<float>(cascade, images, depth, workers).values().data());
  }
  const std::vector<int> sizes = Sizes(depth);
  double flops = 0.0;
  for (int l = 1; l <= depth; ++l) {
    flops += 2.0 * 100 * sizes[l] * sizes[l - 1] * (1 + depth - l + 1);
  }
  SetBound(flops, GemmRate<float>(2048), "sgemm", state);
}
BENCHMARK(BM_Reconstruct)->Arg(20)->Unit(benchmark::kMillisecond);

// Relative entropies and the differential entropy of 100 reconstructions from each of 20 layers.
void BM_Entropies(benchmark::State& state) {
  const Matrix<float> images = Images(2100);
  for (auto _ : state) {
    state.PauseTiming();
    Matrix<float> all = images;
    state.ResumeTiming();
    for (int l = 0; l < 20; ++l) {
      const auto level = all.Block(100 * (l + 1), 0, 100, 784);
      benchmark::DoNotOptimize(
          OverwritingRelativeEntropies<float>(all.Block(0, 0, 100, 784), level).data());
      benchmark::DoNotOptimize(DifferentialEntropy<float>(level));
    }
  }
  state.SetLabel("three divisions and a logarithm a pixel");
  state.counters["pixels/s"] = benchmark::Counter(
      20.0 * 100 * 784 * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_Entropies)->Unit(benchmark::kMillisecond);

// Argument: depth. Ridge decoders of all layers from 8,000 images. Bound, for each layer of m to n
// units: N n^2 + 2 N n m flops for covariances and n^3 / 3 + 2 n^2 m for the solution in double,
// and 2 N n m for the activations in float.
void BM_RidgeDecoders(benchmark::State& state) {
  const int depth = static_cast<int>(state.range(0));
  const linalg::SingleThreadedBlas single_threaded_blas;
  const Matrix<float> images = Images(8000);
  WorkerPool workers(1);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        MakeRidgeCascade<float>(MakeNetwork(depth), images, {}, workers).value().num_decoders());
  }
  const std::vector<int> sizes = Sizes(depth);
  double flops = 0.0;    // in double
  double forward = 0.0;  // in float
  for (int l = 1; l <= depth; ++l) {
    const double n = sizes[l], m = sizes[l - 1];
    forward += 2.0 * 8000.0 * n * m;
    flops += 8000.0 * n * n + 2.0 * 8000.0 * n * m + n * n * n / 3.0 + 2.0 * n * n * m;
  }
  SetBound(flops, GemmRate<double>(1024), "activations by sgemm, products in double by dgemm",
           state);
  state.counters["bound"] = state.counters["bound"] + forward / GemmRate<float>(1024);
}
BENCHMARK(BM_RidgeDecoders)->Arg(30)->Unit(benchmark::kMillisecond)->Iterations(1)->Repetitions(2);

}  // namespace
}  // namespace infoflow::cascade
