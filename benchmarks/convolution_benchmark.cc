// Cascades of convolutional and residual networks in float, one thread.
//
// With u = 2 B c^2 flops for B images and c channels (one pair of pixels), a torus layer and its
// decoder need 225 u forward, 361 u for the decoder and 361 u for its weights' derivative: 947 u;
// a residual block 450 u, 722 u and twice 722 u less the 361 u of the first decoder's input: 2255
// u. The first three layers are five to seven times a torus layer. What a layer costs is the
// difference between a network of some layers and one of half as many. The bound is the time of
// these products at the rate that BLAS reaches for a large square product on this machine, measured
// here.

#include <time.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "benchmark/benchmark.h"
#include "infoflow/cascade/cascade_training.h"
#include "infoflow/cascade/convolutional_cascade.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/convolutional_network.h"
#include "infoflow/network/convolution/tap_product.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::cascade {
namespace {

using linalg::Matrix;

constexpr int kImages = 100;

// Time that the processor spent on this thread.
double SecondsNow() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Flops per second of a square product, the best of some.
double GemmRate() {
  constexpr int kSize = 2048;
  const linalg::SingleThreadedBlas single_threaded_blas;
  Matrix<float> a(kSize, kSize, 0.5f), b(kSize, kSize, 0.25f), c(kSize, kSize);
  double best = 0.0;
  for (int repetition = 0; repetition < 5; ++repetition) {
    const double start = SecondsNow();
    linalg::Gemm(linalg::Transpose::kNo, linalg::Transpose::kNo, 1.0f, a, b, 0.0f, c);
    best = std::max(best, 2.0 * kSize * kSize * kSize / (SecondsNow() - start));
  }
  return best;
}

Matrix<float> Normal(int rows, int columns) {
  random::Stream stream(1, random::StreamUse::kTest, 0);
  Matrix<float> values(rows, columns);
  random::FillNormal(stream, values.values());
  return values;
}

// Argument: channels. The three products of a torus layer and its decoder alone.
void BM_TorusProducts(benchmark::State& state) {
  const int channels = static_cast<int>(state.range(0));
  const network::TapLists layer = network::ConvolutionTaps({7, 7, 3, 1, 0, true});
  const network::TapLists decoder = network::TransposedTaps({7, 7, 3, 1, network::Cut::kBoth});
  const Matrix<float> input = Normal(kImages, 49 * channels),
                      weights = Normal(9, channels * channels);
  Matrix<float> hidden = input, output = input, gradient(9, channels * channels);
  for (auto _ : state) {
    network::TapProduct(layer.by_output, channels, channels, weights.values(), {}, input, hidden);
    network::TapProduct(decoder.by_output, channels, channels, weights.values(), {}, hidden,
                        output);
    for (int tap = 0; tap < 9; ++tap) {
      network::TapGradient(decoder.by_tap.taps(tap), channels, channels, hidden, output,
                           gradient.row(tap));
    }
    benchmark::DoNotOptimize(gradient.values().data());
  }
  const double flops = 947.0 * 2.0 * kImages * channels * channels;
  const double rate = GemmRate();
  state.counters["flop/s"] = benchmark::Counter(flops * static_cast<double>(state.iterations()),
                                                benchmark::Counter::kIsRate);
  state.counters["bound"] = flops / rate;
  state.SetLabel(absl::StrFormat("sgemm at %.1f Gflop/s", rate * 1e-9));
}
BENCHMARK(BM_TorusProducts)->Arg(16)->Arg(32)->Arg(128)->Unit(benchmark::kMicrosecond);

CascadeTraining<float> MakeTraining(int depth, int channels, bool residual,
                                    const Matrix<float>& images) {
  const network::ConvolutionalOptions options =
      network::ConvolutionalOptions::OfDepth(depth, channels, residual);
  CascadeTrainingOptions training;
  training.minibatches.batch = kImages;
  return CascadeTraining<float>::Create(
             MakeConvolutionalCascade<float>(
                 network::MakeConvolutionalNetwork<float>(options, {0.7, 2e-5}, 1).value(), options,
                 1)
                 .value(),
             images, training)
      .value();
}

// Arguments: channels, residual. A step of all decoders per layer: half the difference per layer
// between 2 x 20 and 20 layers, the rest of the network being the same.
void BM_LayerStep(benchmark::State& state) {
  constexpr int kLayers = 20;
  const int channels = static_cast<int>(state.range(0));
  const bool residual = state.range(1) != 0;
  Matrix<float> images(kImages, 784);
  random::Stream stream(1, random::StreamUse::kTest, 0);
  random::FillUniform(stream, images.values());
  CascadeTraining<float> shallow = MakeTraining(kLayers, channels, residual, images);
  CascadeTraining<float> deep = MakeTraining(2 * kLayers, channels, residual, images);
  WorkerPool workers(1);
  const auto seconds = [&](CascadeTraining<float>& training) {
    const double start = SecondsNow();
    benchmark::DoNotOptimize(training.RunBatches(1, workers).value().data());
    return SecondsNow() - start;
  };
  for (auto _ : state) state.SetIterationTime((seconds(deep) - seconds(shallow)) / kLayers);
  const double flops = (residual ? 2255.0 : 947.0) * 2.0 * kImages * channels * channels;
  const double rate = GemmRate();
  state.counters["flop/s"] = benchmark::Counter(flops * static_cast<double>(state.iterations()),
                                                benchmark::Counter::kIsRate);
  state.counters["bound"] = flops / rate;
  state.SetLabel(absl::StrFormat("sgemm at %.1f Gflop/s", rate * 1e-9));
}
BENCHMARK(BM_LayerStep)
    ->Args({16, 0})
    ->Args({32, 0})
    ->Args({128, 0})
    ->Args({32, 1})
    ->UseManualTime()
    ->Iterations(8)
    ->Unit(benchmark::kMillisecond);

// Arguments: depth, channels. One step of a whole residual network; torch's modules take 1.71 s for
// depth 50 and 32 channels.
void BM_ResidualStep(benchmark::State& state) {
  Matrix<float> images(kImages, 784);
  random::Stream stream(1, random::StreamUse::kTest, 0);
  random::FillUniform(stream, images.values());
  CascadeTraining<float> training = MakeTraining(static_cast<int>(state.range(0)),
                                                 static_cast<int>(state.range(1)), true, images);
  WorkerPool workers(1);
  for (auto _ : state) {
    benchmark::DoNotOptimize(training.RunBatches(1, workers).value().data());
  }
  state.SetLabel("peer 1710 ms");
}
BENCHMARK(BM_ResidualStep)->Args({50, 32})->Iterations(4)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace infoflow::cascade
