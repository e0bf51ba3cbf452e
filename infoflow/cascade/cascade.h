#ifndef INFOFLOW_CASCADE_CASCADE_H_
#define INFOFLOW_CASCADE_CASCADE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/activation/batch.h"
#include "infoflow/cascade/decoder.h"
#include "infoflow/network/layers/network.h"

namespace infoflow::cascade {

// A network and decoders of its first layers: g_l maps (approximately) the output of layer l to
// its input, so that g_1(g_2(...g_l(a_l))) is an image made of what layer l still holds.
// Source: arXiv:2406.12916. T is float (figures: the lowest differential entropies are rounding
// noise of single precision) or double (tests).
template <typename T>
class Cascade {
 public:
  // The decoders' parameters start as zero. Errors: no decoder, more decoders than layers, sizes
  // that do not fit.
  static absl::StatusOr<Cascade> Create(network::Network<T> network,
                                        std::vector<DecoderPointer<T>> decoders);

  const network::Network<T>& network() const { return network_; }
  int num_decoders() const { return static_cast<int>(decoders_.size()); }
  // Of layer `index` in [0, num_decoders()), counted from 0 as the network counts its layers.
  const Decoder<T>& decoder(int index) const { return *decoders_[index]; }
  absl::Span<T> parameters(int index) {
    return absl::MakeSpan(parameters_).subspan(offsets_[index], Size(index));
  }
  absl::Span<const T> parameters(int index) const {
    return absl::MakeConstSpan(parameters_).subspan(offsets_[index], Size(index));
  }
  // Of all decoders, one after the other.
  absl::Span<T> all_parameters() { return absl::MakeSpan(parameters_); }
  absl::Span<const T> all_parameters() const { return parameters_; }

 private:
  explicit Cascade(network::Network<T> network) : network_(std::move(network)) {}
  std::size_t Size(int index) const { return offsets_[index + 1] - offsets_[index]; }

  network::Network<T> network_;
  std::vector<DecoderPointer<T>> decoders_;
  std::vector<std::size_t> offsets_;
  std::vector<T> parameters_;
};

// PyTorch's default: weights and biases iid uniform in (-1, 1) / sqrt(fan_in), fan_in of the
// decoder's layer (its input size when dense). Decoder i draws from
// Stream(seed, kWeights, 2^30 + i), its weights first.
template <typename T>
void InitializeDecoders(std::uint64_t seed, Cascade<T>& cascade);

// Dense decoders with `activation` for every layer of a network of dense layers, initialised.
// Source: arXiv:2406.12916 with tanh, also in front of images in [0, 1].
template <typename T>
absl::StatusOr<Cascade<T>> MakeDenseCascade(network::Network<T> network, std::uint64_t seed,
                                            activation::Kind activation = activation::Kind::kTanh);

}  // namespace infoflow::cascade

#endif  // INFOFLOW_CASCADE_CASCADE_H_
