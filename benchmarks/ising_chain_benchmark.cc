// The chain along its decimation flow, on one core.
//
// Bound: a step of BM_ChainFlow raises t to a power (one exp or pow), takes 1 - t (one expm1 or
// log), K (one log1p), h (one atanh or log) and the three cells of the relative entropies (a log
// or a division each): 7 elementary functions of 5 to 20 ns on a 2 to 3 GHz core, some 70 ns.
// Once t_n has underflowed a step costs little more than the cells.

#include <cstdint>

#include "benchmark/benchmark.h"
#include "infoflow/ising/chain/chain.h"
#include "infoflow/ising/chain/coarse_graining.h"
#include "infoflow/ising/chain/decimation.h"
#include "infoflow/ising/chain/finite_chain.h"
#include "infoflow/ising/chain/finite_chain_relative_entropy.h"
#include "infoflow/ising/chain/relative_entropy.h"

namespace infoflow::ising {
namespace {

constexpr std::int64_t kBlocking = 2;

// Argument: twice the coupling. It says for how many steps t_n stays in the range of double: 10
// at K = 1/2, 20 at K = 6.
ChainCouplings CouplingsOf(const benchmark::State& state) {
  return {0.5 * static_cast<double>(state.range(0)), 0.001};
}

// Bound: kSecondsPerStep, of the header comment, for each step.
constexpr double kSecondsPerStep = 70e-9;

// One chain from its couplings through 20 steps: K_n, h_n and both relative entropies.
void BM_ChainFlow(benchmark::State& state) {
  constexpr int kSteps = 20;
  ChainCouplings couplings = CouplingsOf(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(couplings);
    const Chain chain = Chain::Create(couplings).value();
    double sum = 0.0;
    for (int step = 1; step <= kSteps; ++step) {
      const Chain kept = chain.KeepEvery(MakeChainSpacing(kBlocking, step).value());
      const RelativeEntropies entropies = DecimationRelativeEntropies(chain, kept);
      sum += kept.coupling() + kept.field() + entropies.forward + entropies.reverse;
    }
    benchmark::DoNotOptimize(sum);
  }
  state.counters["steps/s"] = benchmark::Counter(static_cast<double>(kSteps * state.iterations()),
                                                 benchmark::Counter::kIsRate);
  state.counters["bound"] = kSteps * kSecondsPerStep;
  state.SetLabel("20 steps of 7 elementary functions");
}
BENCHMARK(BM_ChainFlow)->Arg(1)->Arg(4)->Arg(12)->Arg(24);

// The same with every column of the command ising-chain.
void BM_ChainFlowTable(benchmark::State& state) {
  constexpr int kSteps = 20;
  ChainCouplings couplings = CouplingsOf(state);
  for (auto _ : state) {
    benchmark::DoNotOptimize(couplings);
    const Chain chain = Chain::Create(couplings).value();
    double sum = 0.0;
    for (int step = 0; step <= kSteps; ++step) {
      const DecimatedChain decimated = DecimateChainTimes(chain, kBlocking, step).value();
      const RelativeEntropies entropies = DecimationRelativeEntropies(chain, decimated.chain);
      sum += decimated.chain.entropy_per_site() + decimated.chain.log_partition_per_site() +
             decimated.additive_constant_per_site + entropies.forward + entropies.reverse;
    }
    benchmark::DoNotOptimize(sum);
  }
  state.counters["steps/s"] = benchmark::Counter(static_cast<double>(kSteps * state.iterations()),
                                                 benchmark::Counter::kIsRate);
}
BENCHMARK(BM_ChainFlowTable)->Arg(4);

// Argument: number of sites.
void BM_FiniteChainRelativeEntropies(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        FiniteChainRelativeEntropies({0.7, 0.3}, {0.2, 0.5}, state.range(0), ChainBoundary::kOpen)
            .value());
  }
  state.counters["chains/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_FiniteChainRelativeEntropies)->Arg(100)->Arg(1000000);

// Argument: blocking.
void BM_CoarseGrainChain(benchmark::State& state) {
  const Chain chain = Chain::Create({0.7, 0.3}).value();
  for (auto _ : state) benchmark::DoNotOptimize(CoarseGrainChain(chain, state.range(0)).value());
  state.counters["chains/s"] =
      benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}
BENCHMARK(BM_CoarseGrainChain)->Arg(2)->Arg(1024);

}  // namespace
}  // namespace infoflow::ising
