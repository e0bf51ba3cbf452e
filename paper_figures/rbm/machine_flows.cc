#include "paper_figures/rbm/machine_flows.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <utility>

#include "absl/status/status.h"
#include "infoflow/ising/spin_samples.h"
#include "infoflow/ising/torus_thermometer.h"
#include "infoflow/rbm/machine.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/rbm/ising_machines.h"

namespace infoflow::paper_figures {

namespace {

// Bins of the jackknife.
constexpr int kBins = 16;

// Every step up to here is measured, then every kStride-th.
constexpr int kFirstSteps = 40;
constexpr int kStride = 20;

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

rbm::TrainingOptions Training(const FigureContext& context, int hidden, int epochs,
                              double learning_rate, double deviation) {
  rbm::TrainingOptions training;
  training.hidden_units = hidden;
  training.schedule = {{learning_rate, epochs}};
  training.initial_deviation = deviation;
  training.seed = context.seed;
  return training;
}

std::vector<MachineRecipe> MachinesOfTheFigure(const FigureContext& context) {
  const Parameters& parameters = context.parameters;
  const int epochs = static_cast<int>(parameters.Integer("epochs"));
  const double rate = parameters.Number("learning_rate");
  const double deviation = parameters.Number("deviation");
  const std::vector<double>& starts = parameters.Numbers("starts");
  std::vector<MachineRecipe> machines;
  for (const double hidden : parameters.Numbers("hidden_units")) {
    machines.push_back(
        {"all", Training(context, static_cast<int>(hidden), epochs, rate, deviation), starts});
  }
  const int hidden = static_cast<int>(parameters.Integer("cold_hot_hidden"));
  const int cold_hot_epochs = static_cast<int>(parameters.Integer("cold_hot_epochs"));
  for (const char* learned : {"cold", "hot"}) {
    machines.push_back({learned, Training(context, hidden, cold_hot_epochs, 0.01, 0.01), starts});
  }
  MachineRecipe critical = {
      "critical",
      Training(context, static_cast<int>(parameters.Integer("critical_hidden")), 1, 0.01, 0.01),
      {kCriticalTemperature, starts.back()}};
  critical.training.schedule =
      DecaySchedule(static_cast<int>(parameters.Integer("critical_stretch")));
  machines.push_back(critical);
  return machines;
}

// What the fixed point depends on besides (table `study`): epochs, learning rate, variant.
std::vector<MachineRecipe> MachinesOfTheStudy(const FigureContext& context) {
  const Parameters& parameters = context.parameters;
  const int hidden = static_cast<int>(parameters.Integer("study_hidden"));
  std::vector<MachineRecipe> machines;
  for (const double epochs : parameters.Numbers("study_epochs")) {
    for (const auto& [rate, deviation] : {std::pair<double, double>{0.01, 0.01}, {1e-3, 0.1}}) {
      for (const char* name : {"stochastic", "hmean", "mean"}) {
        MachineRecipe machine = {
            "all", Training(context, hidden, static_cast<int>(epochs), rate, deviation),
            parameters.Numbers("starts")};
        machine.variant = *rbm::ParseFlowVariant(name);
        machine.variant_name = name;
        machines.push_back(std::move(machine));
      }
    }
  }
  return machines;
}

struct LearnedSamples {
  rbm::Spins all, cold, hot;
};

absl::StatusOr<LearnedSamples> SamplesToLearn(int side, const FigureContext& context) {
  const std::int64_t count = context.parameters.Integer("samples_per_temperature");
  LearnedSamples samples;
  const std::vector<double> all = ClassTemperatures(0.0);
  const std::vector<double> hot = ClassTemperatures(4.0);
  INFOFLOW_ASSIGN_OR_RETURN(samples.all,
                            SampleTemperatures(side, all, count, kLearnedGroup + 1, context));
  // As many samples each, so that the machines see as many updates.
  INFOFLOW_ASSIGN_OR_RETURN(
      samples.cold,
      SampleTemperatures(side, {kZeroTemperature}, count * kClasses, kLearnedGroup + 100, context));
  INFOFLOW_ASSIGN_OR_RETURN(
      samples.hot,
      SampleTemperatures(side, hot, count * kClasses / static_cast<std::int64_t>(hot.size()),
                         kLearnedGroup + 200, context));
  return samples;
}

absl::StatusOr<rbm::Machine> TrainMachine(const MachineRecipe& recipe, int side,
                                          const LearnedSamples& samples,
                                          const FigureContext& context) {
  if (recipe.learned == "critical") {
    const Parameters& parameters = context.parameters;
    return CriticalMachine(side, recipe.training.hidden_units,
                           parameters.Integer("critical_samples"),
                           static_cast<int>(parameters.Integer("critical_stretch")), context);
  }
  const rbm::Spins& learned = recipe.learned == "all"    ? samples.all
                              : recipe.learned == "cold" ? samples.cold
                                                         : samples.hot;
  return MachineCache(context.parameters).Get(recipe.training, learned, 50);
}

// The flow of one machine from one start; readings only when there is a thermometer.
absl::StatusOr<FlowOfMachine> RunFlow(const MachineRecipe& recipe, const rbm::Machine& machine,
                                      double start, const std::vector<int>& steps,
                                      const NetworkThermometer* thermometer, int side,
                                      const FigureContext& context) {
  FlowOfMachine result;
  result.learned = recipe.learned;
  result.hidden_units = recipe.training.hidden_units;
  result.epochs = rbm::Epochs(recipe.training);
  result.learning_rate = recipe.training.schedule[0].learning_rate;
  result.deviation = recipe.training.initial_deviation;
  result.variant = recipe.variant_name;
  result.copying_units = CopyingUnits(machine);
  result.start = start;
  // The start's place in the list decides its streams.
  const int group =
      kFlowGroup + static_cast<int>(std::find(recipe.starts.begin(), recipe.starts.end(), start) -
                                    recipe.starts.begin());
  FigureContext one_thread = context;
  one_thread.threads = 1;
  INFOFLOW_ASSIGN_OR_RETURN(
      const rbm::Spins samples,
      SampleTemperatures(side, {start}, context.parameters.Integer("flow_samples"), group,
                         one_thread));
  INFOFLOW_ASSIGN_OR_RETURN(rbm::Flow flow,
                            rbm::Flow::Create(machine, samples, recipe.variant, context.seed));
  for (const int k : steps) {
    flow.Advance(k - flow.steps());
    const rbm::Spins visible = flow.Visible();
    INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinSamples lattice, LatticeOf(visible));
    INFOFLOW_ASSIGN_OR_RETURN(const numerics::JackknifeEstimate temperature,
                              ising::MeasureTemperature(lattice, kBins));
    FlowReading reading;
    reading.step = k;
    reading.temperature = temperature.value;
    reading.error = temperature.error;
    if (thermometer != nullptr) {
      INFOFLOW_ASSIGN_OR_RETURN(reading.network, thermometer->Read(visible));
    }
    result.readings.push_back(std::move(reading));
  }
  return result;
}

}  // namespace

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

absl::StatusOr<MachineFlows> ComputeMachineFlows(const FigureContext& context) {
  const Parameters& parameters = context.parameters;
  const int side = static_cast<int>(parameters.Integer("side"));
  INFOFLOW_ASSIGN_OR_RETURN(const LearnedSamples samples, SamplesToLearn(side, context));
  std::vector<MachineRecipe> recipes = MachinesOfTheFigure(context);
  const std::size_t of_the_figure = recipes.size();
  for (MachineRecipe& recipe : MachinesOfTheStudy(context)) recipes.push_back(std::move(recipe));

  // The thermometer and the machines side by side; the variants of one machine train it once.
  std::vector<rbm::Machine> machines(recipes.size());
  std::vector<int> to_train;
  for (std::size_t m = 0; m < recipes.size(); ++m) {
    if (recipes[m].variant == rbm::FlowVariant::kStochastic) to_train.push_back(m);
  }
  const std::vector<double> classes = ClassTemperatures(0.0);
  std::vector<double> labels;
  for (int c = 0; c < kClasses; ++c) labels.push_back(kClassWidth * c);
  absl::StatusOr<NetworkThermometer> thermometer = absl::UnknownError("not trained");
  FigureContext one_thread = context;
  one_thread.threads = 1;
  INFOFLOW_RETURN_IF_ERROR(ParallelFor(
      static_cast<int>(to_train.size()) + 1, context.threads, [&](int item) -> absl::Status {
        if (item > 0) {
          const int m = to_train[item - 1];
          INFOFLOW_ASSIGN_OR_RETURN(machines[m],
                                    TrainMachine(recipes[m], side, samples, one_thread));
          return absl::OkStatus();
        }
        INFOFLOW_ASSIGN_OR_RETURN(
            const rbm::Spins labelled,
            SampleTemperatures(side, classes, parameters.Integer("thermometer_samples"),
                               kThermometerGroup, one_thread));
        NetworkThermometerOptions options;
        options.epochs = static_cast<int>(parameters.Integer("thermometer_epochs"));
        options.seed = context.seed;
        thermometer = NetworkThermometer::Train(labelled, labels, options);
        return thermometer.status();
      }));
  for (std::size_t m = 0; m < recipes.size(); ++m) {
    if (recipes[m].variant != rbm::FlowVariant::kStochastic) machines[m] = machines[m - 1];
  }

  const int last = static_cast<int>(parameters.Integer("steps"));
  const std::vector<int> steps = MeasuredSteps(last);
  struct Item {
    int machine;
    double start;
  };
  std::vector<Item> items;
  for (std::size_t m = 0; m < recipes.size(); ++m) {
    for (const double start : recipes[m].starts) items.push_back({static_cast<int>(m), start});
  }
  std::vector<FlowOfMachine> flows(items.size());
  INFOFLOW_RETURN_IF_ERROR(
      ParallelFor(static_cast<int>(items.size()), context.threads, [&](int i) -> absl::Status {
        const Item& item = items[i];
        const bool in_figure = item.machine < static_cast<int>(of_the_figure);
        INFOFLOW_ASSIGN_OR_RETURN(flows[i],
                                  RunFlow(recipes[item.machine], machines[item.machine], item.start,
                                          in_figure ? steps : std::vector<int>{last},
                                          in_figure ? &*thermometer : nullptr, side, context));
        return absl::OkStatus();
      }));
  MachineFlows result;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const bool in_figure = items[i].machine < static_cast<int>(of_the_figure);
    (in_figure ? result.figure : result.study).push_back(std::move(flows[i]));
  }
  return result;
}

}  // namespace infoflow::paper_figures
