#ifndef INFOFLOW_NETWORK_LAYERS_ACTIVATION_LAYER_H_
#define INFOFLOW_NETWORK_LAYERS_ACTIVATION_LAYER_H_

#include "infoflow/activation/batch.h"
#include "infoflow/network/layers/layer.h"

namespace infoflow::network {

// y = f(x) for each of `size` numbers, without parameters. Its pre-activations are its inputs.
// Domain: size >= 1. T is float or double.
template <typename T>
LayerPointer<T> MakeActivationLayer(int size, activation::Kind activation);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_LAYERS_ACTIVATION_LAYER_H_
