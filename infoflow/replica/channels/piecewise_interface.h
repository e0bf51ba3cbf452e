#ifndef INFOFLOW_REPLICA_CHANNELS_PIECEWISE_INTERFACE_H_
#define INFOFLOW_REPLICA_CHANNELS_PIECEWISE_INTERFACE_H_

#include <cstdint>

#include "infoflow/activation/piecewise_affine.h"
#include "infoflow/replica/channels/channel.h"

namespace infoflow::replica {

// Where the sums over nodes are cut off and how fine they are, all in local standard
// deviations.
struct InterfaceQuadrature {
  double cutoff = 0.0;      // of windows in w and zones in y
  double outer_step = 0.0;  // in w
  double inner_step = 0.0;  // in y
  double log_error = 0.0;   // ln(1/relative error) aimed at
};

// The rule that reaches `target` (relative), 1e-13 <= target <= 1e-6.
InterfaceQuadrature InterfaceQuadratureFor(double target);

// Number of y nodes at which densities were computed: what the cost is proportional to.
struct InterfaceWork {
  std::int64_t outer_nodes = 0;
  std::int64_t inner_nodes = 0;
};

// h = f(u) observed as y = h + N(0, 1/A), u ~ N(w, v), w ~ N(0, m), for a piecewise-affine f:
//
//   J = H(y|w) - (1/2) ln(2 pi e / A),  V = E Var(h|y,w),  A_out = E[(d/dw ln p(y|w))^2].
//
// What each piece would answer if it reached to infinity, times its probability, is taken out in
// closed form; the rest has Gaussian tails around the breaks in w and around their images in y,
// and is summed by the trapezoidal rule, which converges geometrically there. Source:
// arXiv:1805.09785; docs/replica.md, part II, has the formulas.
// Domain: precision A > 0, noise v > 0, signal m >= 0, all finite, to any ratio. Accuracy: 2 times
// the target relative for all three answers, V at least to 1e-13 rho absolute; between two atoms
// of a jump V ~ e^{-A/2} is only right to the target times rho (sign_interface.h does better).
// Tested against brute force in piecewise_interface_test.cc. Cost: 60 to 2900 nodes, 2 to 120
// microseconds, at target 1e-10.
ChannelResponse PiecewiseInterface(const activation::PiecewiseAffine& activation, double precision,
                                   double noise, double signal,
                                   const InterfaceQuadrature& quadrature,
                                   InterfaceWork* work = nullptr);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_CHANNELS_PIECEWISE_INTERFACE_H_
