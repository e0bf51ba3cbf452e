// Entropy estimators on samples of a normal law, on one core.
//
// Bounds. BM_EuclideanEntropy must form P^2 inner products: 2 P^2 d flops in single precision,
// at the rate that linalg::Gemm reaches here. BM_MaximumNormEntropy must look at a pair until
// some coordinate exceeds the k-th distance, widest columns first: three vector operations
// (difference, size, maximum) for 16 coordinates of two bytes with AVX2. BM_MixtureBounds: P (P +
// 1) d flops in double precision, at the rate of linalg::Syrk. BM_TreeEntropy looks at 2^d points a
// sample at least.

#include <time.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "benchmark/benchmark.h"
#include "infoflow/estimators/binning.h"
#include "infoflow/estimators/gaussian_entropy.h"
#include "infoflow/estimators/mixture_entropy.h"
#include "infoflow/estimators/nearest_neighbour_entropy.h"
#include "infoflow/estimators/nearest_neighbour_information.h"
#include "infoflow/estimators/neighbour_search.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::estimators {
namespace {

constexpr int kNeighbours = 3;

linalg::Matrix<double> NormalSamples(int rows, int columns) {
  linalg::Matrix<double> samples(rows, columns);
  random::Stream stream(1, random::StreamUse::kData, 0);
  random::FillNormal(stream, samples.values());
  return samples;
}

// Time that the processor spent on this thread, as Google Benchmark counts it.
double SecondsNow() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

// The least of five times of `work`, in seconds.
template <typename Work>
double LeastSeconds(Work work) {
  double least = 1e300;
  for (int repetition = 0; repetition < 5; ++repetition) {
    const double start = SecondsNow();
    work();
    least = std::min(least, SecondsNow() - start);
  }
  return least;
}

void ReportFraction(benchmark::State& state, double work, const char* unit, double bound_seconds,
                    const std::string& bound) {
  const double done = work * static_cast<double>(state.iterations());
  state.counters[unit] = benchmark::Counter(done, benchmark::Counter::kIsRate);
  state.counters["bound"] = bound_seconds;
  state.SetLabel(bound);
}

// Arguments: samples, dimension.
void BM_EuclideanEntropy(benchmark::State& state) {
  const int rows = static_cast<int>(state.range(0));
  const int columns = static_cast<int>(state.range(1));
  const linalg::Matrix<double> samples = NormalSamples(rows, columns);
  NearestNeighbourOptions options;
  options.norm = Norm::kEuclidean;
  options.threads = 1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(NearestNeighbourEntropy(samples, options).value());
  }
  const linalg::SingleThreadedBlas single_threaded_blas;
  linalg::Matrix<float> values(rows, columns);
  std::copy(samples.values().begin(), samples.values().end(), values.values().begin());
  linalg::Matrix<float> products(rows, rows);
  const double bound = LeastSeconds([&] {
    linalg::Gemm(linalg::Transpose::kNo, linalg::Transpose::kYes, 1.0f, values, values, 0.0f,
                 products);
  });
  const double flops = 2.0 * rows * rows * columns;
  ReportFraction(
      state, flops, "flop/s", bound,
      absl::StrFormat("2 P^2 d flops as one matrix product in float, %.1f ms", 1e3 * bound));
}
BENCHMARK(BM_EuclideanEntropy)
    ->Args({1000, 1000})
    ->Args({4000, 784})
    ->Unit(benchmark::kMillisecond);

// Coordinates to look at until one exceeds the k-th distance, over all pairs: columns have
// equal variances here, so that their order does not matter.
double NeededCoordinates(const linalg::Matrix<double>& samples) {
  const std::vector<double> radii = NeighbourDistances(samples, kNeighbours, Norm::kMaximum, 1);
  // Every tenth sample stands for all.
  constexpr int kEvery = 10;
  double needed = 0.0;
  for (int i = 0; i < samples.rows(); i += kEvery) {
    for (int j = 0; j < samples.rows(); ++j) {
      int t = 0;
      while (t < samples.columns() && std::fabs(samples(i, t) - samples(j, t)) <= radii[i]) ++t;
      needed += std::min(t + 1, samples.columns());
    }
  }
  return needed * kEvery;
}

// Arguments: samples, dimension.
void BM_MaximumNormEntropy(benchmark::State& state) {
  const linalg::Matrix<double> samples =
      NormalSamples(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)));
  NearestNeighbourOptions options;
  options.threads = 1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(NearestNeighbourEntropy(samples, options).value());
  }
  const double needed = NeededCoordinates(samples);
  state.counters["coordinates/s"] = benchmark::Counter(
      needed * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
  state.SetLabel(absl::StrFormat("%.3g needed coordinates, three AVX2 operations for 16", needed));
}
BENCHMARK(BM_MaximumNormEntropy)
    ->Args({1000, 1000})
    ->Args({4000, 784})
    ->Unit(benchmark::kMillisecond);

// Arguments: samples, dimension: around where the tree stops paying.
void BM_TreeEntropy(benchmark::State& state) {
  const linalg::Matrix<double> samples =
      NormalSamples(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)));
  NearestNeighbourOptions options;
  options.threads = 1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(NearestNeighbourEntropy(samples, options).value());
  }
  state.counters["samples/s"] = benchmark::Counter(
      static_cast<double>(state.range(0) * state.iterations()), benchmark::Counter::kIsRate);
  state.SetLabel("2^d points for each sample");
}
BENCHMARK(BM_TreeEntropy)
    ->Args({10000, 1})
    ->Args({10000, 3})
    ->Args({10000, 6})
    ->Args({1000, 6})
    ->Unit(benchmark::kMillisecond);

// Argument: pairs, of one coordinate each.
void BM_NearestNeighbourInformation(benchmark::State& state) {
  const linalg::Matrix<double> samples = NormalSamples(static_cast<int>(state.range(0)), 2);
  const int rows = samples.rows();
  NeighbourInformationOptions options;
  options.threads = 1;
  for (auto _ : state) {
    benchmark::DoNotOptimize(NearestNeighbourInformation(samples.Block(0, 0, rows, 1),
                                                         samples.Block(0, 1, rows, 1), options)
                                 .value());
  }
  state.counters["samples/s"] = benchmark::Counter(
      static_cast<double>(state.range(0) * state.iterations()), benchmark::Counter::kIsRate);
  state.SetLabel("three tree searches for each sample");
}
BENCHMARK(BM_NearestNeighbourInformation)->Arg(10000)->Unit(benchmark::kMillisecond);

// Arguments: samples, dimension, 1 for noise as wide as the samples (every pair counts), 0 for
// noise of 1e-5 (none does).
void BM_MixtureBounds(benchmark::State& state) {
  const int rows = static_cast<int>(state.range(0));
  const int columns = static_cast<int>(state.range(1));
  const linalg::Matrix<double> samples = NormalSamples(rows, columns);
  const double noise = state.range(2) == 1 ? columns / 4.0 : 1e-5;
  for (auto _ : state) {
    benchmark::DoNotOptimize(BoundMixtureEntropy(samples, noise, 1).value());
  }
  const linalg::SingleThreadedBlas single_threaded_blas;
  linalg::Matrix<double> products(rows, rows);
  const double bound =
      LeastSeconds([&] { linalg::Syrk(linalg::Transpose::kNo, 1.0, samples, 0.0, products); });
  ReportFraction(
      state, 1.0 * rows * (rows + 1) * columns, "flop/s", bound,
      absl::StrFormat("P (P + 1) d flops as one symmetric product, %.1f ms", 1e3 * bound));
}
BENCHMARK(BM_MixtureBounds)
    ->Args({1000, 1000, 0})
    ->Args({1000, 1000, 1})
    ->Args({4000, 784, 1})
    ->Unit(benchmark::kMillisecond);

// Arguments: samples, dimension.
void BM_BinnedEntropy(benchmark::State& state) {
  const linalg::Matrix<double> samples =
      NormalSamples(static_cast<int>(state.range(0)), static_cast<int>(state.range(1)));
  for (auto _ : state) benchmark::DoNotOptimize(EstimateBinnedEntropy(samples, {}).value());
  const double bytes = 8.0 * static_cast<double>(samples.size() * state.iterations());
  state.counters["B/s"] = benchmark::Counter(bytes, benchmark::Counter::kIsRate);
  state.SetLabel("samples read twice from memory, and a division each");
}
BENCHMARK(BM_BinnedEntropy)->Args({4000, 784})->Args({100000, 3})->Unit(benchmark::kMillisecond);

// Arguments: samples, dimension.
void BM_GaussianEntropy(benchmark::State& state) {
  const int rows = static_cast<int>(state.range(0));
  const int columns = static_cast<int>(state.range(1));
  const linalg::Matrix<double> samples = NormalSamples(rows, columns);
  const linalg::SingleThreadedBlas single_threaded_blas;
  for (auto _ : state) benchmark::DoNotOptimize(EstimateGaussianEntropy(samples).value());
  linalg::Matrix<double> products(columns, columns);
  const double bound =
      LeastSeconds([&] { linalg::Syrk(linalg::Transpose::kYes, 1.0, samples, 0.0, products); });
  ReportFraction(state, 1.0 * columns * columns * (rows + columns / 3.0), "flop/s",
                 bound * (1.0 + columns / (3.0 * rows)),
                 absl::StrFormat("P d^2 + d^3 / 3 flops at the rate of one symmetric product"));
}
BENCHMARK(BM_GaussianEntropy)->Args({4000, 784})->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace infoflow::estimators
