#ifndef INFOFLOW_ESTIMATORS_EUCLIDEAN_SEARCH_H_
#define INFOFLOW_ESTIMATORS_EUCLIDEAN_SEARCH_H_

#include <vector>

#include "infoflow/linalg/matrix.h"

namespace infoflow::estimators {

// For each point the Euclidean distance to its k-th nearest other point, by looking at all pairs.
//
// |x - y|^2 = |x|^2 + |y|^2 - 2 x.y comes from matrix products in single precision; the bound
// on their rounding, (d + 16) 2^-24 (|x|^2 + |y|^2) about the mean of the points, says which
// points can be among the k nearest, and those are computed again from the differences in
// double precision. So cancellation does no harm, and the result does not depend on BLAS nor on
// the number of threads (0: one per core).
//
// Shapes: `points` is P x d. Domain: 1 <= k < P; |elements| <= 1e150, distances below 1e-150
// count as zero. Accuracy: that of SquaredEuclideanDistance. Cost: 2 P^2 d flops in single
// precision; where most points lie within the bound of the k-th distance, up to 3 P^2 d in
// double precision besides.
std::vector<double> EuclideanNeighbourDistances(linalg::ConstMatrixView<double> points, int k,
                                                int threads);

}  // namespace infoflow::estimators

#endif  // INFOFLOW_ESTIMATORS_EUCLIDEAN_SEARCH_H_
