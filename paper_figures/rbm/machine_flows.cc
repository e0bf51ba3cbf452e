#include "paper_figures/rbm/machine_flows.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "infoflow/ising/spin_samples.h"
#include "infoflow/ising/torus_thermometer.h"
#include "infoflow/numerics/jackknife.h"
#include "infoflow/rbm/training.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/rbm/ising_machines.h"
#include "paper_figures/rbm/network_thermometer.h"

namespace infoflow::paper_figures {

namespace {

using Parameters = MachineFlowParameters;
using rbm::FlowVariant;

// Bins of the jackknife.
constexpr int kBins = 16;

// Every step up to here is measured, then every kStride-th.
constexpr int kFirstSteps = 40;
constexpr int kStride = 20;

// A training saves its state every so many epochs.
constexpr int kEpochsBetweenSaves = 50;

// One machine and the flows that it gets: from every start by every variant.
struct MachineRecipe {
  Learned learned;
  rbm::TrainingOptions training;
  std::vector<double> starts;  // temperatures of v^(0)
  bool in_study = false;
  std::vector<FlowVariant> variants = {FlowVariant::kStochastic};
};

std::vector<double> ClassTemperatures(double least) {
  std::vector<double> temperatures;
  for (int c = 0; c < kClasses; ++c) {
    const double temperature = kClassWidth * c;
    if (temperature >= least) temperatures.push_back(std::max(temperature, kZeroTemperature));
  }
  return temperatures;
}

std::vector<int> MeasuredSteps(int steps) {
  std::vector<int> measured;
  for (int k = 0; k <= steps; ++k) {
    if (k <= kFirstSteps || k % kStride == 0 || k == steps || IsHistogramStep(k)) {
      measured.push_back(k);
    }
  }
  return measured;
}

rbm::TrainingOptions Training(int hidden, int epochs, double learning_rate, double deviation,
                              const Run& run) {
  rbm::TrainingOptions training;
  training.hidden_units = hidden;
  training.schedule = {{learning_rate, epochs}};
  training.initial_deviation = deviation;
  training.seed = run.seed;
  return training;
}

std::vector<MachineRecipe> Recipes(const Parameters& p, const Run& run) {
  std::vector<MachineRecipe> machines;
  for (const int hidden : p.hidden_units) {
    machines.push_back(
        {Learned::kAll, Training(hidden, p.epochs, p.learning_rate, p.deviation, run), p.starts});
  }
  for (const Learned learned : {Learned::kCold, Learned::kHot}) {
    machines.push_back(
        {learned, Training(p.cold_hot_hidden, p.cold_hot_epochs, 0.01, 0.01, run), p.starts});
  }
  machines.push_back({Learned::kCritical,
                      Training(p.critical_hidden, 1, 0.01, 0.01, run),
                      {kCriticalTemperature, p.starts.back()}});
  machines.back().training.schedule = DecaySchedule(p.critical_stretch);
  // What the fixed point depends on besides (table `study`): epochs, learning rate, variant.
  for (const int epochs : p.study_epochs) {
    for (const auto& [rate, deviation] : {std::pair<double, double>{0.01, 0.01}, {1e-3, 0.1}}) {
      machines.push_back(
          {Learned::kAll,
           Training(p.study_hidden, epochs, rate, deviation, run),
           p.starts,
           /*in_study=*/true,
           {FlowVariant::kStochastic, FlowVariant::kHiddenMean, FlowVariant::kMean}});
    }
  }
  return machines;
}

struct LearnedSamples {
  rbm::Spins all, cold, hot;
};

absl::StatusOr<LearnedSamples> SamplesToLearn(const Parameters& p, const Run& run) {
  const std::int64_t count = p.samples_per_temperature;
  LearnedSamples samples;
  const std::vector<double> all = ClassTemperatures(0.0);
  const std::vector<double> hot = ClassTemperatures(4.0);
  INFOFLOW_ASSIGN_OR_RETURN(samples.all,
                            SampleTemperatures(p.side, all, count, kLearnedGroup + 1, run));
  // As many samples each, so that the machines see as many updates.
  INFOFLOW_ASSIGN_OR_RETURN(
      samples.cold,
      SampleTemperatures(p.side, {kZeroTemperature}, count * kClasses, kLearnedGroup + 100, run));
  INFOFLOW_ASSIGN_OR_RETURN(
      samples.hot,
      SampleTemperatures(p.side, hot, count * kClasses / static_cast<std::int64_t>(hot.size()),
                         kLearnedGroup + 200, run));
  return samples;
}

absl::StatusOr<rbm::Machine> TrainMachine(const MachineRecipe& recipe,
                                          const LearnedSamples& samples, const Parameters& p,
                                          const Run& run) {
  const auto learn = [&](const rbm::Spins& spins) {
    return MachineCache(run).Get(recipe.training, spins, kEpochsBetweenSaves);
  };
  switch (recipe.learned) {
    case Learned::kAll:
      return learn(samples.all);
    case Learned::kCold:
      return learn(samples.cold);
    case Learned::kHot:
      return learn(samples.hot);
    case Learned::kCritical:
      break;
  }
  return CriticalMachine({p.side, p.critical_hidden, p.critical_samples, p.critical_stretch}, run);
}

absl::StatusOr<NetworkThermometer> TrainThermometer(const Parameters& p, const Run& run) {
  INFOFLOW_ASSIGN_OR_RETURN(const rbm::Spins labelled,
                            SampleTemperatures(p.side, ClassTemperatures(0.0),
                                               p.thermometer_samples, kThermometerGroup, run));
  std::vector<double> labels;
  for (int c = 0; c < kClasses; ++c) labels.push_back(kClassWidth * c);
  NetworkThermometerOptions options;
  options.epochs = p.thermometer_epochs;
  options.seed = run.seed;
  return NetworkThermometer::Train(labelled, labels, options);
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
  reading.error = temperature.error;
  if (thermometer == nullptr) return reading;
  INFOFLOW_ASSIGN_OR_RETURN(NetworkReading network, thermometer->Read(visible));
  reading.network_class = network.likeliest_temperature;
  reading.network_mean = network.mean_temperature;
  if (IsHistogramStep(reading.step)) reading.histogram = std::move(network.probabilities);
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
                                      const Parameters& p, const Run& run) {
  const rbm::TrainingOptions& training = item.recipe.training;
  const double start = item.recipe.starts[item.start];
  FlowOfMachine result = {item.recipe.learned,
                          training.hidden_units,
                          rbm::Epochs(training),
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

void MachineFlowParameters::Register(ParameterSet& set) {
  set.Add("side", &side, "side of the lattice of the machines", {10, 10, 10}, {4, 32});
  set.Add("hidden_units", &hidden_units, "hidden units of machines trained at all temperatures",
          {{16, 36}, {16, 36, 64, 81}, {16, 36, 64, 81}}, {1, 1024});
  set.Add("samples_per_temperature", &samples_per_temperature,
          "samples at each of 25 temperatures from 0 to 6", {400, 1000, 2000}, {10, 100000});
  set.Add("epochs", &epochs, "epochs at all temperatures", {40, 80, 1000}, {1, 100000});
  set.Add("learning_rate", &learning_rate, "learning rate at all temperatures, for units +-1",
          {0.01, 0.01, 1e-3}, {1e-6, 1.0});
  set.Add("deviation", &deviation, "standard deviation of the weights at the start, for units +-1",
          {0.01, 0.01, 0.1}, {0.0, 10.0});
  set.Add("cold_hot_hidden", &cold_hot_hidden, "hidden units of the machines of T = 0 and T >= 4",
          {36, 36, 36}, {1, 1024});
  set.Add("cold_hot_epochs", &cold_hot_epochs, "epochs of these machines", {40, 40, 40},
          {1, 100000});
  set.Add("critical_hidden", &critical_hidden, "hidden units of the machine of T_c", {64, 81, 81},
          {1, 1024});
  set.Add("critical_samples", &critical_samples, "samples at T_c", {10000, 20000, 60000},
          {100, 10000000});
  set.Add("critical_stretch", &critical_stretch,
          "epochs at T_c in units of 60, of falling learning rate", {1, 1, 2}, {1, 1000});
  set.Add("starts", &starts, {"temperatures at which flows start, the hottest last", "J/k_B"},
          {{0.05, 2.25, 6.0}, {0.05, 2.25, 6.0}, {0.05, 2.25, 6.0}}, {1e-6, 100.0});
  set.Add("flow_samples", &flow_samples, "samples that flow", {500, 2000, 5000}, {32, 1000000});
  set.Add("steps", &steps, "steps of the flow", {200, 200, 200}, {100, 100000});
  set.Add("thermometer_samples", &thermometer_samples,
          "samples at each temperature for the network thermometer", {400, 1000, 2000},
          {10, 100000});
  set.Add("thermometer_epochs", &thermometer_epochs, "its epochs", {20, 60, 60}, {1, 10000});
  set.Add("study_hidden", &study_hidden, "hidden units of the machines of the study", {16, 64, 64},
          {1, 1024});
  set.Add("study_epochs", &study_epochs, "epochs of the machines of the study",
          {{10}, {20, 40, 80}, {100, 300, 1000}}, {1, 100000});
}

const char* NameOf(Learned learned) {
  constexpr const char* kNames[] = {"all", "cold", "hot", "critical"};
  return kNames[static_cast<int>(learned)];
}

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
  const Parameters& p = parameters;
  const Run one_thread = run.OnOneThread();
  INFOFLOW_ASSIGN_OR_RETURN(const LearnedSamples samples, SamplesToLearn(p, run));
  const std::vector<MachineRecipe> recipes = Recipes(p, run);
  // The thermometer and the machines side by side.
  std::vector<rbm::Machine> machines(recipes.size());
  std::optional<NetworkThermometer> thermometer;
  INFOFLOW_RETURN_IF_ERROR(
      ParallelFor(static_cast<int>(recipes.size()) + 1, run.threads, [&](int item) -> absl::Status {
        if (item == 0) {
          INFOFLOW_ASSIGN_OR_RETURN(thermometer, TrainThermometer(p, one_thread));
        } else {
          INFOFLOW_ASSIGN_OR_RETURN(machines[item - 1],
                                    TrainMachine(recipes[item - 1], samples, p, one_thread));
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
        INFOFLOW_ASSIGN_OR_RETURN(flows[i], RunFlow(items[i], *thermometer, p, one_thread));
        return absl::OkStatus();
      }));
  MachineFlows result;
  for (std::size_t i = 0; i < items.size(); ++i) {
    (items[i].recipe.in_study ? result.study : result.figure).push_back(std::move(flows[i]));
  }
  return result;
}

}  // namespace infoflow::paper_figures
