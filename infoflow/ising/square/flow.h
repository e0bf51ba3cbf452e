#ifndef INFOFLOW_ISING_SQUARE_FLOW_H_
#define INFOFLOW_ISING_SQUARE_FLOW_H_

#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/ising/square/decimation.h"

namespace infoflow::ising {

// Couplings K_0, ..., K_steps under repeated application of `truncation`, K_0 = `coupling`.
//
// Below the fixed point K_n falls to 0 (reached by underflow), above it K_n grows like
// LargeCouplingAsymptote() and may become inf. Relative errors grow by the factor
// K dK'/dK / K' each step: up to 2 (mk: b) per step towards 0.
// Errors: InvalidArgument when the coupling is not finite or `steps` is not in
// [0, kLargestSquareFlow]. Cost: `steps` maps.
inline constexpr int kLargestSquareFlow = 10000000;
absl::StatusOr<std::vector<double>> SquareFlow(const SquareTruncation& truncation, double coupling,
                                               int steps);

// A fixed point K* = K'(K*) > 0 of a map, and what the map's slope there says about the phase
// transition it stands for.
//
//   thermal exponent y_t = ln(dK'/dK at K*) / ln b,   correlation length exponent nu = 1/y_t
struct SquareFixedPoint {
  double coupling = 0.0;          // K*
  double slope = 0.0;             // dK'/dK at K*
  double length_factor = 0.0;     // b
  double thermal_exponent = 0.0;  // y_t
  double correlation_length_exponent = 0.0;
  // Of the search for K*: how far (K'/K - 1) is from 0, and the evaluations of the map.
  double residual = 0.0;
  int iterations = 0;
  bool converged = false;
};

// The non-trivial fixed point of `truncation`; each map here has at most one.
//
// Errors: NotFound for the schemes without one: drop (and scaled with alpha <= 1/4) has K' < K
// everywhere, optimal too because the diagonal correlation is below the nearest-neighbour one.
// Accuracy: 1e-15 relative in K*, 2e-15 in the exponents (flow_test.cc).
// Cost: about 5 us.
absl::StatusOr<SquareFixedPoint> FindSquareFixedPoint(const SquareTruncation& truncation);

// What the exact theory has in its place: K_c, y_t = nu = 1, for a step with b = sqrt 2.
SquareFixedPoint ExactSquareCriticalPoint();

}  // namespace infoflow::ising

#endif  // INFOFLOW_ISING_SQUARE_FLOW_H_
