#include "infoflow/replica/model/network.h"

#include <cmath>
#include <string>
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

bool InRange(double moment) { return moment >= kSmallestMoment && moment <= kLargestMoment; }

// Those of the input of layer `number` and of what its weights make of it.
absl::Status CheckMoments(const Prior& prior, int number, double moment, double preactivation,
                          double noise) {
  const std::string allowed =
      absl::StrCat("; allowed are ", kSmallestMoment, " to ", kLargestMoment);
  if (!InRange(moment)) {
    const std::string input = number == 1
                                  ? absl::StrCat("a prior of mean ", FormatDouble(prior.mean()),
                                                 " and variance ", FormatDouble(prior.variance()))
                                  : absl::StrCat("the input of layer ", number);
    return absl::InvalidArgumentError(
        absl::StrCat(input, " has second moment ", FormatDouble(moment), allowed));
  }
  if (!InRange(preactivation)) {
    return absl::InvalidArgumentError(absl::StrCat(
        "layer ", number, ": its weights make of an input of second moment ", FormatDouble(moment),
        " a pre-activation of variance ", FormatDouble(preactivation), allowed));
  }
  if (noise > kLargestMoment) {
    return absl::InvalidArgumentError(absl::StrCat(
        "layer ", number, ": noise=", FormatDouble(noise), "; allowed are 0 to ", kLargestMoment));
  }
  const double ratio = noise / preactivation;
  if (noise > 0.0 && ratio < kSmallestNoiseRatio) {
    return absl::InvalidArgumentError(absl::StrCat(
        "layer ", number, ": noise=", FormatDouble(noise), " is ", ratio,
        " of the variance of the pre-activation, ", FormatDouble(preactivation),
        "; the smallest ratio allowed is ", kSmallestNoiseRatio, " (or a noise of 0)"));
  }
  return absl::OkStatus();
}

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
    const double preactivation = layer.spectrum->mean() * moment / layer.spectrum->aspect_ratio();
    if (const absl::Status status = CheckMoments(*prior, i + 1, moment, preactivation, layer.noise);
        !status.ok()) {
      return status;
    }
    const double variance = layer.noise + preactivation;
    if (variance > layer.activation->LargestVariance()) {
      return absl::InvalidArgumentError(absl::StrCat(
          "layer ", i + 1, ": its pre-activation and noise have variance ", FormatDouble(variance),
          "; this smooth activation takes up to ", layer.activation->LargestVariance()));
    }
    size_ratio *= layer.spectrum->aspect_ratio();
    network.input_moments_.push_back(moment);
    network.preactivation_moments_.push_back(preactivation);
    network.size_ratios_.push_back(size_ratio);
    moment = layer.activation->SecondMoment(variance);
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
