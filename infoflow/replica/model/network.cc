#include "infoflow/replica/model/network.h"

#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/support/table.h"

namespace infoflow::replica {

namespace {

// A spike-slab prior with p > 1e-6 has V0 A = p; a discrete one has V0 = 0 here.
constexpr double kProbePrecision = 1e10;
constexpr double kSmallestDensity = 1e-7;

absl::Status CheckLayer(const Layer& layer, int number) {
  if (layer.activation == nullptr || layer.spectrum == nullptr) {
    return absl::InvalidArgumentError(
        absl::StrCat("layer ", number, " needs an activation and a spectrum"));
  }
  if (!(layer.noise >= 0.0) || !std::isfinite(layer.noise)) {
    return absl::InvalidArgumentError(absl::StrCat("the noise of layer ", number,
                                                   " must be a variance of at least 0, not ",
                                                   FormatDouble(layer.noise)));
  }
  return absl::OkStatus();
}

// Entropies of larger variables overflow on the way.
constexpr double kLargestMoment = 1e300;

}  // namespace

bool IsDiscrete(const Prior& prior) {
  const double variance = prior.variance();
  if (!(variance > 0.0)) return true;
  const double precision = kProbePrecision / variance;
  return prior.Observe(precision).variance * precision < kSmallestDensity;
}

absl::StatusOr<Network> Network::Create(std::shared_ptr<const Prior> prior,
                                        std::vector<Layer> layers) {
  if (prior == nullptr) return absl::InvalidArgumentError("a network needs a prior");
  if (layers.empty()) return absl::InvalidArgumentError("a network needs at least one layer");
  Network network;
  double moment = prior->second_moment();
  double size_ratio = 1.0;
  network.size_ratios_.push_back(size_ratio);
  for (int i = 0; i < static_cast<int>(layers.size()); ++i) {
    const Layer& layer = layers[i];
    if (const absl::Status status = CheckLayer(layer, i + 1); !status.ok()) return status;
    if (!(moment > 0.0) || !std::isfinite(moment)) {
      return absl::InvalidArgumentError(absl::StrCat("the input of layer ", i + 1,
                                                     " has second moment ", FormatDouble(moment),
                                                     "; it must be positive"));
    }
    const double preactivation = layer.spectrum->mean() * moment / layer.spectrum->aspect_ratio();
    if (!(moment + preactivation + layer.noise <= kLargestMoment)) {
      return absl::InvalidArgumentError(absl::StrCat(
          "layer ", i + 1, ": its input, pre-activation and noise have second moments ",
          FormatDouble(moment), ", ", FormatDouble(preactivation), " and ",
          FormatDouble(layer.noise), "; larger ones than ", kLargestMoment, " overflow"));
    }
    size_ratio *= layer.spectrum->aspect_ratio();
    network.input_moments_.push_back(moment);
    network.preactivation_moments_.push_back(preactivation);
    network.size_ratios_.push_back(size_ratio);
    moment = layer.activation->SecondMoment(layer.noise + preactivation);
  }
  if (layers.back().noise == 0.0 && IsDiscrete(*prior)) {
    return absl::InvalidArgumentError(
        "the output needs noise > 0 when the prior is discrete: without noise its entropy "
        "diverges");
  }
  network.prior_ = std::move(prior);
  network.layers_ = std::move(layers);
  return network;
}

absl::StatusOr<Network> Network::Truncated(int depth, double output_noise) const {
  if (depth < 1 || depth > this->depth()) {
    return absl::InvalidArgumentError(
        absl::StrCat("a network of ", this->depth(), " layers has no first ", depth, " layers"));
  }
  std::vector<Layer> layers(layers_.begin(), layers_.begin() + depth);
  layers.back().noise = output_noise;
  return Create(prior_, std::move(layers));
}

}  // namespace infoflow::replica
