#ifndef INFOFLOW_REPLICA_CHANNELS_SMOOTH_ACTIVATION_H_
#define INFOFLOW_REPLICA_CHANNELS_SMOOTH_ACTIVATION_H_

#include "infoflow/activation/function.h"
#include "infoflow/replica/channels/channel.h"

// Second moments and outputs of smooth, strictly increasing activations, by quadrature over the
// pre-activation.

namespace infoflow::replica {

// In all of them f is an analytic, strictly increasing function: with a log_derivative.

// rho = E f(u)^2 for u ~ N(0, variance). Domain: variance >= 0. Trapezoidal rule. Accuracy:
// 1e-12 relative (smooth_activation_test.cc). Cost: 20 (1 + sqrt(variance)/analytic_width) calls of
// f.
double SmoothSecondMoment(const activation::Function& function, double variance);

// y = f(u) observed as it is. f is a bijection: u is known exactly, and
//
//   H_z = (1/2) ln(2 pi e v) + E ln f'(u),  u ~ N(0, v + m),   A_out = 1/v,
//
// a differential entropy. Domain, cost: as SmoothSecondMoment; noise > 0.
ChannelResponse SmoothOutput(const activation::Function& function, double noise, double signal);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_CHANNELS_SMOOTH_ACTIVATION_H_
