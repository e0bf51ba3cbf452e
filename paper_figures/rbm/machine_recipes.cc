#include "paper_figures/rbm/machine_recipes.h"

#include <algorithm>
#include <utility>

#include "absl/types/span.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/rbm/ising_machines.h"

namespace infoflow::paper_figures {

namespace {

using rbm::FlowVariant;

// A training saves its state every so many epochs.
constexpr int kEpochsBetweenSaves = 50;

rbm::TrainingOptions Training(int hidden, int epochs, double learning_rate, double deviation,
                              const Run& run) {
  rbm::TrainingOptions training;
  training.hidden_units = hidden;
  training.schedule = {{learning_rate, epochs}};
  training.initial_deviation = deviation;
  training.seed = run.seed;
  return training;
}

}  // namespace

void MachineFlowParameters::Register(ParameterSet& set) {
  const std::vector<Recipe> both = {Recipe::kAuthors, Recipe::kLocal};
  set.AddChoice("recipes", &recipes, "whose ways of training machines", {both, both, both},
                RecipeChoices());
  set.Add("side", &side, "side of the lattice of the machines", {10, 10, 10}, {4, 32});
  set.Add("authors_hidden", &authors_hidden, "hidden units of machines of the authors' recipe",
          {{81}, {81, 100}, {81, 100}}, {1, 1024});
  set.Add("authors_updates", &authors_updates, "updates by the authors' recipe",
          {2000, 10000, 10000}, {1, 100000000});
  set.Add("hidden_units", &hidden_units,
          "hidden units of machines of the local recipe, trained at all temperatures",
          {{16, 36}, {16, 36, 64, 81}, {16, 36, 64, 81}}, {1, 1024});
  set.Add("samples_per_temperature", &samples_per_temperature,
          "samples at each of 25 temperatures from 0 to 6", {400, 1000, 2000}, {10, 100000});
  set.Add("epochs", &epochs, "epochs at all temperatures, local recipe", {40, 80, 1000},
          {1, 100000});
  set.Add("learning_rate", &learning_rate, "learning rate at all temperatures, for units +-1",
          {0.01, 0.01, 1e-3}, {1e-6, 1.0});
  set.Add("deviation", &deviation, "standard deviation of the weights at the start, for units +-1",
          {0.01, 0.01, 0.1}, {1e-6, 10.0});
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
  thermometer.Register(set);
  set.Add("study_hidden", &study_hidden, "hidden units of the machines of the study", {16, 64, 64},
          {1, 1024});
  set.Add("study_epochs", &study_epochs, "epochs of the machines of the study",
          {{10}, {20, 40, 80}, {100, 300, 1000}}, {1, 100000});
}

const char* NameOf(Learned learned) {
  constexpr const char* kNames[] = {"all", "cold", "hot", "critical"};
  return kNames[static_cast<int>(learned)];
}

std::vector<double> LearnedTemperatures(double least) {
  std::vector<double> temperatures;
  for (int c = 0; c < kLearnedTemperatures; ++c) {
    const double temperature = 0.25 * c;
    if (temperature >= least) temperatures.push_back(std::max(temperature, kZeroTemperature));
  }
  return temperatures;
}

std::vector<MachineRecipe> MachineRecipes(const MachineFlowParameters& parameters, const Run& run) {
  const MachineFlowParameters& p = parameters;
  const auto wanted = [&p](Recipe recipe) {
    return std::find(p.recipes.begin(), p.recipes.end(), recipe) != p.recipes.end();
  };
  std::vector<MachineRecipe> machines;
  if (wanted(Recipe::kAuthors)) {
    for (const int hidden : p.authors_hidden) {
      const rbm::TrainingOptions training = AuthorsTraining(hidden, p.authors_updates, run.seed);
      machines.push_back({Recipe::kAuthors, Learned::kAll, training, p.starts});
      machines.push_back({Recipe::kAuthors,
                          Learned::kCritical,
                          training,
                          {p.starts.front(), kCriticalTemperature, p.starts.back()}});
    }
  }
  if (!wanted(Recipe::kLocal)) return machines;
  for (const int hidden : p.hidden_units) {
    machines.push_back({Recipe::kLocal, Learned::kAll,
                        Training(hidden, p.epochs, p.learning_rate, p.deviation, run), p.starts});
  }
  for (const Learned learned : {Learned::kCold, Learned::kHot}) {
    machines.push_back({Recipe::kLocal, learned,
                        Training(p.cold_hot_hidden, p.cold_hot_epochs, 0.01, 0.01, run), p.starts});
  }
  machines.push_back({Recipe::kLocal,
                      Learned::kCritical,
                      Training(p.critical_hidden, 1, 0.01, 0.01, run),
                      {kCriticalTemperature, p.starts.back()}});
  machines.back().training.schedule = DecaySchedule(p.critical_stretch);
  // What the fixed point depends on besides (table `study`): epochs, learning rate, variant.
  for (const int epochs : p.study_epochs) {
    for (const auto& [rate, deviation] : {std::pair<double, double>{0.01, 0.01}, {1e-3, 0.1}}) {
      machines.push_back(
          {Recipe::kLocal,
           Learned::kAll,
           Training(p.study_hidden, epochs, rate, deviation, run),
           p.starts,
           /*in_study=*/true,
           {FlowVariant::kStochastic, FlowVariant::kHiddenMean, FlowVariant::kMean}});
    }
  }
  return machines;
}

absl::StatusOr<SamplesToLearn> SampleToLearn(const MachineFlowParameters& parameters,
                                             const Run& run) {
  const std::int64_t count = parameters.samples_per_temperature;
  const std::vector<double> hot = LearnedTemperatures(4.0);
  const std::int64_t hot_count =
      count * kLearnedTemperatures / static_cast<std::int64_t>(hot.size());
  const auto sample = [&](absl::Span<const double> temperatures, std::int64_t per_temperature,
                          int group) {
    return SampleTemperatures(parameters.side, temperatures, per_temperature, kLearnedGroup + group,
                              run);
  };
  // As many samples in each, so that the machines see as many updates.
  INFOFLOW_ASSIGN_OR_RETURN(rbm::Spins all, sample(LearnedTemperatures(), count, 1));
  INFOFLOW_ASSIGN_OR_RETURN(rbm::Spins cold,
                            sample({kZeroTemperature}, count * kLearnedTemperatures, 100));
  INFOFLOW_ASSIGN_OR_RETURN(rbm::Spins hot_samples, sample(hot, hot_count, 200));
  return SamplesToLearn{std::move(all), std::move(cold), std::move(hot_samples)};
}

absl::StatusOr<rbm::Machine> TrainMachine(const MachineRecipe& recipe,
                                          const SamplesToLearn& samples,
                                          const MachineFlowParameters& parameters, const Run& run) {
  if (recipe.learned == Learned::kCritical) {
    return CriticalMachine(
        {parameters.side, recipe.training.hidden_units, parameters.critical_samples,
         parameters.critical_stretch, recipe.recipe, parameters.authors_updates},
        run);
  }
  return MachineCache(run).Get(recipe.training, samples[static_cast<int>(recipe.learned)],
                               kEpochsBetweenSaves);
}

}  // namespace infoflow::paper_figures
