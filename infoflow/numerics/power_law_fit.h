#ifndef INFOFLOW_NUMERICS_POWER_LAW_FIT_H_
#define INFOFLOW_NUMERICS_POWER_LAW_FIT_H_

#include "absl/types/span.h"

namespace infoflow::numerics {

struct PowerLaw {
  double exponent = 0.0;
  double amplitude = 0.0;
  // False when the best exponent is an end of the range: the values are no power law then.
  bool inside = false;
};

// The power law A x^p nearest to values y at x > 0,
//
//   sum_i (y_i - A x_i^p)^2 = min,
//
// unweighted and of the values themselves, so that some of them may be negative. A is eliminated:
// p maximizes (sum y x^p)^2 / sum x^{2p}, by Brent's method around the best of 33 exponents of
// [low, high].
// Shapes: x and y of the same size, at least 2; low < high. Accuracy: 1e-8 of the range
// (power_law_fit_test.cc). Cost: about 70 x.size() exponentials.
PowerLaw FitPowerLaw(absl::Span<const double> x, absl::Span<const double> y, double low,
                     double high);

}  // namespace infoflow::numerics

#endif  // INFOFLOW_NUMERICS_POWER_LAW_FIT_H_
