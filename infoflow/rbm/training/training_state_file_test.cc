#include "infoflow/rbm/training/training_state_file.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"

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

// A state saved after an epoch.
struct Saved {
  Spins samples = SomeSamples();
  TrainingOptions options;
  std::string checksum = SamplesChecksum(samples);
  std::string path;

  explicit Saved(absl::string_view name, const TrainingOptions& with = SomeOptions())
      : options(with), path(Path(name)) {
    Trainer trainer = Trainer::Create(options, samples).value();
    EXPECT_TRUE(trainer.TrainEpoch().ok());
    EXPECT_TRUE(SaveTrainingState(trainer.state(), options, checksum, path).ok());
  }

  std::string Error(const TrainingOptions& asked) const {
    return std::string(LoadTrainingState(asked, checksum, path).status().message());
  }
};

// After the file the training of `options`, which may be longer, gives what it gives in one go.
void ExpectGoesOn(const Saved& saved, const TrainingOptions& options) {
  Trainer resumed = Trainer::Resume(options, saved.samples,
                                    LoadTrainingState(options, saved.checksum, saved.path).value())
                        .value();
  while (!resumed.finished()) ASSERT_TRUE(resumed.TrainEpoch().ok());
  const Machine whole = Train(options, saved.samples).value();
  EXPECT_EQ(resumed.machine().weights, whole.weights);
  EXPECT_EQ(resumed.machine().visible_bias, whole.visible_bias);
  EXPECT_EQ(resumed.machine().hidden_bias, whole.hidden_bias);
}

TEST(TrainingStateFileTest, TrainingGoesOn) {
  const Saved saved("goes_on");
  ExpectGoesOn(saved, saved.options);
}

// One chain that stands in hidden units, moments, and a file from the midst of an epoch: 40 samples
// are 3 updates.
TEST(TrainingStateFileTest, AdamAndASingleChainGoOn) {
  TrainingOptions options = SomeOptions();
  options.persistent_chains = 1;
  options.rule.train_biases = true;
  options.rule.hidden_samples = HiddenSamples::kBoth;
  options.rule.optimizer = Optimizer::kAdam;
  options.updates = 2;
  const Saved saved("adam", options);
  EXPECT_EQ(LoadTrainingState(options, saved.checksum, saved.path)->batches, 2);
  TrainingOptions longer = options;
  longer.updates = 10;
  ExpectGoesOn(saved, longer);
  TrainingOptions other = longer;
  other.rule.epsilon = 1e-2;
  EXPECT_TRUE(absl::EndsWith(saved.Error(other),
                             ": belongs to another training: epsilon is '1e-08' there, "
                             "'0.01' here"))
      << saved.Error(other);
}

TEST(TrainingStateFileTest, TakesOnlyItsOwnTraining) {
  const Saved saved("own");
  TrainingOptions longer = saved.options;
  longer.schedule[0].epochs = 9;
  EXPECT_TRUE(LoadTrainingState(longer, saved.checksum, saved.path).ok());
  TrainingOptions other = saved.options;
  other.rule.l1 = 0.1;
  const auto difference = [&saved](const TrainingOptions& options) {
    const std::string message = saved.Error(options);
    const std::string before = ": belongs to another training: ";
    EXPECT_TRUE(absl::StrContains(message, before)) << message;
    return message.substr(message.find(before) + before.size());
  };
  EXPECT_TRUE(absl::StartsWith(difference(other), "l1 is '")) << difference(other);
  other = saved.options;
  other.seed += 1;
  EXPECT_EQ(difference(other),
            absl::StrCat("seed is '", saved.options.seed, "' there, '", other.seed, "' here"));
  other = saved.options;
  other.hidden_units = 9;
  EXPECT_EQ(difference(other),
            absl::StrCat("hidden_units is '", saved.options.hidden_units, "' there, '9' here"));
  other = saved.options;
  other.schedule[0].learning_rate = 0.25;
  EXPECT_TRUE(absl::StartsWith(difference(other), "learning_rate is '")) << difference(other);
  EXPECT_TRUE(absl::EndsWith(difference(other), "' there, '0.25' here")) << difference(other);
  other = saved.options;
  other.schedule.push_back({0.001, 2});
  EXPECT_EQ(difference(other), "it has fewer learning rates there");
  EXPECT_EQ(LoadTrainingState(saved.options, saved.checksum, Path("none")).status().code(),
            absl::StatusCode::kNotFound);

  Spins changed = saved.samples;
  changed(3, 4) = static_cast<std::int8_t>(-changed(3, 4));
  const std::string checksum = SamplesChecksum(changed);
  EXPECT_NE(checksum, saved.checksum);
  EXPECT_EQ(LoadTrainingState(saved.options, checksum, saved.path).status().message(),
            saved.path + ": the saved training had other samples");
  EXPECT_TRUE(LoadTrainingState(saved.options, "", saved.path).ok()) << "meant";
}

TEST(TrainingStateFileTest, DamageIsNamed) {
  const Saved saved("damaged");
  const std::string content = ReadFile(saved.path).value();
  for (const std::size_t at : {content.size() / 2, content.size() - 20}) {
    std::string damaged = content;
    damaged[at] ^= 1;
    ASSERT_TRUE(WriteFile(damaged, saved.path).ok());
    EXPECT_EQ(saved.Error(saved.options), saved.path + ": is damaged: its checksum is wrong");
  }
  ASSERT_TRUE(WriteFile(content.substr(0, content.size() / 2), saved.path).ok());
  EXPECT_TRUE(absl::StrContains(saved.Error(saved.options), "is truncated"));
}

}  // namespace
}  // namespace infoflow::rbm
