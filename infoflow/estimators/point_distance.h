#ifndef INFOFLOW_ESTIMATORS_POINT_DISTANCE_H_
#define INFOFLOW_ESTIMATORS_POINT_DISTANCE_H_

#include "absl/types/span.h"

namespace infoflow::estimators {

// How long a vector is.
enum class Norm {
  kMaximum,    // max_t |x_t|
  kEuclidean,  // sqrt(sum_t x_t^2)
};

// max_t |x_t - y_t|; 0 for empty vectors. Shapes: equal lengths. Exact but for the rounding of
// the differences. Cost: O(d).
double MaximumDistance(absl::Span<const double> x, absl::Span<const double> y);

// sum_t (x_t - y_t)^2, added up in 16 partial sums: the same bits on every machine.
// Shapes: equal lengths. Accuracy: (d / 16 + 8) 1.2e-16 relative, unless squares overflow or
// underflow. Cost: O(d), some 10 numbers a nanosecond.
double SquaredEuclideanDistance(absl::Span<const double> x, absl::Span<const double> y);

}  // namespace infoflow::estimators

#endif  // INFOFLOW_ESTIMATORS_POINT_DISTANCE_H_
