#ifndef INFOFLOW_NETWORK_CONVOLUTION_TAP_GROUPS_H_
#define INFOFLOW_NETWORK_CONVOLUTION_TAP_GROUPS_H_

#include <string>
#include <vector>

#include "absl/types/span.h"

namespace infoflow::network {

// A map of features: `channels` numbers at each of height x width pixels. Within a row of a batch
// the channel is the fastest index (pixel-major), then the column.
struct MapShape {
  int channels = 1;
  int height = 1;
  int width = 1;

  int pixels() const { return height * width; }
  int size() const { return channels * pixels(); }
};

inline bool operator==(const MapShape& a, const MapShape& b) {
  return a.channels == b.channels && a.height == b.height && a.width == b.width;
}
inline bool operator!=(const MapShape& a, const MapShape& b) { return !(a == b); }

// "16,7,7": channels, height, width.
std::string MapShapeName(const MapShape& shape);

// One term of a convolution: what pixel `from` adds to its group's pixel goes through the weights
// of tap `tap`.
struct Tap {
  int from;
  int tap;
};

// Terms in groups: group g collects taps(g) for `target(g)`.
class TapGroups {
 public:
  int size() const { return static_cast<int>(targets_.size()); }
  int target(int group) const { return targets_[group]; }
  absl::Span<const Tap> taps(int group) const {
    return absl::MakeConstSpan(taps_).subspan(offsets_[group],
                                              offsets_[group + 1] - offsets_[group]);
  }
  void Add(int target, absl::Span<const Tap> taps);

 private:
  std::vector<int> targets_;
  std::vector<int> offsets_ = {0};
  std::vector<Tap> taps_;
};

// All terms output(p) = sum W_tap^T input(q) of a convolution, in the three orders in which they
// are summed. Only these lists tell a strided, padded, transposed, wrapped or cut convolution from
// another one.
struct TapLists {
  int num_taps = 0;
  TapGroups by_output;  // target: output pixel, from: input pixel; taps in ascending order
  TapGroups by_input;   // target: input pixel, from: output pixel; every input pixel has a group
  // For each tap: target of a term is its output pixel. One group per tap, `from` the input pixel
  // and `tap` the output pixel.
  TapGroups by_tap;
};

// Where the pixels of a convolution lie: input height x width, square kernel, stride, zeros
// around.
struct ConvolutionGeometry {
  int height = 1, width = 1;
  int kernel = 3;
  int stride = 1;
  int padding = 0;  // zeros on each side
  // Whether the output is surrounded by copies of its own opposite border, one pixel wide (circular
  // padding by 1). The lists then fill the inner pixels of the larger map only.
  bool wrap = false;

  // Without the copied border; below 1 when the kernel does not fit.
  int inner_height() const { return (height + 2 * padding - kernel) / stride + 1; }
  int inner_width() const { return (width + 2 * padding - kernel) / stride + 1; }
};

// Source: PyTorch's Conv2d (cross-correlation): output(y, x) = sum_{i,j} W_{i kernel + j}^T
// input(stride y + i - padding, stride x + j - padding).
TapLists ConvolutionTaps(const ConvolutionGeometry& geometry);

// What is dropped from the output of a transposed convolution.
enum class Cut {
  kNone,
  kBoth,  // the first and the last row and column
  kEnd,   // the last row and column
};

struct TransposedGeometry {
  int height = 1, width = 1;  // of the input
  int kernel = 3;
  int stride = 1;
  Cut cut = Cut::kNone;

  int output_height() const { return Length(height); }
  int output_width() const { return Length(width); }

 private:
  int Length(int input) const {
    const int dropped = cut == Cut::kBoth ? 2 : cut == Cut::kEnd ? 1 : 0;
    return (input - 1) * stride + kernel - dropped;
  }
};

// Source: PyTorch's ConvTranspose2d without padding: input(y, x) adds W_{i kernel + j}^T input to
// output(stride y + i, stride x + j), shifted by what is cut.
TapLists TransposedTaps(const TransposedGeometry& geometry);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_CONVOLUTION_TAP_GROUPS_H_
