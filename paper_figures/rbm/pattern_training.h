#ifndef PAPER_FIGURES_RBM_PATTERN_TRAINING_H_
#define PAPER_FIGURES_RBM_PATTERN_TRAINING_H_

#include <cstdint>

#include "infoflow/rbm/training/training.h"
#include "paper_figures/harness/parameter_set.h"
#include "paper_figures/rbm/recipe.h"

namespace infoflow::paper_figures {

// How machines learn whose patterns <v h> are compared with block spins: by the authors' recipe, or
// by the local one until they settle, from small weights. fig13, fig14 and fig17 train alike, so
// that they share machines.
struct PatternTraining {
  std::int64_t authors_updates;
  // Of the local recipe.
  double learning_rate;
  int decay_epochs;
  double l1;
  double deviation;

  // Registers authors_updates, learning_rate, decay_epochs, l1 and deviation.
  void Register(ParameterSet& set, const Meaning& decay_epochs_meaning, const Meaning& l1_meaning);

  // The authors' recipe; or `epochs` at the learning rate, then `decay_epochs` at each of 1/2, 1/5
  // and 1/20 of it.
  rbm::TrainingOptions Options(Recipe recipe, int hidden_units, int epochs,
                               std::uint64_t seed) const;
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_PATTERN_TRAINING_H_
