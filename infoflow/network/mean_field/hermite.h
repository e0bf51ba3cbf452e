#ifndef INFOFLOW_NETWORK_MEAN_FIELD_HERMITE_H_
#define INFOFLOW_NETWORK_MEAN_FIELD_HERMITE_H_

#include <vector>

#include "infoflow/activation/function.h"

namespace infoflow::network::internal {

// The largest variance, in units of smooth_scale^2, at which coefficients are accurate.
inline constexpr double kLargestHermiteVariance = 9.0;

// a_0^2, a_1^2, ... with phi(sqrt(q) z) = sum_k a_k he_k(z), he_k orthonormal under the normal law.
struct HermiteSquares {
  std::vector<double> squares;  // exact zeros at even k for odd functions
  // What sum_k k a_k^2 lacks of q E phi'^2, as a share of it.
  double missing = 1.0;
};

// As many coefficients as it takes until at most 1e-14 is missing, or 512.
//
// a_k = E phi(sqrt(q) z) he_k(z) by the trapezoidal rule with step 1/16 on |z| <= 12: he_k times
// the root of the normal density holds frequencies up to sqrt(k) <= 23, so that a function with
// singularities at distance a (in z) is off by exp(-a (2 pi 16 - 23 - 6)), 1e-16 for a >= 0.52.
// Larger steps, 1/8 and 1/12, serve for functions with singularities so far that they take few
// coefficients, which fall like exp(-a sqrt(k)).
// Domain: 0 < variance <= kLargestHermiteVariance smooth_scale^2, function without kinks.
// `derivative_square` = E phi'^2. Cost: 192 to 384 evaluations of phi and half as many
// multiply-adds a coefficient; half of the evaluations for odd functions, and no even coefficients.
HermiteSquares ComputeHermiteSquares(const activation::Function& activation, double variance,
                                     double derivative_square);

}  // namespace infoflow::network::internal

#endif  // INFOFLOW_NETWORK_MEAN_FIELD_HERMITE_H_
