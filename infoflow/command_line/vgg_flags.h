#ifndef INFOFLOW_COMMAND_LINE_VGG_FLAGS_H_
#define INFOFLOW_COMMAND_LINE_VGG_FLAGS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/network/convolution/vgg_network.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/support/flag_set.h"

namespace infoflow::command_line {

// The flag --units, which says what a network of VGG's kind is made of, for commands with
// --family=vgg.
class VggFlags {
 public:
  // Restricted to that family.
  void Declare(FlagSet& flags);

  // The units of a network with `outputs` logits. Errors name the flag and the word.
  absl::StatusOr<network::VggOptions> Options(const datasets::Dataset& dataset, int outputs) const;
  // With Gaussian weights.
  absl::StatusOr<network::Network<float>> MakeNetwork(
      const datasets::Dataset& dataset, int outputs,
      const network::GaussianInitialization& initialization, std::uint64_t seed) const;

  // Where the flags weight_variance and bias_variance are not given: 2 and 0, He's, with which
  // activations neither grow nor fall behind ReLU.
  static network::GaussianInitialization Initialization(
      const FlagSet& flags, const network::GaussianInitialization& given);

 private:
  std::string units_ = "8,8,pool,16,16,pool,flatten,64";
};

}  // namespace infoflow::command_line

#endif  // INFOFLOW_COMMAND_LINE_VGG_FLAGS_H_
