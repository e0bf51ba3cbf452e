#include "infoflow/command_line/cascade_family_flags.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/activation/batch.h"
#include "infoflow/cascade/convolutional_cascade.h"
#include "infoflow/network/convolution/convolutional_network.h"
#include "infoflow/network/layers/network_sizes.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::command_line {

namespace {

constexpr std::int64_t kMostLayers = 100000;
// Maps of so many channels are what memory holds.
constexpr std::int64_t kMostChannels = 4096;

network::ConvolutionalOptions MapOptions(const datasets::Dataset& dataset, int depth, int channels,
                                         bool residual) {
  network::ConvolutionalOptions options =
      network::ConvolutionalOptions::OfDepth(depth, channels, residual);
  options.image = {dataset.shape.channels, dataset.shape.rows, dataset.shape.columns};
  options.classes = dataset.classes;
  return options;
}

}  // namespace

void CascadeFamilyFlags::Declare(FlagSet& flags, Vgg vgg) {
  std::vector<std::string> families = network::SizeFamilyNames();
  families.insert(families.end(), {"uniform", "convolutional", "residual"});
  const std::vector<std::string> with_depth = families;
  if (vgg == Vgg::kYes) families.push_back("vgg");
  flags.AddChoice("family", &family_, families,
                  "dense, by how the numbers of units go with depth; or of maps of features");
  flags.AddInteger("depth", &depth_, {1, kMostLayers},
                   "dense: linear layers (sizes for shrinking-ceiling), of which the last two have "
                   "no entropies; convolutional, residual: layers with entropies");
  flags.AddInteger("width", &width_, 1, "uniform: units of each hidden layer");
  flags.AddInteger("channels", &channels_, {1, kMostChannels},
                   "convolutional, residual: channels of each map");
  flags.OnlyWhere("family", {"uniform"}, {"width"});
  flags.OnlyWhere("family", {"convolutional", "residual"}, {"channels"});
  if (vgg == Vgg::kNo) return;
  flags.OnlyWhere("family", with_depth, {"depth"});
  vgg_.Declare(flags);
  flags.AddChoice(
      "vgg_decoders", &vgg_decoders_,
      {{"linear", cascade::VggDecoders::kLinear}, {"relu", cascade::VggDecoders::kRelu}},
      "vgg: nonlinearity of decoders of convolutions and dense layers");
  flags.OnlyWhere("family", {"vgg"}, {"vgg_decoders"});
}

absl::StatusOr<network::Network<float>> CascadeFamilyFlags::MakeNetwork(
    const datasets::Dataset& dataset, const network::GaussianInitialization& initialization,
    std::uint64_t seed) const {
  if (IsVgg()) return vgg_.MakeNetwork(dataset, dataset.classes, initialization, seed);
  const int depth = static_cast<int>(depth_);
  if (HasMaps()) {
    return network::MakeConvolutionalNetwork<float>(
        MapOptions(dataset, depth, channels_, family_ == "residual"), initialization, seed);
  }
  std::vector<int> sizes;
  if (family_ == "uniform") {
    if (width_ == 0) return absl::InvalidArgumentError("--family=uniform: needs --width");
    sizes.assign(depth + 1, width_);
    sizes.front() = dataset.images.columns();
    sizes.back() = dataset.classes;
  } else {
    INFOFLOW_ASSIGN_OR_RETURN(const network::SizeFamily family, network::ParseSizeFamily(family_));
    INFOFLOW_ASSIGN_OR_RETURN(
        sizes, network::NetworkSizes(family, dataset.images.columns(), dataset.classes, depth));
  }
  if (sizes.size() < 4) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--depth=", depth_, ": a ", family_, " network of this depth has ", sizes.size() - 1,
        " linear layers; entropies need at least 3, the last two having none"));
  }
  return network::MakeDenseNetwork<float>(sizes, activation::Kind::kTanh, activation::Kind::kTanh,
                                          initialization, seed);
}

absl::StatusOr<cascade::Cascade<float>> CascadeFamilyFlags::MakeCascade(
    network::Network<float> network, const datasets::Dataset& dataset, std::uint64_t seed) const {
  if (!HasMaps()) return cascade::MakeDenseCascade<float>(std::move(network), seed);
  if (IsVgg()) {
    INFOFLOW_ASSIGN_OR_RETURN(const network::VggOptions options,
                              vgg_.Options(dataset, dataset.classes));
    return cascade::MakeVggCascade<float>(std::move(network), options, vgg_decoders_, seed);
  }
  return cascade::MakeConvolutionalCascade<float>(
      std::move(network),
      MapOptions(dataset, static_cast<int>(depth_), channels_, family_ == "residual"), seed);
}

}  // namespace infoflow::command_line
