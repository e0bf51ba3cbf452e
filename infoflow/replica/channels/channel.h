#ifndef INFOFLOW_REPLICA_CHANNELS_CHANNEL_H_
#define INFOFLOW_REPLICA_CHANNELS_CHANNEL_H_

#include <limits>

#include "absl/status/statusor.h"

// Scalar channels: the one-dimensional problems that a multi-layer network decouples into at a
// saddle point of its replica potential. Source: arXiv:1805.09785, docs/replica.md.

namespace infoflow::replica {

// What one scalar channel answers, all from one pass over shared quadrature nodes.
struct ChannelResponse {
  // Prior: J0 = I(x; y). Interface: J = I(h; y | w). Output: H_z = H(y | w), differential on
  // sloped pieces plus discrete on atoms. Nats.
  double information = 0.0;
  // V: minimal mean squared error of the estimated variable (0 for an output).
  double variance = 0.0;
  // A: mean squared score E[(d/dw ln p(y|w))^2] of the pre-activation (0 for a prior).
  double precision = 0.0;
  // The excesses 1/V - A of a prior or interface over its observation's precision A, and
  // 1/A_out - v of an interface or output over the noise v, where the channel has them in closed
  // form; kNoExcess elsewhere. Where both sides of a difference agree to all their digits nothing
  // else tells what is left of it.
  double input_excess = kNoExcess;
  double output_excess = kNoExcess;

  static constexpr double kNoExcess = -1.0;
};

// A law of the inputs, i.i.d. over components.
class Prior {
 public:
  virtual ~Prior() = default;
  virtual double mean() const = 0;
  virtual double variance() const = 0;
  // rho = E x^2.
  double second_moment() const { return variance() + mean() * mean(); }
  // Observation y = x + N(0, 1/precision); precision >= 0.
  virtual ChannelResponse Observe(double precision) const = 0;
};

// An activation f with its two channels. In both, the pre-activation is u = w + N(0, v) with
// w ~ N(0, m): `noise` v = D + Vt > 0 is what is not known of it, `signal` m = rhot - Vt >= 0
// what is.
class Activation {
 public:
  virtual ~Activation() = default;
  // Largest variance v + m of a pre-activation, beyond which answers take too long.
  virtual double LargestVariance() const { return std::numeric_limits<double>::infinity(); }
  // E f(u)^2 for u ~ N(0, variance).
  virtual double SecondMoment(double variance) const = 0;
  // h = f(u) observed as y = h + N(0, 1/precision).
  virtual ChannelResponse Interface(double precision, double noise, double signal) const = 0;
  // y = f(u) observed as it is. Error where the activation has no such channel.
  virtual absl::StatusOr<ChannelResponse> Output(double noise, double signal) const = 0;
};

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_CHANNELS_CHANNEL_H_
