#ifndef INFOFLOW_REPLICA_SPECTRA_SPECTRAL_LAYER_H_
#define INFOFLOW_REPLICA_SPECTRA_SPECTRAL_LAYER_H_

#include <optional>

#include "infoflow/replica/spectra/spectrum.h"

// What the weights of one layer do to the messages that pass them.
//
// Per layer l there are the mean squared error V of its input, the mean squared score A of its
// pre-activation, the precision At of the observation of its input and the variance Vt of what
// is not known of its pre-activation. At a saddle point of the replica potential
//
//   Vt = theta/A,  At = alpha theta/V,  with theta from gamma = A V:
//   F(gamma) = extr_theta 2 alpha theta + (alpha-1) ln(1-theta)
//                         + E ln[gamma lambda + (1-theta)(1-alpha theta)].
//
// All of it is a curve in one parameter s > 0: alpha theta = h(s), 1 - alpha theta = s g(s) =
// (1-r) + s k(s), alpha (1-theta) = (alpha-r) + s k(s), gamma = (1-theta)(1-alpha theta)/s,
// where every term is positive. Source: arXiv:1805.09785; docs/replica.md derives the
// form in s.

namespace infoflow::replica {

// The messages that leave a layer's weights and their logarithmic derivatives.
struct LayerMessages {
  double input_precision = 0.0;  // At
  double output_noise = 0.0;     // Vt
  // d ln(message) / d ln(excess), see VampMessages.
  double input_by_input_excess = 0.0;
  double input_by_output_excess = 0.0;
  double output_by_input_excess = 0.0;
  double output_by_output_excess = 0.0;
};

// The update of multi-layer vector approximate message passing: from the excess precision
// b = 1/V - At of the input and the excess variance c = 1/A - Vt of the pre-activation,
//
//   s = b c,   At = h(s) / [(1-r)/b + c k(s)],   Vt = c h(s) / [(alpha-r) + s k(s)].
//
// Defined for every spectrum, without solving an equation, also for c = 0 (an output without
// noise) when W has full row rank. Domain: input_excess > 0, output_excess >= 0. Accuracy: a
// few units in the last place (spectral_layer_test.cc). Cost: one Spectrum::Sums.
LayerMessages VampMessages(const Spectrum& spectrum, double input_excess, double output_excess);

// theta = h(s)/alpha.
double SpectralTheta(const Spectrum& spectrum, double s);

// gamma(s) = [(1-r)/s + k(s)] [(alpha-r) + s k(s)] / alpha and d ln gamma / d ln s. gamma need
// not be monotone: several s may belong to one A V (for orthogonal W, gamma = s/(1+s)^2).
struct SpectralCoupling {
  double value = 0.0;
  double slope = 0.0;
};
SpectralCoupling CouplingAt(const Spectrum& spectrum, double s);

// The root s of gamma(s) = coupling next to `guess`, by Newton's method in ln s kept in an
// expanding bracket; empty when there is none, which can happen while one iterates. Accuracy:
// 1e-13 relative in gamma. Cost: some 5 Spectrum::Sums.
std::optional<double> SolveCoupling(const Spectrum& spectrum, double coupling, double guess);

// The spectral term F with theta = theta(s) and gamma = coupling. Stationary in s where
// gamma(s) = coupling: an error e of s costs O(e^2). For Gaussian weights F = alpha
// weight_variance gamma whatever s. Units: nats per input of the layer, times 2. Cost: one
// Spectrum::Sums and one Spectrum::MeanLog.
double SpectralTerm(const Spectrum& spectrum, double coupling, double s);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_SPECTRA_SPECTRAL_LAYER_H_
