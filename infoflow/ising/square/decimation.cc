#include "infoflow/ising/square/decimation.h"

#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/ising/square/diagonal.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/ising/square/inverse_energy.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/log_cosh.h"

namespace infoflow::ising {

namespace {

using numerics::LogCosh;

using numerics::kLn2;
using numerics::kSqrt2;

// b K beyond which tanh^b(bK) is 1 minus its leading exponential, to the last place.
constexpr double kSaturated = 20.0;

// b K beyond which powers of tanh bK are taken through its dual, which is small there, so that
// large b does not multiply the rounding of tanh bK.
constexpr double kDualBeyond = 0.7;

// The duality e^{-2 x~} = tanh x, for x > 0.
double Dual(double x) { return std::atanh(std::exp(-2.0 * x)); }

double MigdalKadanoffMap(double coupling, int b) {
  const double x = b * std::fabs(coupling);
  double result = 0.0;
  if (x > kSaturated) {
    // 1 - tanh^b x = 2b e^{-2x}.
    result = x - 0.5 * std::log(static_cast<double>(b));
  } else if (x < kDualBeyond) {
    result = std::atanh(std::pow(std::tanh(x), b));
  } else {
    // tanh^b x = e^{-2b Dual(x)}: the map is the dual of b times the dual.
    const double z = b * Dual(x);
    result = z > 0.35 ? Dual(z) : -0.5 * std::log(std::tanh(z));
  }
  return b % 2 == 0 ? result : std::copysign(result, coupling);
}

double MigdalKadanoffSlope(double coupling, int b) {
  const double x = b * std::fabs(coupling);
  double result = b;
  if (x <= kSaturated) {
    const double q = std::exp(-2.0 * x);
    const double one_minus_t2 = 4.0 * q / ((1.0 + q) * (1.0 + q));
    // tanh^{b-1} x and 1 - tanh^{2b} x.
    double u = 0.0;
    double denominator = 0.0;
    if (x < kDualBeyond) {
      const double t = std::tanh(x);
      u = std::pow(t, b - 1);
      denominator = 1.0 - u * u * t * t;
    } else {
      const double dual = Dual(x);
      u = std::exp(-2.0 * (b - 1) * dual);
      denominator = -std::expm1(-4.0 * b * dual);
    }
    result = static_cast<double>(b) * b * u * one_minus_t2 / denominator;
  }
  return b % 2 == 0 ? std::copysign(result, coupling) : result;
}

}  // namespace

SquareDecimation DecimateSquare(double coupling) {
  const double size = std::fabs(coupling);
  const double log_cosh_2 = LogCosh(2.0 * size);
  const double log_cosh_4 = LogCosh(4.0 * size);
  SquareDecimation result;
  result.nearest = 0.25 * log_cosh_4;
  result.next_nearest = 0.125 * log_cosh_4;
  const double t = std::tanh(2.0 * size);
  result.four_spin =
      t < 0.8 ? 0.125 * std::log1p(-t * t * t * t) : 0.125 * log_cosh_4 - 0.5 * log_cosh_2;
  result.constant = kLn2 + 0.5 * log_cosh_2 + 0.125 * log_cosh_4;
  return result;
}

absl::StatusOr<SquareTruncation> SquareTruncation::MigdalKadanoff(int blocking) {
  if (blocking < 2 || blocking > kLargestBlocking) {
    return absl::InvalidArgumentError(
        absl::StrFormat("blocking is %d; Migdal-Kadanoff blocking is an integer from 2 to %d",
                        blocking, kLargestBlocking));
  }
  return SquareTruncation(Scheme::kMigdalKadanoff, 0.0, blocking);
}

absl::StatusOr<SquareTruncation> SquareTruncation::Scaled(double alpha) {
  if (!(alpha > 0.0) || alpha > kLargestScale) {
    return absl::InvalidArgumentError(
        absl::StrFormat("the factor of ln cosh 4K is %g; it must be positive and at most %g", alpha,
                        kLargestScale));
  }
  return SquareTruncation(Scheme::kScaled, alpha, 0);
}

absl::StatusOr<SquareTruncation> SquareTruncation::Parse(absl::string_view scheme,
                                                         std::optional<int> blocking) {
  if (scheme == "mk") return MigdalKadanoff(blocking.value_or(2));
  std::optional<SquareTruncation> result;
  if (scheme == "drop") result = Drop();
  if (scheme == "sum") result = Sum();
  if (scheme == "wall") result = Wall();
  if (scheme == "optimal") result = Optimal();
  if (!result.has_value()) {
    return absl::InvalidArgumentError(
        absl::StrCat("scheme is '", scheme, "'; allowed are drop, sum, wall, mk, optimal"));
  }
  if (blocking.has_value()) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "blocking is %d, but scheme %s always coarsens by sqrt(2); only mk takes a blocking",
        *blocking, std::string(scheme)));
  }
  return *result;
}

std::string SquareTruncation::name() const {
  switch (scheme_) {
    case Scheme::kDrop:
      return "drop";
    case Scheme::kSum:
      return "sum";
    case Scheme::kWall:
      return "wall";
    case Scheme::kMigdalKadanoff:
      return blocking_ == 2 ? "mk" : absl::StrCat("mk(", blocking_, ")");
    case Scheme::kOptimal:
      return "optimal";
    case Scheme::kScaled:
      return absl::StrFormat("%g ln cosh 4K", alpha_);
  }
  return "";
}

double SquareTruncation::LengthFactor() const {
  return scheme_ == Scheme::kMigdalKadanoff ? blocking_ : kSqrt2;
}

double SquareTruncation::Map(double coupling) const {
  switch (scheme_) {
    case Scheme::kMigdalKadanoff:
      return MigdalKadanoffMap(coupling, blocking_);
    case Scheme::kOptimal:
      if (std::fabs(coupling) > kSaturated) return std::fabs(coupling);
      // On either side of K_c the quantity that vanishes in its limit; g1(K) < 1/sqrt 2, the
      // energy per bond at K_c, up to K = 0.446.
      if (std::fabs(coupling) < kSquareCriticalCoupling) {
        return SquareCouplingFromEnergy(2.0 * SquareDiagonalCorrelation(coupling));
      }
      return SquareCouplingFromEnergyDeficit(2.0 * SquareDiagonalCorrelationDeficit(coupling));
    default:
      return alpha_ * LogCosh(4.0 * coupling);
  }
}

double SquareTruncation::Slope(double coupling) const {
  switch (scheme_) {
    case Scheme::kMigdalKadanoff:
      return MigdalKadanoffSlope(coupling, blocking_);
    case Scheme::kOptimal: {
      if (coupling == 0.0) return 0.0;
      // Beyond, K' = K up to e^{-4K}, and both factors would underflow in the end.
      if (std::fabs(coupling) > kSaturated) return std::copysign(1.0, coupling);
      return 2.0 * SquareDiagonalCorrelationSlope(coupling) / SquareEnergySlope(Map(coupling));
    }
    default:
      return 4.0 * alpha_ * std::tanh(4.0 * coupling);
  }
}

SquareTruncation::Asymptote SquareTruncation::LargeCouplingAsymptote() const {
  switch (scheme_) {
    case Scheme::kMigdalKadanoff:
      return {static_cast<double>(blocking_), -0.5 * std::log(static_cast<double>(blocking_))};
    case Scheme::kOptimal:
      return {1.0, 0.0};
    default:
      return {4.0 * alpha_, -alpha_ * kLn2};
  }
}

}  // namespace infoflow::ising
