#include "infoflow/network/convolution/vgg_network.h"

#include <cstdint>
#include <limits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/activation/batch.h"
#include "infoflow/network/convolution/convolution_layer.h"
#include "infoflow/network/convolution/pooling_layer.h"
#include "infoflow/network/convolution/reshape_layer.h"
#include "infoflow/network/layers/dense_layer.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::network {

namespace {

using Kind = VggUnit::Kind;

// Of a map: sizes are ints.
constexpr std::int64_t kMostNumbers = std::numeric_limits<int>::max();

absl::Status CheckUnits(const VggOptions& options) {
  const auto bad = [](std::size_t unit, const char* what) {
    return absl::InvalidArgumentError(absl::StrCat("unit ", unit + 1, ": ", what));
  };
  if (options.units.empty()) return absl::InvalidArgumentError("a network needs at least one unit");
  bool flat = false;
  for (std::size_t i = 0; i < options.units.size(); ++i) {
    const VggUnit& unit = options.units[i];
    const bool sized = unit.kind == Kind::kConvolution || unit.kind == Kind::kDense;
    if (sized && unit.size < 1) return bad(i, "needs a size of at least 1");
    if (flat && unit.kind != Kind::kDense) return bad(i, "must be dense, behind a flatten");
    if (!flat && unit.kind == Kind::kDense) return bad(i, "is dense and needs a flatten before it");
    const MapShape map = options.MapBehind(static_cast<int>(i));
    const std::int64_t channels = unit.kind == Kind::kConvolution ? unit.size : map.channels;
    if (channels * map.height > kMostNumbers / map.width) {
      return bad(i, "has maps of more than 2^31 - 1 numbers");
    }
    if (unit.kind == Kind::kPool && (map.height < 2 || map.width < 2)) {
      return bad(i, "pools a map of fewer than 2 x 2 pixels");
    }
    flat = flat || unit.kind == Kind::kFlatten;
  }
  return absl::OkStatus();
}

template <typename T>
LayerPointer<T> MakeUnit(const VggUnit& unit, const MapShape& input, bool last) {
  switch (unit.kind) {
    case Kind::kConvolution: {
      ConvolutionOptions options;
      options.input = input;
      options.channels = unit.size;
      options.padding = 1;
      options.activation = activation::Kind::kRelu;
      return MakeConvolutionLayer<T>(options);
    }
    case Kind::kPool:
      return MakeMaxPoolLayer<T>(input);
    case Kind::kFlatten:
      return MakeReshapeLayer<T>(input.size());
    case Kind::kDense:
      break;
  }
  return MakeDenseLayer<T>(input.size(), unit.size,
                           last ? activation::Kind::kLinear : activation::Kind::kRelu);
}

}  // namespace

MapShape VggOptions::MapBehind(int units_passed) const {
  INFOFLOW_CHECK(units_passed >= 0 && units_passed <= static_cast<int>(units.size()));
  MapShape map = image;
  for (int i = 0; i < units_passed; ++i) {
    switch (units[i].kind) {
      case Kind::kConvolution:
        map.channels = units[i].size;
        break;
      case Kind::kPool:
        map.height /= 2;
        map.width /= 2;
        break;
      case Kind::kFlatten:
        map = {map.size(), 1, 1};
        break;
      case Kind::kDense:
        map = {units[i].size, 1, 1};
        break;
    }
  }
  return map;
}

template <typename T>
absl::StatusOr<Network<T>> MakeVggNetwork(const VggOptions& options) {
  INFOFLOW_RETURN_IF_ERROR(CheckUnits(options));
  std::vector<LayerPointer<T>> layers;
  for (std::size_t i = 0; i < options.units.size(); ++i) {
    layers.push_back(MakeUnit<T>(options.units[i], options.MapBehind(static_cast<int>(i)),
                                 i + 1 == options.units.size()));
  }
  return Network<T>::Create(std::move(layers));
}

template absl::StatusOr<Network<float>> MakeVggNetwork(const VggOptions&);
template absl::StatusOr<Network<double>> MakeVggNetwork(const VggOptions&);

}  // namespace infoflow::network
