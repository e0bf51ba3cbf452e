#include "infoflow/cascade/vgg_cascade.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/activation/batch.h"
#include "infoflow/cascade/decoder.h"
#include "infoflow/network/convolution/convolution_layer.h"
#include "infoflow/network/convolution/reshape_layer.h"
#include "infoflow/network/layers/dense_layer.h"

namespace infoflow::cascade {

namespace {

using network::LayerPointer;
using network::MapShape;
using network::VggUnit;

template <typename T>
LayerPointer<T> MakeDecoderLayer(const VggUnit& unit, const MapShape& from, const MapShape& to,
                                 activation::Kind activation) {
  network::TransposedConvolutionOptions options;
  options.input = from;
  options.channels = to.channels;
  switch (unit.kind) {
    case VggUnit::Kind::kConvolution:
      options.activation = activation;
      options.cut = network::Cut::kBoth;
      return network::MakeTransposedConvolutionLayer<T>(options);
    case VggUnit::Kind::kPool:
      options.kernel = 2;
      options.stride = 2;
      options.activation = activation::Kind::kLinear;
      return network::MakeTransposedConvolutionLayer<T>(options);
    case VggUnit::Kind::kFlatten:
      return network::MakeReshapeLayer<T>(to.size());
    case VggUnit::Kind::kDense:
      break;
  }
  return network::MakeDenseLayer<T>(from.size(), to.size(), activation);
}

}  // namespace

template <typename T>
absl::StatusOr<Cascade<T>> MakeVggCascade(network::Network<T> network,
                                          const network::VggOptions& options, VggDecoders decoders,
                                          std::uint64_t seed, int levels) {
  const int units = static_cast<int>(options.units.size());
  if (levels < 0 || levels > units) {
    return absl::InvalidArgumentError(
        absl::StrCat("levels=", levels, ": must be from 0 to the number of units, ", units));
  }
  const activation::Kind activation =
      decoders == VggDecoders::kRelu ? activation::Kind::kRelu : activation::Kind::kLinear;
  std::vector<DecoderPointer<T>> list;
  for (int i = 0; i < (levels == 0 ? units : levels); ++i) {
    const MapShape to = options.MapBehind(i);
    const bool odd = to.height % 2 == 1 || to.width % 2 == 1;
    if (options.units[i].kind == VggUnit::Kind::kPool && odd) {
      return absl::InvalidArgumentError(absl::StrCat("unit ", i + 1, " pools a map of ", to.height,
                                                     " x ", to.width,
                                                     " pixels: both must be even for a decoder"));
    }
    list.push_back(MakeLayerDecoder<T>(
        MakeDecoderLayer<T>(options.units[i], options.MapBehind(i + 1), to, activation)));
  }
  absl::StatusOr<Cascade<T>> cascade = Cascade<T>::Create(std::move(network), std::move(list));
  if (cascade.ok()) InitializeDecoders<T>(seed, *cascade);
  return cascade;
}

template absl::StatusOr<Cascade<float>> MakeVggCascade(network::Network<float>,
                                                       const network::VggOptions&, VggDecoders,
                                                       std::uint64_t, int);
template absl::StatusOr<Cascade<double>> MakeVggCascade(network::Network<double>,
                                                        const network::VggOptions&, VggDecoders,
                                                        std::uint64_t, int);

}  // namespace infoflow::cascade
