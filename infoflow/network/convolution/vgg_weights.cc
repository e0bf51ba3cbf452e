#include "infoflow/network/convolution/vgg_weights.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "infoflow/network/convolution/channel_order.h"
#include "infoflow/support/safetensors.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::network {

namespace {

// Beyond what any such network has, and no overflow of sizes below it.
constexpr std::uint64_t kMostUnits = 1 << 20;

using Shape = std::vector<std::uint64_t>;

class ModelReader {
 public:
  ModelReader(std::string path, const SafetensorsFile& file)
      : path_(std::move(path)), file_(file) {}

  absl::StatusOr<VggOptions> ReadOptions(int height, int width);
  template <typename T>
  absl::Status ReadParameters(const VggOptions& options, Network<T>& network) const;

 private:
  absl::Status Bad(const std::string& name, const std::string& what) const {
    return absl::InvalidArgumentError(absl::StrCat(path_, ": tensor '", name, "' ", what));
  }
  // The numbers I of PREFIX.I.weight, ascending.
  std::vector<int> Indices(const std::string& prefix) const {
    std::vector<int> indices;
    for (const auto& [name, entry] : file_.entries()) {
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
    const auto found = file_.entries().find(name);
    if (found == file_.entries().end()) return Bad(name, "is not there");
    const Shape& shape = found->second.shape;
    bool fits = shape.size() == want.size();
    for (std::size_t i = 0; fits && i < shape.size(); ++i) {
      fits = shape[i] >= 1 && shape[i] <= kMostUnits && (want[i] == 0 || want[i] == shape[i]);
    }
    if (fits) return shape;
    return Bad(name, absl::StrCat("has shape [", absl::StrJoin(shape, ","), "]: must be [",
                                  absl::StrJoin(want, ","), "]", " (0: any)"));
  }
  absl::StatusOr<int> ReadFeatures(VggOptions& options);
  absl::Status ReadClassifier(VggOptions& options, std::uint64_t inputs);

  const std::string path_;
  const SafetensorsFile& file_;
  std::vector<std::string> stems_;  // of the units with parameters, "features.0"
};

absl::StatusOr<int> ModelReader::ReadFeatures(VggOptions& options) {
  const std::vector<int> indices = Indices("features");
  if (indices.empty()) return Bad("features.0.weight", "is not there");
  std::uint64_t channels = 0;  // any number of colours
  int expected = 0;
  for (const int index : indices) {
    const std::string stem = absl::StrCat("features.", index);
    if (file_.entries().count(stem + ".running_mean") > 0) {
      return Bad(stem + ".running_mean",
                 "belongs to batch normalisation, which is not read: take a network without it");
    }
    if (index == expected + 1 && index > 0) {
      options.units.push_back(VggUnit::Pool());
    } else if (index != expected) {
      return Bad(stem + ".weight",
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
  return static_cast<int>(channels);
}

absl::Status ModelReader::ReadClassifier(VggOptions& options, std::uint64_t inputs) {
  options.units.push_back(VggUnit::Flatten());
  const std::vector<int> indices = Indices("classifier");
  if (indices.empty()) return Bad("classifier.0.weight", "is not there");
  for (const int index : indices) {
    const std::string stem = absl::StrCat("classifier.", index);
    INFOFLOW_ASSIGN_OR_RETURN(const Shape shape, ShapeOf(stem + ".weight", {0, inputs}));
    INFOFLOW_RETURN_IF_ERROR(ShapeOf(stem + ".bias", {shape[0]}).status());
    inputs = shape[0];
    options.units.push_back(VggUnit::Dense(static_cast<int>(inputs)));
    stems_.push_back(stem);
  }
  return absl::OkStatus();
}

absl::StatusOr<VggOptions> ModelReader::ReadOptions(int height, int width) {
  VggOptions options;
  options.image = {1, height, width};
  INFOFLOW_ASSIGN_OR_RETURN(const int channels, ReadFeatures(options));
  const MapShape map = options.MapBehind(static_cast<int>(options.units.size()));
  if (map.height < 1 || map.width < 1) {
    return absl::InvalidArgumentError(absl::StrCat(path_, ": images of ", height, " x ", width,
                                                   " pixels are too small for its pools"));
  }
  INFOFLOW_RETURN_IF_ERROR(ReadClassifier(
      options, static_cast<std::uint64_t>(channels) * static_cast<std::uint64_t>(map.pixels())));
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
    INFOFLOW_ASSIGN_OR_RETURN(std::vector<T> weights, file_.Read<T>(stem + ".weight"));
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<T> bias, file_.Read<T>(stem + ".bias"));
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
  if (absl::EndsWith(path, ".pth") || absl::EndsWith(path, ".pt")) {
    return absl::InvalidArgumentError(
        absl::StrCat(path,
                     ": PyTorch's archives are not read; convert it in Python by "
                     "safetensors.torch.save_file(state_dict, \"vgg16.safetensors\")"));
  }
  INFOFLOW_ASSIGN_OR_RETURN(const SafetensorsFile file, SafetensorsFile::Open(path));
  ModelReader reader(path, file);
  INFOFLOW_ASSIGN_OR_RETURN(VggOptions options, reader.ReadOptions(height, width));
  INFOFLOW_ASSIGN_OR_RETURN(Network<T> network, MakeVggNetwork<T>(options));
  INFOFLOW_RETURN_IF_ERROR(reader.ReadParameters(options, network));
  return VggModel<T>{std::move(options), std::move(network)};
}

template absl::StatusOr<VggModel<float>> ReadVggModel(const std::string&, int, int);
template absl::StatusOr<VggModel<double>> ReadVggModel(const std::string&, int, int);

}  // namespace infoflow::network
