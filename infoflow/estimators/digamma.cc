#include "infoflow/estimators/digamma.h"

#include <cmath>

#include "infoflow/support/check.h"

namespace infoflow::estimators {

namespace {

// From here on the series below are good to the last digit.
constexpr double kAsymptotic = 12.0;

}  // namespace

double Digamma(double x) {
  INFOFLOW_CHECK(x > 0.0);
  double shift = 0.0;
  for (; x < kAsymptotic; x += 1.0) shift += 1.0 / x;
  // ln x - 1/(2x) - sum_k B_2k / (2k x^2k).
  const double u = 1.0 / (x * x);
  const double series =
      u * (1.0 / 12 - u * (1.0 / 120 -
                           u * (1.0 / 252 -
                                u * (1.0 / 240 - u * (1.0 / 132 - u * (691.0 / 32760 - u / 12))))));
  return std::log(x) - 0.5 / x - series - shift;
}

double Trigamma(double x) {
  INFOFLOW_CHECK(x > 0.0);
  double shift = 0.0;
  for (; x < kAsymptotic; x += 1.0) shift += 1.0 / (x * x);
  // 1/x + 1/(2x^2) + sum_k B_2k / x^(2k+1).
  const double u = 1.0 / (x * x);
  const double series =
      u * (1.0 / 6 -
           u * (1.0 / 30 -
                u * (1.0 / 42 - u * (1.0 / 30 - u * (5.0 / 66 - u * (691.0 / 2730 - u * 7 / 6))))));
  return (1.0 + 0.5 / x + series) / x + shift;
}

}  // namespace infoflow::estimators
