#include "infoflow/numerics/special_functions.h"

#include <cmath>
#include <limits>

#include "boost/math/special_functions/erf.hpp"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/quiet_policy.h"

namespace infoflow::numerics {

namespace {

// exp(sign x^2): x = high + low with high^2 exact, so the rounding of x^2, which the
// exponential would amplify by x^2, does not enter.
double ExpSquare(double x, double sign) {
  const double high = std::floor(x * 0x1p16 + 0.5) * 0x1p-16;
  const double low = x - high;
  return std::exp(sign * high * high) * std::exp(sign * low * (x + high));
}

// From here on the continued fraction converges to double precision in kFractionTerms terms.
constexpr double kFractionFrom = 5.0;
constexpr int kFractionTerms = 40;

}  // namespace

double NormalDensity(double x) { return kInverseSqrt2Pi * std::exp(-0.5 * x * x); }

double NormalCdf(double x) { return 0.5 * std::erfc(-x * kInverseSqrt2); }

double Erfcx(double x) {
  if (std::isnan(x)) return x;
  if (x < kFractionFrom) {
    if (x < -27.0) return std::numeric_limits<double>::infinity();
    return ExpSquare(x, 1.0) * std::erfc(x);
  }
  double tail = x;
  for (int k = kFractionTerms; k >= 1; --k) tail = x + 0.5 * k / tail;
  return kInverseSqrtPi / tail;
}

double LogNormalCdf(double x) {
  if (x > -1.0) return std::log1p(-NormalCdf(-x));
  return std::log(0.5 * Erfcx(-x * kInverseSqrt2)) - 0.5 * x * x;
}

double NormalQuantile(double p) {
  if (!(p >= 0.0 && p <= 1.0)) return std::numeric_limits<double>::quiet_NaN();
  if (p == 0.0) return -std::numeric_limits<double>::infinity();
  if (p == 1.0) return std::numeric_limits<double>::infinity();
  // 2 p is exact; near p = 1/2 erfc_inv works with 1 - 2 p, which is exact there.
  return -kSqrt2 * boost::math::erfc_inv(2.0 * p, internal::QuietPolicy());
}

double NormalHazard(double x) {
  // phi(x) / Phi(-x) = sqrt(2 / pi) / erfcx(x / sqrt(2))
  if (x < -26.0) return NormalDensity(x);
  return 2.0 * kInverseSqrt2Pi / Erfcx(x * kInverseSqrt2);
}

}  // namespace infoflow::numerics
