#ifndef INFOFLOW_COMMAND_LINE_CASCADE_FAMILY_FLAGS_H_
#define INFOFLOW_COMMAND_LINE_CASCADE_FAMILY_FLAGS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/vgg_cascade.h"
#include "infoflow/command_line/vgg_flags.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/support/flag_set.h"

namespace infoflow::command_line {

// The flags that choose a random network to be cascaded: family, depth, width, channels; units of
// networks of VGG's kind where these are offered.
class CascadeFamilyFlags {
 public:
  explicit CascadeFamilyFlags(std::string family = "wide", std::int64_t depth = 20, int width = 0)
      : family_(std::move(family)), depth_(depth), width_(width) {}

  enum class Vgg { kNo, kYes };
  void Declare(FlagSet& flags, Vgg vgg = Vgg::kNo);

  const std::string& family() const { return family_; }
  bool IsVgg() const { return family_ == "vgg"; }
  // Whether layers are made of maps of features instead of units.
  bool HasMaps() const { return IsVgg() || family_ == "convolutional" || family_ == "residual"; }

  absl::StatusOr<network::Network<float>> MakeNetwork(
      const datasets::Dataset& dataset, const network::GaussianInitialization& initialization,
      std::uint64_t seed) const;
  // Its untrained decoders.
  absl::StatusOr<cascade::Cascade<float>> MakeCascade(network::Network<float> network,
                                                      const datasets::Dataset& dataset,
                                                      std::uint64_t seed) const;

 private:
  std::string family_;
  std::int64_t depth_;
  int width_;  // 0: not given
  int channels_ = 16;
  VggFlags vgg_;
  cascade::VggDecoders vgg_decoders_ = cascade::VggDecoders::kLinear;
};

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_CASCADE_FAMILY_FLAGS_H_
