#include "infoflow/command_line/cascade_commands.h"

#include <cmath>
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
#include "infoflow/support/file.h"
#include "infoflow/support/interrupt.h"

namespace infoflow::command_line {
namespace {

absl::StatusOr<Table> RunCommand(const std::string& name,
                                 const std::vector<std::string>& arguments) {
  return RunCommand(CascadeCommands(), name, arguments);
}

// A small cascade, with more flags.
absl::StatusOr<Table> RunCascade(std::vector<std::string> arguments) {
  for (const char* flag :
       {"--family=uniform", "--width=40", "--depth=8", "--train_count=640", "--test_count=100",
        "--weight_variance=1.5", "--threads=1", "--images=50"}) {
    const std::string name = std::string(flag).substr(0, std::string(flag).find('='));
    bool given = false;
    for (const std::string& argument : arguments) given |= absl::StartsWith(argument, name + "=");
    if (!given) arguments.push_back(flag);
  }
  return RunCommand("cascade", arguments);
}

std::string ErrorOf(const std::vector<std::string>& arguments) {
  return ErrorMessage(RunCascade(arguments));
}

TEST(CascadeCommandTest, PrintsAllLayersButTheLastTwo) {
  const Table table = RunCascade({"--epochs=3"}).value();
  ASSERT_EQ(table.num_rows(), 6);
  EXPECT_EQ(table.Number(5, "layer").value(), 6.0);
  for (const Column& column : table.columns()) {
    for (int row = 0; row < 6; ++row) {
      EXPECT_TRUE(std::isfinite(table.Number(row, column.name).value())) << column.name;
    }
  }
  // Less is left of the images the deeper they are decoded from.
  EXPECT_LT(table.Number(0, "reconstruction_mse").value(),
            table.Number(5, "reconstruction_mse").value());
}

TEST(CascadeCommandTest, GoesOnFromItsCheckpoint) {
  const std::string path = absl::StrCat(testing::TempDir(), "/cascade_command.checkpoint");
  std::filesystem::remove(path);
  const std::string flag = absl::StrCat("--checkpoint=", path);
  const std::string straight = FormatCsv(RunCascade({"--batches=14"}).value());
  CatchInterrupts();
  std::raise(SIGINT);
  EXPECT_EQ(ErrorOf({"--batches=14", flag}),
            absl::StrCat("interrupted by SIGINT; the same command goes on from ", path));
  EXPECT_EQ(ErrorOf({"--batches=14"}), "interrupted by SIGINT");
  ClearInterrupt();
  ASSERT_TRUE(RunCascade({"--batches=9", flag}).ok());
  EXPECT_EQ(FormatCsv(RunCascade({"--batches=14", flag}).value()), straight);
  // All of them are done.
  EXPECT_EQ(FormatCsv(RunCascade({"--batches=14", flag}).value()), straight);
  EXPECT_EQ(ErrorOf({"--batches=9", flag}),
            absl::StrCat(path, ": is 14 batches on, more than the 9 that are asked for"));
  for (const char* other : {"--data_seed=2", "--weight_variance=2", "--batch=32", "--width=41"}) {
    EXPECT_TRUE(absl::StrContains(ErrorOf({"--batches=14", flag, other}),
                                  ": belongs to another training: "))
        << other;
  }
  // Known before the work.
  EXPECT_TRUE(absl::StrContains(ErrorOf({"--batches=14", "--checkpoint=/no/such/folder/file"}),
                                "/no/such/folder/file"));
  EXPECT_EQ(ErrorOf({"--decoder=ridge", flag}),
            "--checkpoint: has no meaning with --decoder=ridge, only with --decoder=adam");
}

TEST(CascadeCommandTest, TrainedDecodersAreBetterThanTheyStarted) {
  const auto error = [](const std::vector<std::string>& decoder) {
    return RunCascade(decoder).value().Number(2, "reconstruction_mse").value();
  };
  const double untrained = error({"--decoder=untrained"});
  EXPECT_LT(error({"--decoder=adam", "--epochs=15"}), 0.7 * untrained);
  EXPECT_LT(error({"--decoder=ridge"}), 0.7 * untrained);
}

TEST(CascadeCommandTest, ThreadsChangeNoNumberBatchesAreCounted) {
  EXPECT_EQ(FormatCsv(RunCascade({"--width=300", "--threads=1", "--batches=4"}).value()),
            FormatCsv(RunCascade({"--width=300", "--threads=2", "--batches=4"}).value()));
  // 640 images are ten batches.
  EXPECT_EQ(FormatCsv(RunCascade({"--batches=20"}).value()),
            FormatCsv(RunCascade({"--epochs=2"}).value()));
  EXPECT_NE(FormatCsv(RunCascade({"--raw"}).value()), FormatCsv(RunCascade({}).value()));
}

TEST(CascadeCommandTest, LayersDoNotDependOnHowManyFollow) {
  const Table shallow = RunCascade({"--depth=5", "--batches=5"}).value();
  const Table deep = RunCascade({"--depth=9", "--batches=5"}).value();
  ASSERT_EQ(shallow.num_rows(), 3);
  for (int row = 0; row < shallow.num_rows(); ++row) {
    for (int column = 0; column < shallow.num_columns(); ++column) {
      EXPECT_EQ(shallow.cell(row, column), deep.cell(row, column));
    }
  }
}

TEST(CascadeCommandTest, PrintsCutoffs) {
  const Table table = RunCascade({"--table=cutoffs", "--weight_variance=0.3"}).value();
  ASSERT_EQ(table.num_rows(), 5);
  EXPECT_EQ(table.Text(1, "method").value(), "absolute, of medians");
  EXPECT_EQ(table.Text(4, "method").value(), "first below -13");
}

TEST(CascadeCommandTest, WritesReconstructions) {
  const std::string folder = absl::StrCat(testing::TempDir(), "/reconstructions");
  for (int repetition = 0; repetition < 2; ++repetition) {
    ASSERT_TRUE(RunCascade({absl::StrCat("--out_reconstructions=", folder)}).ok());
    for (const char* name : {"/layer_000.idx", "/layer_006.idx"}) {
      const std::string bytes = ReadFile(folder + name).value();
      EXPECT_EQ(bytes.size(), 16 + 4 * 50 * 784);
      EXPECT_EQ(bytes.substr(0, 12), std::string("\0\0\x0d\3\0\0\0\x32\0\0\0\x1c", 12));
    }
    EXPECT_FALSE(std::filesystem::exists(folder + "/layer_007.idx"));
  }
  // The images can be read again.
  const std::string labels = folder + "_labels";
  ASSERT_TRUE(
      WriteFile(std::string("\0\0\x08\1\0\0\0\x32", 8) + std::string(50, '\7'), labels).ok());
  const absl::StatusOr<Table> again = RunCommand(
      "cascade",
      {"--dataset=idx", absl::StrCat("--image_file=", folder, "/layer_000.idx"),
       absl::StrCat("--labels=", labels), "--images=10", "--depth=5", "--batches=2", "--batch=8"});
  EXPECT_TRUE(again.ok()) << again.status();
}

TEST(CascadeCommandTest, RejectsBadInput) {
  EXPECT_EQ(ErrorOf({"--family=wide", "--width=0"}), "--width=0: must be an integer of at least 1");
  EXPECT_EQ(
      RunCommand("cascade", {"--family=wide", "--depth=2", "--train_count=9"}).status().message(),
      "--depth=2: a wide network of this depth has 2 linear layers; entropies need at least "
      "3, the last two having none");
  EXPECT_EQ(RunCommand("cascade", {"--family=uniform", "--train_count=9"}).status().message(),
            "--family=uniform: needs --width");
  EXPECT_EQ(ErrorOf({"--family=wide"}),
            "--width: has no meaning with --family=wide, only with --family=uniform");
  EXPECT_EQ(ErrorOf({"--decoder=ridge", "--epochs=2"}),
            "--epochs: has no meaning with --decoder=ridge, only with --decoder=adam");
  EXPECT_EQ(ErrorOf({"--decoder=untrained", "--learning_rate=0.1"}),
            "--learning_rate: has no meaning with --decoder=untrained, only with --decoder=adam");
  EXPECT_EQ(ErrorOf({"--ridge_penalty=1"}),
            "--ridge_penalty: has no meaning with --decoder=adam, only with --decoder=ridge");
  EXPECT_EQ(ErrorOf({"--relative_tolerance=0.1"}),
            "--relative_tolerance: has no meaning with --table=layers, only with --table=cutoffs");
  EXPECT_EQ(ErrorOf({"--out_reconstructions="}), "--out_reconstructions=: must not be empty");
  EXPECT_EQ(ErrorOf({"--batches=0"}), "--batches=0: must be an integer of at least 1");
  EXPECT_EQ(ErrorOf({"--batches=1", "--epochs=1"}), "--batches and --epochs: give one of them");
  EXPECT_EQ(ErrorOf({"--batch=641"}), "batch=641: must be from 1 to the number of images, 640");
  EXPECT_EQ(ErrorOf({"--images=101"}), "--images=101: there are only 100 images to judge by");
  EXPECT_EQ(ErrorOf({"--weight_variance=-1"}),
            "weight_variance=-1: must be a finite number, at least 0");
  EXPECT_EQ(ErrorOf({"--decoder=ridge", "--ridge_penalty=0"}),
            "--ridge_penalty=0: must be a finite number above 0");
  EXPECT_EQ(ErrorOf({"--learning_rate=0"}),
            "--learning_rate=0: must be a number above 0 and at most 1");
  EXPECT_EQ(ErrorOf({"--learning_rate=1e30"}),
            "--learning_rate=1e30: must be a number above 0 and at most 1");
  EXPECT_EQ(ErrorOf({"--table=cutoffs", "--relative_tolerance=-1"}),
            "--relative_tolerance=-1: must be a finite number of at least 0");
  EXPECT_EQ(ErrorOf({"--out_reconstructions=/proc/nowhere"}).substr(0, 12), "cannot write");
}

TEST(CascadeCommandTest, NeverDeletesFilesOfOthers) {
  const std::string folder = absl::StrCat(testing::TempDir(), "/mine");
  ASSERT_TRUE(MakeFolders(folder).ok());
  ASSERT_TRUE(WriteFile("text", folder + "/notes.txt").ok());
  EXPECT_TRUE(absl::StrContains(ErrorOf({absl::StrCat("--out_reconstructions=", folder)}),
                                "it holds 'notes.txt', which is not of this program"));
  EXPECT_EQ(*ReadFile(folder + "/notes.txt"), "text");
}

TEST(CascadeCommandTest, RejectsImagesOfAnotherSize) {
  const std::string folder = absl::StrCat(testing::TempDir(), "/small_images");
  ASSERT_TRUE(MakeFolders(folder).ok());
  // 10,000 images of 14 x 14 pixels, and their labels.
  ASSERT_TRUE(WriteFile(std::string("\0\0\x08\3\0\0\x27\x10\0\0\0\x0e\0\0\0\x0e", 16) +
                            std::string(10000 * 14 * 14, '\x33'),
                        folder + "/t10k-images-idx3-ubyte")
                  .ok());
  ASSERT_TRUE(WriteFile(std::string("\0\0\x08\1\0\0\x27\x10", 8) + std::string(10000, '\7'),
                        folder + "/t10k-labels-idx1-ubyte")
                  .ok());
  EXPECT_EQ(ErrorOf({"--dataset=mnist-t10k", absl::StrCat("--data_dir=", folder)}),
            folder +
                "/t10k-images-idx3-ubyte: holds 10000 x 14 x 14 pixels, the file of mnist-t10k "
                "10000 x 28 x 28");
  // As images of one's own they are welcome, to networks of their size.
  EXPECT_EQ(ErrorOf({"--dataset=idx", "--decoder=ridge", "--images=50", "--train_count=640",
                     "--test_count=100", "--depth=3",
                     absl::StrCat("--image_file=", folder, "/t10k-images-idx3-ubyte"),
                     absl::StrCat("--labels=", folder, "/t10k-labels-idx1-ubyte")}),
            "no error");
}

// A small cascade of maps, with more flags.
absl::StatusOr<Table> RunMaps(std::vector<std::string> arguments) {
  for (const char* flag : {"--depth=4", "--channels=4", "--train_count=320", "--test_count=60",
                           "--bias_variance=2e-5", "--images=50"}) {
    arguments.push_back(flag);
  }
  return RunCommand("cascade", arguments);
}

TEST(CascadeCommandTest, ConvolutionalAndResidualNetworksHaveAsManyLayersAsTheirDepth) {
  for (const char* family : {"--family=convolutional", "--family=residual"}) {
    const Table table = RunMaps({family, "--batches=6", "--threads=1"}).value();
    ASSERT_EQ(table.num_rows(), 4);
    EXPECT_EQ(FormatCsv(table), FormatCsv(RunMaps({family, "--batches=6", "--threads=2"}).value()));
    EXPECT_LT(RunMaps({family, "--batches=40"}).value().Number(0, "decoder_mse").value(),
              RunMaps({family, "--decoder=untrained"}).value().Number(0, "decoder_mse").value());
  }
  EXPECT_EQ(ErrorMessage(RunMaps({"--family=residual", "--decoder=ridge"})),
            "--decoder=ridge: dense networks only, not --family=residual");
  EXPECT_EQ(ErrorMessage(RunCommand("cascade", {"--family=residual", "--channels=0"})),
            "--channels=0: must be an integer from 1 to 4096");
  EXPECT_TRUE(
      absl::StrContains(ErrorMessage(RunCommand("cascade", {"--channels=8"})), "--channels"));
}

TEST(CascadeCommandTest, NetworksOfVggsKindHaveARowForEveryUnit) {
  const auto run = [](std::vector<std::string> arguments) {
    for (const char* flag :
         {"--family=vgg", "--train_count=320", "--test_count=60", "--images=50"}) {
      arguments.push_back(flag);
    }
    return RunCommand("cascade", arguments);
  };
  const std::string units = "--units=3,pool,4,pool,flatten,12";
  const Table table = run({units, "--batches=40", "--threads=1"}).value();
  ASSERT_EQ(table.num_rows(), 7);
  EXPECT_EQ(FormatCsv(table), FormatCsv(run({units, "--batches=40", "--threads=2"}).value()));
  EXPECT_LT(table.Number(0, "decoder_mse").value(),
            run({units, "--decoder=untrained"}).value().Number(0, "decoder_mse").value());
  EXPECT_NE(FormatCsv(table),
            FormatCsv(run({units, "--batches=40", "--vgg_decoders=relu"}).value()));
  EXPECT_EQ(ErrorMessage(run({"--units=3,pole"})),
            "--units=3,pole: 'pole' must be an integer from 1 to 1048576, pool or flatten");
  EXPECT_EQ(ErrorMessage(run({"--units=3,flatten,pool"})),
            "--units=3,flatten,pool: unit 3: must be dense, behind a flatten");
  EXPECT_EQ(ErrorMessage(run({units, "--decoder=ridge"})),
            "--decoder=ridge: dense networks only, not --family=vgg");
  EXPECT_TRUE(absl::StrContains(ErrorMessage(run({units, "--depth=3"})), "--depth"));
  EXPECT_TRUE(absl::StrContains(ErrorMessage(RunCommand("cascade", {units})), "--units"));
}

}  // namespace
}  // namespace infoflow::command_line
