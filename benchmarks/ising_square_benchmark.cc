// Square-lattice Ising: closed forms, tori, strips and small lattices.
//
// Each benchmark names what bounds it from below and reports a rate in those units. Run with
// bazel run //benchmarks:ising_square_benchmark.
#include <algorithm>
#include <vector>

#include "absl/types/span.h"
#include "benchmark/benchmark.h"
#include "benchmarks/core_clock.h"
#include "infoflow/ising/square/decimation.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/ising/square/kept_lattice.h"
#include "infoflow/ising/square/kept_law.h"
#include "infoflow/ising/square/relative_entropy.h"
#include "infoflow/ising/square/strip.h"
#include "infoflow/ising/square/torus.h"

namespace infoflow::ising {
namespace {

// Couplings in the range of the argument (percent), on both sides of K_c for 44.
double Coupling(const benchmark::State& state, int i) {
  return 0.01 * static_cast<double>(state.range(0)) + 1e-5 * (i & 1023);
}

// Bound: one sinh, one or two series of 26 terms or a mean of 5 to 8 steps with two square roots
// and a division each, 20 cycles a step: 60 ns.
void BM_Energy(benchmark::State& state) {
  int i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(SquareEnergy(Coupling(state, i++)));
  state.counters["evaluations/s"] = benchmark::Counter(i, benchmark::Counter::kIsRate);
  state.counters["bound"] = 60e-9;
  state.SetLabel("mean of 5 to 8 steps, two square roots and a division each");
}
BENCHMARK(BM_Energy)->Arg(10)->Arg(30)->Arg(44)->Arg(60)->Arg(100);

// Bound: two series of 46 terms, latency 8 cycles a term when the two overlap: 120 ns.
void BM_LogPartition(benchmark::State& state) {
  int i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(SquareLogPartition(Coupling(state, i++)));
  state.counters["evaluations/s"] = benchmark::Counter(i, benchmark::Counter::kIsRate);
  state.counters["bound"] = 120e-9;
  state.SetLabel("two series of 46 terms (far from K_c one shorter series)");
}
BENCHMARK(BM_LogPartition)->Arg(10)->Arg(30)->Arg(44)->Arg(60)->Arg(100);

void BM_EnergySlope(benchmark::State& state) {
  int i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(SquareEnergySlope(Coupling(state, i++)));
  state.counters["evaluations/s"] = benchmark::Counter(i, benchmark::Counter::kIsRate);
}
BENCHMARK(BM_EnergySlope)->Arg(10)->Arg(44)->Arg(100);

void BM_OptimalMap(benchmark::State& state) {
  int i = 0;
  const SquareTruncation map = SquareTruncation::Optimal();
  for (auto _ : state) benchmark::DoNotOptimize(map.Map(Coupling(state, i++)));
  state.counters["evaluations/s"] = benchmark::Counter(i, benchmark::Counter::kIsRate);
}
BENCHMARK(BM_OptimalMap)->Arg(10)->Arg(44)->Arg(100);

// Two thermodynamic functions where nothing cancels.
void BM_RelativeEntropy(benchmark::State& state) {
  int i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(SquareRelativeEntropy(Coupling(state, i++), 0.05));
  }
  state.counters["evaluations/s"] = benchmark::Counter(i, benchmark::Counter::kIsRate);
}
BENCHMARK(BM_RelativeEntropy)->Arg(10)->Arg(44)->Arg(100);

// Bound: for each of the 65 different angles of 64 x 64 a sine, a logarithm, a power, two square
// roots and two divisions, 60 ns: 4 us.
void BM_Torus(benchmark::State& state) {
  const int side = static_cast<int>(state.range(0));
  int i = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(SolveTorus(side, side, 0.43 + 1e-5 * (i++ & 1023)));
  }
  state.counters["angles/s"] =
      benchmark::Counter(static_cast<double>(i) * side, benchmark::Counter::kIsRate);
  state.counters["bound"] = 60e-9 * (side + 1);
  state.SetLabel("one sine, logarithm, power, two square roots and divisions an angle");
}
BENCHMARK(BM_Torus)->Arg(8)->Arg(64)->Arg(1024);

// Bound: width * 2^{width-1} multiplications and as many additions, eight of either a cycle (two
// units of 256 bits for each, or of 512 for both). At width 16 vector and diagonal, 256 kB each,
// come from the second-level cache three and two times, which takes as long again at 32 bytes a
// cycle.
void BM_StripRow(benchmark::State& state) {
  const int width = static_cast<int>(state.range(0));
  const StripTransferMatrix transfer(width, 0.44);
  std::vector<double> vector(transfer.size(), 1.0);
  int rows = 0;
  for (auto _ : state) {
    // Keep the entries from growing without bound.
    if (++rows % 256 == 0) {
      state.PauseTiming();
      std::fill(vector.begin(), vector.end(), 1.0);
      state.ResumeTiming();
    }
    transfer.ApplyRow(absl::MakeSpan(vector));
    benchmark::DoNotOptimize(vector.data());
  }
  state.counters["multiply-adds/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()) * width * transfer.size(),
                         benchmark::Counter::kIsRate);
  state.counters["bound"] = width * static_cast<double>(transfer.size()) / 8.0 * SecondsPerCycle();
  state.SetLabel("width * 2^(width-1) multiply-adds, eight a cycle");
}
BENCHMARK(BM_StripRow)->Arg(8)->Arg(12)->Arg(16);

// Bound: 2^{kept-1} flips of four plaquettes each, a load, two table look-ups and a store per
// plaquette: 5 ns a flip.
void BM_KeptLattice(benchmark::State& state) {
  const int rows = static_cast<int>(state.range(0));
  const int columns = static_cast<int>(state.range(1));
  double flips = 0.0;
  for (auto _ : state) {
    const auto lattice = SquareKeptLattice::Create(rows, columns);
    benchmark::DoNotOptimize(lattice->num_classes());
    flips += static_cast<double>(1 << (rows * columns / 2 - 1));
  }
  state.counters["flips/s"] = benchmark::Counter(flips, benchmark::Counter::kIsRate);
  state.counters["bound"] = 5e-9 * static_cast<double>(1 << (rows * columns / 2 - 1));
  state.SetLabel("2^(kept-1) flips of four plaquettes");
}
BENCHMARK(BM_KeptLattice)->Args({4, 6})->Args({6, 6});

// Once the classes are known, everything at one coupling.
void BM_KeptLatticeBestModel(benchmark::State& state) {
  const auto lattice = SquareKeptLattice::Create(6, 6);
  for (auto _ : state) benchmark::DoNotOptimize(lattice->BestNearestNeighbourModel(0.4));
  state.counters["evaluations/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_KeptLatticeBestModel);

// Bound: some 200 square roots or 170 terms with divisions, in 100 digits.
void BM_KeptLaw(benchmark::State& state) {
  int i = 0;
  for (auto _ : state) benchmark::DoNotOptimize(SolveSquareKeptLaw(Coupling(state, i++)));
  state.counters["evaluations/s"] = benchmark::Counter(i, benchmark::Counter::kIsRate);
}
BENCHMARK(BM_KeptLaw)->Arg(10)->Arg(44)->Arg(100);

}  // namespace
}  // namespace infoflow::ising
