// Saddle points of multi-layer networks from all starts, on one core.
//
// Bound: nothing but scalar channels costs time, so a solution costs at least what its channel
// evaluations do; the counters say how many it takes, and of these how many are two-dimensional
// interfaces. Two layers need some 5 sweeps from each of 3 starts: 15 interfaces. The program
// dnner takes 20 s of CPU time for the first two-layer network and 18 s for the three-layer one
// (one start).

#include <cmath>
#include <memory>
#include <vector>

#include "benchmark/benchmark.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/replica/channels/activations.h"
#include "infoflow/replica/channels/priors.h"
#include "infoflow/replica/model/network.h"
#include "infoflow/replica/saddle/entropy.h"
#include "infoflow/replica/saddle/landscape.h"
#include "infoflow/replica/saddle/solver.h"
#include "infoflow/replica/spectra/spectrum_gaussian.h"
#include "infoflow/replica/spectra/spectrum_weights.h"

namespace infoflow::replica {
namespace {

constexpr double kNoise = 1e-5;

Layer GaussianLayer(const char* activation, double alpha, double weight_variance, double noise) {
  return {MakeActivation(activation, {}).value(), noise,
          GaussianSpectrum(alpha, weight_variance).value()};
}

Network NormalNetwork(std::vector<Layer> layers) {
  return Network::Create(MakePrior("normal", {}).value(), std::move(layers)).value();
}

// Peer: CPU seconds that the paper's authors' package dnner took for the same network, with three
// starts where there are two layers, measured elsewhere on hardware that is not recorded.
void SolveRepeatedly(benchmark::State& state, const Network& network, const char* peer = "") {
  Solution solution;
  for (auto _ : state) {
    solution = Solve(network).value();
    benchmark::DoNotOptimize(solution);
  }
  state.counters["channels"] = static_cast<double>(solution.channel_evaluations);
  state.counters["interfaces"] = static_cast<double>(solution.interface_evaluations);
  state.SetLabel(peer);
}

void BM_OneLayer(benchmark::State& state, const char* activation, const char* peer) {
  SolveRepeatedly(state, NormalNetwork({GaussianLayer(activation, 1.0, 1.0, kNoise)}), peer);
}
BENCHMARK_CAPTURE(BM_OneLayer, linear, "linear", "peer 0.004 s");
BENCHMARK_CAPTURE(BM_OneLayer, relu, "relu", "peer 0.045 s");
BENCHMARK_CAPTURE(BM_OneLayer, hardtanh, "hardtanh", "peer 0.136 s");
BENCHMARK_CAPTURE(BM_OneLayer, probit, "probit", "peer 0.032 s");

void BM_EqualLayers(benchmark::State& state, const char* activation, const char* peer) {
  std::vector<Layer> layers(static_cast<std::size_t>(state.range(0)),
                            GaussianLayer(activation, 1.0, 1.0, 0.0));
  layers.back().noise = kNoise;
  SolveRepeatedly(state, NormalNetwork(layers), peer);
}
BENCHMARK_CAPTURE(BM_EqualLayers, linear, "linear", "")->Arg(2);
BENCHMARK_CAPTURE(BM_EqualLayers, relu, "relu",
                  "peer 9.9 s (2 layers), 17.7 s (3 layers, one start)")
    ->Arg(2)
    ->Arg(3)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_EqualLayers, hardtanh, "hardtanh", "peer 20.5 s (2 layers)")
    ->Arg(2)
    ->Arg(3)
    ->Unit(benchmark::kMillisecond);

BENCHMARK_CAPTURE(BM_EqualLayers, tanh, "tanh", "")->Arg(2)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(BM_EqualLayers, erf, "erf", "")->Arg(2)->Unit(benchmark::kMillisecond);

linalg::Matrix<double> GaussianWeights(int size, int index) {
  random::Stream stream(1, random::StreamUse::kWeights, index);
  linalg::Matrix<double> weights(size, size);
  for (double& value : weights.values()) value = random::Normal(stream) / std::sqrt(size);
  return weights;
}

// ReLU and hardtanh layers with the spectra of size x size matrices, after the eigenvalues.
void BM_EmpiricalSpectra(benchmark::State& state) {
  const int size = static_cast<int>(state.range(0));
  Layer first = {MakeActivation("relu", {}).value(), 0.0,
                 SpectrumOfWeights(GaussianWeights(size, 0)).value()};
  Layer second = {MakeActivation("hardtanh", {}).value(), kNoise,
                  SpectrumOfWeights(GaussianWeights(size, 1)).value()};
  SolveRepeatedly(state, NormalNetwork({first, second}));
}
BENCHMARK(BM_EmpiricalSpectra)->Arg(1000)->Unit(benchmark::kMillisecond);

// The sweep of 21 weight scales with three activations, both layers' entropies.
void BM_WeightScaleSweep(benchmark::State& state) {
  constexpr int kScales = 21;
  for (auto _ : state) {
    double sum = 0.0;
    for (const char* activation : {"linear", "hardtanh", "relu"}) {
      for (int k = 0; k < kScales; ++k) {
        const double sigma = std::pow(10.0, -1.0 + 0.1 * k);
        const Network network =
            NormalNetwork({GaussianLayer(activation, 1.0, sigma * sigma, 0.0),
                           GaussianLayer(activation, 1.0, sigma * sigma, kNoise)});
        const std::vector<LayerEntropy> entropies = ComputeLayerEntropies(network).value();
        for (const LayerEntropy& entropy : entropies) {
          sum += entropy.entropy;
        }
      }
    }
    benchmark::DoNotOptimize(sum);
  }
}
BENCHMARK(BM_WeightScaleSweep)->Unit(benchmark::kMillisecond);

// 100 points of the potential of a sparse linear layer, and its fixed points.
void BM_Landscape(benchmark::State& state) {
  const Network network =
      Network::Create(MakePrior("spike-slab", {{"p", 0.3}, {"mean", 1.0}, {"var", 0.5}}).value(),
                      {GaussianLayer("linear", 0.4, 1.0, kNoise)})
          .value();
  std::vector<double> errors;
  for (int k = 0; k < 100; ++k) errors.push_back(std::pow(10.0, -6.0 + 0.06 * k));
  for (auto _ : state) {
    benchmark::DoNotOptimize(PotentialLandscape(network, errors).value());
    benchmark::DoNotOptimize(FindFixedPoints(network).value());
  }
}
BENCHMARK(BM_Landscape)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace infoflow::replica
