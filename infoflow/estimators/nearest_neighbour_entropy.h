#ifndef INFOFLOW_ESTIMATORS_NEAREST_NEIGHBOUR_ENTROPY_H_
#define INFOFLOW_ESTIMATORS_NEAREST_NEIGHBOUR_ENTROPY_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "infoflow/estimators/point_distance.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::estimators {

struct NearestNeighbourOptions {
  // k: which neighbour's distance measures the density. More neighbours: less variance, more
  // bias. Domain: 1 <= k < P.
  int neighbours = 3;
  // Which balls; NPEET and Kraskov et al. use the maximum norm.
  Norm norm = Norm::kMaximum;
  // Amplitude of uniform noise added to every coordinate to break ties (distinct_samples.h;
  // NPEET: 1e-10). 0: none, and equal samples are an error.
  double jitter = 0.0;
  std::uint64_t seed = 0;  // of the jitter
  int threads = 0;         // 0: one per core; the result does not depend on it
};

// Kozachenko-Leonenko estimate of the differential entropy of the law that P samples in R^d come
// from.
//
//   H = psi(P) - psi(k) + ln c_d + (d/P) sum_i ln r_i
//
// r_i the distance from sample i to its k-th nearest other sample, c_d the volume of the unit
// ball: 2^d (maximum norm), pi^{d/2} / Gamma(1 + d/2) (Euclidean). Source: Kozachenko, Leonenko,
// Probl. Inf. Transm. 23 (1987); Kraskov, Stoegbauer, Grassberger, cond-mat/0305641 eq. (20),
// with r the radius instead of the diameter; used in arXiv:1805.09785.
//
// Bias: the density is taken as constant within a ball. That costs O((k/P)^{2/d}) for smooth
// densities: nothing in a few dimensions, but in high dimension the balls are as wide as the law
// itself and H is far off for any P within reach (docs/replica.md). Laws with atoms
// or on surfaces have no density; H then goes to -infinity as P grows.
//
// Units: nats. Shapes: `samples` is P x d. Domain: P > k, d >= 1, finite coordinates of size up
// to 1e150. Errors: anything else, two equal samples. Accuracy of the evaluation: 1e-12 relative
// to d max(1, |ln r|). Invariances: H(x + a) = H, H(a x) = H + d ln a; with Euclidean norm
// rotations. Cost: see neighbour_search.h; 1000 samples in 1000 dimensions some 50 ms a core.
absl::StatusOr<double> NearestNeighbourEntropy(linalg::ConstMatrixView<double> samples,
                                               const NearestNeighbourOptions& options = {});

// ln c_d, the logarithm of the volume of the unit ball in d dimensions. Domain: d >= 1.
double LogUnitBallVolume(int dimension, Norm norm);

}  // namespace infoflow::estimators

#endif  // INFOFLOW_ESTIMATORS_NEAREST_NEIGHBOUR_ENTROPY_H_
