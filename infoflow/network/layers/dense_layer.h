#ifndef INFOFLOW_NETWORK_LAYERS_DENSE_LAYER_H_
#define INFOFLOW_NETWORK_LAYERS_DENSE_LAYER_H_

#include "infoflow/activation/batch.h"
#include "infoflow/network/layers/layer.h"

namespace infoflow::network {

enum class DenseBias { kWith, kWithout };

// y = f(x W^T + b) for each row x of a batch, f elementwise.
//
// Source: arXiv:2107.06898 (z^l = W^l f(z^{l-1}) + b^l), arXiv:2406.12916 (layers and decoders
// alike). Parameters: W (output_size x input_size, row-major), then b (output_size) unless
// without bias. Pre-activations: x W^T + b. Domain: sizes >= 1; T is float or double.
// Accuracy: outputs as the products of blas.h; gradients against finite differences 1e-7
// relative in double (dense_layer_test.cc). Cost for n rows: 2 n input_size output_size flops
// forward, twice that backward (half of it without input gradient).
template <typename T>
LayerPointer<T> MakeDenseLayer(int input_size, int output_size, activation::Kind activation,
                               DenseBias bias = DenseBias::kWith);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_LAYERS_DENSE_LAYER_H_
