#include "infoflow/rbm/training/machine_cache.h"

#include <signal.h>

#include <filesystem>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/rbm/training/machine_file.h"
#include "infoflow/rbm/training/training_state_file.h"
#include "infoflow/support/interrupt.h"

namespace infoflow::rbm {
namespace {

std::string Path(absl::string_view name) { return absl::StrCat(testing::TempDir(), "/", name); }

Spins SomeSamples() {
  Spins samples(40, 9);
  for (int k = 0; k < 40; ++k) {
    for (int i = 0; i < 9; ++i) samples(k, i) = (k * k + 3 * i * (k + i)) % 4 < 2 ? 1 : -1;
  }
  return samples;
}

TrainingOptions SomeOptions() {
  TrainingOptions options;
  options.hidden_units = 4;
  options.schedule = {{0.05, 4}};
  options.batch_size = 16;
  options.rule.persistent = true;
  return options;
}

TEST(MachineCacheTest, TrainsOnceAndKeepsApart) {
  const Spins samples = SomeSamples();
  const TrainingOptions options = SomeOptions();
  const std::string folder = Path("cache");
  const TrainedMachineCache cache(folder);
  const Machine trained = cache.Get(options, samples, 2).value();
  EXPECT_EQ(trained.weights, TrainedMachineCache("").Get(options, samples)->weights);
  EXPECT_EQ(cache.Get(options, samples)->weights, trained.weights);
  TrainingOptions other = options;
  other.seed = 77;
  EXPECT_NE(cache.Get(other, samples)->weights, trained.weights);
  Spins changed = samples;
  changed(0, 0) = -changed(0, 0);
  EXPECT_NE(cache.Get(options, changed)->weights, trained.weights);
  EXPECT_EQ(cache.Get(options, samples)->weights, trained.weights);
  other.hidden_units = 0;
  EXPECT_FALSE(cache.Get(other, samples).ok());
  EXPECT_FALSE(TrainedMachineCache("/proc/no/such").Get(options, samples).ok());
}

// An epoch before each of the signals; what is there in the end is what one training gives.
TEST(MachineCacheTest, SignalsLoseNothing) {
  const Spins samples = SomeSamples();
  const TrainingOptions options = SomeOptions();
  const std::string folder = Path("signals");
  std::filesystem::remove_all(folder);
  const TrainedMachineCache cache(folder);
  CatchInterrupts();
  for (int epoch = 1; epoch <= 2; ++epoch) {
    raise(SIGINT);
    EXPECT_EQ(cache.Get(options, samples).status().message(), "interrupted by SIGINT");
    ClearInterrupt();
    std::string saved;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
      if (entry.path().extension() == ".checkpoint") saved = entry.path().string();
    }
    const auto state = LoadTrainingState(options, SamplesChecksum(samples), saved);
    ASSERT_TRUE(state.ok()) << state.status();
    EXPECT_EQ(state->epoch, epoch);
  }
  EXPECT_EQ(cache.Get(options, samples)->weights, Train(options, samples)->weights);
}

// A machine that training did not make stands for one of an older version of training.
TEST(MachineCacheTest, VersionsOfTrainingAreKeptApart) {
  const Spins samples = SomeSamples();
  const TrainingOptions options = SomeOptions();
  const std::string folder = Path("versions");
  std::filesystem::remove_all(folder);
  const TrainedMachineCache cache(folder);
  const Machine trained = cache.Get(options, samples, 0, 0).value();
  std::string prefix;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string path = entry.path().string();
    if (absl::EndsWith(path, ".txt")) prefix = path.substr(0, path.size() - 4);
  }
  Machine older = trained;
  older.weights(0, 0) += 1.0;
  ASSERT_TRUE(SaveMachine(older, prefix, MachineLayout::kNpy).ok());
  EXPECT_EQ(cache.Get(options, samples, 0, 0)->weights, older.weights);
  EXPECT_EQ(cache.Get(options, samples)->weights, trained.weights);
}

// If this fails because training now gives another machine, raise kTrainingVersion and put the new
// numbers here: they are the same on every machine.
TEST(MachineCacheTest, VersionStandsForThisTraining) {
  TrainingOptions options = SomeOptions();
  options.schedule = {{0.05, 3}};
  const Machine machine = Train(options, SomeSamples()).value();
  EXPECT_EQ(kTrainingVersion, 3);
  EXPECT_EQ(machine.weights(0, 0), 0x1.1c4544p-7);
  EXPECT_EQ(machine.weights(8, 1), -0x1.6647ep-6);
}

}  // namespace
}  // namespace infoflow::rbm
