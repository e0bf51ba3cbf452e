// Scalar channels of the replica computation.
//
// What an interface must cost at least: its sum has N nodes in y (counter `nodes`), at each of
// which every piece of the activation near it takes one exponential, every end of a sloped piece
// one exponential and one erfcx, and the node one logarithm; beside an atom that is 3 exp,
// 1 erfcx and 1 log per node, between two atoms of a hardtanh 5 exp, 2 erfcx and 1 log. The rates
// of these functions in loops of their own are BM_Exp, BM_Erfcx and BM_Log; N over the sum of
// their times is the bound. Brute force (12-point panels of 3 standard deviations cut at 8.5)
// needs 4e4 to 1e5 nodes for the same answers.
//
// What an interface of a smooth activation must cost at least: it needs p(y|w) and three more
// moments at nodes in w and y, each a sum over nodes in u. A trapezoidal rule for 1e-10 takes, of a
// Gaussian window of 15 standard deviations, 20 nodes in u, 25 to 200 in y (where ln p has its
// singularities) and 10 to 70 in w (where 1 + A v f'^2 has its zeros). A triple of w, y and u costs
// four multiplications, five additions and four loads on eight lanes, 0.4 ns at one vector
// operation of each kind a cycle; an exponential, of which there are those of pairs (y, u) and (w,
// u), and two more and a logarithm for each pair (w, y), 1 ns (BM_Exp). The counter `bound` is
// their sum.

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "infoflow/activation/function.h"
#include "infoflow/activation/piecewise_affine.h"
#include "infoflow/numerics/inline_arrays.h"
#include "infoflow/replica/channels/activations.h"
#include "infoflow/replica/channels/piecewise_interface.h"
#include "infoflow/replica/channels/priors.h"
#include "infoflow/replica/channels/smooth_interface.h"

namespace infoflow::replica {
namespace {

constexpr int kBatch = 4096;

void RunBatch(benchmark::State& state,
              void (*batch)(absl::Span<const double>, absl::Span<double>)) {
  std::vector<double> x(kBatch);
  std::vector<double> y(kBatch);
  for (int i = 0; i < kBatch; ++i) x[i] = 0.01 + 0.002 * i;
  for (auto _ : state) {
    batch(x, absl::MakeSpan(y));
    benchmark::DoNotOptimize(y.data());
    benchmark::ClobberMemory();
  }
  state.counters["calls/s"] = benchmark::Counter(static_cast<double>(state.iterations()) * kBatch,
                                                 benchmark::Counter::kIsRate);
}

void BM_Exp(benchmark::State& state) { RunBatch(state, numerics::ExpArray); }
void BM_Log(benchmark::State& state) { RunBatch(state, numerics::LogArray); }
void BM_Erfcx(benchmark::State& state) { RunBatch(state, numerics::ErfcxArray); }
BENCHMARK(BM_Exp);
BENCHMARK(BM_Log);
BENCHMARK(BM_Erfcx);

struct Regime {
  const char* name;
  double precision;
  double noise;
  double signal;
};

constexpr Regime kRegimes[] = {
    {"mild", 10.0, 0.26, 0.25},          {"informative start", 1e5, 1e-10, 1.0},
    {"nearly noiseless", 1e7, 0.5, 0.5}, {"large weights", 1e4, 0.01, 100.0},
    {"nothing known", 1e3, 1.0, 0.0},    {"vanishing precision", 1e-6, 0.5, 0.5},
    {"large unknown", 100.0, 99.0, 1.0}};

void RunInterface(benchmark::State& state, const activation::PiecewiseAffine& function) {
  const Regime& at = kRegimes[state.range(0)];
  const InterfaceQuadrature quadrature = InterfaceQuadratureFor(1e-10);
  InterfaceWork work;
  PiecewiseInterface(function, at.precision, at.noise, at.signal, quadrature, &work);
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        PiecewiseInterface(function, at.precision, at.noise, at.signal, quadrature));
  }
  state.counters["nodes"] = static_cast<double>(work.inner_nodes);
  state.counters["nodes/s"] = benchmark::Counter(
      static_cast<double>(state.iterations()) * work.inner_nodes, benchmark::Counter::kIsRate);
  state.SetLabel(std::string(at.name) + "; 3 to 5 exp, 1 to 2 erfcx, 1 log per node");
}

void BM_HardtanhInterface(benchmark::State& state) {
  RunInterface(state, *activation::PiecewiseAffine::Hardtanh(1.0));
}
void BM_ReluInterface(benchmark::State& state) {
  RunInterface(state, activation::PiecewiseAffine::Relu());
}
BENCHMARK(BM_HardtanhInterface)->DenseRange(0, 6);
BENCHMARK(BM_ReluInterface)->DenseRange(0, 6);

void RunActivation(benchmark::State& state, const char* text) {
  const Regime& at = kRegimes[state.range(0)];
  const auto activation = ParseActivation(text).value();
  for (auto _ : state) {
    benchmark::DoNotOptimize(activation->Interface(at.precision, at.noise, at.signal));
  }
  state.SetLabel(at.name);
}

void BM_ProbitInterface(benchmark::State& state) { RunActivation(state, "probit"); }
BENCHMARK(BM_ProbitInterface)->DenseRange(0, 6);

void RunSmooth(benchmark::State& state, const char* name) {
  const Regime& at = kRegimes[state.range(0)];
  const SmoothInterface channel(activation::MakeFunction(name).value(), 1e-10);
  SmoothWork work;
  channel(at.precision, at.noise, at.signal, &work);
  for (auto _ : state) {
    benchmark::DoNotOptimize(channel(at.precision, at.noise, at.signal));
  }
  state.counters["nodes"] = static_cast<double>(work.inner_nodes);
  state.counters["bound"] = 1e-9 * static_cast<double>(work.exponentials + 3 * work.inner_nodes) +
                            0.4e-9 * static_cast<double>(work.triples);
  state.SetLabel(std::string(at.name) + "; 0.4 ns a triple of w, y and u, 1 ns an exponential");
}

void BM_TanhInterface(benchmark::State& state) { RunSmooth(state, "tanh"); }
void BM_ErfInterface(benchmark::State& state) { RunSmooth(state, "erf"); }
void BM_SoftplusInterface(benchmark::State& state) { RunSmooth(state, "softplus"); }
BENCHMARK(BM_TanhInterface)->DenseRange(0, 6);
BENCHMARK(BM_ErfInterface)->DenseRange(0, 6);
BENCHMARK(BM_SoftplusInterface)->DenseRange(0, 6);

void BM_HardtanhOutput(benchmark::State& state) {
  const auto activation = ParseActivation("hardtanh").value();
  for (auto _ : state) benchmark::DoNotOptimize(activation->Output(1e-2, 1.0));
}
BENCHMARK(BM_HardtanhOutput);

void RunPrior(benchmark::State& state, const char* text) {
  const auto prior = ParsePrior(text).value();
  const double precision = static_cast<double>(state.range(0));
  for (auto _ : state) benchmark::DoNotOptimize(prior->Observe(precision));
}

void BM_BimodalPrior(benchmark::State& state) { RunPrior(state, "bimodal:p=0.3"); }
void BM_SpikeSlabPrior(benchmark::State& state) {
  RunPrior(state, "spike-slab:p=0.3,mean=1,var=0.5");
}
BENCHMARK(BM_BimodalPrior)->Arg(1)->Arg(100)->Arg(1000000);
BENCHMARK(BM_SpikeSlabPrior)->Arg(1)->Arg(100)->Arg(1000000);

}  // namespace
}  // namespace infoflow::replica
