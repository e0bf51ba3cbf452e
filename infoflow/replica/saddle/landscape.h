#ifndef INFOFLOW_REPLICA_SADDLE_LANDSCAPE_H_
#define INFOFLOW_REPLICA_SADDLE_LANDSCAPE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/replica/model/network.h"
#include "infoflow/replica/saddle/solver.h"

// The replica potential as a function of one variable, the error V of the network's input.
//
// V is held and every equation of a saddle point holds except V = V0(At_1). Minima of phi(V)
// are the stable fixed points, maxima the unstable ones. Source: arXiv:1805.09785 with the
// sparse prior of its demonstration; docs/replica.md. For one layer with Gaussian
// weights of variance s2:
//
//   Vt = s2 V,  A = Aout(Vt),  At = alpha s2 A,
//   phi(V) = -(alpha s2/2) A V + J0(At) + alpha Hz(Vt),  dphi/dV = (V0(At) - V)/2 dAt/dV.

namespace infoflow::replica {

struct LandscapePoint {
  double error = 0.0;       // V, as given
  double potential = 0.0;   // phi(V), nats per input variable
  double next_error = 0.0;  // V0(At(V)): equal to V at a fixed point
  double slope = 0.0;       // dphi/dV
};

// phi at each of `errors`. For deeper networks, where the other layers can have several
// solutions, the one of lowest potential from ignorant and informed starts. Domain: V > 0; above
// rho = E x^2, where no estimate is, the formulas are continued. Accuracy as tested
// (network_reference_test.cc): 1e-9 relative; the slope comes from differences of sixth order.
// Errors: V outside the domain, no solution of the other equations. Cost per point: seven solutions
// of the other equations (for one layer with Gaussian weights, one evaluation of the output each)
// and one evaluation of the prior.
absl::StatusOr<std::vector<LandscapePoint>> PotentialLandscape(const Network& network,
                                                               absl::Span<const double> errors,
                                                               const SolverOptions& options = {});

struct LandscapeFixedPoint {
  double error = 0.0;               // V
  double potential = 0.0;           // phi
  double mutual_information = 0.0;  // I(T_{L-1}; T_L)/N_0
  bool stable = false;
};

// All fixed points by ascending V: stable ones from the informed and the ignorant starts of
// Solve, and between them, on a grid of 40 points per factor of 10 in V, every change of sign
// of V0(At(V)) - V refined by bracketing to 1e-12. Errors: as Solve and PotentialLandscape.
absl::StatusOr<std::vector<LandscapeFixedPoint>> FindFixedPoints(const Network& network,
                                                                 const SolverOptions& options = {});

// What can be known of the input, and by which means.
//   kEasy: one fixed point, with small error: message passing finds the input.
//   kHard: several, that of small error has the lower potential: the input is determined, but
//     message passing ends at the larger error.
//   kImpossible: the fixed point of lowest potential has a large error.
enum class Phase { kEasy, kHard, kImpossible };

// "easy", "hard", "impossible".
const char* PhaseName(Phase phase);

// The phase of fixed points as FindFixedPoints returns them. One fixed point counts as recovery
// when its V is below `recovered_fraction` times `prior_variance`.
Phase ClassifyPhase(absl::Span<const LandscapeFixedPoint> fixed_points, double prior_variance,
                    double recovered_fraction = 0.01);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_SADDLE_LANDSCAPE_H_
