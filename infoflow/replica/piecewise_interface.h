#ifndef INFOFLOW_REPLICA_PIECEWISE_INTERFACE_H_
#define INFOFLOW_REPLICA_PIECEWISE_INTERFACE_H_

#include <cstdint>

#include "infoflow/replica/channel.h"
#include "infoflow/replica/piecewise_affine.h"

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

ChannelResponse PiecewiseInterface(const PiecewiseAffine& activation, double precision,
                                   double noise, double signal,
                                   const InterfaceQuadrature& quadrature,
                                   InterfaceWork* work = nullptr);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_PIECEWISE_INTERFACE_H_
