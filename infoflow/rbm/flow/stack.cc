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

Spins SampleLayer(const Machine& machine, SpinsView samples, const UnitStreams& streams) {
  const linalg::Matrix<double> fields = HiddenFields(machine, samples);
  linalg::Matrix<float> single(fields.rows(), fields.columns());
  for (std::size_t k = 0; k < fields.size(); ++k) {
    single.values()[k] = static_cast<float>(fields.values()[k]);
  }
  const std::vector<float> no_bias(fields.columns(), 0.0f);  // it is in the fields
  Spins spins(fields.rows(), fields.columns());
  SampleUnits(streams, 0, single, no_bias, spins);
  return spins;
}

void Gauge(absl::Span<const int> signs, Spins& spins) {
  for (int k = 0; k < spins.rows(); ++k) {
    for (int a = 0; a < spins.columns(); ++a) {
      spins(k, a) = static_cast<std::int8_t>(spins(k, a) * signs[a]);
    }
  }
}

}  // namespace

absl::StatusOr<Spins> SampleHidden(const Machine& machine, SpinsView samples, std::uint64_t seed) {
  INFOFLOW_RETURN_IF_ERROR(CheckMachine(machine));
  INFOFLOW_RETURN_IF_ERROR(CheckSpins(samples, machine.visible_units()));
  return SampleLayer(machine, samples, {seed, random::StreamUse::kHiddenUnits, 0});
}

absl::StatusOr<Spins> SampleVisible(const Machine& machine, SpinsView hidden, std::uint64_t seed) {
  INFOFLOW_RETURN_IF_ERROR(CheckMachine(machine));
  INFOFLOW_RETURN_IF_ERROR(CheckSpins(hidden, machine.hidden_units()));
  return SampleLayer(ExchangeLayers(machine), hidden, {seed, random::StreamUse::kVisibleUnits, 0});
}

absl::StatusOr<Spins> SampleThroughStack(absl::Span<const StackLayer> layers, SpinsView samples,
                                         std::uint64_t seed) {
  Spins units(samples);
  for (std::size_t l = 0; l < layers.size(); ++l) {
    INFOFLOW_ASSIGN_OR_RETURN(units, SampleHidden(layers[l].machine, units, seed + l));
    Gauge(layers[l].gauge, units);
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
  linalg::Matrix<double> means = HiddenMeans(last.machine, below);
  for (int k = 0; k < means.rows(); ++k) {
    for (int a = 0; a < means.columns(); ++a) means(k, a) *= last.gauge[a];
  }
  return means;
}

absl::StatusOr<std::vector<StackLayer>> TrainStack(absl::Span<const TrainingOptions> options,
                                                   SpinsView samples, std::uint64_t seed,
                                                   const TrainedMachineCache& cache) {
  std::vector<StackLayer> layers;
  Spins units(samples);
  for (std::size_t l = 0; l < options.size(); ++l) {
    StackLayer layer;
    INFOFLOW_ASSIGN_OR_RETURN(layer.machine, cache.Get(options[l], units, kEpochsBetweenSaves));
    // The sign that makes the unit follow the magnetization of the visible layer below it.
    INFOFLOW_ASSIGN_OR_RETURN(const linalg::Matrix<double> patterns,
                              MachineCorrelator(layer.machine, units));
    layer.gauge = GaugeSigns(patterns);
    INFOFLOW_ASSIGN_OR_RETURN(units, SampleHidden(layer.machine, units, seed + l));
    Gauge(layer.gauge, units);
    layers.push_back(std::move(layer));
  }
  return layers;
}

}  // namespace infoflow::rbm
