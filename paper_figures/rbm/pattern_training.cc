#include "paper_figures/rbm/pattern_training.h"

namespace infoflow::paper_figures {

void PatternTraining::Register(ParameterSet& set, const Meaning& decay_epochs_meaning,
                               const Meaning& l1_meaning) {
  set.Add("authors_updates", &authors_updates, "updates by the authors' recipe",
          {2000, 10000, 10000}, {1, 100000000});
  set.Add("learning_rate", &learning_rate, "learning rate of the local recipe", {0.01, 0.02, 0.01},
          {1e-6, 1.0});
  set.Add("decay_epochs", &decay_epochs, decay_epochs_meaning, {0, 30, 0}, {0, 100000});
  set.Add("l1", &l1, l1_meaning, {3e-3, 0.0, 3e-3}, {0.0, 1.0});
  set.Add("deviation", &deviation,
          "standard deviation of the weights at the start of the local recipe", {0.01, 0.01, 0.01},
          {1e-6, 10.0});
}

rbm::TrainingOptions PatternTraining::Options(Recipe recipe, int hidden_units, int epochs,
                                              std::uint64_t seed) const {
  if (recipe == Recipe::kAuthors) return AuthorsTraining(hidden_units, authors_updates, seed);
  rbm::TrainingOptions options;
  options.hidden_units = hidden_units;
  options.schedule = {{learning_rate, epochs}};
  if (decay_epochs > 0) {
    for (const double factor : {0.5, 0.2, 0.05}) {
      options.schedule.push_back({factor * learning_rate, decay_epochs});
    }
  }
  options.rule.l1 = l1;
  options.initial_deviation = deviation;
  options.seed = seed;
  return options;
}

}  // namespace infoflow::paper_figures
