#ifndef INFOFLOW_NETWORK_CONVOLUTION_RESHAPE_LAYER_H_
#define INFOFLOW_NETWORK_CONVOLUTION_RESHAPE_LAYER_H_

#include "infoflow/network/layers/layer.h"

namespace infoflow::network {

// The identity on rows of `size` >= 1 numbers: a flatten, which changes no order of numbers, and
// its own decoder. No parameters.
template <typename T>
LayerPointer<T> MakeReshapeLayer(int size);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_CONVOLUTION_RESHAPE_LAYER_H_
