#ifndef PAPER_FIGURES_RBM_RECIPE_STUDY_H_
#define PAPER_FIGURES_RBM_RECIPE_STUDY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/rbm/training/training.h"
#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/parameter_set.h"
#include "paper_figures/harness/run.h"
#include "paper_figures/rbm/recipe.h"

// Which ingredient of a recipe makes patterns local: machines of both recipes with one ingredient
// at a time changed to another one, all after as many updates.

namespace infoflow::paper_figures {

struct StudyParameters {
  int seeds;
  int side;
  int hidden;
  std::int64_t samples;
  std::int64_t updates;

  void Register(ParameterSet& set);
};

// What is changed.
enum class Ingredient {
  kNone,
  kStart,       // the width of the weights at the start: 0.05 and 0.01
  kBiases,      // with and without
  kHidden,      // hidden units sampled in both phases, or tanh
  kOptimizer,   // Adam, or the plain gradient, at the rate at which they learn alike
  kRate,        // ten times the authors' rate, a tenth of the local one
  kPenalty,     // L1
  kManyChains,  // 100 persistent chains
  kChain,       // one persistent chain, or one from each sample (contrastive divergence)
};

// One way of training.
struct StudyCase {
  Recipe recipe;
  Ingredient ingredient;
  std::string change;  // for readers, without a comma: "start of deviation 0.01"
  rbm::TrainingOptions training;
};
// Each recipe as it is, then with one change at a time. The local recipe here has rate 0.01
// throughout and no penalty.
std::vector<StudyCase> StudyCases(const StudyParameters& parameters, std::uint64_t seed);

// Medians over the units of one machine.
struct StudyMachine {
  double weight_participation = 0.0;
  double weight_concentration = 0.0;
  double participation = 0.0;
  double concentration = 0.0;

  INFOFLOW_FIELDS(weight_participation, weight_concentration, participation, concentration)
};

// A case over the seeds: median, least and greatest.
struct StudyRow {
  Recipe recipe = Recipe::kAuthors;
  Ingredient ingredient = Ingredient::kNone;
  std::string change;
  bool one_chain = false;
  std::vector<StudyMachine> machines;  // one for each seed

  INFOFLOW_FIELDS(recipe, ingredient, change, one_chain, machines)
};

struct StudyRecord {
  std::vector<StudyRow> rows;
  // Random weights N(0, 0.05^2), what the authors' machines start from, one for each seed.
  std::vector<StudyMachine> random;

  INFOFLOW_FIELDS(rows, random)
};

// Seeds run.seed, run.seed + 1, ...: of samples and machines, which are kept in run.work_folder.
absl::StatusOr<StudyRecord> StudyRecipes(const StudyParameters& parameters, const Run& run);

// A row of the table.
struct StudyTableRow {
  std::string recipe;
  std::string change;
  int one_chain = 0;
  int seeds = 0;
  double weight_participation = 0.0, weight_participation_least = 0.0,
         weight_participation_greatest = 0.0;
  double weight_concentration = 0.0, weight_concentration_least = 0.0,
         weight_concentration_greatest = 0.0;
  double participation = 0.0, participation_least = 0.0, participation_greatest = 0.0;
  double concentration = 0.0, concentration_least = 0.0, concentration_greatest = 0.0;

  INFOFLOW_COLUMNS(recipe, "", change, "", one_chain, "", seeds, "", weight_participation, "sites",
                   weight_participation_least, "sites", weight_participation_greatest, "sites",
                   weight_concentration, "", weight_concentration_least, "",
                   weight_concentration_greatest, "", participation, "sites", participation_least,
                   "sites", participation_greatest, "sites", concentration, "", concentration_least,
                   "", concentration_greatest, "")
};
// The rows, and random weights.
std::vector<StudyTableRow> StudyTable(const StudyRecord& record);

void AddStudyClaims(const StudyParameters& parameters, const StudyRecord& record,
                    ClaimList& claims);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_RECIPE_STUDY_H_
