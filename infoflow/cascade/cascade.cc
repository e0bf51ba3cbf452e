#include "infoflow/cascade/cascade.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/activation/batch.h"
#include "infoflow/network/layers/initialization.h"

namespace infoflow::cascade {

namespace {

// Streams of decoders, apart from those of the layers of networks.
constexpr int kFirstDecoderStream = 1 << 30;

}  // namespace

template <typename T>
absl::StatusOr<Cascade<T>> Cascade<T>::Create(network::Network<T> network,
                                              std::vector<DecoderPointer<T>> decoders) {
  if (decoders.empty() || decoders.size() > static_cast<std::size_t>(network.num_layers())) {
    return absl::InvalidArgumentError(
        absl::StrCat(decoders.size(), " decoders: must be from 1 to the number of layers, ",
                     network.num_layers()));
  }
  Cascade cascade(std::move(network));
  cascade.offsets_.push_back(0);
  for (std::size_t i = 0; i < decoders.size(); ++i) {
    const network::Layer<T>& layer = cascade.network_.layer(i);
    const network::Layer<T>& decoder = decoders[i]->layer();
    if (decoder.input_size() != layer.output_size() ||
        decoder.output_size() != layer.input_size()) {
      return absl::InvalidArgumentError(absl::StrCat("decoder ", i + 1, " ", decoder.Describe(),
                                                     " does not fit its layer ", layer.Describe()));
    }
    cascade.offsets_.push_back(cascade.offsets_.back() + decoder.num_parameters());
  }
  cascade.parameters_.resize(cascade.offsets_.back());
  cascade.decoders_ = std::move(decoders);
  return cascade;
}

template <typename T>
void InitializeDecoders(std::uint64_t seed, Cascade<T>& cascade) {
  for (int i = 0; i < cascade.num_decoders(); ++i) {
    if (cascade.parameters(i).empty()) continue;
    network::InitializeUniform<T>(cascade.decoder(i).layer(), seed, kFirstDecoderStream + i,
                                  cascade.parameters(i));
  }
}

template <typename T>
absl::StatusOr<Cascade<T>> MakeDenseCascade(network::Network<T> network, std::uint64_t seed,
                                            activation::Kind activation) {
  std::vector<DecoderPointer<T>> decoders;
  for (int i = 0; i < network.num_layers(); ++i) {
    decoders.push_back(MakeDenseDecoder<T>(network.layer(i).output_size(),
                                           network.layer(i).input_size(), activation));
  }
  absl::StatusOr<Cascade<T>> cascade = Cascade<T>::Create(std::move(network), std::move(decoders));
  if (cascade.ok()) InitializeDecoders<T>(seed, *cascade);
  return cascade;
}

template class Cascade<float>;
template class Cascade<double>;
template void InitializeDecoders(std::uint64_t, Cascade<float>&);
template void InitializeDecoders(std::uint64_t, Cascade<double>&);
template absl::StatusOr<Cascade<float>> MakeDenseCascade(network::Network<float>, std::uint64_t,
                                                         activation::Kind);
template absl::StatusOr<Cascade<double>> MakeDenseCascade(network::Network<double>, std::uint64_t,
                                                          activation::Kind);

}  // namespace infoflow::cascade
