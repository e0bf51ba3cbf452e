#ifndef INFOFLOW_NETWORK_CONVOLUTION_CHAIN_LAYER_H_
#define INFOFLOW_NETWORK_CONVOLUTION_CHAIN_LAYER_H_

#include <vector>

#include "infoflow/network/layers/layer.h"

namespace infoflow::network {

// Layers one after the other as one layer: what a decoder has to undo at once, or the tail of a
// network. Parameters: those of the parts, one after the other. fan_in: of the first part with
// parameters, which all others with parameters must share, since initialisations scale by it.
// Domain: at least one part, sizes that fit. Cost: the sum.
template <typename T>
LayerPointer<T> MakeChainLayer(std::vector<LayerPointer<T>> parts);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_CONVOLUTION_CHAIN_LAYER_H_
