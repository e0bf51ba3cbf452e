#include "infoflow/ising/square/torus_heat_capacity.h"

#include <algorithm>
#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/ising/square/torus.h"
#include "infoflow/numerics/constants.h"

namespace infoflow::ising {

namespace {

constexpr double kLeastCoupling = 0.005;
constexpr double kLargestCoupling = 100.0;

// A function of K with two derivatives.
struct Jet {
  double value = 0.0;
  double first = 0.0;
  double second = 0.0;

  void Add(const Jet& other, double times) {
    value += times * other.value;
    first += times * other.first;
    second += times * other.second;
  }
};

// ln 2cosh x and ln 2sinh x for x > 0.
Jet LogCosh(const Jet& x) {
  const double tanh = std::tanh(x.value);
  const double sech = 1.0 / std::cosh(x.value);
  return {x.value + std::log1p(std::exp(-2.0 * x.value)), tanh * x.first,
          tanh * x.second + sech * sech * x.first * x.first};
}
Jet LogSinh(const Jet& x) {
  const double coth = 1.0 / std::tanh(x.value);
  const double csch = 1.0 / std::sinh(x.value);
  return {x.value + std::log(-std::expm1(-2.0 * x.value)), coth * x.first,
          coth * x.second - csch * csch * x.first * x.first};
}

}  // namespace

absl::StatusOr<double> TorusHeatCapacity(int rows, int columns, double coupling) {
  if (std::min(rows, columns) < 2 || std::max(rows, columns) > kLargestTorusSide) {
    return absl::InvalidArgumentError(
        absl::StrFormat("the torus has %d rows and %d columns; each may be from 2 to %d", rows,
                        columns, kLargestTorusSide));
  }
  if (!(coupling >= kLeastCoupling && coupling <= kLargestCoupling)) {
    return absl::InvalidArgumentError(
        absl::StrFormat("coupling is %g; heat capacities of the torus are computed from %g to %g",
                        coupling, kLeastCoupling, kLargestCoupling));
  }
  const int m = std::max(rows, columns);
  const int n = std::min(rows, columns);
  // Beyond this every factor e^{-2K} is lost beside 1, and so is the heat capacity.
  if (coupling > 20.0) return 0.0;
  const double s = std::sinh(2.0 * coupling);
  const double c = std::cosh(2.0 * coupling);
  const double excess = internal::SinhMinusOne(coupling);
  // y = cosh g - 1 = excess^2/s + 2 sin^2(pi l/2n) and its derivatives.
  const double first = 2.0 * c * excess * (s + 1.0) / (s * s);
  const double second = 4.0 * s - 4.0 / s + 8.0 * c * c / (s * s * s);

  Jet odd_plus, odd_minus, even_plus, even_minus;  // even_minus without l = 0
  for (int l = 1; l <= n; ++l) {
    const double sine = std::sin(numerics::kPi * l / (2.0 * n));
    const double y = excess * excess / s + 2.0 * sine * sine;
    const double sinh_g = std::sqrt(y * (y + 2.0));
    Jet x;
    x.value = std::log1p(y + sinh_g);
    x.first = first / sinh_g;
    x.second = (second - (1.0 + y) * x.first * x.first) / sinh_g;
    const Jet half = {0.5 * m * x.value, 0.5 * m * x.first, 0.5 * m * x.second};
    const double times = l == n ? 1.0 : 2.0;  // l and 2n - l are equal
    (l % 2 == 0 ? even_plus : odd_plus).Add(LogCosh(half), times);
    (l % 2 == 0 ? even_minus : odd_minus).Add(LogSinh(half), times);
  }
  // x = m g_0 / 2, of either sign; cosh and sinh in units of e^|x|.
  const Jet zero = {0.5 * m * (2.0 * coupling + std::log(std::tanh(coupling))),
                    0.5 * m * (2.0 + 2.0 / s), 0.5 * m * (-4.0 * c / (s * s))};
  const double size = std::fabs(zero.value);
  const double decay = std::exp(-2.0 * size);
  const double cosh_x = 1.0 + decay;
  const double sinh_x = std::copysign(-std::expm1(-2.0 * size), zero.value);
  even_plus.Add(LogCosh({size, 0.0, 0.0}), 1.0);
  const double tanh_x = std::tanh(zero.value);
  const double sech_x = 1.0 / std::cosh(zero.value);
  even_plus.first += tanh_x * zero.first;
  even_plus.second += tanh_x * zero.second + sech_x * sech_x * zero.first * zero.first;
  even_minus.value += size;

  // Everything relative to the first even product, the largest within a factor of two. Sums of the
  // terms and of their derivatives:
  double sum = 1.0, sum_first = 0.0, sum_second = 0.0;
  for (const Jet& term : {odd_plus, odd_minus}) {
    const double weight = std::exp(term.value - even_plus.value);
    const double d = term.first - even_plus.first;
    const double e = term.second - even_plus.second;
    sum += weight;
    sum_first += weight * d;
    sum_second += weight * (e + d * d);
  }
  {
    const double weight = std::exp(even_minus.value - even_plus.value);
    const double d = even_minus.first - even_plus.first;
    const double e = even_minus.second - even_plus.second;
    const double f = sinh_x;
    const double f_first = cosh_x * zero.first;
    const double f_second = cosh_x * zero.second + sinh_x * zero.first * zero.first;
    sum += weight * f;
    sum_first += weight * (f_first + f * d);
    sum_second += weight * (f_second + 2.0 * f_first * d + f * (e + d * d));
  }
  const double mean = sum_first / sum;
  // (mn/2) ln(2 sinh 2K) contributes -(mn/2) 4/sinh^2 2K.
  const double sites = static_cast<double>(m) * n;
  const double curvature =
      even_plus.second - 2.0 * sites / (s * s) + sum_second / sum - mean * mean;
  return coupling * coupling * curvature / sites;
}

}  // namespace infoflow::ising
