// Quadrature rules, functions of the normal law and estimators, on one core.
//
// Bound of a rule: n / 2 nodes x n terms x four evaluations, where a term waits for the
// multiplications, the addition and the division of the one before it, some 25 cycles: for
// n = 1000 at 3 GHz 17 ms, less where consecutive terms overlap.

#include <cmath>
#include <vector>

#include "absl/types/span.h"
#include "benchmark/benchmark.h"
#include "infoflow/numerics/autocorrelation.h"
#include "infoflow/numerics/gauss_quadrature.h"
#include "infoflow/numerics/hyperbolic_tangent.h"
#include "infoflow/numerics/special_functions.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::numerics {
namespace {

void SetRate(benchmark::State& state, const char* what, double count) {
  state.counters[what] = benchmark::Counter(count * static_cast<double>(state.iterations()),
                                            benchmark::Counter::kIsRate);
}

void BM_GaussLegendre(benchmark::State& state) {
  const int n = static_cast<int>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(GaussLegendre(n).value().nodes.data());
  SetRate(state, "nodes/s", n);
}
BENCHMARK(BM_GaussLegendre)->Arg(20)->Arg(200)->Arg(1000);

void BM_GaussHermiteNormal(benchmark::State& state) {
  const int n = static_cast<int>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(GaussHermiteNormal(n).value().nodes.data());
  SetRate(state, "nodes/s", n);
}
BENCHMARK(BM_GaussHermiteNormal)->Arg(20)->Arg(200)->Arg(1000);

// Cycles through arguments from lower to upper, so that branches are mixed.
template <double (*function)(double)>
void RunFunction(benchmark::State& state, double lower, double upper) {
  std::vector<double> arguments(1024);
  for (int i = 0; i < 1024; ++i) {
    arguments[i] = lower + (upper - lower) * std::fmod(0.6180339887498949 * (i + 1), 1.0);
  }
  for (auto _ : state) {
    double sum = 0.0;
    for (const double x : arguments) sum += function(x);
    benchmark::DoNotOptimize(sum);
  }
  SetRate(state, "calls/s", 1024);
}
void BM_NormalCdf(benchmark::State& state) { RunFunction<NormalCdf>(state, -6, 6); }
void BM_LogNormalCdf(benchmark::State& state) { RunFunction<LogNormalCdf>(state, -20, 6); }
void BM_NormalQuantile(benchmark::State& state) {
  RunFunction<NormalQuantile>(state, 0.001, 0.999);
}
void BM_ErfcxBelow5(benchmark::State& state) { RunFunction<Erfcx>(state, -5, 5); }
void BM_ErfcxAbove5(benchmark::State& state) { RunFunction<Erfcx>(state, 5, 50); }
BENCHMARK(BM_NormalCdf);
BENCHMARK(BM_LogNormalCdf);
BENCHMARK(BM_NormalQuantile);
BENCHMARK(BM_ErfcxBelow5);
BENCHMARK(BM_ErfcxAbove5);

// Bound: 34 (double) or 28 (float) vector operations and a division of 16 or 10 cycles, two
// operations a cycle, for 8 or 16 numbers with AVX-512: 33 / 8 or 24 / 16 cycles a number at 3 GHz.
template <typename T>
void BM_Tanh(benchmark::State& state) {
  std::vector<T> x(1024), y(1024);
  for (int i = 0; i < 1024; ++i) x[i] = static_cast<T>(0.005 * (i - 512));
  for (auto _ : state) {
    Tanh(x, absl::MakeSpan(y));
    benchmark::DoNotOptimize(y.data());
  }
  SetRate(state, "calls/s", 1024);
  state.counters["bound"] = 1024 * (sizeof(T) == 8 ? 1.4e-9 : 0.5e-9);
}
BENCHMARK_TEMPLATE(BM_Tanh, double);
BENCHMARK_TEMPLATE(BM_Tanh, float);

void BM_IntegratedAutocorrelationTime(benchmark::State& state) {
  // First-order autoregressive series with tau = 9.5.
  random::Stream stream(1, random::StreamUse::kTest, 0);
  std::vector<double> series(100000);
  double x = 0.0;
  for (double& value : series) value = x = 0.9 * x + random::Normal(stream);
  for (auto _ : state) benchmark::DoNotOptimize(IntegratedAutocorrelationTime(series).time);
  SetRate(state, "samples/s", static_cast<double>(series.size()));
}
BENCHMARK(BM_IntegratedAutocorrelationTime);

}  // namespace
}  // namespace infoflow::numerics
