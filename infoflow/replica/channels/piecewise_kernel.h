#ifndef INFOFLOW_REPLICA_CHANNELS_PIECEWISE_KERNEL_H_
#define INFOFLOW_REPLICA_CHANNELS_PIECEWISE_KERNEL_H_

#include "absl/types/span.h"

// The inner loop of piecewise-affine interfaces: three sums over equidistant y nodes near the
// image of one break (or of several that are close), for one w.
//
// All lengths are in units of the observation's standard deviation: eta = sqrt(A) (y - y_0)
// with y_0 some point of the zone. A piece of slope a has kappa = a^2 A v and k = 1 + kappa;
// through it y has the density
//
//   p_i(eta) = n_i(eta) [Phi(z_upper) - Phi(z_lower)],  n_i = N(eta; -offset, k),
//   z_b = (t_b - sqrt(kappa) (eta - eta_b)) / sqrt k,   t_b = (b - w)/sqrt v,
//
// eta_b the image of the break b. A flat piece has p_i = P_i N(eta; centre, 1).

namespace infoflow::replica::internal {

struct ZoneEnd {
  bool present = false;  // absent: at infinity as far as this zone is concerned
  double z = 0.0;        // z_b at eta = 0
};

struct ZonePiece {
  double slope = 0.0;
  double kappa = 0.0;
  double offset = 0.0;  // sqrt(A) (y_0 - a w - c)
  ZoneEnd lower;
  ZoneEnd upper;
  double probability = 0.0;  // flat pieces: P_i
};

// One side of a jump of f at b: weight N(b; w, v)/sqrt(A), positive for the side above.
struct ZoneJump {
  double centre = 0.0;
  double weight = 0.0;
};

// Sums over eta_j = first + j step, j = 0..count-1, of what is left after the answer for an
// untruncated affine piece is taken out (docs/replica.md, "Interfaces").
struct ZoneSums {
  double information = 0.0;  // sum_i p_i ln(p/n_i), p = sum_i p_i
  double variance = 0.0;     // A [p Var(h|y) - sum_i p_i kappa_i/k_i / A]
  double precision = 0.0;    // [(d_w p)^2/p - sum_i p_i (a_i A res_i/k_i)^2] / A
};

// Adds up in an order that depends on `count` alone. Domain: pieces in ascending order, each
// flat or with at least one end present; |eta - centre| and |z| up to 37. Accuracy: 1e-14 of
// the largest term (piecewise_kernel_test.cc, against long double). Cost per node and piece:
// one exponential, and another one and an erfcx per end present; one logarithm per node.
ZoneSums SumZone(absl::Span<const ZonePiece> pieces, absl::Span<const ZoneJump> jumps, double first,
                 double step, int count);

}  // namespace infoflow::replica::internal

#endif  // INFOFLOW_REPLICA_CHANNELS_PIECEWISE_KERNEL_H_
