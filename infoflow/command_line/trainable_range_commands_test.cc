#include "infoflow/command_line/trainable_range_commands.h"

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/command_line/command_testing.h"

namespace infoflow::command_line {
namespace {

absl::StatusOr<Table> RunRange(std::vector<std::string> arguments) {
  for (const char* flag : {"--train_count=400", "--test_count=60", "--images=50"}) {
    arguments.push_back(flag);
  }
  return RunCommand(TrainableRangeCommands(), "trainable-range", arguments);
}

TEST(TrainableRangeCommandTest, TellsTheOrderedPhaseFromTheTransition) {
  const Table table = RunRange({"--depth=30", "--width=60", "--points=2",
                                "--weight_variance_from=0.5", "--weight_variance_to=1.9"})
                          .value();
  ASSERT_EQ(table.num_rows(), 2);
  EXPECT_EQ(table.cell(0, 5), "collapses");
  EXPECT_LT(table.Number(0, "collapse_depth").value(),
            table.Number(0, "predicted_collapse").value());
  EXPECT_EQ(table.cell(1, 5), "trainable");
  EXPECT_EQ(table.cell(1, 1), "");
  EXPECT_GT(table.Number(1, "correlation_depth").value(),
            table.Number(0, "correlation_depth").value());
}

TEST(TrainableRangeCommandTest, TakesNetworksOfMaps) {
  for (const char* family : {"--family=convolutional", "--family=residual"}) {
    const std::vector<std::string> flags = {
        family,         "--depth=12", "--channels=4",         "--points=1",
        "--batches=40", "--batch=40", "--bias_variance=2e-5", "--weight_variance_from=0.02"};
    std::vector<std::string> two = flags, one = flags;
    two.push_back("--threads=2");
    one.push_back("--threads=1");
    const Table table = RunRange(one).value();
    EXPECT_EQ(table.cell(0, 5), "collapses");
    EXPECT_EQ(FormatCsv(table), FormatCsv(RunRange(two).value()));
  }
}

TEST(TrainableRangeCommandTest, RejectsBadInput) {
  EXPECT_EQ(ErrorMessage(RunRange({"--family=residual", "--decoder=ridge"})),
            "--decoder=ridge: dense networks only, not --family=residual");
  EXPECT_EQ(ErrorMessage(RunRange({"--weight_variance_from=3", "--weight_variance_to=2"})),
            "--weight_variance_from=3: must be at most --weight_variance_to=2");
  EXPECT_EQ(ErrorMessage(RunRange({"--batch=1000", "--family=residual"})),
            "batch=1000: must be from 1 to the number of images, 400");
}

}  // namespace
}  // namespace infoflow::command_line
