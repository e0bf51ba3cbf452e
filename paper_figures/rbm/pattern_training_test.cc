#include "paper_figures/rbm/pattern_training.h"

#include <cstddef>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/rbm/training/training.h"
#include "paper_figures/harness/parameter_set.h"

namespace infoflow::paper_figures {
namespace {

TEST(PatternTrainingTest, OptionsHoldEveryParameter) {
  PatternTraining training;
  ParameterSet set;
  training.Register(set, "decay", "penalty");
  set.UsePreset(Preset::kDefault);
  ASSERT_TRUE(set.Override("l1=0.002,deviation=0.03").ok());
  const rbm::TrainingOptions options = training.Options(Recipe::kLocal, 7, 40, 5);
  EXPECT_TRUE(rbm::CheckTrainingOptions(options).ok());
  EXPECT_EQ(options.hidden_units, 7);
  const std::vector<std::pair<double, int>> want = {
      {0.02, 40}, {0.5 * 0.02, 30}, {0.2 * 0.02, 30}, {0.05 * 0.02, 30}};
  ASSERT_EQ(options.schedule.size(), want.size());
  for (std::size_t i = 0; i < want.size(); ++i) {
    EXPECT_EQ(options.schedule[i].learning_rate, want[i].first);
    EXPECT_EQ(options.schedule[i].epochs, want[i].second);
  }
  EXPECT_EQ(options.rule.l1, 0.002);
  EXPECT_EQ(options.initial_deviation, 0.03);
  EXPECT_EQ(options.seed, 5u);
}

// What the local recipe is given changes nothing.
TEST(PatternTrainingTest, AuthorsTrainByTheirPrograms) {
  const PatternTraining training = {1000, 0.02, 3, 0.1, 0.2};
  EXPECT_EQ(rbm::FormatTrainingOptions(training.Options(Recipe::kAuthors, 7, 40, 5)),
            rbm::FormatTrainingOptions(AuthorsTraining(7, 1000, 5)));
}

// The key of the cache has the schedule in it: no phases of no epochs.
TEST(PatternTrainingTest, WithoutDecayOnePhaseIsAll) {
  PatternTraining training = {1000, 0.01, 0, 0.0, 0.01};
  EXPECT_EQ(training.Options(Recipe::kLocal, 7, 100, 1).schedule.size(), 1u);
  training.decay_epochs = 1;
  EXPECT_EQ(training.Options(Recipe::kLocal, 7, 100, 1).schedule.size(), 4u);
}

}  // namespace
}  // namespace infoflow::paper_figures
