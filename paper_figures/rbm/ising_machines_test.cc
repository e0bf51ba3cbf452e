#include "paper_figures/rbm/ising_machines.h"

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/rbm/machine/machine.h"
#include "paper_figures/harness/run.h"

namespace infoflow::paper_figures {
namespace {

TEST(DecayScheduleTest, FallsOverSixtyEpochsTimesTheStretch) {
  for (const int stretch : {1, 2}) {
    int epochs = 0;
    double before = 1.0;
    for (const auto& [rate, count] : DecaySchedule(stretch)) {
      EXPECT_LT(rate, before);
      before = rate;
      epochs += count;
    }
    EXPECT_EQ(epochs, 60 * stretch);
  }
}

// Lattices and rows of spins are the same numbers.
TEST(LatticeOfTest, InvertsSpinsOf) {
  rbm::Spins spins(3, 16);
  for (int k = 0; k < spins.rows(); ++k) {
    for (int i = 0; i < spins.columns(); ++i) spins(k, i) = (5 * k + i * i) % 3 == 0 ? 1 : -1;
  }
  const absl::StatusOr<ising::SpinSamples> lattice = LatticeOf(spins);
  ASSERT_TRUE(lattice.ok()) << lattice.status();
  EXPECT_EQ(lattice->side(), 4);
  const rbm::Spins back = SpinsOf(*lattice);
  ASSERT_EQ(back.rows(), spins.rows());
  for (int k = 0; k < spins.rows(); ++k) {
    for (int i = 0; i < spins.columns(); ++i) EXPECT_EQ(back(k, i), spins(k, i));
  }
}

// Groups of streams keep samples of one seed apart; the same group gives the same samples.
TEST(SampleTemperaturesTest, GroupsAreIndependent) {
  paper_figures::Run run;
  run.threads = 1;
  const auto sample = [&](int group) {
    return SampleTemperatures(8, {kCriticalTemperature}, 50, group, run);
  };
  const absl::StatusOr<rbm::Spins> first = sample(kLearnedGroup);
  const absl::StatusOr<rbm::Spins> again = sample(kLearnedGroup);
  const absl::StatusOr<rbm::Spins> other = sample(kFlowGroup);
  ASSERT_TRUE(first.ok() && again.ok() && other.ok());
  EXPECT_EQ(first->values(), again->values());
  EXPECT_NE(first->values(), other->values());
}

// Of the same samples; the authors' machines have biases.
TEST(CriticalMachineTest, RecipesMakeOtherMachines) {
  CriticalTraining training = {4, 3, 200, 1};
  const paper_figures::Run run;
  const absl::StatusOr<rbm::Machine> local = CriticalMachine(training, run);
  training.recipe = Recipe::kAuthors;
  training.updates = 20;
  const absl::StatusOr<rbm::Machine> authors = CriticalMachine(training, run);
  ASSERT_TRUE(local.ok()) << local.status();
  ASSERT_TRUE(authors.ok()) << authors.status();
  EXPECT_NE(local->weights, authors->weights);
  for (const double bias : local->visible_bias) EXPECT_EQ(bias, 0.0);
  for (const double bias : authors->visible_bias) EXPECT_NE(bias, 0.0);
}

}  // namespace
}  // namespace infoflow::paper_figures
