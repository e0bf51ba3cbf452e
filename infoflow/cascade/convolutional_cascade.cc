#include "infoflow/cascade/convolutional_cascade.h"

#include <utility>
#include <vector>

#include "infoflow/cascade/decoder.h"
#include "infoflow/network/convolution/chain_layer.h"
#include "infoflow/network/convolution/convolution_layer.h"

namespace infoflow::cascade {

namespace {

using network::Cut;
using network::LayerPointer;
using network::MapShape;

// Undoes a convolution from `to` to `from`. An odd map is what stride 2 makes of an even one less
// its end: 7 -> 15, of which 14 are kept; of odd maps, 7 -> 15 and 13 kept, the first and the last
// are dropped.
template <typename T>
LayerPointer<T> DecoderLayer(const MapShape& from, const MapShape& to) {
  network::TransposedConvolutionOptions decoder;
  decoder.input = from;
  decoder.channels = to.channels;
  decoder.stride = from.height == to.height ? 1 : 2;
  decoder.cut = decoder.stride == 1 || to.height % 2 == 1 ? Cut::kBoth : Cut::kEnd;
  return network::MakeTransposedConvolutionLayer<T>(decoder);
}

}  // namespace

template <typename T>
absl::StatusOr<Cascade<T>> MakeConvolutionalCascade(network::Network<T> network,
                                                    const network::ConvolutionalOptions& options,
                                                    std::uint64_t seed) {
  std::vector<DecoderPointer<T>> decoders;
  for (int level = 1; level <= options.levels(); ++level) {
    const LayerPointer<T> layer =
        DecoderLayer<T>(options.MapBehind(level), options.MapBehind(level - 1));
    const bool block = options.residual && level > 1 + options.strided;
    decoders.push_back(
        MakeLayerDecoder<T>(block ? network::MakeChainLayer<T>({layer, layer}) : layer));
  }
  absl::StatusOr<Cascade<T>> cascade = Cascade<T>::Create(std::move(network), std::move(decoders));
  if (cascade.ok()) InitializeDecoders<T>(seed, *cascade);
  return cascade;
}

template absl::StatusOr<Cascade<float>> MakeConvolutionalCascade(
    network::Network<float>, const network::ConvolutionalOptions&, std::uint64_t);
template absl::StatusOr<Cascade<double>> MakeConvolutionalCascade(
    network::Network<double>, const network::ConvolutionalOptions&, std::uint64_t);

}  // namespace infoflow::cascade
