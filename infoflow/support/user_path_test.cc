#include "infoflow/support/user_path.h"

#include <cstdlib>

#include "gtest/gtest.h"

namespace infoflow {
namespace {

TEST(UserPathTest, CountsRelativePathsFromTheUsersFolder) {
  setenv("BUILD_WORKING_DIRECTORY", "/home/user", 1);
  EXPECT_EQ(UserFolder(), "/home/user");
  EXPECT_EQ(UserPath("out.csv"), "/home/user/out.csv");
  EXPECT_EQ(UserPath("a/./b"), "/home/user/a/b");
  EXPECT_EQ(UserPath("../x"), "/home/x");
  EXPECT_EQ(UserPath("folder/"), "/home/user/folder/");
  EXPECT_EQ(UserPath("/tmp/out.csv"), "/tmp/out.csv");
  EXPECT_EQ(UserPath(""), "");
}

TEST(UserPathTest, LeavesPathsAloneWhenStartedDirectly) {
  unsetenv("BUILD_WORKING_DIRECTORY");
  EXPECT_EQ(UserFolder(), "");
  EXPECT_EQ(UserPath("out.csv"), "out.csv");
  EXPECT_EQ(UserPath("../x"), "../x");
}

}  // namespace
}  // namespace infoflow
