// Letters: m exponent, n number of columns (the smaller side), S = sinh 2K, v = tanh K,
// q = 2S/Y = e^{-gamma}. Products run over l = 0..2n-1 of one parity; l and 2n-l are equal, so
// that only l = 0 and l = n stand alone.
#include "infoflow/ising/square/torus.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/numerics/constants.h"

#ifndef INFOFLOW_DOUBLE_DIGITS
#include <boost/multiprecision/cpp_bin_float.hpp>
#endif

namespace infoflow::ising {

namespace {

// Below this |K| the form in tanh K keeps the relative accuracy of the energy.
constexpr double kHighTemperature = 0.2;

// Above, e^{-8 K} is 0 beside 1 for any number of excitations.
constexpr double kFrozen = 100.0;

// Beyond it 2 m n K overflows on the largest torus.
constexpr double kLargestCoupling = 1e300;

// The four terms may cancel to this part of the largest before more digits are called for.
constexpr double kCancellation = 0.05;

// A product with its sign, and its logarithmic derivative.
template <typename Real>
struct Product {
  Real log = 0;
  Real derivative = 0;
  int sign = 1;

  void Multiply(const Product& factor, int times) {
    log += times * factor.log;
    derivative += times * factor.derivative;
    if (times % 2 != 0) sign *= factor.sign;
  }
};

// The factors of one l with + and with -.
template <typename Real>
struct Factors {
  Product<Real> plus;
  Product<Real> minus;
};

template <typename Real>
struct Terms {
  Product<Real> term[4];  // odd +, odd -, even +, even -
};

template <typename Real>
Real IntegerPower(Real x, int m) {
  using std::pow;
  return pow(x, m);
}

template <>
double IntegerPower(double x, int m) {
  return std::pow(x, static_cast<double>(m));
}

// sinh 2K - 1 for K >= 0.
template <typename Real>
Real SinhMinusOne(double size) {
  using std::sinh;
  return sinh(2 * Real(size)) - 1;
}
template <>
double SinhMinusOne(double size) {
  return internal::SinhMinusOne(size);
}

template <typename Real>
Real Pi();
template <>
double Pi() {
  return numerics::kPi;
}

// a^m +- b^m with d/dK, |a| - |b| = `difference` known without cancellation.
template <typename Real>
Factors<Real> PowerSum(int m, Real a, Real b, Real a_slope, Real b_slope, Real difference) {
  using std::abs;
  using std::expm1;
  using std::log;
  using std::log1p;
  const bool a_larger = difference >= 0;
  const Real large = a_larger ? a : b;
  const Real small = a_larger ? b : a;
  const Real large_slope = a_larger ? a_slope : b_slope;
  const Real small_slope = a_larger ? b_slope : a_slope;
  const bool odd = m % 2 != 0;
  const int sign_large = (large < 0 && odd) ? -1 : 1;
  const int sign_small = (small < 0 && odd) ? -1 : 1;
  // (|small|/|large|)^m = 1 + shortfall.
  const Real shortfall =
      small == 0 ? Real(-1) : Real(expm1(m * log1p(-abs(difference) / abs(large))));
  const Real ratio = 1 + shortfall;
  const Real base = m * log(abs(large));
  Factors<Real> result;
  for (const int choice : {1, -1}) {
    Product<Real>& product = choice == 1 ? result.plus : result.minus;
    // large^m (+-) small^m up to the sign in front when the larger one carries the minus.
    const int relative = sign_large * sign_small * choice;
    const Real bracket = relative > 0 ? Real(1 + ratio) : Real(-shortfall);
    product.log = base + log(bracket);
    product.sign = sign_large * ((choice == -1 && !a_larger) ? -1 : 1);
    const Real small_part = small == 0 ? Real(0) : Real(relative * ratio * small_slope / small);
    product.derivative = m * (large_slope / large + small_part) / bracket;
  }
  return result;
}

// Collects the factors of every l into the four terms.
template <typename Real, typename PairFactors>
Terms<Real> Collect(int n, const Factors<Real>& zero, const Factors<Real>& half,
                    const PairFactors& pair) {
  Terms<Real> terms;
  terms.term[2].Multiply(zero.plus, 1);
  terms.term[3].Multiply(zero.minus, 1);
  const int parity_of_half = n % 2 == 0 ? 2 : 0;
  terms.term[parity_of_half].Multiply(half.plus, 1);
  terms.term[parity_of_half + 1].Multiply(half.minus, 1);
  for (int l = 1; l < n; ++l) {
    const Factors<Real> factors = pair(l);
    const int parity = l % 2 == 0 ? 2 : 0;
    terms.term[parity].Multiply(factors.plus, 2);
    terms.term[parity + 1].Multiply(factors.minus, 2);
  }
  return terms;
}

// (1 +- power) and its logarithmic derivative, with power = q^m and `slope` = d ln q/dK.
template <typename Real>
void MultiplyOnePlusMinus(int m, Real power, Real slope, Factors<Real>* factors) {
  using std::abs;
  using std::log1p;
  // Invisible beside 1 in double precision; exact otherwise.
  if (power == 0) return;
  factors->plus.log += log1p(power);
  factors->minus.log += log1p(-power);
  factors->plus.derivative += m * slope * power / (1 + power);
  factors->minus.derivative -= m * slope * power / (1 - power);
}

// Everything divided by its power of e^{2|K|}, so that nothing overflows: `log` of a term lacks
// 2 m n |K|, which `Combine` adds.
template <typename Real>
Terms<Real> LowTemperatureTerms(int m, int n, double coupling) {
  using std::exp;
  using std::log;
  using std::sin;
  using std::sqrt;
  const bool negative = coupling < 0.0;
  const int sign = negative ? -1 : 1;
  const Real size = Real(negative ? -coupling : coupling);
  const Real e2 = exp(-2 * size);
  const Real e4 = e2 * e2;
  const Real s = (1 - e4) / 2;
  const Real c = (1 + e4) / 2;
  const Real excess = SinhMinusOne<Real>(static_cast<double>(size)) * e2;
  const Real se2 = s * e2;
  // e^{2K} -+ 1 and 1 +- e^{-2K} for |K|, in units of e^{2|K|}.
  const Real a = 1 - e2;
  const Real d = e2 + e4;
  const Real b = 1 + e2;
  const Real f = e2 - e4;
  // |K| > 0.2: a > f and so on need no care except a - d = 2(S - 1).
  Factors<Real> zero, half;
  if (!negative) {
    zero = PowerSum<Real>(m, a, d, 2, -2 * e4, 2 * excess);
    half = PowerSum<Real>(m, b, f, 2, 2 * e4, b - f);
  } else {
    zero = PowerSum<Real>(m, -f, b, 2 * e4, -2, f - b);
    half = PowerSum<Real>(m, d, -a, 2 * e4, 2, -2 * excess);
  }
  return Collect<Real>(n, zero, half, [&](int l) {
    // K < 0 shifts the angle by pi.
    const Real angle = Pi<Real>() * (negative ? n - l : l) / (2 * n);
    const Real sine = sin(angle);
    const Real sine2 = sine * sine;
    const Real distance = 2 * excess * excess + 4 * se2 * sine2;
    const Real root = sqrt(distance * (distance + 4 * se2));
    const Real y = distance + 2 * se2 + root;
    const Real q = 2 * se2 / y;
    const Real one_minus_q = (distance + root) / y;
    const Real slope = 4 * c * (2 * excess + (2 * sine2 + one_minus_q) * e2) / root;
    Factors<Real> factors;
    factors.plus.log = Real(m) / 2 * log(y);
    factors.plus.derivative = sign * (Real(m) / 2) * slope;
    factors.minus = factors.plus;
    const Real power = IntegerPower<Real>(negative ? Real(-q) : q, m);
    MultiplyOnePlusMinus<Real>(m, power, sign * (2 * c / s - slope), &factors);
    return factors;
  });
}

// The same for small |K| in v = tanh K: `log` of a term lacks m n ln(2 cosh^2 K), and its
// derivative, with respect to v, lacks what that and the sums of cos(pi l/n) contribute.
Terms<double> HighTemperatureTerms(int m, int n, double coupling) {
  const double v = std::tanh(coupling);
  const double w = v * v;
  const double u = 1.0 - w;
  const auto single = [m](double base, double base_slope, double ratio, double log_slope) {
    Factors<double> factors;
    factors.plus.log = m * std::log1p(base);
    factors.plus.derivative = m * base_slope;
    factors.minus = factors.plus;
    MultiplyOnePlusMinus<double>(m, std::pow(ratio, m), log_slope, &factors);
    return factors;
  };
  // (v(1+v))^m +- (1-v)^m and (1+v)^m +- (v(1-v))^m.
  Factors<double> zero = single(-v, -v / (1.0 - v), v * (1.0 + v) / (1.0 - v),
                                1.0 / v + 1.0 / (1.0 + v) + 1.0 / (1.0 - v));
  zero.minus.sign = -1;
  const Factors<double> half = single(v, -v / (1.0 + v), v * (1.0 - v) / (1.0 + v),
                                      1.0 / v - 1.0 / (1.0 - v) - 1.0 / (1.0 + v));
  const double b = 2.0 * v * u;
  const double b_slope = 2.0 - 6.0 * w;
  return Collect<double>(n, zero, half, [&](int l) {
    const double cosine = std::cos(numerics::kPi * l / n);
    // With A = 1 + a, R = sqrt(A^2 - B^2), y = A + R.
    const double a = w * (2.0 + w) - b * cosine;
    const double root2_minus_one = a * (2.0 + a) - b * b;
    const double root = std::sqrt(1.0 + root2_minus_one);
    const double root_minus_one = root2_minus_one / (1.0 + root);
    const double y = 1.0 + a + root;
    // y'/y + 2 cos, which sums to y'/y.
    const double slope =
        (4.0 * v * (1.0 + w) + cosine * (6.0 * w + 2.0 * root_minus_one) - b * b_slope / y) / root;
    Factors<double> factors;
    factors.plus.log = 0.5 * m * std::log1p(0.5 * (a + root_minus_one));
    factors.plus.derivative = 0.5 * m * slope;
    factors.minus = factors.plus;
    MultiplyOnePlusMinus<double>(m, std::pow(b / y, m), b_slope / b - slope + 2.0 * cosine,
                                 &factors);
    return factors;
  });
}

template <typename Real>
struct Sum {
  Real log = 0;               // of (1/2) the sum of the terms
  Real derivative = 0;        // of that
  double cancellation = 0.0;  // sum over largest term
};

template <typename Real>
Sum<Real> Combine(const Terms<Real>& terms) {
  using std::exp;
  using std::log;
  using std::max;
  Real largest = terms.term[0].log;
  for (const Product<Real>& term : terms.term) {
    if (term.log > largest) largest = term.log;
  }
  Real sum = 0;
  Real slope = 0;
  for (const Product<Real>& term : terms.term) {
    const Real value = term.sign * exp(term.log - largest);
    sum += value;
    // A term that vanishes to the last place has no logarithmic derivative worth adding.
    if (value != 0) slope += value * term.derivative;
  }
  Sum<Real> result;
  result.cancellation = static_cast<double>(sum);
  if (!(sum > 0)) {
    result.cancellation = 0.0;
    return result;
  }
  result.log = largest + log(sum / 2);
  result.derivative = slope / sum;
  return result;
}

#ifdef INFOFLOW_DOUBLE_DIGITS

bool SolveWithManyDigits(int, int, double, TorusThermodynamics*) { return false; }

#else

template <int kDigits>
using Float = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<kDigits>,
                                            boost::multiprecision::et_off>;

template <>
Float<100> Pi() {
  return boost::math::constants::pi<Float<100> >();
}
template <>
Float<400> Pi() {
  return boost::math::constants::pi<Float<400> >();
}

// False when `least` digits' worth of cancellation is exceeded.
template <typename Real>
bool SolveWithDigits(int m, int n, double coupling, double least, TorusThermodynamics* result) {
  const Sum<Real> sum = Combine(LowTemperatureTerms<Real>(m, n, coupling));
  if (!(sum.cancellation > least)) return false;
  const Real shift = 2 * Real(m) * n * Real(std::fabs(coupling));
  result->log_partition = static_cast<double>(sum.log + shift);
  result->energy = static_cast<double>(sum.derivative);
  return true;
}

// False when even 400 digits cancel.
bool SolveWithManyDigits(int m, int n, double coupling, TorusThermodynamics* result) {
  return SolveWithDigits<Float<100> >(m, n, coupling, 1e-75, result) ||
         SolveWithDigits<Float<400> >(m, n, coupling, 1e-300, result);
}

#endif

}  // namespace

absl::StatusOr<TorusThermodynamics> SolveTorus(int rows, int columns, double coupling) {
  if (std::min(rows, columns) < 2 || std::max(rows, columns) > kLargestTorusSide) {
    return absl::InvalidArgumentError(
        absl::StrFormat("the torus has %d rows and %d columns; each may be from 2 to %d", rows,
                        columns, kLargestTorusSide));
  }
  if (!(std::fabs(coupling) <= kLargestCoupling)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "coupling is %g; it must be a finite number of size up to %g", coupling, kLargestCoupling));
  }
  const int m = std::max(rows, columns);
  const int n = std::min(rows, columns);
  const double sites = static_cast<double>(rows) * columns;
  using numerics::kLn2;
  if (coupling == 0.0) return TorusThermodynamics{sites * kLn2, 0.0};
  if (m % 2 == 0 && n % 2 == 0 && coupling < 0.0) {
    auto result = SolveTorus(rows, columns, -coupling);
    if (result.ok()) result->energy = -result->energy;
    return result;
  }
  const double size = std::fabs(coupling);
  // Only the two ground states remain: the first excitation costs 8 K.
  if (coupling > kFrozen) return TorusThermodynamics{2.0 * sites * size + kLn2, 2.0 * sites};
  TorusThermodynamics result;
  if (size < kHighTemperature) {
    const Sum<double> sum = Combine(HighTemperatureTerms(m, n, coupling));
    if (sum.cancellation > kCancellation) {
      const double v = std::tanh(coupling);
      result.log_partition = sites * (kLn2 - std::log1p(-v * v)) + sum.log;
      result.energy = 2.0 * sites * v + (1.0 - v * v) * sum.derivative;
      return result;
    }
  } else {
    const Sum<double> sum = Combine(LowTemperatureTerms<double>(m, n, coupling));
    if (sum.cancellation > kCancellation) {
      result.log_partition = 2.0 * sites * size + sum.log;
      result.energy = sum.derivative;
      return result;
    }
  }
  if (SolveWithManyDigits(m, n, coupling, &result)) return result;
  return absl::OutOfRangeError(absl::StrFormat(
      "ln Z of the frustrated %d x %d torus at coupling %g is lost to cancellation; the coupling "
      "must be closer to zero",
      rows, columns, coupling));
}

}  // namespace infoflow::ising
