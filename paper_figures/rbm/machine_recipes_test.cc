#include "paper_figures/rbm/machine_recipes.h"

#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/training/training.h"
#include "paper_figures/harness/parameter_set.h"
#include "paper_figures/harness/run.h"
#include "paper_figures/rbm/ising_machines.h"
#include "paper_figures/rbm/recipe.h"

namespace infoflow::paper_figures {
namespace {

MachineFlowParameters Small() {
  MachineFlowParameters p;
  ParameterSet set;
  p.Register(set);
  set.UsePreset(Preset::kSmoke);
  p.side = 4;
  p.samples_per_temperature = 18;
  p.critical_hidden = 5;
  p.critical_samples = 100;
  return p;
}

TEST(LearnedTemperaturesTest, ZeroIsNearlyZero) {
  const std::vector<double> all = LearnedTemperatures();
  ASSERT_EQ(all.size(), static_cast<std::size_t>(kLearnedTemperatures));
  EXPECT_EQ(all[0], kZeroTemperature);
  EXPECT_EQ(all[1], 0.25);
  EXPECT_EQ(all.back(), 6.0);
  const std::vector<double> hot = LearnedTemperatures(4.0);
  EXPECT_EQ(hot, std::vector<double>(all.end() - 9, all.end()));
}

TEST(NameOfTest, NamesAreDistinct) {
  std::set<std::string> names;
  for (const Learned learned : {Learned::kAll, Learned::kCold, Learned::kHot, Learned::kCritical}) {
    names.insert(NameOf(learned));
  }
  EXPECT_EQ(names.size(), 4u);
}

TEST(MachineRecipesTest, TheFigureThenTheStudy) {
  const MachineFlowParameters p = Small();
  const std::vector<MachineRecipe> recipes = MachineRecipes(p, paper_figures::Run());
  // Two of the authors, of all temperatures and of T_c; two numbers of units; cold, hot and
  // critical; two trainings with the only epochs of the study.
  ASSERT_EQ(recipes.size(), 9u);
  EXPECT_EQ(recipes[0].recipe, Recipe::kAuthors);
  EXPECT_EQ(recipes[0].learned, Learned::kAll);
  EXPECT_EQ(recipes[0].training.updates, p.authors_updates);
  EXPECT_EQ(recipes[1].recipe, Recipe::kAuthors);
  EXPECT_EQ(recipes[1].learned, Learned::kCritical);
  EXPECT_EQ(recipes[1].starts,
            (std::vector<double>{p.starts.front(), kCriticalTemperature, p.starts.back()}));
  EXPECT_EQ(recipes[3].training.hidden_units, p.hidden_units[1]);
  EXPECT_EQ(recipes[4].learned, Learned::kCold);
  EXPECT_EQ(recipes[5].learned, Learned::kHot);
  EXPECT_EQ(recipes[6].learned, Learned::kCritical);
  EXPECT_EQ(recipes[6].starts, (std::vector<double>{kCriticalTemperature, p.starts.back()}));
  EXPECT_EQ(rbm::TotalEpochs(recipes[6].training), 60);
  for (std::size_t i = 0; i < recipes.size(); ++i) {
    EXPECT_TRUE(rbm::CheckTrainingOptions(recipes[i].training).ok());
    EXPECT_EQ(recipes[i].recipe == Recipe::kAuthors, i < 2);
    EXPECT_EQ(recipes[i].in_study, i >= 7);
    EXPECT_EQ(recipes[i].variants.size(), i >= 7 ? 3u : 1u);
  }
}

TEST(MachineRecipesTest, OneRecipeOnly) {
  MachineFlowParameters p = Small();
  p.recipes = {Recipe::kAuthors};
  EXPECT_EQ(MachineRecipes(p, paper_figures::Run()).size(), 2u);
  p.recipes = {Recipe::kLocal};
  EXPECT_EQ(MachineRecipes(p, paper_figures::Run()).size(), 7u);
}

TEST(SampleToLearnTest, AsManyOfEachAndColdOnesAreGroundStates) {
  const MachineFlowParameters p = Small();
  const absl::StatusOr<SamplesToLearn> samples = SampleToLearn(p, paper_figures::Run());
  ASSERT_TRUE(samples.ok()) << samples.status();
  for (const rbm::Spins& spins : *samples) {
    EXPECT_EQ(spins.rows(), 18 * kLearnedTemperatures);
    EXPECT_EQ(spins.columns(), 16);
  }
  const rbm::Spins& cold = (*samples)[static_cast<int>(Learned::kCold)];
  for (int k = 0; k < cold.rows(); ++k) {
    for (int i = 1; i < 16; ++i) ASSERT_EQ(cold(k, i), cold(k, 0));
  }
}

// The recipe of T_c draws its samples itself.
TEST(TrainMachineTest, ColdMachinesAreNotCriticalOnes) {
  const MachineFlowParameters p = Small();
  const paper_figures::Run run;
  const absl::StatusOr<SamplesToLearn> samples = SampleToLearn(p, run);
  ASSERT_TRUE(samples.ok()) << samples.status();
  const std::vector<MachineRecipe> recipes = MachineRecipes(p, run);
  const absl::StatusOr<rbm::Machine> cold = TrainMachine(recipes[4], *samples, p, run);
  const absl::StatusOr<rbm::Machine> critical = TrainMachine(recipes[6], {}, p, run);
  ASSERT_TRUE(cold.ok()) << cold.status();
  ASSERT_TRUE(critical.ok()) << critical.status();
  EXPECT_EQ(cold->hidden_units(), p.cold_hot_hidden);
  EXPECT_EQ(critical->hidden_units(), 5);
}

TEST(TrainMachineTest, AuthorsMachines) {
  MachineFlowParameters p = Small();
  p.authors_updates = 20;
  const paper_figures::Run run;
  const absl::StatusOr<SamplesToLearn> samples = SampleToLearn(p, run);
  ASSERT_TRUE(samples.ok()) << samples.status();
  const std::vector<MachineRecipe> recipes = MachineRecipes(p, run);
  const absl::StatusOr<rbm::Machine> all = TrainMachine(recipes[0], *samples, p, run);
  const absl::StatusOr<rbm::Machine> critical = TrainMachine(recipes[1], {}, p, run);
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_TRUE(critical.ok()) << critical.status();
  EXPECT_EQ(critical->hidden_units(), 81);
  EXPECT_NE(all->weights, critical->weights);
  EXPECT_NE(critical->hidden_bias, std::vector<double>(81, 0.0));
}

}  // namespace
}  // namespace infoflow::paper_figures
