#ifndef INFOFLOW_NETWORK_USV_USV_LAYER_H_
#define INFOFLOW_NETWORK_USV_USV_LAYER_H_

#include <memory>

#include "infoflow/activation/batch.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/layer.h"

namespace infoflow::network {

// A fixed matrix that several layers may share.
template <typename T>
using FixedMatrix = std::shared_ptr<const linalg::Matrix<T>>;

// y = f(x U S V) for each row x of a batch: S is diagonal and trained, U and V are fixed, so that
// the weights keep the singular vectors they were given.
//
//   p = x U,   z = (p S) V,   y = f(z),
//   dL/dS_i = sum_b p_bi (delta V^T)_bi,   dL/dx = ((delta V^T) S) U^T,   delta = dL/dz.
//
// Without `input_directions` the inputs already are p = x U, of size k: where the layer before is
// linear, its own V and this U make one fixed product, and for the first layer x U is had once for
// all samples. Parameters: S_i, i < k, of either sign. No bias.
//
// Source: arXiv:1805.09785, learning experiments. Shapes: U is in x k (null: in = k), V is k x
// out, k >= 1. T is float or double. Accuracy: gradients against finite differences 1e-7 relative
// in double (usv_layer_test.cc). Cost for n rows: 2 n k (in + out) flops forward, the same
// backward; 2 n k in less each without U.
template <typename T>
LayerPointer<T> MakeUsvLayer(FixedMatrix<T> input_directions, FixedMatrix<T> output_directions,
                             activation::Kind activation);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_USV_USV_LAYER_H_
