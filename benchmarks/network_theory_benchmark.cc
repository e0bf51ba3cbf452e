// Mean-field points and relative entropy with depth, on one core.
//
// Bound of a mean-field point: the evaluations of phi and phi' that its integrals take, at 2 ns
// each: a vector of eight tanh takes an exponential and a division, 1.7 ns an element, and the sums
// over it 0.3 ns; weights are in tables. One rule of 24 to 60 nodes per Newton step for q* and, in
// the chaotic phase, 97 to 193 evaluations for the Hermite series of the correlation map. The
// products of these with up to 250 polynomials, a multiply-add an element and eight at a time, are
// not in the bound.
//
// Bound of the relative entropy: 2 n sum_m N_m N_{m-1} flops at the rate of the plain product of
// 784 x 784 matrices, measured first in the same run.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <ctime>
#include <vector>

#include "benchmark/benchmark.h"
#include "infoflow/activation/function.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/mean_field/critical.h"
#include "infoflow/network/mean_field/mean_field.h"
#include "infoflow/network/mean_field/recursion.h"
#include "infoflow/network/relative_entropy/dense_network_view.h"
#include "infoflow/network/relative_entropy/relative_entropy.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::network {
namespace {

constexpr double kBiasVariance = 0.05;

// The weight variance is the argument in percent: 100 and 150 ordered, 176 critical, 250 and 400
// chaotic.
void BM_MeanFieldPoint(benchmark::State& state, const char* name) {
  const activation::Function activation = activation::MakeFunction(name).value();
  const double weight_variance = 0.01 * static_cast<double>(state.range(0));
  std::int64_t points = 0;
  std::int64_t evaluations = 0;
  activation::Function counting = activation;
  counting.evaluate = [&](double u) {
    ++evaluations;
    return activation.evaluate(u);
  };
  counting.evaluate_all = nullptr;
  benchmark::DoNotOptimize(SolveMeanField(counting, weight_variance, kBiasVariance).value());
  for (auto _ : state) {
    benchmark::DoNotOptimize(SolveMeanField(activation, weight_variance, kBiasVariance).value());
    ++points;
  }
  state.counters["points/s"] =
      benchmark::Counter(static_cast<double>(points), benchmark::Counter::kIsRate);
  state.counters["evaluations"] = static_cast<double>(evaluations);
  state.counters["bound"] = 2e-9 * static_cast<double>(evaluations);
  state.SetLabel("evaluations of phi at 2 ns");
}
BENCHMARK_CAPTURE(BM_MeanFieldPoint, tanh, "tanh")
    ->Arg(100)
    ->Arg(150)
    ->Arg(176)
    ->Arg(250)
    ->Arg(400);
BENCHMARK_CAPTURE(BM_MeanFieldPoint, erf, "erf")->Arg(100)->Arg(250);
BENCHMARK_CAPTURE(BM_MeanFieldPoint, relu, "relu")->Arg(100);
BENCHMARK_CAPTURE(BM_MeanFieldPoint, hardtanh, "hardtanh")->Arg(100)->Arg(250);

void BM_CriticalPoint(benchmark::State& state) {
  const activation::Function activation = activation::MakeFunction("tanh").value();
  for (auto _ : state) {
    benchmark::DoNotOptimize(FindCriticalWeightVariance(activation, kBiasVariance).value());
  }
}
BENCHMARK(BM_CriticalPoint);

void BM_Trajectory(benchmark::State& state) {
  const activation::Function activation = activation::MakeFunction("tanh").value();
  const int layers = static_cast<int>(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        MeanFieldTrajectory(activation, 1.7, kBiasVariance, {0.2, 0.4}, layers).value());
  }
  state.counters["layers/s"] =
      benchmark::Counter(static_cast<double>(layers) * static_cast<double>(state.iterations()),
                         benchmark::Counter::kIsRate);
}
BENCHMARK(BM_Trajectory)->Arg(50);

constexpr int kWidth = 784;

template <typename T>
linalg::Matrix<T> RandomMatrix(int rows, int columns, double variance, std::uint32_t index) {
  random::Stream stream(1, random::StreamUse::kWeights, index);
  linalg::Matrix<T> a(rows, columns);
  random::FillNormal(stream, a.values());
  for (T& value : a.values()) value *= static_cast<T>(std::sqrt(variance));
  return a;
}

// CPU seconds of this thread, which other work on the machine does not count in.
double CpuSeconds() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// Seconds per flop of the product of two 784 x 784 matrices, the best of ten.
template <typename T>
double SecondsPerFlop() {
  const linalg::Matrix<T> a = RandomMatrix<T>(kWidth, kWidth, 1.0, 0);
  linalg::Matrix<T> c(kWidth, kWidth);
  double best = 1e300;
  for (int i = 0; i < 10; ++i) {
    const double start = CpuSeconds();
    linalg::Gemm(linalg::Transpose::kNo, linalg::Transpose::kYes, T(1), a, a, T(0), c);
    best = std::min(best, CpuSeconds() - start);
  }
  return best / (2.0 * std::pow(kWidth, 3));
}

// Depth 30 with 784 neurons but for the last two layers, 400 and 10; the argument is the number of
// samples.
template <typename T>
void BM_RelativeEntropy(benchmark::State& state) {
  const linalg::SingleThreadedBlas single_threaded_blas;
  constexpr int kDepth = 30;
  const int samples = static_cast<int>(state.range(0));
  std::vector<linalg::Matrix<T>> weights;
  std::vector<linalg::Matrix<T>> biases;
  double flops = 0.0;
  for (int l = 0; l < kDepth; ++l) {
    const int inputs = l == kDepth - 1 ? 400 : kWidth;
    const int width = l == kDepth - 1 ? 10 : l == kDepth - 2 ? 400 : kWidth;
    weights.push_back(RandomMatrix<T>(width, inputs, 2.0 / inputs, l));
    biases.push_back(RandomMatrix<T>(1, width, kBiasVariance, 100 + l));
    if (l > 0) flops += 2.0 * samples * width * inputs;
  }
  DenseNetworkView<T> network;
  for (int l = 0; l < kDepth; ++l) network.layers.push_back({weights[l], biases[l].values()});
  network.activation = MakeElementwiseActivation<T>("tanh").value();
  const std::vector<T> input(kWidth, T(0.3));
  RelativeEntropyOptions options;
  options.num_samples = samples;
  const double seconds_per_flop = SecondsPerFlop<T>();
  for (auto _ : state) {
    benchmark::DoNotOptimize(RelativeEntropyWithDepth<T>(network, input, options).value().data());
  }
  state.counters["flop/s"] = benchmark::Counter(flops * static_cast<double>(state.iterations()),
                                                benchmark::Counter::kIsRate);
  state.counters["bound"] = flops * seconds_per_flop;
  state.SetLabel("flops at the rate of one 784 x 784 product");
}
BENCHMARK_TEMPLATE(BM_RelativeEntropy, double)->Arg(100)->Arg(1000)->Unit(benchmark::kMillisecond);
BENCHMARK_TEMPLATE(BM_RelativeEntropy, float)->Arg(1000)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace infoflow::network
