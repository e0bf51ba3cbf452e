#include "paper_figures/rbm/recipe_study.h"

#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/rbm/training/training.h"
#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/parameter_set.h"
#include "paper_figures/harness/run.h"

namespace infoflow::paper_figures {
namespace {

StudyParameters Small() {
  StudyParameters parameters;
  ParameterSet set;
  parameters.Register(set);
  set.UsePreset(Preset::kSmoke);
  parameters.seeds = 3;
  parameters.side = 4;
  parameters.hidden = 3;
  parameters.samples = 200;
  parameters.updates = 5;
  return parameters;
}

// Each case is another training, of as many updates; the first of each recipe is the recipe.
TEST(StudyCasesTest, AllDiffer) {
  const StudyParameters parameters = Small();
  std::set<std::string> texts;
  int changes[2] = {};
  for (const StudyCase& one : StudyCases(parameters, 4)) {
    EXPECT_TRUE(rbm::CheckTrainingOptions(one.training).ok()) << one.change;
    EXPECT_TRUE(texts.insert(rbm::FormatTrainingOptions(one.training)).second) << one.change;
    EXPECT_EQ(one.training.updates, 5);
    EXPECT_EQ(one.training.seed, 4u);
    int& count = changes[one.recipe == Recipe::kAuthors ? 0 : 1];
    EXPECT_EQ(one.ingredient == Ingredient::kNone, count == 0);
    ++count;
  }
  EXPECT_EQ(changes[0], 9);
  EXPECT_EQ(changes[1], 9);
  EXPECT_EQ(rbm::FormatTrainingOptions(StudyCases(parameters, 4)[0].training),
            rbm::FormatTrainingOptions(AuthorsTraining(3, 5, 4)));
}

// The same for any number of threads; seeds are those of the run and after it.
TEST(StudyRecipesTest, SeedsFollowOneAnother) {
  paper_figures::Run run;
  run.seed = 7;
  run.threads = 2;
  const absl::StatusOr<StudyRecord> all = StudyRecipes(Small(), run);
  ASSERT_TRUE(all.ok()) << all.status();
  ASSERT_EQ(all->rows.size(), 18u);
  run.seed = 8;
  StudyParameters one = Small();
  one.seeds = 1;
  const absl::StatusOr<StudyRecord> second = StudyRecipes(one, run.OnOneThread());
  ASSERT_TRUE(second.ok()) << second.status();
  for (std::size_t k = 0; k < all->rows.size(); ++k) {
    ASSERT_EQ(all->rows[k].machines.size(), 3u);
    EXPECT_EQ(all->rows[k].machines[1].participation, second->rows[k].machines[0].participation);
    EXPECT_NE(all->rows[k].machines[1].participation, all->rows[k].machines[0].participation);
  }
  int single = 0;
  for (const StudyRow& row : all->rows) single += row.one_chain ? 1 : 0;
  EXPECT_EQ(single, 8);
}

// Median PR of W: 80 with one chain, 40 without, 90 of random weights.
StudyRecord Found() {
  StudyRecord record;
  for (const StudyCase& kind : StudyCases(Small(), 1)) {
    const bool one_chain = kind.training.rule.persistent && kind.training.persistent_chains == 1;
    const double width = one_chain ? 82.0 : 40.0;
    record.rows.push_back({kind.recipe,
                           kind.ingredient,
                           kind.change,
                           one_chain,
                           {{width - 1.0, 0.3, width, 0.4},
                            {width, 0.2, width, 0.4},
                            {width + 7.0, 0.1, width, 0.4}}});
  }
  record.random = {{90.0, 0.1, 95.0, 0.2}};
  return record;
}

TEST(StudyTableTest, HasMedianAndExtremes) {
  const std::vector<StudyTableRow> table = StudyTable(Found());
  ASSERT_EQ(table.size(), 19u);
  EXPECT_EQ(table[0].recipe, "authors");
  EXPECT_EQ(table[0].one_chain, 1);
  EXPECT_EQ(table[0].seeds, 3);
  EXPECT_EQ(table[0].weight_participation, 82.0);
  EXPECT_EQ(table[0].weight_participation_least, 81.0);
  EXPECT_EQ(table[0].weight_participation_greatest, 89.0);
  EXPECT_EQ(table[0].weight_concentration, 0.2);
  EXPECT_EQ(table[18].change, "random weights");
  EXPECT_EQ(table[18].weight_participation, 90.0);
}

using Verdict = Claim::Verdict;

std::vector<Claim> ClaimsOf(const StudyRecord& record, std::int64_t updates) {
  StudyParameters parameters = Small();
  parameters.side = 16;
  parameters.updates = updates;
  ClaimList claims;
  AddStudyClaims(parameters, record, claims);
  return claims.ForFigure("fig14");
}

TEST(StudyClaimsTest, OneChainDecides) {
  for (const Claim& claim : ClaimsOf(Found(), 20000)) EXPECT_TRUE(claim.Holds()) << claim.id;
  for (const Claim& claim : ClaimsOf(Found(), 19999)) {
    EXPECT_EQ(claim.verdict(), Verdict::kNotDecided) << claim.id;
  }
}

// Each claim fails when its own machines are of the other width.
TEST(StudyClaimsTest, CanFail) {
  const auto with = [](Recipe recipe, Ingredient ingredient, double width) {
    StudyRecord record = Found();
    for (StudyRow& row : record.rows) {
      if (row.recipe != recipe || row.ingredient != ingredient) continue;
      for (StudyMachine& machine : row.machines) machine.weight_participation = width;
    }
    std::string failed;
    for (const Claim& claim : ClaimsOf(record, 20000)) {
      if (!claim.Holds()) failed += claim.id.substr(6) + " ";
    }
    return failed;
  };
  EXPECT_EQ(with(Recipe::kAuthors, Ingredient::kChain, 80.0), "study_chains_narrow ");
  EXPECT_EQ(with(Recipe::kAuthors, Ingredient::kPenalty, 40.0), "study_other_changes ");
  EXPECT_EQ(with(Recipe::kLocal, Ingredient::kChain, 40.0), "study_one_chain_wide ");
  EXPECT_EQ(with(Recipe::kLocal, Ingredient::kStart, 80.0), "study_local_changes ");
  EXPECT_EQ(with(Recipe::kAuthors, Ingredient::kManyChains, 40.0), "");
}

}  // namespace
}  // namespace infoflow::paper_figures
