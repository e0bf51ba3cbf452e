#ifndef INFOFLOW_ESTIMATORS_MIXTURE_ENTROPY_H_
#define INFOFLOW_ESTIMATORS_MIXTURE_ENTROPY_H_

#include "absl/status/statusor.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::estimators {

// Bounds on the entropy H of a Gaussian mixture T = mu_i + noise, i uniform among P centres, and
// on the information I(i; T) = H - (d/2) ln(2 pi e s2) that T has of the centre. Nats.
struct MixtureEntropyBounds {
  double lower = 0.0;
  double upper = 0.0;
  double information_lower = 0.0;
  double information_upper = 0.0;
};

// The pairwise bounds of Kolchinsky and Tracey for P Gaussians of covariance s2 times 1 in d
// dimensions, equally weighted:
//
//   I_upper = -(1/P) sum_i ln[(1/P) sum_j exp(-|mu_i - mu_j|^2 / (2 s2))]
//   I_lower = the same with 8 s2 in place of 2 s2
//   H_bound = (d/2) ln(2 pi e s2) + I_bound
//
// Source: arXiv:1706.02419 sec. IV (pairwise Kullback-Leibler distances above, Bhattacharyya
// distances below), as used in arXiv:1805.09785.
//
// Both lie between 0 (equal centres) and ln P, which they reach once the centres are some
// sqrt(8 s2 ln P) apart. They bound the entropy of the mixture, not of the law that the
// centres were drawn from: for centres mu_i = f(x_i) that entropy is E H <= H(f(X) + noise), so
// `lower` is a lower bound on it on average, and `upper` is not an upper bound.
//
// Shapes: `centres` is P x d. Domain: P, d >= 1, |coordinates| <= 1e150, 0 < s2 < infinity.
// Accuracy: 1e-9 in the exponents at worst, 1e-12 absolute in I as tested
// (mixture_entropy_test.cc): distances come from matrix products, and from differences where these
// would cancel. threads 0: one per core; the result does not depend on it but, in the last digits,
// on BLAS. Cost: P (P + 1) d flops and up to P^2 / 2 exponentials; memory of one
// copy of the centres.
absl::StatusOr<MixtureEntropyBounds> BoundMixtureEntropy(linalg::ConstMatrixView<double> centres,
                                                         double noise_variance, int threads = 0);

}  // namespace infoflow::estimators

#endif  // INFOFLOW_ESTIMATORS_MIXTURE_ENTROPY_H_
