#include "infoflow/command_line/flag_values.h"

#include "gtest/gtest.h"

namespace infoflow::command_line {
namespace {

TEST(SmallIntegerTest, TakesWhatFitsIntoAnInt) {
  EXPECT_EQ(SmallInteger("steps", 0).value(), 0);
  EXPECT_EQ(SmallInteger("steps", 2147483647).value(), 2147483647);
  const absl::StatusOr<int> large = SmallInteger("steps", std::int64_t{2147483648});
  EXPECT_EQ(large.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(large.status().message(),
            "--steps=2147483648: must be an integer of at most 2147483647");
}

TEST(InFlagTest, NamesTheFlagAndKeepsTheCode) {
  const absl::Status status = InFlag("in", absl::NotFoundError("x.csv: no such file"));
  EXPECT_EQ(status.code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(status.message(), "--in: x.csv: no such file");
}

}  // namespace
}  // namespace infoflow::command_line
