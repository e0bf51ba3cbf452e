#include "infoflow/rbm/flow/stack.h"

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "infoflow/random/stream.h"
#include "infoflow/rbm/machine/unit_sampler.h"
#include "infoflow/rbm/patterns/correlator.h"
#include "infoflow/rbm/training/contrastive_divergence.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::rbm {

namespace {

// So often a training saves where it stands, if the cache has a folder.
constexpr int kEpochsBetweenSaves = 10;

Spins SampleLayer(const Machine& machine, SpinsView samples, const UnitStreams& streams, int draw) {
  const linalg::Matrix<double> fields = HiddenFields(machine, samples);
  linalg::Matrix<float> single(fields.rows(), fields.columns());
  for (std::size_t k = 0; k < fields.size(); ++k) {
    single.values()[k] = static_cast<float>(fields.values()[k]);
  }
  const std::vector<float> no_bias(fields.columns(), 0.0f);  // it is in the fields
  Spins spins(fields.rows(), fields.columns());
  SampleUnits(streams, draw, single, no_bias, spins);
  return spins;
}

void Gauge(absl::Span<const int> signs, Spins& spins) {
  for (int k = 0; k < spins.rows(); ++k) {
    for (int a = 0; a < spins.columns(); ++a) {
      spins(k, a) = static_cast<std::int8_t>(spins(k, a) * signs[a]);
    }
  }
}

Spins DrawHidden(const Machine& machine, SpinsView visible, std::uint64_t seed, int draw) {
  return SampleLayer(machine, visible, {seed, random::StreamUse::kHiddenUnits, 0}, draw);
}

Spins DrawVisible(const Machine& machine, SpinsView hidden, std::uint64_t seed) {
  return SampleLayer(ExchangeLayers(machine), hidden, {seed, random::StreamUse::kVisibleUnits, 0},
                     0);
}

// The visible units whose hidden ones are the layer's output: those given, or v' of a step.
Spins UnitsBelowOutput(const StackLayer& layer, SpinsView units, std::uint64_t seed) {
  if (layer.output == StackOutput::kHidden) return Spins(units);
  return DrawVisible(layer.machine, DrawHidden(layer.machine, units, seed, 0), seed);
}

absl::StatusOr<Spins> DrawOutput(const StackLayer& layer, SpinsView units, std::uint64_t seed) {
  INFOFLOW_RETURN_IF_ERROR(CheckSpins(units, layer.machine.visible_units()));
  Spins output = DrawHidden(layer.machine, UnitsBelowOutput(layer, units, seed), seed,
                            layer.output == StackOutput::kHidden ? 0 : 1);
  Gauge(layer.gauge, output);
  return output;
}

}  // namespace

absl::StatusOr<Spins> SampleHidden(const Machine& machine, SpinsView samples, std::uint64_t seed) {
  INFOFLOW_RETURN_IF_ERROR(CheckMachine(machine));
  INFOFLOW_RETURN_IF_ERROR(CheckSpins(samples, machine.visible_units()));
  return DrawHidden(machine, samples, seed, 0);
}

absl::StatusOr<Spins> SampleVisible(const Machine& machine, SpinsView hidden, std::uint64_t seed) {
  INFOFLOW_RETURN_IF_ERROR(CheckMachine(machine));
  INFOFLOW_RETURN_IF_ERROR(CheckSpins(hidden, machine.hidden_units()));
  return DrawVisible(machine, hidden, seed);
}

absl::StatusOr<Spins> SampleThroughStack(absl::Span<const StackLayer> layers, SpinsView samples,
                                         std::uint64_t seed) {
  Spins units(samples);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    INFOFLOW_ASSIGN_OR_RETURN(units, DrawOutput(layers[l], units, seed + l));
  }
  return units;
}

absl::StatusOr<Spins> ReconstructThroughStack(absl::Span<const StackLayer> layers, SpinsView top,
                                              std::uint64_t seed) {
  Spins units(top);
  for (std::size_t l = layers.size(); l-- > 0;) {
    if (units.columns() == layers[l].machine.hidden_units()) Gauge(layers[l].gauge, units);
    INFOFLOW_ASSIGN_OR_RETURN(units, SampleVisible(layers[l].machine, units, seed + l));
  }
  return units;
}

absl::StatusOr<linalg::Matrix<double>> StackMeans(absl::Span<const StackLayer> layers,
                                                  SpinsView samples, std::uint64_t seed) {
  if (layers.empty()) return absl::InvalidArgumentError("the stack has no layers");
  INFOFLOW_ASSIGN_OR_RETURN(const Spins below,
                            SampleThroughStack(layers.first(layers.size() - 1), samples, seed));
  const StackLayer& last = layers.back();
  INFOFLOW_RETURN_IF_ERROR(CheckSpins(below, last.machine.visible_units()));
  linalg::Matrix<double> means =
      HiddenMeans(last.machine, UnitsBelowOutput(last, below, seed + layers.size() - 1));
  for (int k = 0; k < means.rows(); ++k) {
    for (int a = 0; a < means.columns(); ++a) means(k, a) *= last.gauge[a];
  }
  return means;
}

absl::StatusOr<std::vector<StackLayer>> TrainStack(absl::Span<const TrainingOptions> options,
                                                   SpinsView samples, std::uint64_t seed,
                                                   const TrainedMachineCache& cache,
                                                   StackOutput output) {
  std::vector<StackLayer> layers;
  Spins units(samples);
  for (std::size_t l = 0; l < options.size(); ++l) {
    StackLayer layer;
    layer.output = output;
    INFOFLOW_ASSIGN_OR_RETURN(layer.machine, cache.Get(options[l], units, kEpochsBetweenSaves));
    // The sign that makes the unit follow the magnetization of the visible layer below it.
    INFOFLOW_ASSIGN_OR_RETURN(const linalg::Matrix<double> patterns,
                              MachineCorrelator(layer.machine, units));
    layer.gauge = GaugeSigns(patterns);
    INFOFLOW_ASSIGN_OR_RETURN(units, DrawOutput(layer, units, seed + l));
    layers.push_back(std::move(layer));
  }
  return layers;
}

}  // namespace infoflow::rbm
