// Samplers of the square lattice at its critical point, rows of a strip, and the chain's flow.

#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "absl/types/span.h"
#include "benchmark/benchmark.h"
#include "benchmarks/growth/growth_kernel.h"
#include "infoflow/ising/chain/chain.h"
#include "infoflow/ising/chain/relative_entropy.h"
#include "infoflow/ising/sampling/metropolis.h"
#include "infoflow/ising/sampling/multispin_metropolis.h"
#include "infoflow/ising/sampling/swendsen_wang.h"
#include "infoflow/ising/sampling/wolff.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/ising/square/strip.h"

namespace infoflow::growth {

namespace {

using ising::kSquareCriticalCoupling;

constexpr int kBurnIn = 50;

double Sites(int side) { return static_cast<double>(side) * side; }

template <typename Chain>
Step Sweeps(Chain chain) {
  auto shared = std::make_shared<Chain>(std::move(chain));
  for (int i = 0; i < kBurnIn; ++i) shared->Sweep();
  return [shared] { shared->Sweep(); };
}

Step Multispin(int side) {
  return Sweeps(ising::MultispinChains::Create(side, kSquareCriticalCoupling, true, 1, 0).value());
}

Step Metropolis(int side) {
  return Sweeps(ising::MetropolisChain::Create(side, kSquareCriticalCoupling,
                                               ising::UpdateOrder::kCheckerboard, true, 1, 0)
                    .value());
}

Step SwendsenWang(int side) {
  return Sweeps(ising::SwendsenWangChain::Create(side, kSquareCriticalCoupling, 1, 0).value());
}

// 100 clusters, whose sizes differ by orders of magnitude.
Step Wolff(int side) {
  auto chain = std::make_shared<ising::WolffChain>(
      ising::WolffChain::Create(side, kSquareCriticalCoupling, 1, 0).value());
  for (double turned = 0.0; turned < kBurnIn * Sites(side);) turned += chain->Step();
  return [chain] {
    for (int i = 0; i < 100; ++i) benchmark::DoNotOptimize(chain->Step());
  };
}

// The numbers grow with each row, and would overflow after some hundreds.
Step StripRow(int width) {
  auto transfer = std::make_shared<ising::StripTransferMatrix>(width, 0.44);
  auto vector = std::make_shared<std::vector<double>>(transfer->size());
  return [transfer, vector] {
    std::fill(vector->begin(), vector->end(), 1.0);
    transfer->ApplyRow(absl::MakeSpan(*vector));
  };
}

// From a coupling from which 870 steps stay in the range of double.
Step ChainFlow(int steps) {
  const ising::Chain chain = ising::Chain::Create({300.0, 0.001}).value();
  return [chain, steps] {
    double sum = 0.0;
    for (int step = 1; step <= steps; ++step) {
      const ising::Chain kept = chain.KeepEvery(ising::MakeChainSpacing(2, step).value());
      sum += kept.coupling() + ising::DecimationRelativeEntropies(chain, kept).forward;
    }
    benchmark::DoNotOptimize(sum);
  };
}

}  // namespace

void AddIsingGrowth(GrowthKernels& kernels) {
  kernels.push_back({"Metropolis sweep, 512 lattices",
                     "sites",
                     Sites,
                     1.0,
                     "sites",
                     {12, 16, 24, 32, 48, 64, 96, 128},
                     Multispin});
  kernels.push_back({"Metropolis sweep",
                     "sites",
                     Sites,
                     1.0,
                     "sites",
                     {16, 24, 32, 48, 64, 96, 128, 192, 256},
                     Metropolis});
  kernels.push_back({"100 Wolff clusters",
                     "sites",
                     Sites,
                     0.875,
                     "spins turned, side^(7/4)",
                     {12, 16, 24, 32, 48, 64, 96, 128},
                     Wolff});
  kernels.push_back({"Swendsen-Wang sweep",
                     "sites",
                     Sites,
                     1.0,
                     "sites",
                     {16, 24, 32, 48, 64, 96, 128, 192, 256},
                     SwendsenWang});
  kernels.push_back({"row of a strip",
                     "width 2^(width-1)",
                     [](int width) { return width * std::ldexp(1.0, width - 1); },
                     1.0,
                     "multiply-adds",
                     {6, 8, 10, 12, 14, 16, 18, 20},
                     StripRow});
  kernels.push_back({"chain flow",
                     "steps",
                     {},
                     1.0,
                     "7 functions a step",
                     {8, 16, 32, 64, 125, 250, 500, 800},
                     ChainFlow});
}

}  // namespace infoflow::growth
