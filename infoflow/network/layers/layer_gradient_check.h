#ifndef INFOFLOW_NETWORK_LAYERS_LAYER_GRADIENT_CHECK_H_
#define INFOFLOW_NETWORK_LAYERS_LAYER_GRADIENT_CHECK_H_

#include "infoflow/network/layers/layer.h"

namespace infoflow::network {

// For tests of layers: the derivatives of sum_bi c_bi y_bi, random c, by every parameter and
// input at random normal values, against central differences. Returns the largest difference
// relative to the root mean square of all derivatives. The step is 1e-5, which leaves errors of
// 1e-10 from curvature and 1e-11 from rounding.
double WorstGradientError(const Layer<double>& layer, int rows, WorkerPool& workers);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_LAYERS_LAYER_GRADIENT_CHECK_H_
