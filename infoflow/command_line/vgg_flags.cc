#include "infoflow/command_line/vgg_flags.h"

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::command_line {

namespace {

using network::VggUnit;

// Of channels or units, what memory holds.
constexpr int kLargestSize = 1 << 20;

}  // namespace

void VggFlags::Declare(FlagSet& flags) {
  flags.AddText("units", &units_,
                "vgg: channels of 3 x 3 convolutions, pool, and behind flatten the sizes of dense "
                "layers; the logits follow by themselves");
  flags.OnlyWhere("family", {"vgg"}, {"units"});
}

absl::StatusOr<network::VggOptions> VggFlags::Options(const datasets::Dataset& dataset,
                                                      int outputs) const {
  network::VggOptions options;
  options.image = {dataset.shape.channels, dataset.shape.rows, dataset.shape.columns};
  bool flat = false;
  for (const absl::string_view word : absl::StrSplit(units_, ',')) {
    int size = 0;
    if (word == "pool") {
      options.units.push_back(VggUnit::Pool());
    } else if (word == "flatten") {
      options.units.push_back(VggUnit::Flatten());
      flat = true;
    } else if (absl::SimpleAtoi(word, &size) && size >= 1 && size <= kLargestSize) {
      options.units.push_back(flat ? VggUnit::Dense(size) : VggUnit::Convolution(size));
    } else {
      return absl::InvalidArgumentError(absl::StrCat("--units=", units_, ": '", word,
                                                     "' must be an integer from 1 to ",
                                                     kLargestSize, ", pool or flatten"));
    }
  }
  if (!flat) options.units.push_back(VggUnit::Flatten());
  options.units.push_back(VggUnit::Dense(outputs));
  return options;
}

absl::StatusOr<network::Network<float>> VggFlags::MakeNetwork(
    const datasets::Dataset& dataset, int outputs,
    const network::GaussianInitialization& initialization, std::uint64_t seed) const {
  INFOFLOW_RETURN_IF_ERROR(network::CheckGaussianInitialization(initialization));
  INFOFLOW_ASSIGN_OR_RETURN(const network::VggOptions options, Options(dataset, outputs));
  absl::StatusOr<network::Network<float>> network = network::MakeVggNetwork<float>(options);
  if (!network.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("--units=", units_, ": ", network.status().message()));
  }
  network::InitializeGaussian<float>(initialization, seed, *network);
  return network;
}

network::GaussianInitialization VggFlags::Initialization(
    const FlagSet& flags, const network::GaussianInitialization& given) {
  network::GaussianInitialization initialization = given;
  if (!flags.Given("weight_variance")) initialization.weight_variance = 2.0;
  if (!flags.Given("bias_variance")) initialization.bias_variance = 0.0;
  return initialization;
}

}  // namespace infoflow::command_line
