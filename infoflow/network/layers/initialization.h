#ifndef INFOFLOW_NETWORK_LAYERS_INITIALIZATION_H_
#define INFOFLOW_NETWORK_LAYERS_INITIALIZATION_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/activation/batch.h"
#include "infoflow/network/layers/layer.h"
#include "infoflow/network/layers/network.h"

namespace infoflow::network {

// W_ij ~ N(0, weight_variance / fan_in), b_i ~ N(0, bias_variance), all independent.
// Source: arXiv:2107.06898 and arXiv:2406.12916, which take bias_variance 0.05.
struct GaussianInitialization {
  double weight_variance = 1.76;  // sigma_w^2
  double bias_variance = 0.05;    // sigma_b^2
};

// OK, or one sentence about a variance that is negative or not finite.
absl::Status CheckGaussianInitialization(const GaussianInitialization& initialization);

// Layer `index` of a network draws from Stream(seed, kWeights, index), its weights first and
// then its biases, in storage order: the layers do not depend on each other's sizes.
template <typename T>
void InitializeGaussian(const Layer<T>& layer, const GaussianInitialization& initialization,
                        std::uint64_t seed, int index, absl::Span<T> parameters);
template <typename T>
void InitializeGaussian(const GaussianInitialization& initialization, std::uint64_t seed,
                        Network<T>& network);

// Weights and biases iid uniform in (-1, 1) / sqrt(fan_in), PyTorch's default for linear
// layers. Source: arXiv:2406.12916, decoders. Streams as above.
template <typename T>
void InitializeUniform(const Layer<T>& layer, std::uint64_t seed, int index,
                       absl::Span<T> parameters);
template <typename T>
void InitializeUniform(std::uint64_t seed, Network<T>& network);

// A network of dense layers sizes[0] -> sizes[1] -> ..., the nonlinearity after each of them but
// the last, which has `last`; Gaussian weights.
// Errors: fewer than two sizes, sizes below 1, negative or infinite variances.
template <typename T>
absl::StatusOr<Network<T>> MakeDenseNetwork(absl::Span<const int> sizes,
                                            activation::Kind activation, activation::Kind last,
                                            const GaussianInitialization& initialization,
                                            std::uint64_t seed);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_LAYERS_INITIALIZATION_H_
