#include "paper_figures/rbm/rbm_correlators_claims.h"

#include <map>
#include <string>

#include "gtest/gtest.h"
#include "paper_figures/harness/claim.h"
#include "paper_figures/rbm/recipe.h"

namespace infoflow::paper_figures {
namespace {

CorrelatorSource Source(double concentration, double weight_participation, double mean) {
  CorrelatorSource source;
  source.medians.concentration = concentration;
  source.medians.weight_participation = weight_participation;
  source.medians.weight_concentration = concentration;
  source.medians.coverage = 1.0;
  source.summary.mean_50 = mean;
  return source;
}

// Numbers as they are found at L = 16.
CorrelatorRecord Found() {
  CorrelatorRecord record;
  record.machines = {{Recipe::kAuthors, Source(0.21, 89.0, 0.6), Source(0.18, 87.0, 0.3), {}, 0.5},
                     {Recipe::kLocal, Source(0.65, 15.0, 0.55), Source(0.18, 87.0, 0.3), {}, 0.95}};
  record.blocks = Source(0.66, 4.0, 0.55);
  record.least_block_concentration = 0.64;
  record.peaks_inside_block = 1.0;
  record.magnetization = 0.71;
  return record;
}

std::map<std::string, Claim> ClaimsOf(const CorrelatorRecord& record, int side = 16) {
  std::map<std::string, Claim> claims;
  for (const Claim& claim : CorrelatorClaims(side, record).ForFigure("fig13")) {
    claims[claim.id] = claim;
  }
  return claims;
}

using Verdict = Claim::Verdict;

TEST(CorrelatorClaimsTest, HoldForWhatIsFound) {
  for (const auto& [id, claim] : ClaimsOf(Found())) {
    const bool of_picture = id.find("picture") != std::string::npos;
    EXPECT_EQ(claim.Holds(), !of_picture) << id;
    EXPECT_NE(claim.verdict(), Verdict::kFails) << id;
  }
  EXPECT_EQ(ClaimsOf(Found()).at("fig13/authors_patterns").verdict(), Verdict::kRefined);
  EXPECT_EQ(ClaimsOf(Found()).at("fig13/authors_differ").OriginName(), "quoted (abstract)");
}

// Were the machines exchanged, neither did what is said of it.
TEST(CorrelatorClaimsTest, SpeakOfTheirOwnMachine) {
  CorrelatorRecord record = Found();
  std::swap(record.machines[0].machine, record.machines[1].machine);
  const auto claims = ClaimsOf(record);
  for (const char* name : {"authors_patterns", "authors_weights", "authors_differ", "local_weights",
                           "concentrated_as_blocks", "patterns_denser_than_random"}) {
    EXPECT_EQ(claims.at(std::string("fig13/") + name).verdict(), Verdict::kFails) << name;
  }
}

TEST(CorrelatorClaimsTest, AreNotDecidedWithoutTheirMachine) {
  CorrelatorRecord record = Found();
  record.machines.resize(1);
  auto claims = ClaimsOf(record);
  EXPECT_EQ(claims.at("fig13/local_weights").verdict(), Verdict::kNotDecided);
  EXPECT_EQ(claims.at("fig13/authors_weights").verdict(), Verdict::kReproduced);
  EXPECT_EQ(claims.at("fig13/blocks_tile").verdict(), Verdict::kReproduced);
  record.machines = {Found().machines[1]};
  claims = ClaimsOf(record);
  EXPECT_EQ(claims.at("fig13/local_weights").verdict(), Verdict::kReproduced);
  EXPECT_EQ(claims.at("fig13/authors_patterns").verdict(), Verdict::kNotDecided);
}

TEST(CorrelatorClaimsTest, PicturesAreComparedWithTheMeanOfMachines) {
  CorrelatorRecord record = Found();
  const PatternSummary picture = {"picture", 0.24, 0.39, 0.57, 0.63, 0.633, 0.03, 388.0, 0.056};
  const PatternSummary first = {"first", 0.14, 0.36, 0.57, 0.62, 0.64, 0.03, 375.0, 0.06};
  const PatternSummary second = {"second", 0.24, 0.36, 0.57, 0.62, 0.64, 0.03, 375.0, 0.06};
  const PatternSummary third = {"third", 0.19, 0.46, 0.57, 0.62, 0.64, 0.03, 375.0, 0.06};
  const PatternSummary mean = {"mean", 0.19, 0.41, 0.57, 0.62, 0.64, 0.03, 375.0, 0.06};
  const PatternSummary wrong = {"one", 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 10.0, 0.9};
  record.machine_picture = {picture, first, second, third, mean};
  record.block_picture = {picture, picture};
  auto claims = ClaimsOf(record);
  for (const auto& [id, claim] : claims) EXPECT_TRUE(claim.Holds()) << id;
  // 10 %: 0.05 from 0.19, with a standard deviation of 0.05. 25 %: 0.0033 from 0.393.
  EXPECT_NEAR(claims.at("fig13/picture_low_means").measured, 1.0, 1e-12);
  record.machine_picture.back() = wrong;
  record.machine_picture.front().mean_10 = 0.4;
  claims = ClaimsOf(record);
  for (const char* name :
       {"picture_low_means", "picture_high_means", "picture_width", "picture_concentration"}) {
    EXPECT_EQ(claims.at(std::string("fig13/") + name).verdict(), Verdict::kFails) << name;
  }
  record.machine_picture = {picture, first, mean};
  claims = ClaimsOf(record);
  EXPECT_EQ(claims.at("fig13/picture_low_means").verdict(), Verdict::kNotDecided);
  EXPECT_EQ(claims.at("fig13/picture_width").verdict(), Verdict::kReproduced);
}

}  // namespace
}  // namespace infoflow::paper_figures
