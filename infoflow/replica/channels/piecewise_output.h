#ifndef INFOFLOW_REPLICA_CHANNELS_PIECEWISE_OUTPUT_H_
#define INFOFLOW_REPLICA_CHANNELS_PIECEWISE_OUTPUT_H_

#include "infoflow/activation/piecewise_affine.h"
#include "infoflow/replica/channels/channel.h"

namespace infoflow::replica {

// y = f(u) observed as it is, u ~ N(w, v), w ~ N(0, m), for a piecewise-affine f: information is
//
//   H_z = H(y|w) = sum over sloped pieces { P [(1/2) ln(2 pi e v) + ln a] + v e / 2 }
//                + sum over flat pieces { -E_w[P(w) ln P(w)] },
//
// against Lebesgue measure on what sloped pieces reach plus unit mass on each atom; precision is
//
//   A = sum over sloped pieces { P / v + e } + sum over flat pieces { E_w[P'(w)^2 / P(w)] },
//
// with P the probability of the piece, q = v + m, e = (l/q) N(l; 0, q) - (r/q) N(r; 0, q) over
// its ends, and P(w) = Phi((r-w)/sqrt v) - Phi((l-w)/sqrt v). dH_z/dv = A/2 at fixed q. Source:
// arXiv:1805.09785; docs/replica.md, "Output channels". The expectations by the trapezoidal rule
// on the windows around the ends where the integrand is not zero.
// Domain: noise > 0, signal >= 0. Accuracy: 2e-13 relative (piecewise_output_test.cc); H_z, a
// difference, to 2e-14 absolute. Cost: closed form and 40 nodes with two logarithms per flat
// piece.
ChannelResponse PiecewiseOutput(const activation::PiecewiseAffine& activation, double noise,
                                double signal);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_CHANNELS_PIECEWISE_OUTPUT_H_
