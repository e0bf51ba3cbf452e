#include "infoflow/network/layers/initialization.h"

#include <cmath>
#include <cstddef>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/network/layers/dense_layer.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::network {

namespace {

absl::Status CheckVariance(const char* name, double value) {
  if (std::isfinite(value) && value >= 0.0) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat(name, "=", value, ": must be a finite number, at least 0"));
}

}  // namespace

absl::Status CheckGaussianInitialization(const GaussianInitialization& initialization) {
  INFOFLOW_RETURN_IF_ERROR(CheckVariance("weight_variance", initialization.weight_variance));
  return CheckVariance("bias_variance", initialization.bias_variance);
}

template <typename T>
void InitializeGaussian(const Layer<T>& layer, const GaussianInitialization& initialization,
                        std::uint64_t seed, int index, absl::Span<T> parameters) {
  INFOFLOW_CHECK(parameters.size() == layer.num_parameters());
  if (parameters.empty()) return;
  random::Stream stream(seed, random::StreamUse::kWeights, index);
  random::FillNormal(stream, parameters);
  const T weight_scale = static_cast<T>(std::sqrt(initialization.weight_variance / layer.fan_in()));
  const T bias_scale = static_cast<T>(std::sqrt(initialization.bias_variance));
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    parameters[i] *= layer.IsWeight(i) ? weight_scale : bias_scale;
  }
}

template <typename T>
void InitializeGaussian(const GaussianInitialization& initialization, std::uint64_t seed,
                        Network<T>& network) {
  for (int i = 0; i < network.num_layers(); ++i) {
    InitializeGaussian(network.layer(i), initialization, seed, i, network.parameters(i));
  }
}

template <typename T>
void InitializeUniform(const Layer<T>& layer, std::uint64_t seed, int index,
                       absl::Span<T> parameters) {
  INFOFLOW_CHECK(parameters.size() == layer.num_parameters());
  if (parameters.empty()) return;
  random::Stream stream(seed, random::StreamUse::kWeights, index);
  random::FillUniform(stream, parameters);
  const T bound = static_cast<T>(1.0 / std::sqrt(static_cast<double>(layer.fan_in())));
  for (T& parameter : parameters) parameter = bound * (T(2) * parameter - T(1));
}

template <typename T>
void InitializeUniform(std::uint64_t seed, Network<T>& network) {
  for (int i = 0; i < network.num_layers(); ++i) {
    InitializeUniform(network.layer(i), seed, i, network.parameters(i));
  }
}

template <typename T>
absl::StatusOr<Network<T>> MakeDenseNetwork(absl::Span<const int> sizes,
                                            activation::Kind activation, activation::Kind last,
                                            const GaussianInitialization& initialization,
                                            std::uint64_t seed) {
  INFOFLOW_RETURN_IF_ERROR(CheckGaussianInitialization(initialization));
  std::vector<LayerPointer<T>> layers;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    if (sizes[i] < 1) {
      return absl::InvalidArgumentError(
          absl::StrCat("size ", sizes[i], " of layer ", i, ": must be at least 1"));
    }
    if (i == 0) continue;
    layers.push_back(
        MakeDenseLayer<T>(sizes[i - 1], sizes[i], i + 1 == sizes.size() ? last : activation));
  }
  INFOFLOW_ASSIGN_OR_RETURN(Network<T> network, Network<T>::Create(std::move(layers)));
  InitializeGaussian(initialization, seed, network);
  return network;
}

#define INFOFLOW_INSTANTIATE(T)                                                                   \
  template void InitializeGaussian(const Layer<T>&, const GaussianInitialization&, std::uint64_t, \
                                   int, absl::Span<T>);                                           \
  template void InitializeGaussian(const GaussianInitialization&, std::uint64_t, Network<T>&);    \
  template void InitializeUniform(const Layer<T>&, std::uint64_t, int, absl::Span<T>);            \
  template void InitializeUniform(std::uint64_t, Network<T>&);                                    \
  template absl::StatusOr<Network<T>> MakeDenseNetwork(                                           \
      absl::Span<const int>, activation::Kind, activation::Kind, const GaussianInitialization&,   \
      std::uint64_t)
INFOFLOW_INSTANTIATE(float);
INFOFLOW_INSTANTIATE(double);
#undef INFOFLOW_INSTANTIATE

}  // namespace infoflow::network
