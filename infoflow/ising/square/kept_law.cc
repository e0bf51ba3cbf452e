// Everything here is generic in the number type `Real` of many digits: formulas are written as
// they stand in the literature, and their cancellations paid for with digits.
#include "infoflow/ising/square/kept_law.h"

#include <algorithm>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <limits>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "absl/strings/string_view.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::ising {

namespace {

template <int kDigits>
using Float = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<kDigits>,
                                            boost::multiprecision::et_off>;

// Ranges of |K| for which 100 and 400 digits leave 17; beyond, 1600 do up to the last range.
constexpr double kFewDigitsLeast = 1e-4;
constexpr double kFewDigitsMost = 3.0;
constexpr double kManyDigitsLeast = 1e-18;
constexpr double kManyDigitsMost = 15.0;

// Beyond it log-partition functions of a few sites overflow.
constexpr double kLargestCoupling = 1e300;
constexpr double kLeast = 1e-100;
constexpr double kMost = 90.0;

// p = k'^2 below which phi is summed about K_c instead of by the trapezoid rule.
constexpr double kCriticalRange = 0.25;

template <typename Real>
Real Pi() {
  return boost::math::constants::pi<Real>();
}

template <typename Real>
Real LogTwo() {
  return boost::math::constants::ln_two<Real>();
}

// Catalan's constant by Ramanujan's series,
//   G = pi/8 ln(2 + sqrt 3) + 3/8 sum_n 1 / ((2n + 1)^2 binomial(2n, n)),
// at its first use: Boost's own is computed when a program starts, needed or not, which takes half
// a second for 1600 digits.
template <typename Real>
const Real& Catalan() {
  static const Real& value = *new Real([] {
    const Real small = std::numeric_limits<Real>::epsilon();
    Real sum = 0;
    Real inverse_binomial = 1;
    for (int n = 0; inverse_binomial > small; ++n) {
      sum += inverse_binomial / (2 * n + 1) / (2 * n + 1);
      inverse_binomial *= n + 1;
      inverse_binomial /= 2 * (2 * n + 1);
    }
    const Real three = 3;
    return Real(Pi<Real>() / 8 * log(2 + sqrt(three)) + 3 * sum / 8);
  }());
  return value;
}

template <typename Real>
struct Elliptic {
  Real first;   // K
  Real second;  // E
};

// From the square of the complementary modulus, by the arithmetic-geometric mean.
template <typename Real>
Elliptic<Real> EllipticFromComplement(const Real& complement2) {
  Real a = 1;
  Real b = sqrt(complement2);
  Real sum = (1 - complement2) / 2;
  Real weight = 1;
  const Real small = sqrt(std::numeric_limits<Real>::epsilon());
  while (true) {
    const Real half = (a - b) / 2;
    sum += weight * half * half;
    weight *= 2;
    const Real next = (a + b) / 2;
    b = sqrt(a * b);
    a = next;
    if (half < small * a) break;
  }
  Elliptic<Real> result;
  result.first = Pi<Real>() / (a + b);
  result.second = result.first * (1 - sum);
  return result;
}

// I(p) of exact.h.
template <typename Real>
Real LoopIntegral(const Real& k) {
  const Real p = k * k;
  const Real pi = Pi<Real>();
  const double epsilon_log = -std::log(10.0) * std::numeric_limits<Real>::digits10;
  if (p > kCriticalRange) {
    // The integrand has period pi and is analytic: N equidistant points leave |k'|-dependent
    // exp(-2 N atanh |k'|). Equal weights turn the sum of logarithms into one of a product.
    const double strip = static_cast<double>(log((1 + abs(k)) / (1 - abs(k))));
    const int half_points = static_cast<int>(-epsilon_log / strip / 2.0) + 4;
    const Real angle = pi / half_points;
    const Real step_cos = cos(angle);
    const Real step_sin = sin(angle);
    Real c = 1;
    Real s = 0;
    // t = j pi/(2 half_points): 0 and pi/2 once, the rest twice; the factor at 0 is 1.
    Real product = 1;
    for (int j = 1; j < half_points; ++j) {
      const Real next = c * step_cos - s * step_sin;
      s = s * step_cos + c * step_sin;
      c = next;
      // sin^2 t = (1 - cos 2t)/2.
      product *= (1 + sqrt(1 - (1 - p) * (1 - c) / 2)) / 2;
    }
    return log(product * product * (1 + abs(k)) / 2) / (4 * half_points);
  }
  const Real at_critical = 2 * Catalan<Real>() / pi - LogTwo<Real>();
  if (p == 0) return at_critical;
  // As in exact.cc, term by term.
  const Real lambda = 2 * LogTwo<Real>() - log(p) / 2;
  Real c2 = 1;
  Real d = 0;
  Real sum_c = 0;
  Real sum_cd = 0;
  Real power = 1;
  Real sum = 0;
  for (int n = 0;; ++n) {
    if (n > 0) {
      const Real ratio = Real(2 * n - 1) / (2 * n);
      c2 *= ratio * ratio;
      d += Real(2) / (Real(2 * n - 1) * (2 * n));
    }
    sum_c += c2;
    sum_cd += c2 * d;
    power *= p;
    const Real term =
        power / (n + 1) * (sum_c * (lambda + Real(1) / (2 * (n + 1))) - (sum_cd + pi / 2));
    sum += term;
    if (power < std::numeric_limits<Real>::epsilon()) break;
  }
  return at_critical + sum / (2 * pi);
}

// phi(K), K >= 0.
template <typename Real>
Real LogPartition(const Real& coupling) {
  if (coupling == 0) return LogTwo<Real>();
  const Real t = tanh(2 * coupling);
  // Near K_c this is k' to about the last digit of `Real`, not relatively; p ln p does not mind.
  return log(2 * cosh(2 * coupling)) + LoopIntegral<Real>(2 * t * t - 1);
}

template <typename Real>
struct Law {
  Real g1, g2, p4, p2, p0, lost, kept, kept_other_route;
};

// h(x) = ln(2 cosh x) - x tanh x.
template <typename Real>
Real BinaryEntropy(const Real& x) {
  const Real e = exp(-2 * x);
  return log1p(e) + 2 * x * e / (1 + e);
}

template <typename Real>
Law<Real> SolveLaw(double coupling) {
  const Real k_ = Real(coupling);
  const Real pi = Pi<Real>();
  const Real sinh2 = sinh(2 * k_);
  const Real cosh2 = cosh(2 * k_);
  const Real tanh2 = sinh2 / cosh2;
  const Real complement = 2 * tanh2 * tanh2 - 1;
  // Nearest neighbours.
  const Elliptic<Real> onsager = EllipticFromComplement<Real>(complement * complement);
  const Real energy = (1 + 2 / pi * complement * onsager.first) / tanh2;
  const Real u = energy / 2;
  Law<Real> law;
  // Across the diagonal.
  const Real s2 = sinh2 * sinh2;
  const Real s4 = s2 * s2;
  if (sinh2 > 1) {
    law.g1 = 2 / pi * EllipticFromComplement<Real>(1 - 1 / s4).second;
  } else {
    const Elliptic<Real> diagonal = EllipticFromComplement<Real>(1 - s4);
    law.g1 = 2 / pi * (diagonal.second - (1 - s4) * diagonal.first) / s2;
  }
  // Two apart on an axis: a_n = (1 + z1 z2) R_n - z1 R_{n+1} - z2 R_{n-1} with
  // R_n = (1/pi) int_0^pi cos(n t) dt / sqrt[(1 + z1^2 - 2 z1 cos t)(1 + z2^2 - 2 z2 cos t)].
  // With c = cos t these are integrals over the quartic (a-c)(b-c)(1-c)(c+1); by
  // c = a - (a+1)/(1 + q sn^2), q = 2/(a-1), they become integrals V_m of (1 + q sn^2)^-m, of
  // which V_1 is eliminated through a_0 = u and V_2 follows (Byrd and Friedman, 336.02).
  const Real z = tanh(k_);
  const Real z1 = z * (1 - z) / (1 + z);
  const Real z2 = (1 - z) / (z * (1 + z));
  const Real a = (1 + z1 * z1) / (2 * z1);
  const Real b = (1 + z2 * z2) / (2 * z2);
  const Real modulus2 = 2 * (a - b) / ((a - 1) * (b + 1));
  const Elliptic<Real> row = EllipticFromComplement<Real>((b - 1) * (a + 1) / ((a - 1) * (b + 1)));
  const Real scale = 1 / (pi * sqrt(z1 * z2) * sqrt((a - 1) * (b + 1)));
  const Real r0 = scale * row.first;
  const Real r1 = ((1 + z1 * z2) * r0 - u) / (z1 + z2);
  const Real v1 = (a * row.first - r1 / scale) / (a + 1);
  const Real alpha2 = -2 / (a - 1);
  const Real v2 = (alpha2 * row.second + (modulus2 - alpha2) * row.first +
                   (2 * alpha2 * modulus2 + 2 * alpha2 - alpha2 * alpha2 - 3 * modulus2) * v1) /
                  (2 * (alpha2 - 1) * (modulus2 - alpha2));
  const Real second_moment =
      scale * (a * a * row.first - 2 * a * (a + 1) * v1 + (a + 1) * (a + 1) * v2);
  const Real r2 = 2 * second_moment - r0;
  const Real after = (1 + z1 * z2) * r1 - z1 * r2 - z2 * r0;
  const Real before = (1 + z1 * z2) * r1 - z1 * r0 - z2 * r2;
  law.g2 = u * u - after * before;
  // The law of the neighbours' sum.
  const Real tanh4 = tanh(4 * k_);
  const Real total = 1 + 2 * law.g1 + law.g2;
  law.p4 = (u - tanh2 * total / 2) / (tanh4 - 2 * tanh2);
  law.p2 = total - 4 * law.p4;
  law.p0 = 1 - law.p4 - law.p2;
  law.lost = law.p4 * BinaryEntropy<Real>(4 * k_) + law.p2 * BinaryEntropy<Real>(2 * k_) +
             law.p0 * LogTwo<Real>();
  const Real phi = LogPartition<Real>(k_);
  law.kept = 2 * (phi - k_ * energy) - law.lost;
  const Real log_cosh_2 = log(cosh2);
  const Real log_cosh_4 = log(cosh(4 * k_));
  law.kept_other_route = 2 * phi - (LogTwo<Real>() + log_cosh_2 / 2 + log_cosh_4 / 8 +
                                    log_cosh_4 / 2 * law.g1 + log_cosh_4 / 4 * law.g2 +
                                    (log_cosh_4 / 8 - log_cosh_2 / 2) * (law.p4 - law.p2 + law.p0));
  return law;
}

template <typename Real>
SquareKeptLaw Round(const Law<Real>& law) {
  SquareKeptLaw result;
  result.diagonal_correlation = static_cast<double>(law.g1);
  result.axis_correlation = static_cast<double>(law.g2);
  result.probability_four = static_cast<double>(law.p4);
  result.probability_two = static_cast<double>(law.p2);
  result.probability_zero = static_cast<double>(law.p0);
  result.lost_entropy = static_cast<double>(law.lost);
  result.kept_entropy = static_cast<double>(law.kept);
  result.kept_entropy_deficit = static_cast<double>(LogTwo<Real>() - law.kept);
  result.route_difference = static_cast<double>(law.kept_other_route / law.kept - 1);
  return result;
}

template <typename Real>
std::vector<double> Costs(double size, absl::Span<const double> models) {
  const Law<Real> law = SolveLaw<Real>(size);
  std::vector<double> costs;
  for (const double model : models) {
    const Real k = Real(model);
    // Beyond, phi = 2|K| to the last digit asked for, and the integral would underflow.
    const Real phi = std::fabs(model) > 2.0 * kMost ? Real(2 * abs(k)) : LogPartition<Real>(abs(k));
    costs.push_back(static_cast<double>(phi - 2 * k * law.g1 - law.kept));
  }
  return costs;
}

// With the limits of the law where |K| is out of every range: cold or hot.
std::vector<double> LimitingCosts(bool cold, absl::Span<const double> models) {
  using Real = Float<100>;
  std::vector<double> costs;
  for (const double model : models) {
    const Real k = Real(model);
    const Real phi = std::fabs(model) > 2.0 * kMost ? Real(2 * abs(k)) : LogPartition<Real>(abs(k));
    // Not negative; a difference below its hundred digits may have either sign.
    const Real cost = cold ? Real(phi - 2 * k) : Real(phi - LogTwo<Real>());
    costs.push_back(std::max(0.0, static_cast<double>(cost)));
  }
  return costs;
}

absl::Status CheckFinite(double coupling, absl::string_view name) {
  if (std::fabs(coupling) <= kLargestCoupling) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrFormat(
      "%s is %g; it must be a finite number of size up to %g", name, coupling, kLargestCoupling));
}

}  // namespace

absl::StatusOr<SquareKeptLaw> SolveSquareKeptLaw(double coupling) {
  INFOFLOW_RETURN_IF_ERROR(CheckFinite(coupling, "coupling"));
  const double size = std::fabs(coupling);
  if (size >= kFewDigitsLeast && size <= kFewDigitsMost) {
    return Round(SolveLaw<Float<100>>(size));
  }
  if (size >= kManyDigitsLeast && size <= kManyDigitsMost) {
    return Round(SolveLaw<Float<400>>(size));
  }
  if (size >= kLeast && size <= kMost) return Round(SolveLaw<Float<1600>>(size));
  SquareKeptLaw law;
  if (size > kMost) {
    law.diagonal_correlation = 1.0;
    law.axis_correlation = 1.0;
    law.probability_four = 1.0;
    law.kept_entropy_deficit = std::log(2.0);
    return law;
  }
  law.diagonal_correlation = 2.0 * size * size;
  law.axis_correlation = size * size;
  law.probability_four = 0.125;
  law.probability_two = 0.5;
  law.probability_zero = 0.375;
  law.lost_entropy = std::log(2.0);
  law.kept_entropy = std::log(2.0);
  return law;
}

absl::StatusOr<std::vector<double>> SquareTruncationCosts(double coupling,
                                                          absl::Span<const double> models) {
  INFOFLOW_RETURN_IF_ERROR(CheckFinite(coupling, "coupling"));
  for (const double model : models) {
    INFOFLOW_RETURN_IF_ERROR(CheckFinite(model, "the model's coupling"));
  }
  const double size = std::fabs(coupling);
  if (size >= kFewDigitsLeast && size <= kFewDigitsMost) return Costs<Float<100>>(size, models);
  if (size >= kManyDigitsLeast && size <= kManyDigitsMost) return Costs<Float<400>>(size, models);
  if (size >= kLeast && size <= kMost) return Costs<Float<1600>>(size, models);
  return LimitingCosts(size > kMost, models);
}

}  // namespace infoflow::ising
