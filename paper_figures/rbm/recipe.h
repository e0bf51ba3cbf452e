#ifndef PAPER_FIGURES_RBM_RECIPE_H_
#define PAPER_FIGURES_RBM_RECIPE_H_

#include <cstdint>
#include <string>

#include "infoflow/rbm/training/training.h"
#include "infoflow/support/setting.h"

// Whose way of training a machine goes by. What a machine learns depends on it, so that every
// sentence of a figure says whose machine it is about.

namespace infoflow::paper_figures {

enum class Recipe {
  kAuthors,  // the programs of the paper's first author: AuthorsTraining
  kLocal  // ours: small weights at the start, contrastive divergence, a falling rate or a penalty
};

// "authors", "local".
std::string NameOf(Recipe recipe);

// For a figure's parameter.
Choices<Recipe> RecipeChoices();

// The longest flow of the first author's programs.
inline constexpr int kLongestPublishedFlow = 29;

// How the first author's programs train (github.com/ellendmk/DL_and_RG, read): biases, weights
// from N(0, 0.05^2), hidden units sampled in both phases, one persistent chain with one step an
// update, Adam at rate 0.001 with epsilon 0.01, batches of 100, no penalty. They take 50,000
// updates to train (10 x 10 spins, 81 hidden units) and 10,000 to sample and to correlate.
rbm::TrainingOptions AuthorsTraining(int hidden_units, std::int64_t updates, std::uint64_t seed);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_RECIPE_H_
