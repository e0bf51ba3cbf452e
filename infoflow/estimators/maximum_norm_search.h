#ifndef INFOFLOW_ESTIMATORS_MAXIMUM_NORM_SEARCH_H_
#define INFOFLOW_ESTIMATORS_MAXIMUM_NORM_SEARCH_H_

#include <vector>

#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::estimators {

// For each point the distance to its k-th nearest other point in maximum norm, by looking at all
// pairs.
//
// Pairs are looked at with coordinates rounded to 15 bits of the largest, widest columns first,
// and given up as soon as some coordinate exceeds the k-th distance so far; those within
// rounding of it are computed again in double precision. The result is exact and the same for
// any number of threads (0: one per core).
//
// Shapes: `points` is P x d. Domain: 1 <= k < P, |elements| <= 1e150. Cost: at most P^2 d
// coordinates, for normal variates in 1000 dimensions about a fifth; where most points lie
// within rounding of the k-th distance, up to P^2 d coordinates in double precision besides.
std::vector<double> MaximumNormNeighbourDistances(linalg::ConstMatrixView<double> points, int k,
                                                  int threads);

// For each point i the number of other points strictly nearer than radii[i] in maximum norm, by
// looking at all pairs. Shapes: `points` is P x d, `radii` has P. Cost: as above.
std::vector<int> MaximumNormCountsWithin(linalg::ConstMatrixView<double> points,
                                         absl::Span<const double> radii, int threads);

}  // namespace infoflow::estimators

#endif  // INFOFLOW_ESTIMATORS_MAXIMUM_NORM_SEARCH_H_
