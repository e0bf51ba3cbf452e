#include "infoflow/command_line/learning_commands.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/command_line/command_testing.h"
#include "infoflow/command_line/replica_commands.h"
#include "infoflow/support/file.h"
#include "infoflow/support/table.h"

namespace infoflow::command_line {
namespace {

absl::StatusOr<Table> Train(const std::vector<std::string>& arguments) {
  return RunCommand(LearningCommands(), "train-usv", arguments);
}

std::string ErrorOf(const std::vector<std::string>& arguments) {
  return ErrorMessage(Train(arguments));
}

const std::vector<std::string> kRecognition = {
    "--experiment=recognition", "--sizes=15,30,15,2", "--activations=linear,hardtanh", "--epochs=8",
    "--learning_rate=0.05",     "--threads=1"};

std::vector<std::string> Recognition(std::vector<std::string> more) {
  more.insert(more.begin(), kRecognition.begin(), kRecognition.end());
  return more;
}

TEST(TrainUsvCommandTest, PrintsEntropiesAndLosses) {
  const Table entropies = Train(Recognition({"--measure=0,2,8"})).value();
  ASSERT_EQ(entropies.num_rows(), 6);
  EXPECT_EQ(entropies.Number(5, "epoch").value(), 8.0);
  EXPECT_EQ(entropies.Number(5, "layer").value(), 2.0);
  EXPECT_EQ(entropies.Number(5, "fixed_points").value(), 1.0);
  EXPECT_EQ(entropies.Text(5, "exact_entropy").value(), "nan");
  EXPECT_NEAR(entropies.Number(4, "exact_entropy").value(), entropies.Number(4, "entropy").value(),
              1.0);
  const Table losses = Train(Recognition({"--measure=0,2,8", "--table=losses"})).value();
  ASSERT_EQ(losses.num_rows(), 3);
  EXPECT_LT(losses.Number(2, "validation_loss").value(),
            losses.Number(0, "validation_loss").value());
  EXPECT_GT(losses.Number(2, "validation_accuracy").value(), 0.85);
}

TEST(TrainUsvCommandTest, MeasuresByDefaultEvenlyInTheLogarithm) {
  const Table losses =
      Train({"--sizes=10,10,2", "--epochs=12", "--table=losses", "--threads=1"}).value();
  std::vector<double> epochs = losses.Numbers("epoch").value();
  EXPECT_EQ(epochs, (std::vector<double>{0, 1, 2, 3, 5, 8, 10, 12}));
  EXPECT_EQ(losses.Text(0, "train_accuracy").value(), "nan");
}

// What is written is what the command replica computes the same entropy from.
TEST(TrainUsvCommandTest, WritesSpectraThatGiveTheSameEntropy) {
  const std::string folder = absl::StrCat(testing::TempDir(), "/spectra");
  std::filesystem::remove_all(folder);
  const Table entropies =
      Train(Recognition({"--measure=0,8", absl::StrCat("--out_spectra=", folder)})).value();
  const std::string layers =
      absl::StrCat("linear:alpha=5,noise=0.01,spectrum=", folder, "/generator_spectrum.txt;",
                   "linear:alpha=2,spectrum=", folder, "/layer1_spectrum.txt;",
                   "hardtanh:alpha=0.5,noise=1e-5,spectrum=", folder, "/layer2_spectrum.txt");
  const Table replica = RunCommand(ReplicaCommands(), "replica",
                                   {"--prior=normal", absl::StrCat("--layers=", layers)})
                            .value();
  for (const char* column : {"entropy", "mutual_information", "mmse"}) {
    EXPECT_NEAR(replica.Number(0, column).value(), entropies.Number(3, column).value(), 1e-9);
  }
  // Signed, in the order of the singular vectors.
  EXPECT_TRUE(absl::StartsWith(ReadFile(folder + "/layer2_singular_values.txt").value(),
                               "# singular values, signed"));
}

TEST(TrainUsvCommandTest, ASpectrumWithNanIsAnError) {
  const std::string path = absl::StrCat(testing::TempDir(), "/nan_spectrum.txt");
  ASSERT_TRUE(WriteFile("1.0\nnan\n", path).ok());
  const absl::StatusOr<Table> table = RunCommand(
      ReplicaCommands(), "replica",
      {"--prior=normal", absl::StrCat("--layers=linear:alpha=1,noise=1e-5,spectrum=", path)});
  EXPECT_TRUE(absl::StrContains(ErrorMessage(table), path)) << ErrorMessage(table);
  EXPECT_TRUE(absl::StrContains(ErrorMessage(table), "nan")) << ErrorMessage(table);
}

TEST(TrainUsvCommandTest, HasControls) {
  const std::vector<std::string> small = {"--sizes=12,12,2", "--epochs=3", "--measure=0,3"};
  const auto with = [&](const std::string& flag) {
    std::vector<std::string> arguments = small;
    arguments.push_back(flag);
    return Train(arguments).value();
  };
  const Table plain = Train(small).value();
  for (const char* flag : {"--unconstrained", "--permute_labels", "--no_data_noise"}) {
    const Table control = with(flag);
    // The same weights before training, others after it.
    EXPECT_NEAR(control.Number(0, "entropy").value(), plain.Number(0, "entropy").value(), 1e-9);
    EXPECT_NE(control.Number(1, "entropy").value(), plain.Number(1, "entropy").value()) << flag;
  }
}

TEST(TrainUsvCommandTest, RejectsBadFlags) {
  EXPECT_EQ(ErrorOf({}),
            "--sizes: missing; units from input to output, such as 50,100,50,2; all "
            "layers but the last have weights U S V with U and V fixed");
  EXPECT_EQ(ErrorOf({"--sizes=12,x,2"}), "--sizes=12,x,2: 'x' must be an integer, at least 1");
  EXPECT_EQ(ErrorOf({"--sizes=12,2"}),
            "sizes: needs input, at least one USV layer and output, 3 numbers, not 2");
  EXPECT_EQ(ErrorOf({"--sizes=12,8,2", "--activations=linear,relu"}),
            "activations: 2 of them for 1 USV layers (the last layer is linear)");
  EXPECT_TRUE(
      absl::StartsWith(ErrorOf({"--sizes=12,8,2", "--activations=step"}), "--activations: "))
      << ErrorOf({"--sizes=12,8,2", "--activations=step"});
  EXPECT_EQ(ErrorOf({"--sizes=12,8,3", "--experiment=recognition"}),
            "the last size=3: must be 2, the number of classes");
  EXPECT_TRUE(absl::StartsWith(ErrorOf({"--sizes=12,8,2", "--epochs=0"}), "--epochs=0: "));
  EXPECT_EQ(ErrorOf({"--sizes=12,8,2", "--batch=1201"}),
            "batch=1201: must be from 1 to the number of samples to learn from, 1200");
  EXPECT_EQ(ErrorOf({"--sizes=12,8,2", "--learning_rate=0"}),
            "learning_rate=0: must be a finite number above 0");
  EXPECT_EQ(ErrorOf({"--sizes=12,8,2", "--epochs=5", "--measure=0,6"}),
            "measured epoch 6: they must ascend and be from 0 to 5, the last epoch");
  EXPECT_EQ(ErrorOf({"--sizes=12,8,2", "--codes=3"}),
            "--codes: has no meaning with --experiment=teacher-student, only with "
            "--experiment=recognition");
  EXPECT_TRUE(absl::StartsWith(ErrorOf({"--sizes=100000,100000,2"}),
                               "--sizes=100000,100000,2 with 10000000 samples needs "));
  const std::string message = ErrorOf({"--sizes=12,12,2", "--learning_rate=1000"});
  EXPECT_TRUE(absl::StartsWith(message, "the loss is not finite in epoch 1, batch ")) << message;
}

TEST(TrainUsvCommandTest, AFolderThatCannotBeIsKnownBeforeTraining) {
  const std::string path = absl::StrCat(testing::TempDir(), "/a_file");
  ASSERT_TRUE(WriteFile("", path).ok());
  EXPECT_TRUE(absl::StartsWith(ErrorOf({"--sizes=12,8,2", absl::StrCat("--out_spectra=", path)}),
                               "--out_spectra: "));
}

}  // namespace
}  // namespace infoflow::command_line
