#include "infoflow/numerics/elliptic.h"

#include <cmath>
#include <limits>

namespace infoflow::numerics {

namespace {

constexpr double kHalfPi = 1.57079632679489661923;

// A twentieth of a unit in the last place.
constexpr double kNegligible = 1e-17;

// Below this gap the next step moves the mean by less than a tenth of a unit in the last place.
constexpr double kSmallGap = 1e-9;

// The mean of 1 and b, and sum_{n >= 1} 2^{n-1} c_n^2 with c_n = (a_{n-1} - b_{n-1})/2.
struct MeanAndSquares {
  double mean;
  double squares;
};

MeanAndSquares MeanAndSquaresOf(double b) {
  double a = 1.0;
  double weight = 1.0;
  double squares = 0.0;
  double gap = 1.0 - b;
  while (true) {
    const double half = 0.5 * gap;
    squares += weight * half * half;
    const double root_sum = std::sqrt(a) + std::sqrt(b);
    const double next_a = 0.5 * (a + b);
    b = std::sqrt(a * b);
    a = next_a;
    if (!(gap >= kSmallGap * a)) break;  // NaN leaves too
    // a' - b' = (sqrt a - sqrt b)^2 / 2, free of cancellation.
    const double ratio = gap / root_sum;
    gap = 0.5 * ratio * ratio;
    weight *= 2.0;
  }
  return {a, squares};
}

}  // namespace

ArithmeticGeometricMean MeanWithOne(double other, double gap) {
  double a = 1.0;
  double b = other;
  ArithmeticGeometricMean result;
  while (true) {
    const double half = 0.5 * gap;
    result.one_minus_mean += half;
    const double root_a = std::sqrt(a);
    const double root_b = std::sqrt(b);
    const double root_sum = root_a + root_b;
    // sqrt(ab) - b = sqrt b (a - b) / (sqrt a + sqrt b).
    result.mean_minus_other += root_b * gap / root_sum;
    a = 0.5 * (a + b);
    b = root_a * root_b;
    const double ratio = gap / root_sum;
    gap = 0.5 * ratio * ratio;
    // The remaining steps sum to less than the next gap.
    if (!(gap > kNegligible * result.one_minus_mean)) break;  // NaN leaves too
  }
  result.mean = a;
  // Where nothing cancels the difference is better than the sum of many steps.
  if (result.mean > 2.0 * other) result.mean_minus_other = result.mean - other;
  if (result.mean < 0.5) result.one_minus_mean = 1.0 - result.mean;
  return result;
}

CompleteElliptic CompleteEllipticIntegrals(double modulus, double complementary_modulus) {
  CompleteElliptic result;
  const double k2 = modulus * modulus;
  const double p = complementary_modulus * complementary_modulus;
  if (complementary_modulus == 0.0) {
    const double infinity = std::numeric_limits<double>::infinity();
    return {infinity, 1.0, infinity, 1.0};
  }
  const MeanAndSquares direct = MeanAndSquaresOf(complementary_modulus);
  result.first = kHalfPi / direct.mean;
  if (p >= 0.5) {
    const double squares = 0.5 * k2 + direct.squares;
    result.second = result.first * (1.0 - squares);
    result.first_minus_second = result.first * squares;
    result.second_minus_scaled_first = result.first * (0.5 * k2 - direct.squares);
  } else {
    const MeanAndSquares dual = MeanAndSquaresOf(modulus);
    const double squares = 0.5 * p + dual.squares;
    result.second = dual.mean + result.first * squares;
    result.first_minus_second = result.first * (1.0 - squares) - dual.mean;
    result.second_minus_scaled_first = dual.mean - result.first * (0.5 * p - dual.squares);
  }
  return result;
}

}  // namespace infoflow::numerics
