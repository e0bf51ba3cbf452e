#include "paper_figures/rbm/machine_flows.h"

#include <set>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/rbm/flow/flow.h"
#include "infoflow/rbm/machine/machine.h"
#include "paper_figures/harness/field_writer.h"
#include "paper_figures/harness/parameter_set.h"
#include "paper_figures/harness/run.h"
#include "paper_figures/rbm/flow_thermometer.h"
#include "paper_figures/rbm/machine_recipes.h"
#include "paper_figures/rbm/recipe.h"

namespace infoflow::paper_figures {
namespace {

TEST(CopyingUnitsTest, CountsColumnsOfOneSite) {
  rbm::Machine machine(6, 4);
  // Unit 0 is spread out, unit 1 copies site 2, unit 2 has 0.75 of its squares at site 0, unit 3
  // has 0.9 of them at site 5.
  for (int i = 0; i < 6; ++i) machine.weights(i, 0) = i % 2 == 0 ? 0.4 : -0.4;
  machine.weights(2, 1) = -9.0;
  machine.weights(0, 2) = 3.0;
  machine.weights(1, 2) = machine.weights(2, 2) = machine.weights(3, 2) = 1.0;
  machine.weights(5, 3) = 3.0;
  machine.weights(4, 3) = -1.0;
  EXPECT_EQ(CopyingUnits(machine), 2);
}

TEST(CopyingUnitsTest, NoWeightsNoCopies) { EXPECT_EQ(CopyingUnits(rbm::Machine(5, 3)), 0); }

TEST(HistogramStepTest, KnowsItsSteps) {
  EXPECT_TRUE(IsHistogramStep(29));
  EXPECT_FALSE(IsHistogramStep(26));
}

TEST(NameOfTest, FlowVariantsReadBack) {
  for (const rbm::FlowVariant variant :
       {rbm::FlowVariant::kStochastic, rbm::FlowVariant::kHiddenMean, rbm::FlowVariant::kMean}) {
    const absl::StatusOr<rbm::FlowVariant> read = rbm::ParseFlowVariant(NameOf(variant));
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(*read, variant);
  }
}

MachineFlowParameters Small() {
  MachineFlowParameters p;
  ParameterSet set;
  p.Register(set);
  set.UsePreset(Preset::kSmoke);
  p.side = 4;
  p.hidden_units = {3, 5};
  p.samples_per_temperature = 10;
  p.epochs = p.cold_hot_epochs = p.thermometer.epochs = 1;
  p.cold_hot_hidden = p.critical_hidden = p.study_hidden = 4;
  p.critical_samples = 100;
  p.starts = {0.05, 6.0};
  p.flow_samples = 32;
  p.steps = 130;
  p.thermometer.samples = 10;
  p.authors_hidden = {6};
  p.authors_updates = 10;
  p.study_epochs = {1, 2};
  return p;
}

TEST(ComputeMachineFlowsTest, EveryMachineFlowsFromItsStarts) {
  const MachineFlowParameters p = Small();
  const absl::StatusOr<MachineFlows> flows = ComputeMachineFlows(p, paper_figures::Run());
  ASSERT_TRUE(flows.ok()) << flows.status();
  // Two machines of the authors, of all temperatures from two starts and of T_c from three; ours:
  // two of all temperatures, a cold and a hot one, and one of T_c, from two starts each.
  ASSERT_EQ(flows->figure.size(), 15u);
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(flows->figure[i].recipe, Recipe::kAuthors);
    EXPECT_EQ(flows->figure[i].hidden_units, 6);
    EXPECT_EQ(flows->figure[i].learned, i < 2 ? Learned::kAll : Learned::kCritical);
  }
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(flows->figure[5 + i].recipe, Recipe::kLocal);
    EXPECT_EQ(flows->figure[5 + i].learned, Learned::kAll);
    EXPECT_EQ(flows->figure[5 + i].hidden_units, p.hidden_units[i / 2]);
    EXPECT_EQ(flows->figure[5 + i].start, p.starts[i % 2]);
  }
  EXPECT_EQ(flows->figure[14].learned, Learned::kCritical);
  EXPECT_EQ(flows->figure[14].epochs, 60);
  for (const FlowOfMachine& flow : flows->figure) {
    EXPECT_EQ(flow.readings.back().step, 130);
    std::set<int> steps;
    for (const FlowReading& reading : flow.readings) {
      EXPECT_TRUE(steps.insert(reading.step).second);
      ASSERT_EQ(reading.histogram.size(), IsHistogramStep(reading.step) ? kClasses : 0u);
      EXPECT_GE(reading.network_error, 0.0);
      if (reading.histogram.empty()) continue;
      double sum = 0.0, mean = 0.0, largest = 0.0, likeliest = 0.0;
      for (int c = 0; c < kClasses; ++c) {
        sum += reading.histogram[c];
        mean += kClassWidth * c * reading.histogram[c];
        if (reading.histogram[c] > largest) {
          largest = reading.histogram[c];
          likeliest = kClassWidth * c;
        }
      }
      EXPECT_NEAR(sum, 1.0, 1e-9);
      EXPECT_NEAR(reading.network_mean, mean, 1e-9);
      EXPECT_NEAR(reading.network_class, likeliest, 1e-9);
    }
    for (const int step : kHistogramSteps) EXPECT_EQ(steps.count(step), 1u);
  }
}

// In the study the variants of a flow share their machine, and start alike.
TEST(ComputeMachineFlowsTest, TheStudyHasEveryVariantOfEveryTraining) {
  const MachineFlowParameters p = Small();
  const absl::StatusOr<MachineFlows> flows = ComputeMachineFlows(p, paper_figures::Run());
  ASSERT_TRUE(flows.ok()) << flows.status();
  // 2 epochs, 2 learning rates, 3 variants, 2 starts.
  ASSERT_EQ(flows->study.size(), 24u);
  EXPECT_EQ(flows->study[5].epochs, 1);
  EXPECT_EQ(flows->study[5].learning_rate, 0.01);
  EXPECT_EQ(flows->study[5].variant, rbm::FlowVariant::kMean);
  EXPECT_EQ(flows->study[6].learning_rate, 1e-3);
  EXPECT_EQ(flows->study[12].epochs, 2);
  for (const FlowOfMachine& flow : flows->study) {
    ASSERT_EQ(flow.readings.size(), 1u);
    EXPECT_EQ(flow.readings[0].step, 130);
  }
}

TEST(ComputeMachineFlowsTest, ThreadsChangeNothing) {
  paper_figures::Run run;
  run.threads = 2;
  const absl::StatusOr<MachineFlows> one = ComputeMachineFlows(Small(), run.OnOneThread());
  const absl::StatusOr<MachineFlows> two = ComputeMachineFlows(Small(), run);
  ASSERT_TRUE(one.ok() && two.ok());
  EXPECT_EQ(FieldText(*one), FieldText(*two));
}

}  // namespace
}  // namespace infoflow::paper_figures
