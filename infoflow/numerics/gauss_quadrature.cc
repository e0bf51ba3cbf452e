#include "infoflow/numerics/gauss_quadrature.h"

#include <cmath>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::numerics {

namespace {

// Newton's method ends with the first step below this relative size: the error that is left is
// of the order of its square. From the starts below that takes four steps.
constexpr double kLastStep = 1e-12;
constexpr int kMaxNewtonSteps = 8;

absl::Status CheckOrder(int n) {
  if (n >= 1) return absl::OkStatus();
  return absl::InvalidArgumentError(absl::StrCat("quadrature order ", n, ": must be at least 1"));
}

// A rule with the node `node` > 0 of rank `k` from the upper end, and its mirror image.
void SetPair(int k, double node, double weight, QuadratureRule& rule) {
  const int n = static_cast<int>(rule.nodes.size());
  rule.nodes[k] = -node;
  rule.nodes[n - 1 - k] = node;
  rule.weights[k] = rule.weights[n - 1 - k] = weight;
}

// P_n(cos theta) and its derivative with respect to theta, 0 < theta < pi.
//
// With d_k = P_k - P_{k-1} and y = 1 - cos theta = 2 sin^2(theta / 2),
//   d_{k+1} = (k d_k - (2 k + 1) y P_k) / (k + 1),
// which has no cancellation near theta = 0 where all P_k are nearly 1.
struct LegendreValue {
  double value;
  double derivative;
};
LegendreValue Legendre(int n, double theta) {
  const double half_sine = std::sin(0.5 * theta);
  const double y = 2.0 * half_sine * half_sine;
  double p = 1.0;
  double d = 0.0;
  for (int k = 0; k < n; ++k) {
    d = (k * d - (2 * k + 1) * y * p) / (k + 1);
    p += d;
  }
  // sin(theta) dP_n/dtheta = -n (P_{n-1} - cos(theta) P_n) = n (d_n - y P_n)
  return {p, n * (d - y * p) / std::sin(theta)};
}

// h_n(z) and h_{n-1}(z), both times 2^-exponent.
struct HermiteValue {
  double current;
  double previous;
  int exponent;
};
HermiteValue Hermite(int n, double z, const std::vector<double>& roots) {
  // Far below overflow, and far above what would lose digits of the smaller of the two.
  constexpr double kLarge = 0x1p400;
  constexpr int kLargeExponent = 400;
  HermiteValue h = {1.0, 0.0, 0};
  for (int k = 0; k < n; ++k) {
    const double next = (z * h.current - roots[k] * h.previous) / roots[k + 1];
    h.previous = h.current;
    h.current = next;
    if (std::abs(next) > kLarge) {
      h.current /= kLarge;
      h.previous /= kLarge;
      h.exponent += kLargeExponent;
    }
  }
  return h;
}

// The k-th largest root (from 0) in the semiclassical approximation: the phase of the Hermite
// function between the turning point 2 sqrt(N), N = n + 1/2, and z = 2 sqrt(N) cos phi,
//   N (phi - sin(2 phi) / 2) = pi (k + 3/4).
// Off by less than two hundredths of the distance to the next root.
double SemiclassicalHermiteRoot(int n, int k) {
  const double action = n + 0.5;
  const double want = kPi * (k + 0.75) / action;
  // phi - sin(2 phi) / 2 = 2/3 phi^3 + ... ; the function is increasing and convex for
  // phi < pi / 2, and this start lies above its root or close to it.
  double phi = std::cbrt(1.5 * want);
  for (int step = 0; step < 8; ++step) {
    const double sine = std::sin(phi);
    phi -= (phi - 0.5 * std::sin(2.0 * phi) - want) / (2.0 * sine * sine);
  }
  return 2.0 * std::sqrt(action) * std::cos(phi);
}

}  // namespace

absl::StatusOr<QuadratureRule> GaussLegendre(int n) {
  INFOFLOW_RETURN_IF_ERROR(CheckOrder(n));
  QuadratureRule rule{std::vector<double>(n), std::vector<double>(n)};
  for (int k = 0; k < n / 2; ++k) {
    double theta = kPi * (k + 0.75) / (n + 0.5);
    double derivative = 0.0;
    for (int step = 0; step < kMaxNewtonSteps; ++step) {
      const LegendreValue p = Legendre(n, theta);
      const double change = -p.value / p.derivative;
      // At a root P'' = -cot(theta) P', which moves the weight along with the node.
      derivative = p.derivative * (1.0 - change / std::tan(theta));
      theta += change;
      if (std::abs(change) < kLastStep * theta) break;
    }
    // 1 - x^2 = sin^2 theta, so the derivative with respect to theta is all there is.
    SetPair(k, std::cos(theta), 2.0 / (derivative * derivative), rule);
  }
  if (n % 2 == 1) {
    const double derivative = Legendre(n, 0.5 * kPi).derivative;
    SetPair(n / 2, 0.0, 2.0 / (derivative * derivative), rule);
    rule.nodes[n / 2] = 0.0;
  }
  return rule;
}

absl::StatusOr<QuadratureRule> GaussLegendre(int n, double lower, double upper) {
  if (!std::isfinite(lower) || !std::isfinite(upper)) {
    return absl::InvalidArgumentError(
        absl::StrCat("quadrature interval [", lower, ", ", upper, "]: both ends must be finite"));
  }
  INFOFLOW_ASSIGN_OR_RETURN(QuadratureRule rule, GaussLegendre(n));
  const double middle = 0.5 * lower + 0.5 * upper;
  const double half_length = 0.5 * upper - 0.5 * lower;
  for (double& node : rule.nodes) node = middle + half_length * node;
  for (double& weight : rule.weights) weight *= half_length;
  return rule;
}

absl::StatusOr<QuadratureRule> GaussHermiteNormal(int n) {
  INFOFLOW_RETURN_IF_ERROR(CheckOrder(n));
  QuadratureRule rule{std::vector<double>(n), std::vector<double>(n)};
  std::vector<double> roots(n + 1);
  for (int k = 0; k <= n; ++k) roots[k] = std::sqrt(static_cast<double>(k));
  // 1 / (n h^2) for h = mantissa 2^exponent.
  const auto weight = [n](double mantissa, int exponent) {
    return std::ldexp(1.0 / (n * mantissa * mantissa), -2 * exponent);
  };
  for (int k = 0; k < n / 2; ++k) {
    double z = SemiclassicalHermiteRoot(n, k);
    double mantissa = 0.0;
    int exponent = 0;
    for (int step = 0; step < kMaxNewtonSteps; ++step) {
      const HermiteValue h = Hermite(n, z, roots);
      const double change = -h.current / (roots[n] * h.previous);
      // At a root h_{n-1}' = z h_{n-1}, which moves the weight along with the node.
      mantissa = h.previous * (1.0 + z * change);
      exponent = h.exponent;
      z += change;
      if (std::abs(change) < kLastStep * z) break;
    }
    SetPair(k, z, weight(mantissa, exponent), rule);
  }
  if (n % 2 == 1) {
    const HermiteValue h = Hermite(n, 0.0, roots);
    SetPair(n / 2, 0.0, weight(h.previous, h.exponent), rule);
    rule.nodes[n / 2] = 0.0;
  }
  return rule;
}

absl::StatusOr<QuadratureRule> GaussHermitePhysicists(int n) {
  INFOFLOW_ASSIGN_OR_RETURN(QuadratureRule rule, GaussHermiteNormal(n));
  const double root_of_half = std::sqrt(0.5);
  const double root_of_pi = std::sqrt(kPi);
  for (double& node : rule.nodes) node *= root_of_half;
  for (double& weight : rule.weights) weight *= root_of_pi;
  return rule;
}

}  // namespace infoflow::numerics
