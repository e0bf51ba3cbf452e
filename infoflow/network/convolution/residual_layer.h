#ifndef INFOFLOW_NETWORK_CONVOLUTION_RESIDUAL_LAYER_H_
#define INFOFLOW_NETWORK_CONVOLUTION_RESIDUAL_LAYER_H_

#include "infoflow/network/convolution/tap_groups.h"
#include "infoflow/network/layers/layer.h"

namespace infoflow::network {

// y = tanh(S(x) + x), S(x) = wrap(W2 * h + b2), h = tanh(wrap(W1 * x + b1)): 3 x 3 convolutions
// without padding, each followed by circular padding by 1, so that all maps have one shape.
//
// Source: arXiv:2406.12916 (public code: residual blocks). Only S(x) is periodic, the stream x is
// not. Parameters: W1, b1, W2, b2, each as those of MakeConvolutionLayer; fan_in 9 channels.
// Memory: h. Domain: height, width >= 3. Gradients against finite differences 1e-7 relative in
// double.
template <typename T>
LayerPointer<T> MakeResidualLayer(const MapShape& shape);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_CONVOLUTION_RESIDUAL_LAYER_H_
