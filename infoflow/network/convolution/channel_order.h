#ifndef INFOFLOW_NETWORK_CONVOLUTION_CHANNEL_ORDER_H_
#define INFOFLOW_NETWORK_CONVOLUTION_CHANNEL_ORDER_H_

#include <array>
#include <cstddef>
#include <vector>

#include "absl/types/span.h"
#include "infoflow/network/convolution/tap_groups.h"
#include "infoflow/support/check.h"

// Between the order of numbers in networks here (channel fastest) and that of PyTorch's files and
// of coloured images (channel slowest).

namespace infoflow::network {

namespace internal {

// The array of three indices in[a][b][c] of the given extents, with index order[0] slowest and
// order[2] fastest.
template <typename T>
std::vector<T> Permuted(absl::Span<const T> in, std::array<std::size_t, 3> extents,
                        std::array<int, 3> order) {
  INFOFLOW_CHECK(in.size() == extents[0] * extents[1] * extents[2]);
  const std::array<std::size_t, 3> strides = {extents[1] * extents[2], extents[2], 1};
  std::vector<T> out;
  out.reserve(in.size());
  for (std::size_t a = 0; a < extents[order[0]]; ++a) {
    for (std::size_t b = 0; b < extents[order[1]]; ++b) {
      for (std::size_t c = 0; c < extents[order[2]]; ++c) {
        out.push_back(in[a * strides[order[0]] + b * strides[order[1]] + c * strides[order[2]]]);
      }
    }
  }
  return out;
}

}  // namespace internal

// Maps [image, channel, row, column] as [image, row, column, channel], and back.
template <typename T>
std::vector<T> PixelMajor(absl::Span<const T> maps, const MapShape& shape) {
  const std::size_t channels = shape.channels, pixels = shape.pixels();
  return internal::Permuted<T>(maps, {maps.size() / shape.size(), channels, pixels}, {0, 2, 1});
}
template <typename T>
std::vector<T> ChannelMajor(absl::Span<const T> maps, const MapShape& shape) {
  const std::size_t channels = shape.channels, pixels = shape.pixels();
  return internal::Permuted<T>(maps, {maps.size() / shape.size(), pixels, channels}, {0, 2, 1});
}

// Weights of a convolution, PyTorch's [out, in, row, column], as [row, column, in, out], and back.
template <typename T>
std::vector<T> TapMajor(absl::Span<const T> weights, std::size_t in, std::size_t out) {
  return internal::Permuted<T>(weights, {out, in, weights.size() / (in * out)}, {2, 1, 0});
}
template <typename T>
std::vector<T> TapMinor(absl::Span<const T> weights, std::size_t in, std::size_t out) {
  return internal::Permuted<T>(weights, {weights.size() / (in * out), in, out}, {2, 1, 0});
}

// The same for transposed convolutions, PyTorch's [in, out, row, column].
template <typename T>
std::vector<T> TransposedTapMajor(absl::Span<const T> weights, std::size_t in, std::size_t out) {
  return internal::Permuted<T>(weights, {in, out, weights.size() / (in * out)}, {2, 0, 1});
}
template <typename T>
std::vector<T> TransposedTapMinor(absl::Span<const T> weights, std::size_t in, std::size_t out) {
  return internal::Permuted<T>(weights, {weights.size() / (in * out), in, out}, {1, 2, 0});
}

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_CONVOLUTION_CHANNEL_ORDER_H_
