#include "infoflow/ising/square/flow.h"

#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/numerics/root_finding.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::ising {

namespace {

// Beyond it log-partition functions of a few sites overflow.
constexpr double kLargestCoupling = 1e300;

}  // namespace

absl::StatusOr<std::vector<double>> SquareFlow(const SquareTruncation& truncation, double coupling,
                                               int steps) {
  if (!(std::fabs(coupling) <= kLargestCoupling)) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "coupling is %g; it must be a finite number of size up to %g", coupling, kLargestCoupling));
  }
  if (steps < 0 || steps > kLargestSquareFlow) {
    return absl::InvalidArgumentError(
        absl::StrFormat("steps is %d; a flow has from 0 to %d steps", steps, kLargestSquareFlow));
  }
  std::vector<double> couplings;
  couplings.reserve(steps + 1);
  couplings.push_back(coupling);
  for (int n = 0; n < steps; ++n) couplings.push_back(truncation.Map(couplings.back()));
  return couplings;
}

absl::StatusOr<SquareFixedPoint> FindSquareFixedPoint(const SquareTruncation& truncation) {
  if (truncation.scheme() == SquareTruncation::Scheme::kOptimal) {
    return absl::NotFoundError(
        "scheme optimal has no fixed point other than 0 and infinity: the kept spins' correlation "
        "is below the nearest-neighbour one at every coupling, so every step lowers the coupling");
  }
  const double large_slope = truncation.LargeCouplingAsymptote().slope;
  if (!(large_slope > 1.0)) {
    return absl::NotFoundError(
        absl::StrFormat("scheme %s has no fixed point other than 0: its map lowers every coupling",
                        truncation.name()));
  }
  // K'/K rises from 0 at K = 0 to a limit above 1.
  const auto excess = [&truncation](double k) { return truncation.Map(k) / k - 1.0; };
  double low = 0.25;
  while (excess(low) >= 0.0) low *= 0.5;
  double high = 2.0 * low;
  while (excess(high) <= 0.0) high *= 2.0;
  INFOFLOW_ASSIGN_OR_RETURN(const numerics::Root root, numerics::FindRoot(excess, low, high));
  SquareFixedPoint point;
  point.coupling = root.value;
  point.residual = root.residual;
  point.iterations = root.iterations;
  point.converged = root.converged;
  point.slope = truncation.Slope(root.value);
  point.length_factor = truncation.LengthFactor();
  point.thermal_exponent = std::log(point.slope) / std::log(point.length_factor);
  point.correlation_length_exponent = 1.0 / point.thermal_exponent;
  return point;
}

SquareFixedPoint ExactSquareCriticalPoint() {
  SquareFixedPoint point;
  point.coupling = kSquareCriticalCoupling;
  point.length_factor = std::sqrt(2.0);
  point.slope = point.length_factor;
  point.thermal_exponent = 1.0;
  point.correlation_length_exponent = 1.0;
  point.converged = true;
  return point;
}

}  // namespace infoflow::ising
