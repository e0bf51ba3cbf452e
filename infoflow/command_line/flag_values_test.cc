#include "infoflow/command_line/flag_values.h"

#include "gtest/gtest.h"

namespace infoflow::command_line {
namespace {

TEST(InFlagTest, NamesTheFlagAndKeepsTheCode) {
  const absl::Status status = InFlag("in", absl::NotFoundError("x.csv: no such file"));
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "--in: x.csv: no such file");
}

}  // namespace
}  // namespace infoflow::command_line
