#ifndef INFOFLOW_ESTIMATORS_GAUSSIAN_ENTROPY_H_
#define INFOFLOW_ESTIMATORS_GAUSSIAN_ENTROPY_H_

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"

// Entropies of normal laws: exact from a covariance or from the weights of a linear layer, and
// estimated from samples.

namespace infoflow::estimators {

// (1/2) ln det(2 pi e Sigma), the entropy of a normal law of covariance Sigma.
//
// Units: nats. Shapes: d x d, symmetric; the lower triangle is read. Domain: positive definite;
// FailedPrecondition otherwise. Accuracy: d 1e-15 times the condition number of Sigma, absolute
// (gaussian_entropy_test.cc). Cost: d^3 / 3 flops.
absl::StatusOr<double> GaussianEntropy(linalg::ConstMatrixView<double> covariance);

// Entropy of T = W X + noise for X ~ N(0, 1) and noise ~ N(0, s2), each independent in every
// coordinate, from the singular values of W:
//
//   H(T) = (1/2) sum_{i=1}^{outputs} ln[2 pi e (s2 + sv_i^2)],  sv_i = 0 beyond those given.
//
// Source: arXiv:1805.09785 sec. 3.1 (which divides by the number of inputs). Units: nats.
// Shapes: at most `outputs` singular values. Domain: s2 >= 0, finite; s2 = 0 and a zero singular
// value give FailedPrecondition (the law is then on a subspace). Accuracy: 1e-15 relative to
// the sum of sizes. Cost: O(outputs).
absl::StatusOr<double> LinearLayerEntropy(absl::Span<const double> singular_values, int outputs,
                                          double noise_variance);

// The same from the weights. The singular values are computed, not the eigenvalues of W^T W,
// whose small ones drown in 1e-16 of the largest: with noise of 1e-5 and sv up to 400 that
// would leave 6 digits. Shapes: `weights` is outputs x inputs. Accuracy: 1e-10 per output
// (gaussian_entropy_test.cc). Cost: that of linalg::SingularValues.
absl::StatusOr<double> LinearLayerEntropy(linalg::ConstMatrixView<double> weights,
                                          double noise_variance);

struct GaussianEntropyEstimate {
  double plug_in = 0.0;    // (1/2) ln det(2 pi e S), S the sample covariance
  double corrected = 0.0;  // plug_in - bias: unbiased for normal samples
  double bias = 0.0;       // of plug_in for normal samples; negative
  double error = 0.0;      // standard deviation of either for normal samples
};

// Entropy of the normal law with the covariance of the samples, S = (1/(P-1)) sum_i
// (x_i - mean)(x_i - mean)^T. It is an upper bound (up to the error) on the entropy of any law
// with that covariance, equal only for normal laws.
//
// For normal samples of whatever covariance, det S / det Sigma is a product of independent
// chi^2 variates of P - j degrees of freedom, j = 1, ..., d, each over P - 1, so that exactly
//
//   bias = (1/2) sum_{j=1}^d [psi((P - j)/2) + ln(2/(P-1))],  error^2 = (1/4) sum_j psi'((P-j)/2)
//
// bias ~ -d(d+1)/(4P) for P >> d. Source: Misra, Singh, Demchuk, J. Multivariate Anal. 92
// (2005); Ahmed, Gokhale, IEEE Trans. Inf. Theory 35 (1989).
//
// The determinant comes from a Cholesky factor of the matrix R of correlations as long as that
// keeps the accuracy below: 2 sqrt(P + d) 2.2e-16 tr R^-1 < 1e-12 d, tr R^-1 / d being the mean
// variance inflation factor. Otherwise it is taken from the singular values of the centred samples:
// of S they are the squares, of which half the digits would be lost. Nearly collinear samples (a
// smallest singular value below 1e-3 of the largest) are made orthogonal in long double.
//
// Units: nats. Shapes: `samples` is P x d. Domain: P >= d + 1 (else InvalidArgument: S is
// singular), d >= 1, finite; samples in a hyperplane, up to the rounding of their coordinates, give
// FailedPrecondition. Accuracy, absolute, where long double has 64 bits: d 1e-12 and 1e-19 times
// the condition number of the centred samples (gaussian_entropy_test.cc). Cost: P d^2 + 2/3 d^3
// flops, or P d^2 and that of linalg::SingularValues.
absl::StatusOr<GaussianEntropyEstimate> EstimateGaussianEntropy(
    linalg::ConstMatrixView<double> samples);

struct GaussianInformationEstimate {
  double plug_in = 0.0;    // H(X) + H(Y) - H(X,Y) of the normal laws with the sample covariances
  double corrected = 0.0;  // unbiased for normal samples
};

// Information between X and Y if they were jointly normal, from P pairs:
//
//   I = (1/2) ln [det S_x det S_y / det S_xy] = -(1/2) sum_i ln(1 - r_i^2),
//
// r_i the sample's canonical correlations. Units: nats. Shapes: `x` is P x d_x, `y` P x d_y.
// Domain, errors, accuracy: as EstimateGaussianEntropy of the pairs; variables that determine each
// other lie in a hyperplane.
absl::StatusOr<GaussianInformationEstimate> EstimateGaussianInformation(
    linalg::ConstMatrixView<double> x, linalg::ConstMatrixView<double> y);

}  // namespace infoflow::estimators

#endif  // INFOFLOW_ESTIMATORS_GAUSSIAN_ENTROPY_H_
