#ifndef INFOFLOW_ESTIMATORS_NEIGHBOUR_SEARCH_H_
#define INFOFLOW_ESTIMATORS_NEIGHBOUR_SEARCH_H_

#include <vector>

#include "absl/status/status.h"
#include "absl/types/span.h"
#include "infoflow/estimators/point_distance.h"
#include "infoflow/linalg/matrix.h"

// Nearest neighbours of every point of a sample, by a k-d tree in few dimensions and by fast
// searches over all pairs in many. All of them give what a plain search in double precision
// gives, for any number of threads (0: one per core).

namespace infoflow::estimators {

// OK for P x d points with P > k >= 1, d >= 1 and finite coordinates of at most 1e150; else one
// sentence that says what is allowed. Cost: O(P d).
absl::Status CheckPoints(linalg::ConstMatrixView<double> points, int k);

// For each point the distance to its k-th nearest other point; 0 when it has k copies.
// Shapes: `points` is P x d. Domain: CheckPoints. Accuracy: 1e-14 relative, maximum norm exact
// (neighbour_search_test.cc). Cost: in up to 6 dimensions about P ln P with a factor 2^d, above
// O(P^2 d): see maximum_norm_search.h and euclidean_search.h.
std::vector<double> NeighbourDistances(linalg::ConstMatrixView<double> points, int k, Norm norm,
                                       int threads);

// For each point i the number of other points strictly nearer than radii[i] in maximum norm.
// Shapes: `points` is P x d, `radii` has P. Domain: CheckPoints with k = 1. Exact. Cost: as
// above.
std::vector<int> CountsWithin(linalg::ConstMatrixView<double> points,
                              absl::Span<const double> radii, int threads);

}  // namespace infoflow::estimators

#endif  // INFOFLOW_ESTIMATORS_NEIGHBOUR_SEARCH_H_
