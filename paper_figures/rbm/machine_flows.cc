#include "paper_figures/rbm/machine_flows.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>

#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/ising/sampling/torus_thermometer.h"
#include "infoflow/numerics/jackknife.h"
#include "infoflow/rbm/training/training.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/rbm/flow_thermometer.h"
#include "paper_figures/rbm/ising_machines.h"
#include "paper_figures/rbm/machine_recipes.h"
#include "paper_figures/rbm/network_thermometer.h"

namespace infoflow::paper_figures {

namespace {

using rbm::FlowVariant;

// Bins of the jackknife.
constexpr int kBins = 16;

// Every step up to here is measured, then every kStride-th.
constexpr int kFirstSteps = 40;
constexpr int kStride = 20;

std::vector<int> MeasuredSteps(int steps) {
  std::vector<int> measured;
  for (int k = 0; k <= steps; ++k) {
    if (k <= kFirstSteps || k % kStride == 0 || k == steps || IsHistogramStep(k)) {
      measured.push_back(k);
    }
  }
  return measured;
}

void ReadClasses(const std::vector<int>& classes, FlowReading& reading) {
  std::vector<int> counts(kClasses, 0);
  double sum = 0.0;
  double squares = 0.0;
  for (const int c : classes) {
    ++counts[c];
    sum += kClassWidth * c;
    squares += kClassWidth * c * kClassWidth * c;
  }
  const double samples = static_cast<double>(classes.size());
  const auto frequent = std::max_element(counts.begin(), counts.end());
  reading.network_class = kClassWidth * static_cast<double>(frequent - counts.begin());
  reading.network_mean = sum / samples;
  const double variance =
      std::max(squares / samples - reading.network_mean * reading.network_mean, 0.0);
  reading.network_error = std::sqrt(variance / samples);
  if (!IsHistogramStep(reading.step)) return;
  for (const int count : counts) reading.histogram.push_back(count / samples);
}

// All readings of one step.
absl::StatusOr<FlowReading> Read(const rbm::Flow& flow, const NetworkThermometer* thermometer) {
  const rbm::Spins& visible = flow.Visible();
  INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinSamples lattice, LatticeOf(visible));
  INFOFLOW_ASSIGN_OR_RETURN(const numerics::JackknifeEstimate temperature,
                            ising::MeasureTemperature(lattice, kBins));
  FlowReading reading;
  reading.step = flow.steps();
  reading.temperature = temperature.value;
  reading.temperature_error = temperature.error;
  if (thermometer == nullptr) return reading;
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> classes, thermometer->Classify(visible));
  ReadClasses(classes, reading);
  return reading;
}

// A flow that is to be computed; the start's place in the recipe decides its streams.
struct FlowItem {
  const MachineRecipe& recipe;
  const rbm::Machine& machine;
  FlowVariant variant;
  int start;
};

absl::StatusOr<FlowOfMachine> RunFlow(const FlowItem& item, const NetworkThermometer& thermometer,
                                      const MachineFlowParameters& p, const Run& run) {
  const rbm::TrainingOptions& training = item.recipe.training;
  const double start = item.recipe.starts[item.start];
  FlowOfMachine result = {item.recipe.recipe,
                          item.recipe.learned,
                          training.hidden_units,
                          rbm::TotalEpochs(training),
                          training.schedule[0].learning_rate,
                          training.initial_deviation,
                          CopyingUnits(item.machine),
                          item.variant,
                          start,
                          {}};
  INFOFLOW_ASSIGN_OR_RETURN(
      const rbm::Spins samples,
      SampleTemperatures(p.side, {start}, p.flow_samples, kFlowGroup + item.start, run));
  INFOFLOW_ASSIGN_OR_RETURN(rbm::Flow flow,
                            rbm::Flow::Create(item.machine, samples, item.variant, run.seed));
  const bool in_study = item.recipe.in_study;
  for (const int k : in_study ? std::vector<int>{p.steps} : MeasuredSteps(p.steps)) {
    flow.Advance(k - flow.steps());
    INFOFLOW_ASSIGN_OR_RETURN(FlowReading reading, Read(flow, in_study ? nullptr : &thermometer));
    result.readings.push_back(std::move(reading));
  }
  return result;
}

}  // namespace

const char* NameOf(FlowVariant variant) {
  constexpr const char* kNames[] = {"stochastic", "hmean", "mean"};
  return kNames[static_cast<int>(variant)];
}

int CopyingUnits(const rbm::Machine& machine) {
  constexpr double kShare = 0.8;
  int copies = 0;
  for (int a = 0; a < machine.hidden_units(); ++a) {
    double total = 0.0;
    double largest = 0.0;
    for (int i = 0; i < machine.visible_units(); ++i) {
      const double square = machine.weights(i, a) * machine.weights(i, a);
      total += square;
      largest = std::max(largest, square);
    }
    if (largest > kShare * total) ++copies;
  }
  return copies;
}

bool IsHistogramStep(int step) {
  return std::find(std::begin(kHistogramSteps), std::end(kHistogramSteps), step) !=
         std::end(kHistogramSteps);
}

absl::StatusOr<MachineFlows> ComputeMachineFlows(const MachineFlowParameters& parameters,
                                                 const Run& run) {
  const Run one_thread = run.OnOneThread();
  INFOFLOW_ASSIGN_OR_RETURN(const SamplesToLearn samples, SampleToLearn(parameters, run));
  const std::vector<MachineRecipe> recipes = MachineRecipes(parameters, run);
  // The thermometer and the machines side by side.
  std::vector<rbm::Machine> machines(recipes.size());
  std::optional<NetworkThermometer> thermometer;
  INFOFLOW_RETURN_IF_ERROR(
      ParallelFor(static_cast<int>(recipes.size()) + 1, run.threads, [&](int item) -> absl::Status {
        if (item == 0) {
          INFOFLOW_ASSIGN_OR_RETURN(
              thermometer, TrainThermometer(parameters.side, parameters.thermometer, one_thread));
        } else {
          INFOFLOW_ASSIGN_OR_RETURN(
              machines[item - 1], TrainMachine(recipes[item - 1], samples, parameters, one_thread));
        }
        return absl::OkStatus();
      }));

  std::vector<FlowItem> items;
  for (std::size_t m = 0; m < recipes.size(); ++m) {
    for (const FlowVariant variant : recipes[m].variants) {
      for (int start = 0; start < static_cast<int>(recipes[m].starts.size()); ++start) {
        items.push_back({recipes[m], machines[m], variant, start});
      }
    }
  }
  std::vector<FlowOfMachine> flows(items.size());
  INFOFLOW_RETURN_IF_ERROR(
      ParallelFor(static_cast<int>(items.size()), run.threads, [&](int i) -> absl::Status {
        INFOFLOW_ASSIGN_OR_RETURN(flows[i],
                                  RunFlow(items[i], *thermometer, parameters, one_thread));
        return absl::OkStatus();
      }));
  MachineFlows result;
  for (std::size_t i = 0; i < items.size(); ++i) {
    (items[i].recipe.in_study ? result.study : result.figure).push_back(std::move(flows[i]));
  }
  return result;
}

}  // namespace infoflow::paper_figures
