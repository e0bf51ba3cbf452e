#ifndef INFOFLOW_REPLICA_MODEL_NETWORK_H_
#define INFOFLOW_REPLICA_MODEL_NETWORK_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/replica/channels/channel.h"
#include "infoflow/replica/spectra/spectrum.h"

namespace infoflow::replica {

// What a network may consist of, so that no message between its layers leaves the range of double
// precision: second moments of inputs and pre-activations, and the ratio of a layer's noise to the
// variance of its pre-activation W T. Entropies fall by ln(10)/2 per output and factor of ten in
// between; the error of a recovered input is a tiny number there, not 0.
inline constexpr double kSmallestMoment = 1e-100;
inline constexpr double kLargestMoment = 1e100;
inline constexpr double kSmallestNoiseRatio = 1e-120;

// One layer, T_l = f(W_l T_{l-1} + sqrt(D_l) xi_l) with standard normal xi_l: the noise is inside
// the activation.
struct Layer {
  std::shared_ptr<const Activation> activation;
  double noise = 0.0;  // D_l >= 0
  std::shared_ptr<const Spectrum> spectrum;
};

// A multi-layer generalized linear model in the limit of large layers,
//
//   T_0 = X with independent components from a prior,  T_l as above for l = 1, ..., L.
//
// Weights are known, have no biases and enter through their spectra. Source: arXiv:1805.09785.
// In this interface layers count from 0: layer(i) is the paper's layer i + 1.
class Network {
 public:
  // Computes the second moments. Errors: no layer, a part that is missing, a negative noise,
  // moments and noises out of the range above, and an output without noise behind a discrete prior,
  // whose entropy diverges.
  static absl::StatusOr<Network> Create(std::shared_ptr<const Prior> prior,
                                        std::vector<Layer> layers);

  int depth() const { return static_cast<int>(layers_.size()); }
  const Prior& prior() const { return *prior_; }
  const std::shared_ptr<const Prior>& shared_prior() const { return prior_; }
  const Layer& layer(int i) const { return layers_[i]; }
  const std::vector<Layer>& layers() const { return layers_; }

  // N_i / N_0: size_ratio(0) = 1 for the input, size_ratio(i + 1) for the output of layer i.
  double size_ratio(int i) const { return size_ratios_[i]; }
  // rho: second moment of the input of layer i.
  double input_moment(int i) const { return input_moments_[i]; }
  // rhot = E[lambda] rho / alpha: second moment of the noiseless pre-activation W T of layer i.
  double preactivation_moment(int i) const { return preactivation_moments_[i]; }

  // The first `depth` layers, the last of them with `output_noise`.
  absl::StatusOr<Network> Truncated(int depth, double output_noise) const;

 private:
  Network() = default;

  std::shared_ptr<const Prior> prior_;
  std::vector<Layer> layers_;
  std::vector<double> size_ratios_;
  std::vector<double> input_moments_;
  std::vector<double> preactivation_moments_;
};

// True when the law of the inputs is discrete: its error V0(A) under an observation of precision
// A decays faster than 1/A, where a law with a density on a set of probability p has V0 ~ p/A.
// Decided at A = 1e10 / variance.
bool IsDiscrete(const Prior& prior);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_MODEL_NETWORK_H_
