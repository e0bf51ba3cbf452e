#include "paper_figures/harness/points_folder.h"

#include <filesystem>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace infoflow::paper_figures {
namespace {

class PointsFolderTest : public ::testing::Test {
 protected:
  PointsFolderTest() {
    context_.points_folder =
        absl::StrCat(::testing::TempDir(), "/folder_",
                     ::testing::UnitTest::GetInstance()->current_test_info()->name());
    context_.code = "code 1";
    std::filesystem::remove_all(context_.points_folder);
  }
  std::unique_ptr<PointsFolder> Open(absl::string_view settings = "a") {
    return PointsFolder::Open(context_, settings).value();
  }

  FigureContext context_;
};

TEST_F(PointsFolderTest, FindsWhatWasAdded) {
  const std::vector<double> values = {1.0 / 3.0, -std::numeric_limits<double>::infinity()};
  ASSERT_TRUE(Open()->Add("x=1", values).ok());
  const auto folder = Open();
  ASSERT_NE(folder->Find("x=1"), nullptr);
  EXPECT_EQ(*folder->Find("x=1"), values);
  EXPECT_EQ(folder->Find("x=2"), nullptr);
  EXPECT_EQ(Open("b")->Find("x=1"), nullptr);
}

TEST_F(PointsFolderTest, FindsWhatOtherShardsAdded) {
  context_.shard_count = 2;
  ASSERT_TRUE(Open()->Add("x=1", {1.0}).ok());
  context_.shard_index = 1;
  EXPECT_NE(Open()->Find("x=1"), nullptr);
  context_.recompute = true;
  EXPECT_EQ(Open()->Find("x=1"), nullptr);
}

TEST_F(PointsFolderTest, WithoutAFolderNothingIsKept) {
  context_.points_folder = "";
  EXPECT_TRUE(Open()->Add("x=1", {1.0}).ok());
  EXPECT_EQ(Open()->Find("x=1"), nullptr);
}

TEST_F(PointsFolderTest, NamesAFolderThatCannotBeWritten) {
  context_.points_folder = "/proc/nowhere";
  EXPECT_FALSE(PointsFolder::Open(context_, "a").ok());
}

}  // namespace
}  // namespace infoflow::paper_figures
