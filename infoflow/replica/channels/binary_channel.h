#ifndef INFOFLOW_REPLICA_CHANNELS_BINARY_CHANNEL_H_
#define INFOFLOW_REPLICA_CHANNELS_BINARY_CHANNEL_H_

// A sign in Gaussian noise: s = +1 or -1 observed as y = s + N(0, 1/A).

namespace infoflow::replica {

// Law of the sign, both sides given so that neither loses digits.
struct SignLaw {
  double plus = 0.5;
  double minus = 0.5;
};

struct BinaryResponse {
  double information = 0.0;         // I(s; y), nats
  double variance = 0.0;            // E Var(s | y)
  double posterior_variance = 0.0;  // Var over y of P(s = +1 | y)
};

// What y says of s, with x = (1/2) ln(plus/minus) + A y half the posterior log-odds:
//
//   E Var(s|y) = int W(x) 2 sech x dx,
//   H(s|y)     = int W(x) 2 cosh x h(1/(1 + e^{2x})) dx,   I = H(s) - H(s|y),
//   W = sqrt(plus minus / (2 pi A)) exp(-A/2 - (x - x_0)^2 / (2A)),
//
// h the binary entropy: both integrands are positive and fall off like e^{-|x|}, so that the
// variance keeps its relative accuracy down to the smallest double. The trapezoidal rule
// converges geometrically (the nearest poles are at +-i pi/2). The variance of the posterior is
// plus minus - E Var / 4. Below A = 1e-2 it and I are integrated from their derivatives,
// E Var(s|y)^2 / 4 and E Var(s|y) / 2.
// Domain: plus, minus > 0 with sum 1; precision >= 0, infinity excluded. Accuracy for log_error
// >= 32: 2e-13 relative for `variance`; 1e-15 of H(s) absolute for `information` and 1e-15 plus
// minus absolute for `posterior_variance`, and below A = 1e-2 both 1e-12 relative
// (binary_channel_test.cc). Cost: 100 to 250 nodes with three exponentials or logarithms each,
// four times that below A = 1e-2.
BinaryResponse ObserveSign(const SignLaw& law, double precision, double log_error = 34.0);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_CHANNELS_BINARY_CHANNEL_H_
