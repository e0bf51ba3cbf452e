#ifndef INFOFLOW_CASCADE_VGG_CASCADE_H_
#define INFOFLOW_CASCADE_VGG_CASCADE_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/network/convolution/vgg_network.h"

namespace infoflow::cascade {

enum class VggDecoders {
  // No nonlinearity: ours. The first decoder's target may be negative, and a single channel decodes
  // to more than a constant.
  kLinear,
  // ReLU behind convolutions and dense units, as in the paper's public code.
  kRelu,
};

// Decoders of the first `levels` units (0: all), initialised: of a convolution a transposed one
// that is cut to the same size, of a pool a transposed 2 x 2 convolution of stride 2 without
// nonlinearity, of a flatten a reshape, of a dense unit a dense layer.
//
// Source: arXiv:2406.12916 (public code: VGG16). Errors: a network of other sizes, levels out of
// range, a pool of a map with an odd side.
template <typename T>
absl::StatusOr<Cascade<T>> MakeVggCascade(network::Network<T> network,
                                          const network::VggOptions& options, VggDecoders decoders,
                                          std::uint64_t seed, int levels = 0);

}  // namespace infoflow::cascade

#endif  // INFOFLOW_CASCADE_VGG_CASCADE_H_
