#include "paper_figures/rbm/rbm_flow_claims.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "paper_figures/harness/claim.h"
#include "paper_figures/rbm/ising_machines.h"
#include "paper_figures/rbm/machine_flows.h"
#include "paper_figures/rbm/machine_recipes.h"
#include "paper_figures/rbm/recipe.h"

namespace infoflow::paper_figures {
namespace {

using Verdict = Claim::Verdict;

Claim Named(const ClaimList& claims, const std::string& name) {
  for (const Claim& claim : claims.ForFigure("fig15")) {
    if (claim.id == "fig15/" + name) return claim;
  }
  ADD_FAILURE() << "no claim " << name;
  return {};
}

// A flow that reads `temperatures` at the steps 0, 50, 100, ...
FlowOfMachine FlowThrough(Learned learned, int hidden_units,
                          const std::vector<double>& temperatures) {
  FlowOfMachine flow;
  flow.learned = learned;
  flow.hidden_units = hidden_units;
  flow.start = temperatures[0];
  for (const double temperature : temperatures) {
    FlowReading reading;
    reading.step = 50 * static_cast<int>(flow.readings.size());
    reading.temperature = reading.network_class = reading.network_mean = temperature;
    flow.readings.push_back(reading);
  }
  return flow;
}

std::vector<FlowOfMachine> OfOtherMachines() {
  return {FlowThrough(Learned::kCold, 36, {6.0, 1.0, 0.8}),
          FlowThrough(Learned::kHot, 36, {2.0, 5.0, 6.0}),
          FlowThrough(Learned::kCritical, 81, {6.0, 3.0, 2.25})};
}

TEST(FlowClaimsTest, MeasuresWhatTheFlowsSay) {
  std::vector<FlowOfMachine> flows = OfOtherMachines();
  // In no order: 16 hidden units end at 2.35 and 2.45, 64 at 2.0 and 2.0.
  flows.push_back(FlowThrough(Learned::kAll, 64, {6.0, 2.2, 2.0}));
  flows.push_back(FlowThrough(Learned::kAll, 16, {1.0, 2.3, 2.45}));
  flows.push_back(FlowThrough(Learned::kAll, 64, {1.0, 1.9, 2.0}));
  flows.push_back(FlowThrough(Learned::kAll, 16, {6.0, 2.2, 2.35}));
  ClaimList claims;
  AddFlowClaims(flows, claims);
  EXPECT_NEAR(Named(claims, "forgets_start").measured, 0.1, 1e-12);
  EXPECT_NEAR(Named(claims, "fixed_point_least").measured, 2.0, 1e-12);
  EXPECT_NEAR(Named(claims, "fixed_point_greatest").measured, 2.4, 1e-12);
  EXPECT_NEAR(Named(claims, "falls_with_units").measured, -0.4, 1e-12);
  // Only the flow from 6 of 64 units ends below T_c; it is there at step 50.
  EXPECT_EQ(Named(claims, "passing_earliest").measured, 50.0);
  EXPECT_EQ(Named(claims, "passing_latest").measured, 50.0);
  EXPECT_EQ(Named(claims, "passing_latest").verdict(), Verdict::kFails);
  EXPECT_NEAR(Named(claims, "learned_cold").measured, 0.8, 1e-12);
  EXPECT_NEAR(Named(claims, "learned_hot").measured, 6.0, 1e-12);
  EXPECT_NEAR(Named(claims, "learned_critical").measured, kCriticalTemperature - 2.25, 1e-12);
  EXPECT_EQ(Named(claims, "class_least").measured, 2.0);
  EXPECT_EQ(Named(claims, "class_greatest").measured, 2.45);
  // Of readings that are near T_c none differ; the authors have no machine here.
  EXPECT_EQ(Named(claims, "thermometers_agree").measured, 0.0);
  EXPECT_EQ(Named(claims, "authors_forget_start").verdict(), Verdict::kNotDecided);
  EXPECT_EQ(Named(claims, "authors_near_critical").verdict(), Verdict::kNotDecided);
}

// Flows of the authors' machines do not count for the local ones, nor these for them.
TEST(FlowClaimsTest, AuthorsMachines) {
  std::vector<FlowOfMachine> flows = OfOtherMachines();
  const auto add = [&flows](Learned learned, const std::vector<double>& temperatures) {
    FlowOfMachine flow = FlowThrough(learned, 81, temperatures);
    flow.recipe = Recipe::kAuthors;
    for (FlowReading& reading : flow.readings) {
      if (reading.step == 50) reading.step = kLongestPublishedFlow;
    }
    flow.readings[1].network_mean += 0.25;
    flows.push_back(flow);
  };
  add(Learned::kCritical, {kCriticalTemperature, kCriticalTemperature - 0.125, 2.0});
  add(Learned::kCritical, {6.0, 3.0, 2.0625});
  add(Learned::kAll, {6.0, 3.0, 1.5});
  ClaimList claims;
  AddFlowClaims(flows, claims);
  EXPECT_NEAR(Named(claims, "authors_forget_start").measured, 0.0625, 1e-12);
  // At step 29 the flow from 6 is at 3.
  EXPECT_NEAR(Named(claims, "authors_near_critical").measured, 3.0 - kCriticalTemperature, 1e-12);
  EXPECT_NEAR(Named(claims, "authors_all_temperatures").measured, kCriticalTemperature - 1.5,
              1e-12);
  EXPECT_NEAR(Named(claims, "thermometers_agree").measured, 0.25, 1e-12);
  EXPECT_EQ(Named(claims, "fixed_point_least").verdict(), Verdict::kNotDecided);
}

TEST(FlowClaimsTest, OneMachineFromOneStartDecidesNoComparison) {
  std::vector<FlowOfMachine> flows = OfOtherMachines();
  flows.push_back(FlowThrough(Learned::kAll, 16, {6.0, 2.5, 2.4}));
  ClaimList claims;
  AddFlowClaims(flows, claims);
  for (const char* name :
       {"forgets_start", "falls_with_units", "passing_earliest", "passing_latest"}) {
    EXPECT_EQ(Named(claims, name).verdict(), Verdict::kNotDecided) << name;
  }
  EXPECT_EQ(Named(claims, "fixed_point_greatest").verdict(), Verdict::kReproduced);
}

TEST(BlockingClaimsTest, StepsAreComparedWithinTheirFlow) {
  ClaimList claims;
  AddBlockingClaims({{2.0, 0, 32, 2.01},
                     {2.0, 1, 16, 1.9},
                     {2.0, 2, 8, 1.85},
                     {kCriticalTemperature, 0, 32, 9.0},
                     {kCriticalTemperature, 1, 16, kCriticalTemperature - 0.01},
                     {kCriticalTemperature, 2, 8, kCriticalTemperature + 0.02},
                     {3.0, 0, 32, 3.0},
                     {3.0, 1, 16, 3.5},
                     {3.0, 2, 8, 5.0}},
                    claims);
  EXPECT_NEAR(Named(claims, "blocking_below").measured, -0.05, 1e-12);
  EXPECT_NEAR(Named(claims, "blocking_above").measured, 0.5, 1e-12);
  EXPECT_NEAR(Named(claims, "blocking_large").measured, 0.01, 1e-12);
  EXPECT_NEAR(Named(claims, "blocking_small").measured, 0.02, 1e-12);
}

TEST(BlockingClaimsTest, NothingClearlyAboveAndNothingLarge) {
  ClaimList claims;
  AddBlockingClaims({{2.0, 0, 16, 2.0},
                     {2.0, 1, 8, 1.9},
                     {kCriticalTemperature, 0, 16, 2.27},
                     {kCriticalTemperature, 1, 8, 2.28},
                     {2.3, 0, 16, 2.3},
                     {2.3, 1, 8, 2.25}},
                    claims);
  EXPECT_EQ(Named(claims, "blocking_below").verdict(), Verdict::kReproduced);
  EXPECT_EQ(Named(claims, "blocking_above").verdict(), Verdict::kNotDecided);
  EXPECT_EQ(Named(claims, "blocking_large").verdict(), Verdict::kNotDecided);
  EXPECT_EQ(Named(claims, "blocking_small").verdict(), Verdict::kReproduced);
}

}  // namespace
}  // namespace infoflow::paper_figures
