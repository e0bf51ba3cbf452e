// Mean-field points and relative entropy with depth, on one core.
//
// Bound of a mean-field point: the evaluations of phi that its integrals take, at 10 ns each (one
// tanh and one exponential of its weight): one rule of about 85 nodes per Newton step for q* and,
// in the chaotic phase, 193 evaluations and up to 200 dot products of 193 terms (at 4 multiply-adds
// a ns) for the Hermite series of the correlation map.

#include <vector>

#include "benchmark/benchmark.h"
#include "infoflow/network/mean_field.h"
#include "infoflow/network/mean_field_activation.h"
#include "infoflow/network/mean_field_critical.h"
#include "infoflow/network/mean_field_recursion.h"

namespace infoflow::network {
namespace {

constexpr double kBiasVariance = 0.05;

// The weight variance is the argument in percent: 100 and 150 ordered, 176 critical, 250 and 400
// chaotic.
void BM_MeanFieldPoint(benchmark::State& state, const char* name) {
  const MeanFieldActivation activation = MakeMeanFieldActivation(name).value();
  const double weight_variance = 0.01 * static_cast<double>(state.range(0));
  std::int64_t points = 0;
  std::int64_t evaluations = 0;
  MeanFieldActivation counting = activation;
  counting.evaluate = [&](double u) {
    ++evaluations;
    return activation.evaluate(u);
  };
  benchmark::DoNotOptimize(SolveMeanField(counting, weight_variance, kBiasVariance).value());
  for (auto _ : state) {
    benchmark::DoNotOptimize(SolveMeanField(activation, weight_variance, kBiasVariance).value());
    ++points;
  }
  state.counters["points/s"] =
      benchmark::Counter(static_cast<double>(points), benchmark::Counter::kIsRate);
  state.counters["evaluations"] = static_cast<double>(evaluations);
  state.counters["bound"] = 10e-9 * static_cast<double>(evaluations);
  state.SetLabel("evaluations of phi at 10 ns");
}
BENCHMARK_CAPTURE(BM_MeanFieldPoint, tanh, "tanh")->Arg(100)->Arg(150)->Arg(176)->Arg(250)->Arg(400);
BENCHMARK_CAPTURE(BM_MeanFieldPoint, erf, "erf")->Arg(100)->Arg(250);
BENCHMARK_CAPTURE(BM_MeanFieldPoint, relu, "relu")->Arg(100);
BENCHMARK_CAPTURE(BM_MeanFieldPoint, hardtanh, "hardtanh")->Arg(100)->Arg(250);

void BM_CriticalPoint(benchmark::State& state) {
  const MeanFieldActivation activation = MakeMeanFieldActivation("tanh").value();
  for (auto _ : state) {
    benchmark::DoNotOptimize(FindCriticalWeightVariance(activation, kBiasVariance).value());
  }
}
BENCHMARK(BM_CriticalPoint);

void BM_Trajectory(benchmark::State& state) {
  const MeanFieldActivation activation = MakeMeanFieldActivation("tanh").value();
  const int layers = static_cast<int>(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        MeanFieldTrajectory(activation, 1.7, kBiasVariance, {0.2, 0.4}, layers).value());
  }
  state.counters["layers/s"] = benchmark::Counter(
      static_cast<double>(layers) * static_cast<double>(state.iterations()),
      benchmark::Counter::kIsRate);
}
BENCHMARK(BM_Trajectory)->Arg(50);

}  // namespace
}  // namespace infoflow::network
