#ifndef INFOFLOW_NUMERICS_NORMAL_INLINE_H_
#define INFOFLOW_NUMERICS_NORMAL_INLINE_H_

#include <cmath>

#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/exponential_inline.h"
#include "infoflow/support/kernel.h"

// The normal law without branches, tables or library calls, for loops that the compiler is to
// vectorise on any instruction set: the same bits on every machine. Errors are those that
// inline_functions_test.cc enforces against long double.

namespace infoflow::numerics {

// erfcx(z) = e^{z^2} erfc(z). Domain: z >= 0. Error: 1e-15 relative.
// (1 + 2z) erfcx(z) is a smooth function of u = (z-4)/(z+4) on all of [0, infinity] (after
// M. M. Shepherd, J. G. Laframboise, Math. Comp. 36 (1981) 249); Chebyshev series to degree 22.
INFOFLOW_KERNEL double ErfcxInline(double z) {
  const double u = (z - 4.0) / (z + 4.0);
  double p = 1.5738283774192037e-09;
  p = p * u - 6.9926126813398e-09;
  p = p * u - 1.6371779763566967e-08;
  p = p * u + 9.295292277973951e-08;
  p = p * u + 7.115337800585303e-08;
  p = p * u - 8.020193766522085e-07;
  p = p * u + 2.9801353803031333e-07;
  p = p * u + 5.689537732302816e-06;
  p = p * u - 1.1225101875659178e-05;
  p = p * u - 2.438779085759055e-05;
  p = p * u + 0.00015062309720018628;
  p = p * u - 0.00019926095315041177;
  p = p * u - 0.000757773707063825;
  p = p * u + 0.005031971002298884;
  p = p * u - 0.016197733981455194;
  p = p * u + 0.03716751538635946;
  p = p * u - 0.06633036582031154;
  p = p * u + 0.09373283501077742;
  p = p * u - 0.10103906603586531;
  p = p * u + 0.06809705425421975;
  p = p * u + 0.015379652102610473;
  p = p * u - 0.1396211168405572;
  p = p * u + 1.2329951186255526;
  return p / (1.0 + 2.0 * z);
}

// The standard normal law at x: density phi(x) and the tail Phi(-|x|) beyond |x|.
// Domain: any x; below the range of double both are about 1e-308. Error: 2e-15 + 1e-16 x^2
// relative.
struct NormalPoint {
  double density;
  double tail;
};

INFOFLOW_KERNEL NormalPoint NormalInline(double x) {
  const double e = ExpInline(-0.5 * x * x);
  return {kInverseSqrt2Pi * e, 0.5 * e * ErfcxInline(std::fabs(x) * kInverseSqrt2)};
}

}  // namespace infoflow::numerics

#endif  // INFOFLOW_NUMERICS_NORMAL_INLINE_H_
