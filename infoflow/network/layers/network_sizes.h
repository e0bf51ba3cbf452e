#ifndef INFOFLOW_NETWORK_LAYERS_NETWORK_SIZES_H_
#define INFOFLOW_NETWORK_LAYERS_NETWORK_SIZES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace infoflow::network {

// How the number of units goes from the input to the output.
enum class SizeFamily {
  // [in, in, ..., in, 400, out]: `depth` linear layers, of which depth - 2 keep the size; two
  // at least. Source: arXiv:2107.06898 and arXiv:2406.12916 alike.
  kWide,
  // in - i floor((in - out) / depth) for i < depth, then out: `depth` linear layers.
  // Source: arXiv:2107.06898.
  kShrinkingFloor,
  // `depth` sizes ceil(in + (out - in) k / (depth - 1)), k < depth: depth - 1 linear layers.
  // Source: arXiv:2406.12916. Deviation: the division is exact, where the authors' single
  // precision sometimes makes one more of an integer.
  kShrinkingCeiling,
};

// "wide", "shrinking-floor", "shrinking-ceiling", in this order.
const std::vector<std::string>& SizeFamilyNames();
absl::StatusOr<SizeFamily> ParseSizeFamily(absl::string_view name);

// Units of a wide network's last layer but one.
inline constexpr int kWidePenultimateSize = 400;

// The numbers of units from input to output, one more than there are linear layers.
// Domain: in, out >= 1; depth >= 1, >= 2 for kWide and kShrinkingCeiling; shrinking families
// in >= out. Cost: O(depth).
absl::StatusOr<std::vector<int>> NetworkSizes(SizeFamily family, int in, int out, int depth);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_LAYERS_NETWORK_SIZES_H_
