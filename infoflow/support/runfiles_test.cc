#include "infoflow/support/runfiles.h"

#include <optional>
#include <string>

#include "gtest/gtest.h"
#include "infoflow/support/file.h"

namespace infoflow {
namespace {

TEST(RunfilesTest, FindsWhatTheTestWasBuiltWith) {
  const std::optional<std::string> path =
      FindRunfile("infoflow", "infoflow/support/runfiles_test.cc");
  ASSERT_TRUE(path.has_value());
  EXPECT_NE(ReadFile(*path)->find("FindsWhatTheTestWasBuiltWith"), std::string::npos);
}

TEST(RunfilesTest, NothingWhereThereIsNoFile) {
  EXPECT_FALSE(FindRunfile("infoflow", "infoflow/support/no_such_file").has_value());
  EXPECT_FALSE(FindRunfile("no_such_repository", "infoflow/support/runfiles_test.cc").has_value());
  EXPECT_FALSE(FindRunfile("infoflow", "infoflow/support").has_value());
}

}  // namespace
}  // namespace infoflow
