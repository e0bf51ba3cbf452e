#ifndef INFOFLOW_REPLICA_CHANNELS_SMOOTH_ACTIVATION_H_
#define INFOFLOW_REPLICA_CHANNELS_SMOOTH_ACTIVATION_H_

#include "infoflow/activation/function.h"
#include "infoflow/replica/channels/channel.h"

// Channels of smooth, strictly increasing activations by quadrature over the pre-activation.

namespace infoflow::replica {

// In all of them f is an analytic, strictly increasing function: with a log_derivative.

// rho = E f(u)^2 for u ~ N(0, variance). Domain: variance >= 0. Trapezoidal rule. Accuracy:
// 1e-12 relative (smooth_activation_test.cc). Cost: 20 (1 + sqrt(variance)/analytic_width) calls of
// f.
double SmoothSecondMoment(const activation::Function& function, double variance);

// h = f(u), u ~ N(w, v), w ~ N(0, m), observed as y = h + N(0, 1/A):
//
//   p(y|w) = int N(u; w, v) N(y; f(u), 1/A) du,
//   J = H(y|w) - (1/2) ln(2 pi e / A),  V = E Var(f(u)|y,w),
//   A_out = E g^2,  g = d/dw ln p(y|w) = A E[f'(u) (y - f(u)) | y, w],
//
// u and y on Gauss-Legendre panels as wide as the integrand's local scale, w by the trapezoidal
// rule. Below A Var(h|w) ~ 1e-3, J comes from dJ/dA = V/2.
// Domain: precision > 0, noise > 0, signal >= 0. Accuracy for target 1e-10: 1e-8 relative
// (smooth_activation_test.cc, against itself at 1e-13, the identities of docs/replica.md and
// piecewise-affine approximations). Cost: 1e5 to 1e7 exponentials.
ChannelResponse SmoothInterface(const activation::Function& function, double precision,
                                double noise, double signal, double target);

// y = f(u) observed as it is. f is a bijection: u is known exactly, and
//
//   H_z = (1/2) ln(2 pi e v) + E ln f'(u),  u ~ N(0, v + m),   A_out = 1/v,
//
// a differential entropy. Domain, cost: as SmoothSecondMoment; noise > 0.
ChannelResponse SmoothOutput(const activation::Function& function, double noise, double signal);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_CHANNELS_SMOOTH_ACTIVATION_H_
