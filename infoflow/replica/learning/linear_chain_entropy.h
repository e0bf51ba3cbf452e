#ifndef INFOFLOW_REPLICA_LEARNING_LINEAR_CHAIN_ENTROPY_H_
#define INFOFLOW_REPLICA_LEARNING_LINEAR_CHAIN_ENTROPY_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::replica {

// Entropies of the layers of a linear network for its actual matrices, the exact witness of the
// replica formula at finite size: with C_0 = B^T B the covariance of the inputs,
//
//   C_l = W_l^T C_{l-1} W_l,   H_l = (1/2 N) ln det[2 pi e (C_l + D)],
//
// from the singular values of B W_1 ... W_l, since in C_l those below 1e-8 of the largest drown.
// An empty B stands for the identity. `weights` are in x out (rows of samples from the left), D > 0
// is the variance `noise` of the noise that measures, N is `prior_variables`.
//
// Units: nats per prior variable. Errors: shapes that do not chain, numbers that are not finite, as
// LinearLayerEntropy. Accuracy: 1e-12 relative to sums of sizes where D is above 1e-13 of the
// largest eigenvalue of C_l (linear_chain_entropy_test.cc). Cost: per layer one product and the
// singular values.
absl::StatusOr<std::vector<double>> LinearChainEntropies(
    linalg::ConstMatrixView<double> input_factor, absl::Span<const linalg::Matrix<double>> weights,
    double noise, int prior_variables);

// B of inputs X = C Wg + noise, C ~ N(0, 1): Wg above sqrt(noise) times the identity, (K + N) x N.
linalg::Matrix<double> GeneratedInputFactor(linalg::ConstMatrixView<double> generator,
                                            double noise);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_LEARNING_LINEAR_CHAIN_ENTROPY_H_
