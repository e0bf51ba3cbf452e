#include "infoflow/network/convolution/vgg_weights.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/types/span.h"
#include "infoflow/network/convolution/channel_order.h"
#include "infoflow/support/file.h"
#include "infoflow/support/named_tensors.h"
#include "infoflow/support/safetensors.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::network {

namespace {

// torchvision has a ReLU and a dropout behind each dense layer.
constexpr int kClassifierStep = 3;

// Dense layers as timm calls them.
constexpr const char* kTimmClassifier[] = {"pre_logits.fc1", "pre_logits.fc2", "head.fc"};

// Beyond what any such network has, and no overflow of sizes below it.
constexpr std::uint64_t kMostUnits = 1 << 20;

using Shape = NamedTensors::Shape;

class ModelReader {
 public:
  ModelReader(std::string path, const NamedTensors& tensors)
      : path_(std::move(path)), tensors_(tensors) {}

  absl::StatusOr<VggOptions> ReadOptions(int height, int width);
  template <typename T>
  absl::Status ReadParameters(const VggOptions& options, Network<T>& network) const;

 private:
  // The numbers I of PREFIX.I.weight, ascending.
  std::vector<int> Indices(const std::string& prefix) const {
    std::vector<int> indices;
    for (const std::string& name : tensors_.names()) {
      const std::vector<std::string> parts = absl::StrSplit(name, '.');
      int index = 0;
      if (parts.size() == 3 && parts[0] == prefix && parts[2] == "weight" &&
          absl::SimpleAtoi(parts[1], &index)) {
        indices.push_back(index);
      }
    }
    std::sort(indices.begin(), indices.end());
    return indices;
  }
  // Checks that `name` has `want`, where 0 stands for any extent from 1 on.
  absl::StatusOr<Shape> ShapeOf(const std::string& name, const Shape& want) const {
    INFOFLOW_ASSIGN_OR_RETURN(const Shape shape, tensors_.ShapeOf(name));
    bool fits = shape.size() == want.size();
    for (std::size_t i = 0; fits && i < shape.size(); ++i) {
      fits = shape[i] >= 1 && shape[i] <= kMostUnits && (want[i] == 0 || want[i] == shape[i]);
    }
    if (fits) return shape;
    return tensors_.Bad(name, absl::StrCat("has shape [", absl::StrJoin(shape, ","), "]: must be [",
                                           absl::StrJoin(want, ","), "]", " (0: any)"));
  }
  absl::Status ReadFeatures(VggOptions& options);
  std::vector<std::string> ClassifierStems() const;
  absl::Status ReadClassifier(VggOptions& options, const MapShape& map);

  const std::string path_;
  const NamedTensors& tensors_;
  std::vector<std::string> stems_;  // of the units with parameters, "features.0"
};

absl::Status ModelReader::ReadFeatures(VggOptions& options) {
  const std::vector<int> indices = Indices("features");
  if (indices.empty()) return tensors_.Bad("features.0.weight", "is not there");
  std::uint64_t channels = 0;  // any number of colours
  int expected = 0;
  for (const int index : indices) {
    const std::string stem = absl::StrCat("features.", index);
    if (tensors_.names().count(stem + ".running_mean") > 0) {
      return tensors_.Bad(
          stem + ".running_mean",
          "belongs to batch normalisation, which is not read: take a network without it");
    }
    if (index == expected + 1 && index > 0) {
      options.units.push_back(VggUnit::Pool());
    } else if (index != expected) {
      return tensors_.Bad(stem + ".weight",
                          "is misplaced: numbers begin with 0 and rise by 2, or by 3 across "
                          "a pool");
    }
    INFOFLOW_ASSIGN_OR_RETURN(const Shape shape, ShapeOf(stem + ".weight", {0, channels, 3, 3}));
    INFOFLOW_RETURN_IF_ERROR(ShapeOf(stem + ".bias", {shape[0]}).status());
    if (channels == 0) options.image.channels = static_cast<int>(shape[1]);
    channels = shape[0];
    options.units.push_back(VggUnit::Convolution(static_cast<int>(channels)));
    stems_.push_back(stem);
    expected = index + 2;
  }
  options.units.push_back(VggUnit::Pool());
  return absl::OkStatus();
}

std::vector<std::string> ModelReader::ClassifierStems() const {
  std::vector<std::string> stems;
  for (const int index : Indices("classifier")) stems.push_back(absl::StrCat("classifier.", index));
  if (!stems.empty()) return stems;
  for (const char* stem : kTimmClassifier) {
    if (tensors_.names().count(absl::StrCat(stem, ".weight")) > 0) stems.push_back(stem);
  }
  return stems;
}

absl::Status ModelReader::ReadClassifier(VggOptions& options, const MapShape& map) {
  options.units.push_back(VggUnit::Flatten());
  const std::vector<std::string> stems = ClassifierStems();
  if (stems.empty()) return tensors_.Bad("classifier.0.weight", "is not there");
  MapShape input = map;
  for (const std::string& stem : stems) {
    // timm has dense layers as convolutions over the whole map.
    INFOFLOW_ASSIGN_OR_RETURN(const Shape written, tensors_.ShapeOf(stem + ".weight"));
    const std::uint64_t channels = input.channels, height = input.height, width = input.width;
    const Shape want = written.size() == 4 ? Shape{0, channels, height, width}
                                           : Shape{0, channels * height * width};
    INFOFLOW_ASSIGN_OR_RETURN(const Shape shape, ShapeOf(stem + ".weight", want));
    INFOFLOW_RETURN_IF_ERROR(ShapeOf(stem + ".bias", {shape[0]}).status());
    input = {static_cast<int>(shape[0]), 1, 1};
    options.units.push_back(VggUnit::Dense(input.channels));
    stems_.push_back(stem);
  }
  return absl::OkStatus();
}

absl::StatusOr<VggOptions> ModelReader::ReadOptions(int height, int width) {
  VggOptions options;
  options.image = {1, height, width};
  INFOFLOW_RETURN_IF_ERROR(ReadFeatures(options));
  const MapShape map = options.MapBehind(static_cast<int>(options.units.size()));
  if (map.height < 1 || map.width < 1) {
    return absl::InvalidArgumentError(absl::StrCat(path_, ": images of ", height, " x ", width,
                                                   " pixels are too small for its pools"));
  }
  INFOFLOW_RETURN_IF_ERROR(ReadClassifier(options, map));
  return options;
}

template <typename T>
absl::Status ModelReader::ReadParameters(const VggOptions& options, Network<T>& network) const {
  std::size_t next = 0;
  bool first_dense = true;
  for (int i = 0; i < network.num_layers(); ++i) {
    const VggUnit::Kind kind = options.units[i].kind;
    if (kind != VggUnit::Kind::kConvolution && kind != VggUnit::Kind::kDense) continue;
    const std::string& stem = stems_[next++];
    INFOFLOW_ASSIGN_OR_RETURN(std::vector<T> weights, tensors_.Read<T>(stem + ".weight"));
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<T> bias, tensors_.Read<T>(stem + ".bias"));
    if (kind == VggUnit::Kind::kConvolution) {
      weights = TapMajor<T>(weights, options.MapBehind(i).channels, options.units[i].size);
    } else if (std::exchange(first_dense, false)) {
      // The unit before is the flatten.
      weights = PixelMajor<T>(weights, options.MapBehind(i - 1));
    }
    const absl::Span<T> parameters = network.parameters(i);
    std::copy(weights.begin(), weights.end(), parameters.begin());
    std::copy(bias.begin(), bias.end(), parameters.begin() + weights.size());
  }
  return absl::OkStatus();
}

}  // namespace

template <typename T>
absl::StatusOr<VggModel<T>> ReadVggModel(const std::string& path, int height, int width) {
  INFOFLOW_ASSIGN_OR_RETURN(const NamedTensors tensors, NamedTensors::Open(path));
  ModelReader reader(path, tensors);
  INFOFLOW_ASSIGN_OR_RETURN(VggOptions options, reader.ReadOptions(height, width));
  INFOFLOW_ASSIGN_OR_RETURN(Network<T> network, MakeVggNetwork<T>(options));
  INFOFLOW_RETURN_IF_ERROR(reader.ReadParameters(options, network));
  return VggModel<T>{std::move(options), std::move(network)};
}

absl::Status CheckVggNames(const VggOptions& options) {
  VggUnit::Kind before = VggUnit::Kind::kPool;
  bool tells = options.units.back().kind == VggUnit::Kind::kDense;
  for (const VggUnit& unit : options.units) {
    const bool needs_convolution = unit.kind == VggUnit::Kind::kPool;
    if (needs_convolution && before != VggUnit::Kind::kConvolution) tells = false;
    if (unit.kind == VggUnit::Kind::kFlatten && before != VggUnit::Kind::kPool) tells = false;
    before = unit.kind;
  }
  if (tells && options.units[0].kind == VggUnit::Kind::kConvolution) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "torchvision's names cannot tell these units: they must begin with a convolution, have one "
      "before each pool, and a pool behind the last one");
}

absl::Status WriteVggModel(const VggOptions& options, const Network<float>& network,
                           const std::string& path) {
  INFOFLOW_RETURN_IF_ERROR(CheckVggNames(options));
  std::vector<NamedTensor> tensors;
  int feature = 0, dense = 0;
  for (int i = 0; i < network.num_layers(); ++i) {
    const VggUnit& unit = options.units[i];
    if (unit.kind == VggUnit::Kind::kPool) ++feature;
    if (unit.kind != VggUnit::Kind::kConvolution && unit.kind != VggUnit::Kind::kDense) continue;
    const absl::Span<const float> parameters = network.parameters(i);
    const std::uint64_t out = unit.size;
    const absl::Span<const float> weights = parameters.subspan(0, parameters.size() - out);
    const std::uint64_t in = options.MapBehind(i).channels;
    NamedTensor weight = {"", {out, in}, {weights.begin(), weights.end()}};
    std::string stem;
    if (unit.kind == VggUnit::Kind::kConvolution) {
      stem = absl::StrCat("features.", std::exchange(feature, feature + 2));
      weight.shape = {out, in, 3, 3};
      weight.values = TapMinor<float>(weights, in, out);
    } else {
      stem = absl::StrCat("classifier.", kClassifierStep * dense);
      // The unit before is the flatten.
      if (dense++ == 0) weight.values = ChannelMajor<float>(weights, options.MapBehind(i - 1));
    }
    weight.name = stem + ".weight";
    tensors.push_back(std::move(weight));
    const absl::Span<const float> bias = parameters.subspan(weights.size());
    tensors.push_back({stem + ".bias", {out}, {bias.begin(), bias.end()}});
  }
  return WriteFile(FormatSafetensors(tensors), path);
}

template absl::StatusOr<VggModel<float>> ReadVggModel(const std::string&, int, int);
template absl::StatusOr<VggModel<double>> ReadVggModel(const std::string&, int, int);

}  // namespace infoflow::network
