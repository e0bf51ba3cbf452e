#ifndef INFOFLOW_NETWORK_CONVOLUTION_TAP_TILES_H_
#define INFOFLOW_NETWORK_CONVOLUTION_TAP_TILES_H_

#include <cstddef>

#include "infoflow/network/convolution/tap_groups.h"

// Products and gradients over lists of taps (tap_product.h) in tiles that stay in registers, for
// machines with AVX2 or AVX-512.

namespace infoflow::network::internal {

// The arguments as kernels want them.
template <typename T>
struct TapProductArguments {
  const TapGroups* groups;
  int in, out;
  const T* weights;
  const T* bias;  // or null
  const T* from;
  std::ptrdiff_t from_stride;
  T* to;
  std::ptrdiff_t to_stride;
  int rows;
};

template <typename T>
struct TapGradientArguments {
  const Tap* pairs;
  int num_pairs;
  int in, out;
  const T* from;
  std::ptrdiff_t from_stride;
  const T* to;
  std::ptrdiff_t to_stride;
  int rows;
  T* gradient;
};

// Whether the instruction set in use has tiles.
bool HaveTapTiles();

// What TapProduct and TapGradient are. Domain: HaveTapTiles().
void TiledTapProduct(const TapProductArguments<float>& a);
void TiledTapGradient(const TapGradientArguments<float>& a);

}  // namespace infoflow::network::internal

#endif  // INFOFLOW_NETWORK_CONVOLUTION_TAP_TILES_H_
