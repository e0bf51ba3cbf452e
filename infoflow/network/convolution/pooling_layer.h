#ifndef INFOFLOW_NETWORK_CONVOLUTION_POOLING_LAYER_H_
#define INFOFLOW_NETWORK_CONVOLUTION_POOLING_LAYER_H_

#include "infoflow/network/convolution/tap_groups.h"
#include "infoflow/network/layers/layer.h"

namespace infoflow::network {

// The largest value of each 2 x 2 window, by channel; a last odd row or column is left out. Of
// equal values the first in row order takes the derivative, and NaN beats numbers, as in PyTorch;
// Backward finds it again by comparing. Source: arXiv:2406.12916 (public code: VGG16). Domain:
// height, width
// >= 2. Maps are pixel-major. No parameters.
template <typename T>
LayerPointer<T> MakeMaxPoolLayer(const MapShape& input);

// The mean of each window x window pixels, `stride` apart, by channel; pixels in no window get no
// derivative. Source: arXiv:2406.12916 (public code: tails of convolutional networks). Domain:
// window from 1 to the smaller side, stride >= 1. No parameters.
template <typename T>
LayerPointer<T> MakeAveragePoolLayer(const MapShape& input, int window, int stride);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_CONVOLUTION_POOLING_LAYER_H_
