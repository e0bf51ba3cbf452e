#include "infoflow/replica/learning/learning_entropy.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "infoflow/replica/channels/activations.h"
#include "infoflow/replica/channels/priors.h"
#include "infoflow/replica/spectra/spectrum_singular_values.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::replica {

namespace {

absl::Status CheckModel(const LearningModel& model) {
  if (model.layers.empty()) return absl::InvalidArgumentError("there is no layer to measure");
  if (!(model.measurement_noise > 0.0) || !std::isfinite(model.measurement_noise)) {
    return absl::InvalidArgumentError(
        absl::StrCat("measurement noise ", model.measurement_noise, ": must be above 0"));
  }
  for (std::size_t l = 0; l < model.layers.size(); ++l) {
    const bool first = l == 0;
    if (first && !model.generator.has_value()) continue;
    const int before = first ? model.generator->outputs : model.layers[l - 1].outputs;
    if (model.layers[l].inputs == before) continue;
    return absl::InvalidArgumentError(
        absl::StrCat("layer ", l + 1, " takes ", model.layers[l].inputs, " inputs, not ", before));
  }
  return absl::OkStatus();
}

absl::Status InLayer(std::size_t layer, const absl::Status& status) {
  return absl::Status(status.code(), absl::StrCat("layer ", layer + 1, ": ", status.message()));
}

}  // namespace

absl::StatusOr<LearningEntropies> LearningEntropies::Create(const LearningModel& model) {
  INFOFLOW_RETURN_IF_ERROR(CheckModel(model));
  LearningEntropies entropies;
  entropies.model_ = model;
  INFOFLOW_ASSIGN_OR_RETURN(entropies.prior_, MakeNormalPrior(0.0, 1.0));
  if (model.generator.has_value()) {
    const LearningGenerator& generator = *model.generator;
    Layer layer;
    INFOFLOW_ASSIGN_OR_RETURN(layer.activation, MakeActivation("linear", {}));
    layer.noise = generator.noise;
    INFOFLOW_ASSIGN_OR_RETURN(
        layer.spectrum,
        SpectrumOfSingularValues(generator.singular_values, generator.inputs, generator.outputs));
    entropies.generator_.push_back(std::move(layer));
  }
  for (const LearningLayer& layer : model.layers) {
    INFOFLOW_ASSIGN_OR_RETURN(std::shared_ptr<const Activation> activation,
                              MakeActivation(layer.activation, {}));
    entropies.activations_.push_back(std::move(activation));
  }
  entropies.warm_starts_.resize(model.layers.size());
  return entropies;
}

double LearningEntropies::size_ratio(int layer) const {
  const int prior_variables =
      model_.generator.has_value() ? model_.generator->inputs : model_.layers.front().inputs;
  return static_cast<double>(model_.layers[layer].outputs) / prior_variables;
}

absl::StatusOr<LayerEntropy> LearningEntropies::MeasureLayer(
    const Network& network, LearningStarts starts, std::vector<double>& warm_start) const {
  SolverOptions options;
  options.warm_and_ignorant = true;
  if (starts == LearningStarts::kWarmAndIgnorant) options.warm_start = warm_start;
  // Nothing known is the most that can be unknown, also where S has shrunk since.
  for (std::size_t l = 0; l < options.warm_start.size(); ++l) {
    options.warm_start[l] =
        std::min(options.warm_start[l], network.input_moment(static_cast<int>(l)));
  }
  INFOFLOW_ASSIGN_OR_RETURN(LayerEntropy entropy, ComputeEntropy(network, options));
  warm_start = entropy.solution.best().state.input_error;
  return entropy;
}

absl::StatusOr<std::vector<LayerEntropy>> LearningEntropies::Measure(
    absl::Span<const std::vector<double>> singular_values, LearningStarts starts) {
  INFOFLOW_CHECK(singular_values.size() == model_.layers.size());
  std::vector<Layer> layers = generator_;
  std::vector<LayerEntropy> entropies;
  for (std::size_t l = 0; l < singular_values.size(); ++l) {
    const LearningLayer& shape = model_.layers[l];
    Layer layer;
    layer.activation = activations_[l];
    layer.noise = model_.measurement_noise;
    absl::StatusOr<std::shared_ptr<const Spectrum>> spectrum =
        SpectrumOfSingularValues(singular_values[l], shape.inputs, shape.outputs);
    if (!spectrum.ok()) return InLayer(l, spectrum.status());
    layer.spectrum = *std::move(spectrum);
    layers.push_back(std::move(layer));
    absl::StatusOr<Network> network = Network::Create(prior_, layers);
    if (!network.ok()) return InLayer(l, network.status());
    absl::StatusOr<LayerEntropy> entropy = MeasureLayer(*network, starts, warm_starts_[l]);
    if (!entropy.ok()) return InLayer(l, entropy.status());
    entropies.push_back(*std::move(entropy));
    layers.back().noise = 0.0;
  }
  return entropies;
}

}  // namespace infoflow::replica
