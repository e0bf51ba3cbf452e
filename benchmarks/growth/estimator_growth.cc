// Entropy estimators.

#include <memory>

#include "benchmark/benchmark.h"
#include "benchmarks/growth/growth_kernel.h"
#include "infoflow/estimators/gaussian_entropy.h"
#include "infoflow/estimators/mixture_entropy.h"
#include "infoflow/estimators/nearest_neighbour_entropy.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::growth {

namespace {

std::shared_ptr<linalg::Matrix<double>> NormalSamples(int rows, int columns) {
  auto samples = std::make_shared<linalg::Matrix<double>>(rows, columns);
  random::Stream stream(1, random::StreamUse::kData, 0);
  random::FillNormal(stream, samples->values());
  return samples;
}

Step NeighbourEntropy(int rows, int columns, estimators::Norm norm) {
  estimators::NearestNeighbourOptions options;
  options.norm = norm;
  options.threads = 1;
  return [samples = NormalSamples(rows, columns), options] {
    benchmark::DoNotOptimize(estimators::NearestNeighbourEntropy(*samples, options).value());
  };
}

}  // namespace

void AddEstimatorGrowth(GrowthKernels& kernels) {
  kernels.push_back({"k-NN entropy, tree, d = 3",
                     "samples",
                     {},
                     1.0,
                     "P ln P",
                     {1000, 2000, 5000, 10000, 20000, 50000, 100000},
                     [](int n) { return NeighbourEntropy(n, 3, estimators::Norm::kMaximum); }});
  kernels.push_back({"k-NN entropy, maximum norm, d = 50",
                     "samples",
                     {},
                     2.0,
                     "P^2 pairs",
                     {100, 200, 500, 1000, 2000, 5000, 10000},
                     [](int n) { return NeighbourEntropy(n, 50, estimators::Norm::kMaximum); }});
  kernels.push_back({"k-NN entropy, Euclidean, d = 50",
                     "samples",
                     {},
                     2.0,
                     "2 P^2 d flops",
                     {100, 200, 500, 1000, 2000, 5000, 10000},
                     [](int n) { return NeighbourEntropy(n, 50, estimators::Norm::kEuclidean); }});
  kernels.push_back({"Gaussian entropy, 2 d samples",
                     "d",
                     {},
                     3.0,
                     "products with d^2 P",
                     {10, 20, 50, 100, 200, 500, 1000},
                     [](int d) -> Step {
                       return [samples = NormalSamples(2 * d, d)] {
                         benchmark::DoNotOptimize(
                             estimators::EstimateGaussianEntropy(*samples).value());
                       };
                     }});
  kernels.push_back({"mixture bounds, d = 20",
                     "centres",
                     {},
                     2.0,
                     "P^2 / 2 exponentials",
                     {100, 200, 500, 1000, 2000, 5000, 10000},
                     [](int n) -> Step {
                       return [samples = NormalSamples(n, 20)] {
                         benchmark::DoNotOptimize(
                             estimators::BoundMixtureEntropy(*samples, 1.0, 1).value());
                       };
                     }});
}

}  // namespace infoflow::growth
