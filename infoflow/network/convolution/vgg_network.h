#ifndef INFOFLOW_NETWORK_CONVOLUTION_VGG_NETWORK_H_
#define INFOFLOW_NETWORK_CONVOLUTION_VGG_NETWORK_H_

#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/network/convolution/tap_groups.h"
#include "infoflow/network/layers/network.h"

namespace infoflow::network {

// One unit of a VGG-type network, a layer of its own with a decoder of its own.
struct VggUnit {
  enum class Kind {
    kConvolution,  // 3 x 3, zeros around, ReLU; `size` channels
    kPool,         // largest of 2 x 2 pixels
    kFlatten,      // changes no number; needed before the first dense unit
    kDense,        // `size` units, ReLU but for the last one
  };
  Kind kind = Kind::kConvolution;
  int size = 0;

  static VggUnit Convolution(int channels) { return {Kind::kConvolution, channels}; }
  static VggUnit Pool() { return {Kind::kPool, 0}; }
  static VggUnit Flatten() { return {Kind::kFlatten, 0}; }
  static VggUnit Dense(int units) { return {Kind::kDense, units}; }
};

struct VggOptions {
  MapShape image = {1, 28, 28};
  std::vector<VggUnit> units;

  // The map behind the first `units_passed` units; behind dense ones 1 x 1 pixels. Domain: from 0
  // to units.size().
  MapShape MapBehind(int units_passed) const;
};

// Source: arXiv:2406.12916 (public code: VGG16 cut into units). Parameters start as zero. Errors,
// one sentence each: no unit, sizes below 1, pools of maps of fewer than 2 x 2 pixels, convolutions
// or pools behind a flatten, a dense unit on a map that was not flattened, more than one flatten,
// maps of more than 2^31 - 1 numbers.
template <typename T>
absl::StatusOr<Network<T>> MakeVggNetwork(const VggOptions& options);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_CONVOLUTION_VGG_NETWORK_H_
