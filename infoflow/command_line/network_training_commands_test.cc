#include "infoflow/command_line/network_training_commands.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/command_line/command_testing.h"
#include "infoflow/network/convolution/vgg_weights.h"
#include "infoflow/support/file.h"
#include "infoflow/support/interrupt.h"

namespace infoflow::command_line {
namespace {

absl::StatusOr<Table> RunCommand(const std::string& name,
                                 const std::vector<std::string>& arguments) {
  return RunCommand(NetworkTrainingCommands(), name, arguments);
}

// A small training of a second or less, with more flags.
absl::StatusOr<Table> Train(const std::vector<std::string>& given) {
  std::vector<std::string> arguments = given;
  const auto is_given = [&](const std::string& name) {
    return std::any_of(given.begin(), given.end(), [&](const std::string& argument) {
      return absl::StartsWith(argument, name + "=");
    });
  };
  for (const char* flag : {"--family=custom", "--sizes=40", "--train_count=640", "--test_count=200",
                           "--learning_rate=0.05", "--threads=1"}) {
    const std::string name = std::string(flag).substr(0, std::string(flag).find('='));
    if (is_given(name) || (name == "--sizes" && is_given("--family"))) continue;
    arguments.push_back(flag);
  }
  return RunCommand("train", arguments);
}

std::string ErrorOf(const std::vector<std::string>& arguments) {
  return ErrorMessage(Train(arguments));
}

TEST(TrainCommandTest, PrintsTheHistoryAndLearns) {
  const Table table = Train({"--epochs=6"}).value();
  ASSERT_EQ(table.num_rows(), 7);
  EXPECT_EQ(table.Number(0, "epoch").value(), 0.0);
  EXPECT_EQ(table.Text(0, "train_loss").value(), "");
  EXPECT_EQ(table.Number(6, "epoch").value(), 6.0);
  EXPECT_LT(table.Number(6, "test_loss").value(), table.Number(0, "test_loss").value());
  EXPECT_LT(table.Number(6, "train_loss").value(), table.Number(1, "train_loss").value());
  EXPECT_GT(table.Number(6, "test_accuracy").value(), 0.5);
}

TEST(TrainCommandTest, ThreadsChangeNoNumber) {
  EXPECT_EQ(FormatCsv(Train({"--epochs=1", "--sizes=300,200", "--threads=1"}).value()),
            FormatCsv(Train({"--epochs=1", "--sizes=300,200", "--threads=2"}).value()));
}

TEST(TrainCommandTest, GoesOnFromItsCheckpoint) {
  const std::string path = absl::StrCat(testing::TempDir(), "/train.checkpoint");
  std::filesystem::remove(path);
  const std::string flag = absl::StrCat("--checkpoint=", path);
  const std::string straight = FormatCsv(Train({"--epochs=4"}).value());
  ASSERT_TRUE(Train({"--epochs=2", flag}).ok());
  EXPECT_EQ(FormatCsv(Train({"--epochs=4", flag}).value()), straight);
  // All epochs are done: nothing is computed.
  EXPECT_EQ(FormatCsv(Train({"--epochs=4", flag}).value()), straight);
  EXPECT_EQ(ErrorOf({"--epochs=1", flag}),
            absl::StrCat(flag, ": is 4 epochs on, more than the 1 of --epochs"));

  EXPECT_TRUE(absl::StrContains(ErrorOf({"--epochs=4", flag, "--seed=2"}),
                                ": belongs to another training: seed is '1' there, '2' here"));
  EXPECT_TRUE(absl::StrContains(ErrorOf({"--epochs=4", flag, "--data_seed=2"}),
                                ": belongs to another training: note.test is"));
  EXPECT_TRUE(absl::StrContains(ErrorOf({"--epochs=4", flag, "--weight_variance=2"}),
                                ": belongs to another training: note.initialization is"));
  ASSERT_TRUE(WriteFile("garbage", path).ok());
  EXPECT_EQ(ErrorOf({flag}), absl::StrCat(path, ": is not a checkpoint of infoflow"));
}

TEST(TrainCommandTest, AnInterruptLeavesACheckpoint) {
  const std::string path = absl::StrCat(testing::TempDir(), "/interrupted.checkpoint");
  std::filesystem::remove(path);
  const std::string flag = absl::StrCat("--checkpoint=", path);
  CatchInterrupts();
  std::raise(SIGINT);
  EXPECT_EQ(ErrorOf({"--epochs=2", flag}),
            absl::StrCat("interrupted by SIGINT; the same command goes on from ", path));
  EXPECT_EQ(ErrorOf({"--epochs=2"}), "interrupted by SIGINT");
  ClearInterrupt();
  EXPECT_EQ(FormatCsv(Train({"--epochs=2", flag}).value()),
            FormatCsv(Train({"--epochs=2"}).value()));
}

TEST(TrainCommandTest, HasFamiliesLossesAndOptimizers) {
  for (const char* family : {"wide", "shrinking-floor", "shrinking-ceiling"}) {
    EXPECT_EQ(
        Train({"--epochs=0", absl::StrCat("--family=", family), "--depth=3"}).value().num_rows(), 1)
        << family;
  }
  for (const char* loss : {"cross-entropy-logits", "cross-entropy-activations", "double-softmax",
                           "mean-squared-error"}) {
    const Table table =
        Train({"--epochs=2", "--optimizer=adam", "--learning_rate=0.002",
               absl::StrCat("--loss=", loss), "--batch=100", "--drop_last", "--keep_order"})
            .value();
    EXPECT_LT(table.Number(2, "test_loss").value(), table.Number(0, "test_loss").value()) << loss;
  }
}

TEST(TrainCommandTest, TrainsNetworksOfMaps) {
  for (const char* family : {"--family=convolutional", "--family=residual"}) {
    const Table table = Train({family, "--depth=2", "--channels=4", "--epochs=2",
                               "--optimizer=adam", "--learning_rate=0.005"})
                            .value();
    EXPECT_LT(table.Number(2, "test_loss").value(), table.Number(0, "test_loss").value()) << family;
  }
  EXPECT_EQ(ErrorMessage(Train({"--family=residual", "--depth=2", "--activation=relu"})),
            "--activation=relu: must be tanh with --family=residual");
  EXPECT_EQ(ErrorMessage(Train({"--family=residual", "--depth=2", "--loss=cross-entropy-logits"})),
            "--loss=cross-entropy-logits: networks of --family=residual end with tanh, not with "
            "logits");
}

TEST(TrainCommandTest, TrainsNetworksOfVggsKind) {
  const std::vector<std::string> flags = {"--family=vgg", "--units=3,pool,4,pool,flatten,12",
                                          "--epochs=2", "--optimizer=adam",
                                          "--learning_rate=0.005"};
  const auto train = [&](const std::string& flag) {
    std::vector<std::string> arguments = flags;
    if (!flag.empty()) arguments.push_back(flag);
    return Train(arguments);
  };
  const Table table = train("").value();
  EXPECT_LT(table.Number(2, "test_loss").value(), table.Number(0, "test_loss").value());
  // What is the default with this family.
  for (const char* flag : {"--activation=relu", "--loss=cross-entropy-logits",
                           "--weight_variance=2", "--bias_variance=0"}) {
    EXPECT_EQ(FormatCsv(train(flag).value()), FormatCsv(table)) << flag;
  }
  EXPECT_NE(FormatCsv(train("--weight_variance=1.76").value()), FormatCsv(table));
  EXPECT_EQ(ErrorMessage(train("--activation=tanh")),
            "--activation=tanh: must be relu with --family=vgg");
  const std::string weights = ::testing::TempDir() + "/trained.safetensors";
  EXPECT_EQ(FormatCsv(train("--out_weights=" + weights).value()), FormatCsv(table));
  EXPECT_TRUE(network::ReadVggModel<float>(weights, 28, 28).ok());
  EXPECT_EQ(
      ErrorMessage(Train({"--family=vgg", "--units=3,flatten,12", "--out_weights=" + weights})),
      "--out_weights=" + weights +
          ": torchvision's names cannot tell these units: they must begin with a "
          "convolution, have one before each pool, and a pool behind the last one");
  EXPECT_EQ(ErrorMessage(train("--loss=double-softmax")),
            "--loss=double-softmax: must be cross-entropy-logits with --family=vgg");
}

TEST(TrainCommandTest, RejectsBadFlags) {
  EXPECT_EQ(ErrorOf({"--learning_rate=0"}), "--learning_rate=0: must be a finite number above 0");
  EXPECT_EQ(ErrorOf({"--momentum=1"}), "momentum=1: must be at least 0 and below 1");
  EXPECT_EQ(ErrorOf({"--weight_variance=-1"}),
            "weight_variance=-1: must be a finite number, at least 0");
  EXPECT_EQ(ErrorOf({"--sizes=40,x"}), "--sizes=40,x: 'x' must be an integer, at least 1");
  EXPECT_EQ(ErrorOf({"--family=wide", "--sizes=40"}),
            "--sizes: has no meaning with --family=wide, only with --family=custom");
  EXPECT_EQ(ErrorOf({"--family=custom"}), "--family=custom: needs --sizes");
  EXPECT_EQ(ErrorOf({"--family=custom", "--sizes=,"}),
            "--sizes=,: '' must be an integer, at least 1");
  EXPECT_EQ(ErrorOf({"--depth=3"}),
            "--depth: has no meaning with --family=custom, only with --family=wide or "
            "shrinking-floor or shrinking-ceiling or convolutional or residual");
  EXPECT_EQ(ErrorOf({"--optimizer=adam", "--momentum=0.5"}),
            "--momentum: has no meaning with --optimizer=adam, only with --optimizer=sgd");
  EXPECT_EQ(ErrorOf({"--checkpoint="}), "--checkpoint=: must not be empty");
  EXPECT_EQ(ErrorOf({"--family=wide", "--depth=1"}),
            "depth=1: must be at least 2 for a wide network");
  EXPECT_EQ(ErrorOf({"--family=wide", "--depth=1000000"}),
            "--depth=1000000: must be at most 100000");
  EXPECT_EQ(ErrorOf({"--batch=5000000000"}),
            "--batch=5000000000: must be an integer of at most 2147483647");
  EXPECT_EQ(ErrorOf({"--batch=641", "--drop_last"}),
            "batch=641: must be from 1 to the number of samples, 640");
  EXPECT_EQ(ErrorOf({"--loss=binary-cross-entropy"}),
            "label 8: must be from 0 to 1 for this network");
  const std::string absent = absl::StrCat(testing::TempDir(), "/absent");
  EXPECT_EQ(ErrorOf({"--dataset=mnist-t10k", absl::StrCat("--data_dir=", absent)}),
            absl::StrCat("--data_dir=", absent, ": there is no such folder"));
  EXPECT_EQ(ErrorOf({"--dataset=mnist-t10k", absl::StrCat("--data_dir=", testing::TempDir())}),
            absl::StrCat("--data_dir=", testing::TempDir(),
                         ": has no file t10k-images-idx3-ubyte.gz, which the data set "
                         "mnist-t10k needs (looked for with and without .gz, as "
                         "t10k-images.idx3-ubyte too, and in raw, MNIST/raw)"));
  EXPECT_EQ(ErrorOf({"--data_dir=/nope"}),
            "--data_dir: has no meaning with --dataset=synthetic-digits, only with --dataset=mnist "
            "or fashion-mnist or cifar10 or mnist-t10k");
  EXPECT_EQ(ErrorOf({"--dataset=mnist", "--data_seed=3"}),
            "--data_seed: has no meaning with --dataset=mnist, only with "
            "--dataset=synthetic-digits or white-noise");
  EXPECT_EQ(ErrorOf({"--weight_variance=1e300"}),
            "--weight_variance=1e+300 --bias_variance=0.05: the loss before training is not "
            "finite; must be smaller");
  EXPECT_TRUE(absl::StartsWith(ErrorOf({"--family=custom", "--sizes=1000000000"}),
                               "--sizes=1000000000 needs "));
  EXPECT_EQ(ErrorOf({"--train_count=2000000"}),
            "train_count=2000000: must be from 0 (all) to 1000000 for this data set");
  EXPECT_EQ(ErrorOf({"--epochs=1", absl::StrCat("--checkpoint=", absent, "/file")}),
            absl::StrCat("--checkpoint=", absent, "/file: there is no folder ", absent));
}

TEST(DatasetInfoCommandTest, DescribesBothParts) {
  const Table table =
      RunCommand("dataset-info", {"--dataset=white-noise", "--train_count=100"}).value();
  ASSERT_EQ(table.num_rows(), 2);
  EXPECT_EQ(table.Text(0, "part").value(), "train");
  EXPECT_EQ(table.Number(0, "images").value(), 100.0);
  EXPECT_EQ(table.Number(1, "images").value(), 2000.0);
  EXPECT_EQ(table.Number(1, "rows").value(), 28.0);
  EXPECT_NEAR(table.Number(1, "mean").value(), 0.5, 0.002);
  EXPECT_NEAR(table.Number(1, "mean_square").value(), 1.0 / 3.0, 0.002);
  EXPECT_EQ(table.Text(0, "files").value(), "white-noise seed=1 first=0 count=100");
}

}  // namespace
}  // namespace infoflow::command_line
