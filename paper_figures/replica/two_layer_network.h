#ifndef PAPER_FIGURES_REPLICA_TWO_LAYER_NETWORK_H_
#define PAPER_FIGURES_REPLICA_TWO_LAYER_NETWORK_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/activation/piecewise_affine.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::paper_figures {

// Two layers of n units each behind standard normal inputs,
//
//   T_1 = f(sigma G_1 X / sqrt(n)),  T_2 = f(sigma G_2 T_1 / sqrt(n)),
//
// G_1 and G_2 with independent standard normal entries. The layer that is measured, and no other,
// has noise of variance D inside f; entropies and informations are per unit.

enum class TwoLayerActivation { kLinear, kHardtanh, kRelu };
inline constexpr TwoLayerActivation kTwoLayerActivations[] = {
    TwoLayerActivation::kLinear, TwoLayerActivation::kHardtanh, TwoLayerActivation::kRelu};

// "linear", "hardtanh" (between -1 and 1), "relu".
const char* ActivationName(TwoLayerActivation activation);
activation::PiecewiseAffine ActivationFunction(TwoLayerActivation activation);

struct ReplicaValue {
  double entropy = 0.0;      // H(T_l) / n, nats
  double information = 0.0;  // I(X; T_l) / n, nats
  double last_error = 0.0;   // mean squared error of the input of layer l given T_l
};

// The replica formula for layer l = 1 or 2 in the limit of large n (replica/entropy.h).
// Domain: sigma > 0, D > 0. Cost: 3 ms.
absl::StatusOr<ReplicaValue> SolveTwoLayers(TwoLayerActivation activation, double sigma,
                                            double noise, int layer);

// Estimates of H(T_l) / n from samples, nats.
struct SampleEstimates {
  // Maximum norm; with the noise inside f.
  double nearest_neighbour = 0.0;
  // Of the mixture of normal laws of variance D around the noiseless outputs.
  double mixture_lower = 0.0;
  double mixture_upper = 0.0;
};

// One draw of the weights, and samples to send through them.
class TwoLayerInstance {
 public:
  // Weights and inputs for `units` = n and `samples`. Errors: those of LAPACK.
  static absl::StatusOr<TwoLayerInstance> Draw(int units, int samples, std::uint64_t seed);

  // Exact H(T_l) / n of the linear network with these weights (nats), layer l = 1 or 2, from the
  // singular values of G_1 or G_2 G_1 (estimators/gaussian_entropy.h). Domain: D > 0.
  absl::StatusOr<double> LinearEntropy(int layer, double sigma, double noise) const;

  // Estimates for both layers. The noise of layer l comes from stream 2 `stream` + l - 1 of the
  // seed that the instance was drawn with. Errors: fewer samples than neighbours + 1.
  absl::StatusOr<std::array<SampleEstimates, 2>> Estimate(TwoLayerActivation activation,
                                                          double sigma, double noise,
                                                          int neighbours, int stream) const;

 private:
  TwoLayerInstance() = default;

  std::uint64_t seed_ = 0;
  linalg::Matrix<double> weights_[2];                   // G_l / sqrt(n)
  std::array<std::vector<double>, 2> singular_values_;  // of G_1 / sqrt(n) and G_2 G_1 / n
  linalg::Matrix<double> inputs_;                       // samples x n
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_REPLICA_TWO_LAYER_NETWORK_H_
