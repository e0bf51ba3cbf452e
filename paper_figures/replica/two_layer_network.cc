#include "paper_figures/replica/two_layer_network.h"

#include <cmath>
#include <memory>
#include <utility>

#include "infoflow/estimators/gaussian_entropy.h"
#include "infoflow/estimators/mixture_entropy.h"
#include "infoflow/estimators/nearest_neighbour_entropy.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/lapack.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/replica/channels/activations.h"
#include "infoflow/replica/channels/priors.h"
#include "infoflow/replica/model/network.h"
#include "infoflow/replica/saddle/entropy.h"
#include "infoflow/replica/spectra/spectrum_gaussian.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

namespace {

using linalg::Matrix;

// Breaks ties between samples that saturate in the same way; the amplitude of NPEET.
constexpr double kJitter = 1e-10;

}  // namespace

const char* ActivationName(TwoLayerActivation activation) {
  switch (activation) {
    case TwoLayerActivation::kLinear:
      return "linear";
    case TwoLayerActivation::kHardtanh:
      return "hardtanh";
    case TwoLayerActivation::kRelu:
      return "relu";
  }
  return "";
}

activation::PiecewiseAffine ActivationFunction(TwoLayerActivation activation) {
  switch (activation) {
    case TwoLayerActivation::kLinear:
      return activation::PiecewiseAffine::Linear();
    case TwoLayerActivation::kHardtanh:
      return *activation::PiecewiseAffine::Hardtanh(1.0);
    case TwoLayerActivation::kRelu:
      return activation::PiecewiseAffine::Relu();
  }
  return activation::PiecewiseAffine::Linear();
}

absl::StatusOr<ReplicaValue> SolveTwoLayers(TwoLayerActivation activation, double sigma,
                                            double noise, int layer) {
  INFOFLOW_ASSIGN_OR_RETURN(std::shared_ptr<const replica::Prior> prior,
                            replica::MakeNormalPrior(0.0, 1.0));
  INFOFLOW_ASSIGN_OR_RETURN(std::shared_ptr<const replica::Activation> channels,
                            replica::MakePiecewiseAffineActivation(ActivationFunction(activation)));
  INFOFLOW_ASSIGN_OR_RETURN(const std::shared_ptr<const replica::Spectrum> spectrum,
                            replica::GaussianSpectrum(1.0, sigma * sigma));
  std::vector<replica::Layer> layers(layer, {channels, 0.0, spectrum});
  layers.back().noise = noise;
  INFOFLOW_ASSIGN_OR_RETURN(const replica::Network network,
                            replica::Network::Create(std::move(prior), std::move(layers)));
  INFOFLOW_ASSIGN_OR_RETURN(const replica::LayerEntropy entropy, replica::ComputeEntropy(network));
  INFOFLOW_ASSIGN_OR_RETURN(const double information, replica::InputInformation(entropy));
  return ReplicaValue{entropy.entropy, information,
                      entropy.solution.best().state.input_error.back()};
}

absl::StatusOr<TwoLayerInstance> TwoLayerInstance::Draw(int units, int samples,
                                                        std::uint64_t seed) {
  TwoLayerInstance instance;
  instance.seed_ = seed;
  for (int layer = 0; layer < 2; ++layer) {
    Matrix<double>& weights = instance.weights_[layer];
    weights = Matrix<double>(units, units);
    random::Stream stream(seed, random::StreamUse::kWeights, layer);
    random::FillNormal(stream, weights.values());
    for (double& w : weights.values()) w /= std::sqrt(units);
  }
  instance.inputs_ = Matrix<double>(samples, units);
  random::Stream stream(seed, random::StreamUse::kData, 0);
  random::FillNormal(stream, instance.inputs_.values());
  INFOFLOW_ASSIGN_OR_RETURN(instance.singular_values_[0],
                            linalg::SingularValues(instance.weights_[0].view()));
  const Matrix<double> product =
      linalg::Product(instance.weights_[1].view(), instance.weights_[0].view());
  INFOFLOW_ASSIGN_OR_RETURN(instance.singular_values_[1], linalg::SingularValues(product.view()));
  return instance;
}

absl::StatusOr<double> TwoLayerInstance::LinearEntropy(int layer, double sigma,
                                                       double noise) const {
  std::vector<double> scaled = singular_values_[layer - 1];
  for (double& value : scaled) value *= layer == 1 ? sigma : sigma * sigma;
  const int n = weights_[0].rows();
  INFOFLOW_ASSIGN_OR_RETURN(const double entropy, estimators::LinearLayerEntropy(scaled, n, noise));
  return entropy / n;
}

absl::StatusOr<std::array<SampleEstimates, 2>> TwoLayerInstance::Estimate(
    TwoLayerActivation activation, double sigma, double noise, int neighbours, int stream) const {
  const activation::PiecewiseAffine f = ActivationFunction(activation);
  const int n = weights_[0].rows();
  estimators::NearestNeighbourOptions options;
  options.neighbours = neighbours;
  options.jitter = kJitter;
  options.seed = seed_;
  options.threads = 1;
  std::array<SampleEstimates, 2> estimates;
  Matrix<double> state = inputs_;
  for (int layer = 0; layer < 2; ++layer) {
    Matrix<double> preactivation(state.rows(), n);
    linalg::Gemm(linalg::Transpose::kNo, linalg::Transpose::kYes, sigma, state.view(),
                 weights_[layer].view(), 0.0, preactivation.view());
    Matrix<double> noisy(state.rows(), n);
    random::Stream noise_stream(seed_, random::StreamUse::kNoise, 2 * stream + layer);
    random::FillNormal(noise_stream, noisy.values());
    for (std::size_t i = 0; i < noisy.values().size(); ++i) {
      const double u = preactivation.values()[i];
      noisy.values()[i] = f.At(u + std::sqrt(noise) * noisy.values()[i]);
      preactivation.values()[i] = f.At(u);
    }
    state = std::move(preactivation);
    INFOFLOW_ASSIGN_OR_RETURN(const double entropy,
                              estimators::NearestNeighbourEntropy(noisy.view(), options));
    INFOFLOW_ASSIGN_OR_RETURN(const estimators::MixtureEntropyBounds bounds,
                              estimators::BoundMixtureEntropy(state.view(), noise, 1));
    estimates[layer] = {entropy / n, bounds.lower / n, bounds.upper / n};
  }
  return estimates;
}

}  // namespace infoflow::paper_figures
