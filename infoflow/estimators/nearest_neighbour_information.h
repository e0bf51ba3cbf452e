#ifndef INFOFLOW_ESTIMATORS_NEAREST_NEIGHBOUR_INFORMATION_H_
#define INFOFLOW_ESTIMATORS_NEAREST_NEIGHBOUR_INFORMATION_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::estimators {

struct NeighbourInformationOptions {
  int neighbours = 3;      // k, 1 <= k < P
  double jitter = 0.0;     // as for NearestNeighbourEntropy; NPEET: 1e-10
  std::uint64_t seed = 0;  // of the jitter
  int threads = 0;         // 0: one per core; the result does not depend on it
};

// Mutual information of X and Y from P pairs (x_i, y_i), by the first estimator of Kraskov,
// Stoegbauer and Grassberger (KSG).
//
//   I = psi(k) + psi(P) - (1/P) sum_i [psi(n_x(i) + 1) + psi(n_y(i) + 1)]
//
// r_i is the distance in max(|x - x'|, |y - y'|), maximum norms all, from pair i to its k-th
// nearest other pair, n_x(i) the number of other x nearer than r_i to x_i, strictly; n_y alike.
// Source: cond-mat/0305641 eq. (8).
//
// Bias: much of that of three separate entropies cancels, since they share the radii; zero
// within the statistical error for independent X and Y. In high dimension, or for strongly
// dependent variables (I near ln P and above), I is too small.
//
// Units: nats; may be slightly negative. Shapes: `x` is P x d_x, `y` P x d_y. Domain and errors
// as NearestNeighbourEntropy, for the pairs. Invariances: shifts of either, a common factor.
// Cost: a search in d_x + d_y dimensions and two counts (neighbour_search.h).
absl::StatusOr<double> NearestNeighbourInformation(linalg::ConstMatrixView<double> x,
                                                   linalg::ConstMatrixView<double> y,
                                                   const NeighbourInformationOptions& options = {});

}  // namespace infoflow::estimators

#endif  // INFOFLOW_ESTIMATORS_NEAREST_NEIGHBOUR_INFORMATION_H_
