#include "infoflow/command_line/collapse_depth_commands.h"

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/command_line/command_testing.h"

namespace infoflow::command_line {
namespace {

absl::StatusOr<Table> RunCollapseDepth(const std::vector<std::string>& arguments) {
  return RunCommand(CollapseDepthCommands(), "collapse-depth", arguments);
}

TEST(CollapseDepthCommandTest, PrintsOneRow) {
  const Table table = RunCollapseDepth({"--weight_variance=1"}).value();
  ASSERT_EQ(table.num_rows(), 1);
  // 21.8 = 6 xi is what arXiv:2406.12916 compares with.
  EXPECT_NEAR(6.0 * table.Number(0, "correlation_depth").value(), 21.8, 0.05);
  EXPECT_EQ(table.Number(0, "collapses").value(), 1.0);
  EXPECT_GT(table.Number(0, "collapse_depth").value(), 30.0);
  const Table chaotic = RunCollapseDepth({"--weight_variance=3"}).value();
  EXPECT_EQ(chaotic.Number(0, "collapses").value(), 0.0);
  EXPECT_EQ(chaotic.Text(0, "collapse_depth").value(), "");
}

TEST(CollapseDepthCommandTest, RejectsBadInput) {
  const auto error = [](const std::vector<std::string>& arguments) {
    return ErrorMessage(RunCollapseDepth(arguments));
  };
  EXPECT_EQ(error({}), "--weight_variance: missing; of weights times fan-in, sigma_w^2");
  EXPECT_EQ(error({"--weight_variance=1", "--resolution=3"}),
            "resolution=3: must be above 0 and at most 2");
  EXPECT_EQ(error({"--weight_variance=1", "--max_depth=0"}),
            "--max_depth=0: must be an integer of at least 1");
}

}  // namespace
}  // namespace infoflow::command_line
