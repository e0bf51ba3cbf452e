#ifndef INFOFLOW_NETWORK_RELATIVE_ENTROPY_RELATIVE_ENTROPY_MEAN_FIELD_H_
#define INFOFLOW_NETWORK_RELATIVE_ENTROPY_RELATIVE_ENTROPY_MEAN_FIELD_H_

#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/activation/function.h"

namespace infoflow::network {

// Relative entropies of a wide random network's layer m against layer 0, per neuron.
struct MeanFieldRelativeEntropy {
  double variance = 0.0;          // q_m
  double relative_entropy = 0.0;  // D_m / N = (1/2) ln(q_m / q_0): term 3 tends to N/2
  double first_version = 0.0;     // (1/2) [ln(q_m / q_0) + q_m / q_0 - 1]
  double gaussian_forward = 0.0;  // D(N(0, q_0) || N(0, q_m))
  double gaussian_reverse = 0.0;  // D(N(0, q_m) || N(0, q_0))
};

// The limit of large width of relative_entropy.h, layers 0, ..., `layers`.
//
// Pushed-through samples obey the same recursion of variances as the input, started at q_0, so
// that D_m / N has the closed form above. Where the variance map is increasing, as for all named
// activations, q_m and all four go one way: up if q_0 < q*, down (D negative) if q_0 > q*.
// Source: arXiv:2107.06898; the closed form is ours (docs/networks.md). Units: nats per neuron.
// Domain: as VarianceTrajectory, first_variance > 0, and no layer of variance 0; otherwise
// InvalidArgument. Accuracy: 1e-12 relative, 1e-15 absolute (relative_entropy_reference_test.cc).
// Cost: that of MapVariance a layer.
absl::StatusOr<std::vector<MeanFieldRelativeEntropy>> RelativeEntropyInMeanField(
    const activation::Function& activation, double weight_variance, double bias_variance,
    double first_variance, int layers);

// D_inf / N = (1/2) ln(q* / q_0), what D_m / N tends to with depth; -infinity for q* = 0.
// Errors: those of SolveMeanField; first_variance not positive and finite.
absl::StatusOr<double> RelativeEntropyPlateau(const activation::Function& activation,
                                              double weight_variance, double bias_variance,
                                              double first_variance);

// q_0 = sigma_w^2 |x|^2 / n + sigma_b^2 for an input x of n values.
double FirstLayerVariance(double weight_variance, double bias_variance, double mean_square_input);

}  // namespace infoflow::network

#endif  // INFOFLOW_NETWORK_RELATIVE_ENTROPY_RELATIVE_ENTROPY_MEAN_FIELD_H_
