// A program of another project: the energy of the square lattice at its critical coupling, and the
// entropy of one linear layer with given weights, by the replica formula and exactly.

#include <cmath>
#include <cstdio>
#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "infoflow/estimators/gaussian_entropy.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/replica/channels/activations.h"
#include "infoflow/replica/channels/priors.h"
#include "infoflow/replica/model/network.h"
#include "infoflow/replica/saddle/entropy.h"
#include "infoflow/replica/spectra/spectrum_weights.h"

namespace {

constexpr double kNoise = 1e-2;

// H(T)/N for T = W X + noise with X ~ N(0, 1).
absl::StatusOr<double> ReplicaEntropy(const infoflow::linalg::Matrix<double>& weights) {
  absl::StatusOr<std::shared_ptr<const infoflow::replica::Spectrum>> spectrum =
      infoflow::replica::SpectrumOfWeights(weights.view());
  if (!spectrum.ok()) return spectrum.status();
  infoflow::replica::Layer layer;
  layer.activation = infoflow::replica::ParseActivation("linear").value();
  layer.noise = kNoise;
  layer.spectrum = *spectrum;
  absl::StatusOr<infoflow::replica::Network> network = infoflow::replica::Network::Create(
      infoflow::replica::MakeNormalPrior(0.0, 1.0).value(), {layer});
  if (!network.ok()) return network.status();
  absl::StatusOr<infoflow::replica::LayerEntropy> entropy =
      infoflow::replica::ComputeEntropy(*network);
  if (!entropy.ok()) return entropy.status();
  return entropy->entropy;
}

}  // namespace

int main() {
  std::printf("energy %.15g\n",
              infoflow::ising::SquareEnergy(infoflow::ising::kSquareCriticalCoupling));

  infoflow::linalg::Matrix<double> weights(60, 40);
  infoflow::random::Stream stream(1, infoflow::random::StreamUse::kWeights, 0);
  for (double& weight : weights.values()) weight = infoflow::random::Normal(stream) / std::sqrt(40);

  const absl::StatusOr<double> replica = ReplicaEntropy(weights);
  const absl::StatusOr<double> exact =
      infoflow::estimators::LinearLayerEntropy(weights.view(), kNoise);
  for (const absl::Status& status : {replica.status(), exact.status()}) {
    if (status.ok()) continue;
    std::fprintf(stderr, "%s\n", status.ToString().c_str());
    return 1;
  }
  std::printf("replica %.15g\n", *replica);
  std::printf("exact %.15g\n", *exact / weights.columns());
  return 0;
}
