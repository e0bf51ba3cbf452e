#include "paper_figures/rbm/recipe.h"

#include "gtest/gtest.h"
#include "infoflow/rbm/training/training.h"

namespace infoflow::paper_figures {
namespace {

TEST(RecipeTest, ChoicesAreCalledByName) {
  const Choices<Recipe> choices = RecipeChoices();
  ASSERT_EQ(choices.size(), 2u);
  for (const Choice<Recipe>& choice : choices) EXPECT_EQ(choice.name, NameOf(choice.value));
  EXPECT_NE(choices[0].value, choices[1].value);
}

// The settings read in the authors' programs.
TEST(RecipeTest, AuthorsTrainByTheirPrograms) {
  const rbm::TrainingOptions options = AuthorsTraining(81, 50000, 7);
  EXPECT_TRUE(rbm::CheckTrainingOptions(options).ok());
  EXPECT_EQ(
      rbm::FormatTrainingOptions(options),
      "hidden_units=81 epochs=1@0.001 updates=50000 batch_size=100 cd=1 persistent=1 chains=1 "
      "biases=1 l1=0 l2=0 hidden_samples=both optimizer=adam epsilon=0.01 "
      "initial_deviation=0.050000000000000003 largest_weight=100 seed=7");
}

}  // namespace
}  // namespace infoflow::paper_figures
