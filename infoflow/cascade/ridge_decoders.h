#ifndef INFOFLOW_CASCADE_RIDGE_DECODERS_H_
#define INFOFLOW_CASCADE_RIDGE_DECODERS_H_

#include "absl/status/statusor.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::cascade {

struct RidgeOptions {
  // lambda, in units of squared activations: directions of a layer's output whose variance over
  // the images is below it count as lost. Above 0.
  double penalty = 1e-4;
};

// The cascade of linear decoders that ridge regression gives in closed form: decoder l takes
// y = a_l to x = a_{l-1},
//
//   minimise 1/N sum_b |x_b - V y_b - c|^2 + lambda |V|^2,
//   V^T = (C_yy + lambda)^{-1} C_yx,  c = mean x - V mean y,
//
// C the covariances over N images. Ours, not the paper's: it needs one pass over the data, no
// learning rate and no random start, and answers the same question, what a layer still holds of
// the one before. Deviation from the paper's decoders: no tanh.
//
// Layer by layer: activations in T, covariances of centred activations, Cholesky and solution in
// double; memory for the activations of two layers. Domain: dense or other layers, N >= 2,
// penalty > 0 and finite. Errors: these; images of another size than the network's input;
// activations that are not finite. Accuracy: normal equations hold to 1e-10 of the covariance in
// double (ridge_decoders_test.cc). Cost per layer of n to n: 3 N n^2 flops in double, 2 N n^2 in
// T, 7/3 n^3 for the solution. The same bits for any number of workers.
template <typename T>
absl::StatusOr<Cascade<T>> MakeRidgeCascade(network::Network<T> network,
                                            linalg::ConstMatrixView<T> images,
                                            const RidgeOptions& options, WorkerPool& workers);

}  // namespace infoflow::cascade

#endif  // INFOFLOW_CASCADE_RIDGE_DECODERS_H_
