#ifndef INFOFLOW_REPLICA_SADDLE_SADDLE_LAYER_H_
#define INFOFLOW_REPLICA_SADDLE_SADDLE_LAYER_H_

#include "infoflow/replica/model/network.h"
#include "infoflow/replica/saddle/saddle_state.h"

namespace infoflow::replica {

// The layer equations of a saddle point, Vt = theta/A and At = alpha theta/V with
// gamma(theta) = A V, in three forms with the same solutions.
enum class LayerRule {
  kGaussian,  // weight variance s2: Vt = s2 V, At = alpha s2 A
  kVamp,      // from b = 1/V - At and c = 1/A - Vt, see VampMessages; never fails
  kCoupling,  // solves gamma(s) = A V next to the last s; as kVamp where there is no solution
};

// What one layer remembers between sweeps.
struct LayerMemory {
  double output_noise = 0.0;       // Vt
  double input_error = 0.0;        // V
  double input_excess = 0.0;       // b = 1/V - At
  double spectral_argument = 0.0;  // s
};

// ln At and ln Vt that a layer answers to ln V, ln A, ln At, ln Vt, with all derivatives.
struct LayerAnswer {
  double log_input_precision = 0.0;
  double log_output_noise = 0.0;
  double precision_by_error = 0.0, precision_by_score = 0.0;
  double precision_by_precision = 0.0, precision_by_noise = 0.0;
  double noise_by_error = 0.0, noise_by_score = 0.0;
  double noise_by_precision = 0.0, noise_by_noise = 0.0;
  // d ln b by d ln V and d ln At.
  double excess_by_error = 0.0, excess_by_precision = 0.0;
};

// The memory of a layer whose input has error V, before anything is known of A: Vt = E[lambda] V /
// alpha, its value for Gaussian weights, and nothing else known of the input.
LayerMemory InitialMemory(const Network& network, int layer, double input_error);

// b = 1/V - At and c = 1/A - Vt of layer `layer`: the channels' own where `state` has them, else
// differences, not below what rounding and the noise of the layer leave of those.
double InputExcess(const SaddleState& state, int layer);
double OutputExcess(const Network& network, const SaddleState& state, int layer);

// The largest relative error of an excess of `state`, from the rounding of what it is a difference
// of; 0 where all have closed forms.
double ExcessError(const SaddleState& state);

// At from the score A of the pre-activation and the excess c in `state`.
double BackwardMessage(const Network& network, int layer, LayerRule rule, const SaddleState& state,
                       LayerMemory& memory);

// The answer of layer `layer` to `state`. `spectral_argument` holds a guess of s for kCoupling
// and receives s.
LayerAnswer AnswerOf(const Network& network, int layer, LayerRule rule, const SaddleState& state,
                     double& spectral_argument);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_SADDLE_SADDLE_LAYER_H_
