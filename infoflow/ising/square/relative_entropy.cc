#include "infoflow/ising/square/relative_entropy.h"

#include <algorithm>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <limits>

#include "infoflow/ising/square/exact.h"

namespace infoflow::ising {

namespace {

// A difference larger than this part of its terms keeps 14 digits.
constexpr double kCancellation = 0.02;

// Panels next to K_c shrink by this ratio: 20 points then integrate the logarithm to 1e-18.
constexpr double kPanelRatio = 4.0;

// Panels beyond this number, 4^-28 = 1e-17 of the interval, no longer matter.
constexpr int kMostPanels = 28;

// A single panel serves when K_c is farther away than this many lengths of the interval.
constexpr double kFar = 3.0;

using GaussRule = boost::math::quadrature::gauss<double, 20>;

// phi'' at K_c + offset.
double Slope(double offset) {
  if (std::fabs(offset) < 0.2) return SquareEnergySlopeNearCritical(offset);
  return SquareEnergySlope(kSquareCriticalCoupling + offset);
}

template <typename Function>
double Integrate(const Function& function, double low, double high) {
  const double center = 0.5 * (low + high);
  const double half = 0.5 * (high - low);
  double sum = 0.0;
  for (std::size_t i = 0; i < GaussRule::abscissa().size(); ++i) {
    const double x = half * GaussRule::abscissa()[i];
    sum += GaussRule::weights()[i] * (function(center - x) + function(center + x));
  }
  return half * sum;
}

// int over u in [near, far] of a function with a logarithmic singularity at u = 0.
template <typename Function>
double IntegrateGraded(const Function& function, double near, double far) {
  double sum = 0.0;
  for (int i = 0; i < kMostPanels && far > kPanelRatio * near; ++i) {
    sum += Integrate(function, far / kPanelRatio, far);
    far /= kPanelRatio;
  }
  return sum + Integrate(function, near, far);
}

// delta^2 int_0^1 t phi''(K_q - delta t) dt with delta = K_q - K_p. The integrand is positive.
double BregmanIntegral(double p, double q) {
  const double delta = q - p;
  if (std::min(p, q) < 0.1) {
    return delta * delta *
           Integrate([&](double t) { return t * SquareEnergySlope(q - delta * t); }, 0.0, 1.0);
  }
  const double offset = (q - kSquareCriticalCoupling) - kSquareCriticalCouplingRemainder;
  // Where the path meets K_c.
  const double critical = offset / delta;
  if (std::fabs(critical - 0.5) > kFar + 0.5) {
    return delta * delta *
           Integrate([&](double t) { return t * Slope(offset - delta * t); }, 0.0, 1.0);
  }
  // On each side the offset is a multiple of the distance u from the meeting point.
  const auto above = [&](double u) { return (critical + u) * Slope(-delta * u); };
  const auto below = [&](double u) { return (critical - u) * Slope(delta * u); };
  double sum = 0.0;
  if (critical < 1.0) sum += IntegrateGraded(above, std::max(0.0, -critical), 1.0 - critical);
  if (critical > 0.0) sum += IntegrateGraded(below, std::max(0.0, critical - 1.0), critical);
  return delta * delta * sum;
}

// phi(K) - 2K for K of either sign.
double AboveAlignedState(double coupling) {
  return coupling >= 0.0 ? SquareLogPartitionAboveGroundState(coupling)
                         : SquareLogPartition(coupling) - 2.0 * coupling;
}

}  // namespace

double SquareRelativeEntropy(double coupling_p, double coupling_q) {
  if (std::isnan(coupling_p) || std::isnan(coupling_q)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  if (coupling_p == coupling_q) return 0.0;
  if (std::isinf(coupling_q)) return std::numeric_limits<double>::infinity();
  // Flipping one sublattice changes the sign of both.
  const double p = std::fabs(coupling_p);
  const double q = std::signbit(coupling_p) ? -coupling_q : coupling_q;
  if (std::isinf(p)) return AboveAlignedState(q);
  double at_q = 0.0;
  double at_p = 0.0;
  double linear = 0.0;
  if (p > kSquareCriticalCoupling) {
    at_q = AboveAlignedState(q);
    at_p = SquareLogPartitionAboveGroundState(p);
    linear = (q - p) * SquareEnergyDeficit(p);
  } else {
    at_q = SquareLogPartitionAboveDisorder(q);
    at_p = SquareLogPartitionAboveDisorder(p);
    linear = -(q - p) * SquareEnergy(p);
  }
  const double difference = at_q - at_p + linear;
  if (difference >= kCancellation * (at_q + at_p + std::fabs(linear))) return difference;
  return BregmanIntegral(p, q);
}

SquareRelativeEntropyAsymptotes SquareAsymptotes(double coupling) {
  SquareRelativeEntropyAsymptotes result;
  result.forward_disordered = SquareEntropyDeficit(coupling);
  result.reverse_disordered = SquareLogPartitionAboveDisorder(coupling);
  result.forward_ordered_slope = SquareEnergyDeficit(coupling);
  result.forward_ordered_offset = -SquareEntropy(coupling);
  result.reverse_ordered = SquareLogPartitionAboveGroundState(coupling);
  return result;
}

}  // namespace infoflow::ising
