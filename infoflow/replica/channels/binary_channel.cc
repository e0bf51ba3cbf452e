#include "infoflow/replica/channels/binary_channel.h"

#include <algorithm>
#include <cmath>

#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/exponential_inline.h"
#include "infoflow/numerics/logarithm_inline.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::replica {
namespace {

using numerics::kPi;
constexpr int kBlock = 32;

// Below this A, what is O(A) is integrated from its derivative by the three-point Gauss rule,
// whose error is of relative order A^6.
constexpr double kSmallPrecision = 1e-2;

// Sums over x_j = x_0 + d_j, d_j = first + j step, of exp(-d^2/(2A) - |x| - peak) times
//   variance: 4 / (1 + e),   square: 16 e / (1 + e)^3,   entropy: (1 + e) ln(1 + e)/e + 2 |x|,
// e = e^{-2|x|}.
struct Sums {
  double variance = 0.0;
  double square = 0.0;
  double entropy = 0.0;
};

INFOFLOW_KERNEL void SumNodes(double first, double step, int num_blocks, double centre,
                              double inverse_2a, double peak, Sums* sums) {
  double variance[kBlock] = {};
  double square[kBlock] = {};
  double entropy[kBlock] = {};
  for (int b = 0; b < num_blocks; ++b) {
    for (int j = 0; j < kBlock; ++j) {
      const double d = first + step * (b * kBlock + j);
      const double u = std::fabs(centre + d);
      const double e = numerics::ExpInline(-2.0 * u);
      const double weight = numerics::ExpInline(-d * d * inverse_2a - u - peak);
      const double y = 1.0 + e;
      // ln(y)/(y - 1) varies slowly, so that the rounding of y does not matter.
      const double quotient =
          y == 1.0 ? 1.0 : numerics::LogInline(y) / (y - 1.0 + (y == 1.0 ? 1.0 : 0.0));
      const double var = 4.0 * weight / y;
      variance[j] += var;
      square[j] += var * 4.0 * e / (y * y);
      entropy[j] += weight * (y * quotient + 2.0 * u);
    }
  }
  for (int j = 0; j < kBlock; ++j) {
    sums->variance += variance[j];
    sums->square += square[j];
    sums->entropy += entropy[j];
  }
}

// -p ln p.
double EntropyTerm(double p, double one_minus_p) {
  return p > 0.5 ? -p * std::log1p(-one_minus_p) : -p * std::log(p);
}

// Where -(x - x_0)^2/(2A) - |x| is within `depth` of its maximum `peak`.
struct Range {
  double lower;
  double upper;
  double peak;
};

// The right edge: largest x > 0 of the parabola around x_0 - A, seen from x = 0 with the
// smallest loss of digits; negative when it lies left of 0.
double RightEdge(double x0, double A, double level) {
  const double c = x0 - A;
  const double square = std::max(0.0, c * c + 2.0 * A * (level - 0.5 * x0 * x0 / A));
  // c + sqrt(square) with square - c^2 = 2A level - x0^2.
  return c > 0.0 ? c + std::sqrt(square) : (2.0 * A * level - x0 * x0) / (std::sqrt(square) - c);
}

Range FindRange(double x0, double A, double depth) {
  Range range;
  // Where the parabolas -(x-x_0)^2/(2A) -+ x meet or peak.
  if (std::abs(x0) <= A) {
    range.peak = -0.5 * x0 * x0 / A;
  } else {
    range.peak = 0.5 * A - std::abs(x0);
  }
  // exponent(x) >= peak - depth  <=>  (x - x0)^2/(2A) + |x| <= level.
  const double level = depth - range.peak;
  range.upper = RightEdge(x0, A, level);
  range.lower = -RightEdge(-x0, A, level);
  if (0.5 * x0 * x0 / A > level) {
    // One side of 0 only.
    const double c = std::abs(x0) - A;
    const double half = std::sqrt(2.0 * A * depth);
    range.lower = x0 > 0.0 ? c - half : -c - half;
    range.upper = x0 > 0.0 ? c + half : -c + half;
  }
  return range;
}

// E Var(s|y), E Var(s|y)^2 and H(s|y).
struct Conditional {
  double variance;
  double square;
  double entropy;
};

Conditional Integrate(const SignLaw& law, double A, double log_error) {
  const double x0 = 0.5 * std::log(law.plus / law.minus);
  const Range range = FindRange(x0, A, log_error);
  double step = std::min(kPi * kPi / log_error, std::sqrt(2.0 * kPi * kPi * A / log_error));
  // Both features at once where neither is much narrower.
  step /= std::sqrt(1.0 + std::min(A, 1.0 / A) * 0.5);
  const int count = static_cast<int>(std::ceil((range.upper - range.lower) / step));
  const int num_blocks = (count + kBlock - 1) / kBlock;
  Sums sums;
  RunKernel<SumNodes>(range.lower - x0, step, std::max(1, num_blocks), x0, 0.5 / A, range.peak,
                      &sums);
  const double factor =
      step * std::sqrt(law.plus * law.minus / (2.0 * kPi * A)) * std::exp(range.peak - 0.5 * A);
  return {factor * sums.variance, factor * sums.square, factor * sums.entropy};
}

}  // namespace

BinaryResponse ObserveSign(const SignLaw& law, double precision, double log_error) {
  INFOFLOW_CHECK(law.plus > 0.0 && law.minus > 0.0 && precision >= 0.0);
  const double both = law.plus * law.minus;
  // What is O(A) comes out of differences below A = 1, and needs the integrals that much better.
  log_error = std::min(37.0, log_error + std::log(std::max(1.0, 1.0 / precision)));
  if (precision == 0.0) return {0.0, 4.0 * both, 0.0};
  const Conditional at = Integrate(law, precision, log_error);
  BinaryResponse response;
  response.variance = at.variance;
  if (precision < kSmallPrecision) {
    const double offset = 0.5 * std::sqrt(0.6);
    const Conditional low = Integrate(law, (0.5 - offset) * precision, log_error);
    const Conditional middle = Integrate(law, 0.5 * precision, log_error);
    const Conditional high = Integrate(law, (0.5 + offset) * precision, log_error);
    const double variance = (5.0 * (low.variance + high.variance) + 8.0 * middle.variance) / 18.0;
    const double square = (5.0 * (low.square + high.square) + 8.0 * middle.square) / 18.0;
    response.information = 0.5 * precision * variance;
    response.posterior_variance = 0.25 * precision * square;
  } else {
    response.information =
        EntropyTerm(law.plus, law.minus) + EntropyTerm(law.minus, law.plus) - at.entropy;
    response.posterior_variance = both - 0.25 * at.variance;
  }
  return response;
}

}  // namespace infoflow::replica
