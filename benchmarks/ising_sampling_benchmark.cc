// Samplers of the square-lattice Ising model, on one core.
//
// Each benchmark names what bounds it from below and reports a rate in those units. Run with
// bazel run //benchmarks:ising_sampling_benchmark.
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "benchmark/benchmark.h"
#include "benchmarks/core_clock.h"
#include "infoflow/ising/sampling/metropolis.h"
#include "infoflow/ising/sampling/multispin_metropolis.h"
#include "infoflow/ising/sampling/open_correlations.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/ising/sampling/swendsen_wang.h"
#include "infoflow/ising/sampling/wolff.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/kernel.h"

namespace infoflow::ising {
namespace {

constexpr std::uint64_t kSeed = 1;

// Sweeps to equilibrium enough for rates.
constexpr int kBurnIn = 50;

// Bound: vector instructions of a site at T_c and those that a cycle takes. 10.7 words are drawn of
// each engine (10 rounds, a third of the sites one more, a sixth two, ...), 12 rounds computed, and
// about 20 instructions go to neighbours and storing.
//   AVX-512, 1 register, 2 a cycle: 10 a word, 3 a round: 163.
//   AVX2, 2 registers, 3 a cycle: 10.5 a word, 3 a round with its branches: 2 x 168.
//   64 bits, 8 registers, 4 a cycle: 10 a word, 3 a round: 8 x 163.
double MultispinBound(KernelTarget target, double sites) {
  switch (target) {
    case KernelTarget::kAvx512:
      return sites * 163.0 / 2.0 * SecondsPerCycle();
    case KernelTarget::kAvx2:
      return sites * 2.0 * 168.0 / 3.0 * SecondsPerCycle();
    case KernelTarget::kPlain:
      break;
  }
  return sites * 8.0 * 163.0 / 4.0 * SecondsPerCycle();
}

void RunMultispin(double coupling, benchmark::State& state) {
  const int side = static_cast<int>(state.range(0));
  const KernelTarget target = static_cast<KernelTarget>(state.range(1));
  const std::vector<KernelTarget> supported = SupportedKernelTargets();
  if (std::find(supported.begin(), supported.end(), target) == supported.end()) {
    state.SkipWithError("the processor lacks these registers");
    return;
  }
  SetKernelTarget(target);
  auto chains = MultispinChains::Create(side, coupling, true, kSeed, 0);
  for (int i = 0; i < kBurnIn; ++i) chains->Sweep();
  for (auto _ : state) chains->Sweep();
  SetKernelTarget(supported.back());
  const double sites = static_cast<double>(side) * side;
  state.counters["flips/ns"] = benchmark::Counter(
      1e-9 * static_cast<double>(state.iterations()) * sites * MultispinChains::kReplicas,
      benchmark::Counter::kIsRate);
  state.counters["bound"] = MultispinBound(target, sites);
  state.SetLabel(std::string(KernelTargetName(target)) +
                 (target == supported.back() ? ", taken at run time" : ""));
}
void BM_Multispin(benchmark::State& state) { RunMultispin(kSquareCriticalCoupling, state); }
BENCHMARK(BM_Multispin)
    ->ArgsProduct({{16, 32, 64, 128},
                   {static_cast<int>(KernelTarget::kAvx512),
                    static_cast<int>(KernelTarget::kAvx2)}})
    ->Args({32, static_cast<int>(KernelTarget::kPlain)});

// The heat bath (local_update.h), at T = 10; the same bound.
void BM_MultispinHot(benchmark::State& state) { RunMultispin(0.1, state); }
BENCHMARK(BM_MultispinHot)
    ->ArgsProduct(
        {{32}, {static_cast<int>(KernelTarget::kAvx512), static_cast<int>(KernelTarget::kAvx2)}});

// Bound: the random word of every site, 0.8 ns (random_benchmark.cc), and some 60 vector
// instructions, 2 a cycle, for 32 sites.
void RunMetropolis(double coupling, benchmark::State& state) {
  const int side = static_cast<int>(state.range(0));
  auto chain = MetropolisChain::Create(side, coupling, UpdateOrder::kCheckerboard, true, kSeed, 0);
  for (int i = 0; i < kBurnIn; ++i) chain->Sweep();
  for (auto _ : state) chain->Sweep();
  const double sites = static_cast<double>(side) * side;
  state.counters["flips/ns"] = benchmark::Counter(
      1e-9 * static_cast<double>(state.iterations()) * sites, benchmark::Counter::kIsRate);
  state.counters["bound"] = (0.8e-9 + 30.0 / 32.0 * SecondsPerCycle()) * sites;
  state.SetLabel("a random word and two vector instructions a site");
}
void BM_Metropolis(benchmark::State& state) { RunMetropolis(kSquareCriticalCoupling, state); }
BENCHMARK(BM_Metropolis)->Arg(16)->Arg(64)->Arg(256);

// The heat bath (local_update.h), at T = 10; the same bound, though it looks a probability up.
void BM_MetropolisHot(benchmark::State& state) { RunMetropolis(0.1, state); }
BENCHMARK(BM_MetropolisHot)->Arg(64);

// Bound: a random word, 0.8 ns (random_benchmark.cc), and some 40 instructions, 4 a cycle, as long
// as the lattice is in the second cache.
void BM_Wolff(benchmark::State& state) {
  const int side = static_cast<int>(state.range(0));
  auto chain = WolffChain::Create(side, kSquareCriticalCoupling, kSeed, 0);
  for (double turned = 0.0; turned < kBurnIn * static_cast<double>(side) * side;) {
    turned += chain->Step();
  }
  double turned = 0.0;
  for (auto _ : state) turned += chain->Step();
  state.counters["spins/s"] = benchmark::Counter(turned, benchmark::Counter::kIsRate);
  state.counters["bound"] =
      (0.8e-9 + 10.0 * SecondsPerCycle()) * turned / static_cast<double>(state.iterations());
  state.SetLabel("a random word and 40 instructions a spin turned");
}
BENCHMARK(BM_Wolff)->Arg(16)->Arg(64)->Arg(256)->Arg(1024)->MinTime(1.0);

// Bound: instructions of a site at T_c and those that a cycle takes. Three random words, of 2.3
// vector instructions, 2 a cycle, with AVX-512 (a block of four: ten rounds of 14 for 16 blocks,
// and their transposition), or of 4.7, 3 a cycle, with AVX2. Two bonds of 1.5 instructions, 0.5
// runs of 11, 0.32 first joins of 12 and 0.09 others of 20 (all counted at T_c), 4 a cycle: 3.2
// cycles.
double SwendsenWangBound(double sites) {
  const bool avx512 = ActiveKernelTarget() == KernelTarget::kAvx512;
  const double word = avx512 ? 2.3 / 2.0 : 4.7 / 3.0;
  return sites * (3.0 * word + 3.2) * SecondsPerCycle();
}

void BM_SwendsenWang(benchmark::State& state) {
  const int side = static_cast<int>(state.range(0));
  auto chain = SwendsenWangChain::Create(side, kSquareCriticalCoupling, kSeed, 0);
  for (int i = 0; i < kBurnIn; ++i) chain->Sweep();
  for (auto _ : state) chain->Sweep();
  const double sites = static_cast<double>(side) * side;
  state.counters["sites/ns"] = benchmark::Counter(
      1e-9 * static_cast<double>(state.iterations()) * sites, benchmark::Counter::kIsRate);
  state.counters["bound"] = SwendsenWangBound(sites);
  state.SetLabel("three random words, 0.5 runs and 0.4 joins a site");
}
BENCHMARK(BM_SwendsenWang)->Arg(16)->Arg(64)->Arg(256);

// Bound: a word of a displacement, of which there are pi side^2 / 8, is shifted, compared, masked
// and counted twice (9 instructions each) and counted twice more (3 each), 4 instructions a cycle.
void BM_OpenCorrelations(benchmark::State& state) {
  constexpr int kSamples = 1000;
  const int side = static_cast<int>(state.range(0));
  SpinSamples samples = *SpinSamples::Create(kSamples, side);
  random::Stream stream(kSeed, random::StreamUse::kTest, 0);
  for (int k = 0; k < kSamples; ++k) {
    for (std::uint64_t& word : samples.words(k)) word = stream.Next64();
    samples.words(k).back() &= samples.last_word_mask();
  }
  for (auto _ : state) benchmark::DoNotOptimize(MeasureOpenCorrelations(samples, 1));
  state.counters["samples/s"] = benchmark::Counter(
      static_cast<double>(kSamples * state.iterations()), benchmark::Counter::kIsRate);
  const double words = kSamples * samples.words_per_sample() * 0.3927 * side * side;
  state.counters["bound"] = words * 24.0 / 4.0 * SecondsPerCycle();
  state.SetLabel("24 instructions a word and displacement");
}
BENCHMARK(BM_OpenCorrelations)->Arg(10)->Arg(32);

}  // namespace
}  // namespace infoflow::ising
