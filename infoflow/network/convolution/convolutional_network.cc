#include "infoflow/network/convolution/convolutional_network.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "infoflow/activation/batch.h"
#include "infoflow/network/convolution/chain_layer.h"
#include "infoflow/network/convolution/convolution_layer.h"
#include "infoflow/network/convolution/pooling_layer.h"
#include "infoflow/network/convolution/residual_layer.h"
#include "infoflow/network/layers/dense_layer.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::network {

namespace {

ConvolutionOptions LayerOptions(const ConvolutionalOptions& options, int level) {
  ConvolutionOptions layer;
  layer.input = options.MapBehind(level - 1);
  layer.channels = options.channels;
  layer.padding = level <= 1 + options.strided ? 1 : 0;
  layer.stride = level > 1 && level <= 1 + options.strided ? 2 : 1;
  layer.wrap = level > 1 + options.strided;
  return layer;
}

template <typename T>
LayerPointer<T> MakeTail(const ConvolutionalOptions& options) {
  ConvolutionOptions convolution;
  convolution.input = options.MapBehind(options.levels());
  convolution.channels = options.channels;
  const MapShape map = convolution.output();
  const int window = std::min(map.height, map.width);
  return MakeChainLayer<T>(
      {MakeConvolutionLayer<T>(convolution), MakeAveragePoolLayer<T>(map, window, window)});
}

absl::Status AtLeast(const char* name, int value, int least) {
  if (value >= least) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat(name, "=", value, ": must be at least ", least));
}

}  // namespace

MapShape ConvolutionalOptions::MapBehind(int level) const {
  MapShape map = image;
  if (level >= 1) map.channels = channels;
  for (int i = 0; i < std::min(level - 1, strided); ++i) {
    map.height = (map.height + 1) / 2;
    map.width = (map.width + 1) / 2;
  }
  return map;
}

absl::Status CheckConvolutionalOptions(const ConvolutionalOptions& options) {
  INFOFLOW_RETURN_IF_ERROR(AtLeast("channels", options.channels, 1));
  INFOFLOW_RETURN_IF_ERROR(AtLeast("classes", options.classes, 1));
  INFOFLOW_RETURN_IF_ERROR(AtLeast("strided", options.strided, 0));
  INFOFLOW_RETURN_IF_ERROR(AtLeast("blocks", options.blocks, 0));
  const MapShape last = options.MapBehind(options.levels());
  if (last.height < 3 || last.width < 3) {
    return absl::InvalidArgumentError(
        absl::StrCat("images of ", options.image.height, " x ", options.image.width,
                     " pixels: maps behind the strided layers have ", last.height, " x ",
                     last.width, " pixels, must be at least 3 x 3"));
  }
  return absl::OkStatus();
}

template <typename T>
absl::StatusOr<Network<T>> MakeConvolutionalNetwork(const ConvolutionalOptions& options,
                                                    const GaussianInitialization& initialization,
                                                    std::uint64_t seed) {
  INFOFLOW_RETURN_IF_ERROR(CheckConvolutionalOptions(options));
  INFOFLOW_RETURN_IF_ERROR(CheckGaussianInitialization(initialization));
  std::vector<LayerPointer<T>> layers;
  for (int level = 1; level <= options.levels(); ++level) {
    if (options.residual && level > 1 + options.strided) {
      layers.push_back(MakeResidualLayer<T>(options.MapBehind(level)));
    } else {
      layers.push_back(MakeConvolutionLayer<T>(LayerOptions(options, level)));
    }
  }
  layers.push_back(MakeTail<T>(options));
  layers.push_back(MakeDenseLayer<T>(layers.back()->output_size(), options.classes,
                                     activation::Kind::kTanh, DenseBias::kWithout));
  absl::StatusOr<Network<T>> network = Network<T>::Create(std::move(layers));
  if (network.ok()) InitializeGaussian<T>(initialization, seed, *network);
  return network;
}

template absl::StatusOr<Network<float>> MakeConvolutionalNetwork(const ConvolutionalOptions&,
                                                                 const GaussianInitialization&,
                                                                 std::uint64_t);
template absl::StatusOr<Network<double>> MakeConvolutionalNetwork(const ConvolutionalOptions&,
                                                                  const GaussianInitialization&,
                                                                  std::uint64_t);

}  // namespace infoflow::network
