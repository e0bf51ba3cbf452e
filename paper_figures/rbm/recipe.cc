#include "paper_figures/rbm/recipe.h"

namespace infoflow::paper_figures {

std::string NameOf(Recipe recipe) { return recipe == Recipe::kAuthors ? "authors" : "local"; }

Choices<Recipe> RecipeChoices() {
  return {{NameOf(Recipe::kAuthors), Recipe::kAuthors}, {NameOf(Recipe::kLocal), Recipe::kLocal}};
}

rbm::TrainingOptions AuthorsTraining(int hidden_units, std::int64_t updates, std::uint64_t seed) {
  rbm::TrainingOptions options;
  options.hidden_units = hidden_units;
  options.schedule = {{1e-3, 1}};
  options.updates = updates;
  options.batch_size = 100;
  options.persistent_chains = 1;
  options.initial_deviation = 0.05;
  options.rule.gibbs_steps = 1;
  options.rule.persistent = true;
  options.rule.train_biases = true;
  options.rule.hidden_samples = rbm::HiddenSamples::kBoth;
  options.rule.optimizer = rbm::Optimizer::kAdam;
  options.rule.epsilon = 1e-2;
  options.seed = seed;
  return options;
}

}  // namespace infoflow::paper_figures
