// Mean field with depth, and the replica formula with layers.

#include <utility>
#include <vector>

#include "benchmark/benchmark.h"
#include "benchmarks/growth/growth_kernel.h"
#include "infoflow/activation/function.h"
#include "infoflow/network/mean_field/recursion.h"
#include "infoflow/replica/channels/activations.h"
#include "infoflow/replica/channels/priors.h"
#include "infoflow/replica/model/network.h"
#include "infoflow/replica/saddle/solver.h"
#include "infoflow/replica/spectra/spectrum_gaussian.h"

namespace infoflow::growth {

namespace {

// Chaotic, so that no layer is like the one before until rounding.
Step MeanFieldTrajectory(int layers) {
  const activation::Function tanh = activation::MakeFunction("tanh").value();
  return [tanh, layers] {
    benchmark::DoNotOptimize(
        network::MeanFieldTrajectory(tanh, 2.5, 0.05, {0.2, 0.4}, layers).value());
  };
}

Step ReplicaEntropy(int layers) {
  std::vector<replica::Layer> all(layers, {replica::MakeActivation("relu", {}).value(), 0.0,
                                           replica::GaussianSpectrum(1.0, 1.0).value()});
  all.back().noise = 1e-2;
  const replica::Network network =
      replica::Network::Create(replica::MakePrior("normal", {}).value(), std::move(all)).value();
  return [network] { benchmark::DoNotOptimize(replica::Solve(network).value()); };
}

}  // namespace

void AddTheoryGrowth(GrowthKernels& kernels) {
  kernels.push_back({"mean-field trajectory",
                     "layers",
                     {},
                     1.0,
                     "one correlation map a layer",
                     {10, 20, 50, 100, 200, 500, 1000},
                     MeanFieldTrajectory});
  kernels.push_back({"replica entropy, ReLU",
                     "layers",
                     {},
                     2.0,
                     "L + 1 starts, L channels a sweep",
                     {1, 2, 3, 4, 6, 8, 12, 16},
                     ReplicaEntropy});
}

}  // namespace infoflow::growth
