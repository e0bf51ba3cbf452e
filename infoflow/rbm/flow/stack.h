#ifndef INFOFLOW_RBM_FLOW_STACK_H_
#define INFOFLOW_RBM_FLOW_STACK_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/training/machine_cache.h"
#include "infoflow/rbm/training/training.h"

namespace infoflow::rbm {

// What a layer hands to the next one.
enum class StackOutput {
  kHidden,     // h of v
  kAfterStep,  // h' of a step v -> h -> v' -> h', all drawn
};

// One machine of a stack with the signs by which its hidden units are multiplied before the next
// machine sees them (GaugeSigns of its correlator).
struct StackLayer {
  Machine machine;
  std::vector<int> gauge;
  StackOutput output = StackOutput::kHidden;
};

// The hidden units of every sample, drawn from p(h|v): streams (seed, kHiddenUnits, sample).
// Errors: samples that do not fit.
absl::StatusOr<Spins> SampleHidden(const Machine& machine, SpinsView samples, std::uint64_t seed);

// The visible units drawn from p(v|h), streams (seed, kVisibleUnits, sample).
absl::StatusOr<Spins> SampleVisible(const Machine& machine, SpinsView hidden, std::uint64_t seed);

// Samples after `layers` layers: the output h^(1) of v, h^(2) of h^(1) and so on, each drawn and
// multiplied by its gauge. Layer l takes the seed + l; a step's second h takes draw 1 of the
// streams of the first.
absl::StatusOr<Spins> SampleThroughStack(absl::Span<const StackLayer> layers, SpinsView samples,
                                         std::uint64_t seed);

// Back down from the last layer's units to visible ones, drawing each layer.
absl::StatusOr<Spins> ReconstructThroughStack(absl::Span<const StackLayer> layers, SpinsView top,
                                              std::uint64_t seed);

// Means of the last layer's output given the units below it, drawn (those of the layer below, or v'
// of its step): gauge times tanh f. With VisibleHiddenCorrelator this gives <v h^(l)>.
absl::StatusOr<linalg::Matrix<double>> StackMeans(absl::Span<const StackLayer> layers,
                                                  SpinsView samples, std::uint64_t seed);

// Greedy training: layer l learns the output of layer l - 1, drawn and gauged. Shapes: one set of
// options per layer. Source: arXiv:1906.05212 sec. V; the programs of its first author
// (github.com/ellendmk/DL_and_RG) hand on h after a step. Errors: as Trainer::Create.
absl::StatusOr<std::vector<StackLayer>> TrainStack(absl::Span<const TrainingOptions> options,
                                                   SpinsView samples, std::uint64_t seed,
                                                   const TrainedMachineCache& cache,
                                                   StackOutput output = StackOutput::kHidden);

}  // namespace infoflow::rbm

#endif  // INFOFLOW_RBM_FLOW_STACK_H_
