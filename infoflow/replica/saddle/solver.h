#ifndef INFOFLOW_REPLICA_SADDLE_SOLVER_H_
#define INFOFLOW_REPLICA_SADDLE_SOLVER_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/replica/model/network.h"
#include "infoflow/replica/saddle/saddle_state.h"

// The fixed points of a network's replica potential.
//
// H(T_L)/N_0 is the smallest potential over its fixed points, and several of them can be stable
// at the same time: then the one that iteration reaches from ignorance is a phase in which
// message passing stays although the weights and outputs determine more. Source:
// arXiv:1805.09785; docs/replica.md.

namespace infoflow::replica {

enum class Algorithm {
  kAuto,  // linear equations for Gaussian weights, vector message passing for others
  // Solves A V = gamma(s) for weights that are not Gaussian; starts from which that fails are
  // repeated as kAuto.
  kFixedPoint,
  kVamp,  // vector message passing for all weights
};

// Smallest SolverOptions::tolerance: what rounding and the channels' own errors leave of a
// residual. And the largest that says anything.
inline constexpr double kSmallestTolerance = 1e-13;
inline constexpr double kLargestTolerance = 0.1;

struct SolverOptions {
  Algorithm algorithm = Algorithm::kAuto;
  // A fixed point moves by less than this in ln V, ln A, ln At, ln Vt under one more sweep; from
  // kSmallestTolerance to kLargestTolerance. The estimated error of a fixed point is below 10 times
  // this where Newton steps resolve it.
  double tolerance = 1e-10;
  // Sweeps from one start, each of which asks every scalar channel once.
  int max_iterations = 2000;
  // Newton steps between sweeps; without them linear layers with alpha = 1 and little noise
  // take thousands of sweeps. The fixed points are the same.
  bool accelerate = true;
  // Return the state after max_iterations sweeps with converged = false, where otherwise a
  // search without any converged start is an error.
  bool allow_unconverged = false;
  // V of each layer to start from; replaces the L + 1 standard starts when not empty. For sweeps
  // over a parameter along one branch.
  std::vector<double> warm_start;
  // With a warm start, start from ignorance too: sweeps then notice when another branch takes over.
  bool warm_and_ignorant = false;
};

// One stable fixed point. Vectors have one entry per layer.
struct FixedPoint {
  double potential = 0.0;  // phi, nats per input variable
  // V, A, At, Vt and the informations J0, J_1, ..., Hz of the scalar channels.
  SaddleState state;
  std::vector<double> theta;
  std::vector<double> spectral_argument;  // s, with theta = h(s)/alpha
  int iterations = 0;                     // sweeps of the start that found it first
  double residual = 0.0;
  bool converged = false;
  // MMSE(X | T_L) = V of the first layer, in units of the input squared.
  double mean_squared_error() const { return state.input_error[0]; }
};

struct Solution {
  // Distinct (1e-4 in ln V), by increasing potential: front() is the answer.
  std::vector<FixedPoint> fixed_points;
  // The one reached from ignorance (V = rho everywhere), where message passing ends; -1 when
  // that start was discarded or replaced by a warm start.
  int uninformed = -1;
  int discarded_starts = 0;  // which failed or did not converge
  std::int64_t channel_evaluations = 0;
  std::int64_t interface_evaluations = 0;  // of these, two-dimensional ones

  const FixedPoint& best() const { return fixed_points.front(); }
};

// Iterates from L + 1 starts to the end: V = rho for the first k layers and 1e-10 for the rest,
// k = 0, ..., L, from all known to nothing known. Unstable fixed points and starts that fail are
// discarded.
//
// Accuracy as tested against another implementation (network_reference_test.cc): 1e-8 relative
// in the potential and in the messages, except where that implementation's own quadrature is
// worse (2e-8 in messages). Cost: 10 to 40 evaluations of each channel in all.
// Errors: no start converges; a network that so nearly determines its input that
// rounding leaves less than five digits of V (the message names the least noise allowed; with
// allow_unconverged, converged = false, and the potential is right all the same); the output has no
// noise and determines its input, so that the entropy diverges to minus infinity; what an
// activation refuses.
absl::StatusOr<Solution> Solve(const Network& network, const SolverOptions& options = {});

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_SADDLE_SOLVER_H_
