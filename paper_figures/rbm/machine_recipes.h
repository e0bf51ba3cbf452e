#ifndef PAPER_FIGURES_RBM_MACHINE_RECIPES_H_
#define PAPER_FIGURES_RBM_MACHINE_RECIPES_H_

#include <array>
#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/rbm/flow/flow.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/training/training.h"
#include "paper_figures/harness/parameter_set.h"
#include "paper_figures/harness/run.h"
#include "paper_figures/rbm/flow_thermometer.h"
#include "paper_figures/rbm/recipe.h"

// The machines of fig15: what each learns from, how, and which flows it gets.

namespace infoflow::paper_figures {

// Machines that learn all temperatures learn T = 0, 0.25, ..., 6: those from `least` on, with
// kZeroTemperature for 0. (What the authors' flow machine learned from is not settled: their
// programs leave the path of the samples blank.)
inline constexpr int kLearnedTemperatures = 25;
std::vector<double> LearnedTemperatures(double least = 0.0);

struct MachineFlowParameters {
  std::vector<Recipe> recipes;
  int side;
  // Of the authors' recipe.
  std::vector<int> authors_hidden;
  std::int64_t authors_updates;
  // Of the local recipe.
  std::vector<int> hidden_units;
  std::int64_t samples_per_temperature;
  int epochs;
  double learning_rate;
  double deviation;
  int cold_hot_hidden;
  int cold_hot_epochs;
  int critical_hidden;
  std::int64_t critical_samples;
  int critical_stretch;
  std::vector<double> starts;
  std::int64_t flow_samples;
  int steps;
  ThermometerTraining thermometer;
  int study_hidden;
  std::vector<int> study_epochs;

  void Register(ParameterSet& set);
};

// What a machine learned from.
enum class Learned {
  kAll,      // all classes
  kCold,     // T = 0
  kHot,      // T >= 4
  kCritical  // T_c
};
// "all", "cold", "hot", "critical".
const char* NameOf(Learned learned);

// One machine and the flows that it gets: from every start by every variant.
struct MachineRecipe {
  Recipe recipe;
  Learned learned;
  rbm::TrainingOptions training;
  std::vector<double> starts;  // temperatures of v^(0)
  bool in_study = false;
  std::vector<rbm::FlowVariant> variants = {rbm::FlowVariant::kStochastic};
};
// Those of the figure, the authors' before ours, then those of the study (ours).
std::vector<MachineRecipe> MachineRecipes(const MachineFlowParameters& parameters, const Run& run);

// What machines learn from, by Learned but for kCritical.
using SamplesToLearn = std::array<rbm::Spins, 3>;
absl::StatusOr<SamplesToLearn> SampleToLearn(const MachineFlowParameters& parameters,
                                             const Run& run);

// From run.work_folder where it is kept there.
absl::StatusOr<rbm::Machine> TrainMachine(const MachineRecipe& recipe,
                                          const SamplesToLearn& samples,
                                          const MachineFlowParameters& parameters, const Run& run);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_MACHINE_RECIPES_H_
