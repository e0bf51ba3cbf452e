#ifndef INFOFLOW_REPLICA_SPECTRA_SPECTRUM_WEIGHTS_H_
#define INFOFLOW_REPLICA_SPECTRA_SPECTRUM_WEIGHTS_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/replica/spectra/spectrum.h"

namespace infoflow::replica {

// The N_{l-1} eigenvalues of W^T W, ascending, zeros included. Shapes: W is N_l x N_{l-1}.
// They come from the Gram matrix of the shorter side, so an eigenvalue has an absolute error of
// a few 2^-52 times the largest one. Errors: an empty matrix, entries that are not finite
// or beyond 1e100 in size. Cost: N_l N_{l-1} min(N_l, N_{l-1}) + 4/3 min^3 flops.
absl::StatusOr<std::vector<double>> WeightEigenvalues(linalg::ConstMatrixView<double> weights);

// The spectrum of one weight matrix, alpha = N_l / N_{l-1}. Errors: as WeightEigenvalues, and
// weights that are all zero.
absl::StatusOr<std::shared_ptr<const Spectrum>> SpectrumOfWeights(
    linalg::ConstMatrixView<double> weights);

// The spectrum of the product W_k ... W_2 W_1 of `weights` = {W_1, ..., W_k}: what a chain of
// noiseless linear layers is as one layer. Errors: as above, no matrix, shapes that do not
// chain.
absl::StatusOr<std::shared_ptr<const Spectrum>> SpectrumOfProduct(
    absl::Span<const linalg::Matrix<double>> weights);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_SPECTRA_SPECTRUM_WEIGHTS_H_
