#ifndef INFOFLOW_REPLICA_CHANNELS_SIGN_INTERFACE_H_
#define INFOFLOW_REPLICA_CHANNELS_SIGN_INTERFACE_H_

#include "infoflow/replica/channels/channel.h"

namespace infoflow::replica {

// The interface of f = sign (the probit channel): given w, h = +1 with probability
// P = Phi(w/sqrt v), so that the sign channel (binary_channel.h) answers at each w,
//
//   J = E_w I_w,   V = E_w Var_w,   A = E_w [P'(w)^2 / (P (1-P))^2 Var P(+|y)],
//
// and the trapezoidal rule does E_w. As everywhere, a difference to the general piecewise-affine
// version: V ~ e^{-A/2} for large precisions A keeps its relative accuracy.
// Domain: precision >= 0, noise > 0, signal >= 0; 1e-13 <= target <= 1e-6. Accuracy: `target`
// relative (sign_interface_test.cc). Cost: 15 values of w with 100 to 250 nodes each.
ChannelResponse SignInterface(double precision, double noise, double signal, double target);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_CHANNELS_SIGN_INTERFACE_H_
