#ifndef INFOFLOW_NUMERICS_SPECIAL_FUNCTIONS_H_
#define INFOFLOW_NUMERICS_SPECIAL_FUNCTIONS_H_

// Functions of the normal law in double precision. Accuracies are relative and as tested
// against 40-digit values in special_functions_test.cc. NaN gives NaN.

namespace infoflow::numerics {

// phi(x) = exp(-x^2 / 2) / sqrt(2 pi). Accuracy: 1e-15 (1 + x^2). Cost: one exponential.
double NormalDensity(double x);

// Phi(x) = integral of phi from -infinity to x. The upper tail is NormalCdf(-x), without
// cancellation. Accuracy: 1e-15 (1 + x^2), for results above 1e-300. Cost: one std::erfc.
double NormalCdf(double x);

// ln Phi(x), also where Phi(x) itself underflows. Domain: all x. Accuracy: 4e-15, but absolute
// 1e-15 around x = 0 and relative to Phi(-x) for x > 0. Cost: one Erfcx or std::erfc.
double LogNormalCdf(double x);

// The x with Phi(x) = p; -infinity at 0, infinity at 1, NaN outside [0, 1].
// Accuracy: 2e-15. Cost: 25 ns (Boost.Math).
double NormalQuantile(double p);

// exp(x^2) erfc(x), without the overflow and underflow of its factors; infinity for x < -26.6.
//
// For x < 5 the product itself, with x^2 split so that its rounding does not enter the
// exponential; above, the continued fraction
//   sqrt(pi) erfcx(x) = 1 / (x + (1/2) / (x + (2/2) / (x + (3/2) / (x + ...)))).
// Accuracy: 2e-15. Cost: 40 ns below 5, 160 ns above.
double Erfcx(double x);

// phi(x) / Phi(-x), the mean of a normal variate given that it exceeds x (inverse Mills ratio),
// without underflow. Accuracy: 4e-15 for x > -26, tends to phi(x) below. Cost: as Erfcx.
double NormalHazard(double x);

}  // namespace infoflow::numerics

#endif  // INFOFLOW_NUMERICS_SPECIAL_FUNCTIONS_H_
