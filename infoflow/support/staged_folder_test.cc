#include "infoflow/support/staged_folder.h"

#include <filesystem>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"

namespace infoflow {
namespace {

namespace fs = std::filesystem;

bool IsText(absl::string_view name) { return absl::EndsWith(name, ".txt"); }

class StagedFolderTest : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = absl::StrCat(testing::TempDir(), "/",
                         ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(root_);
    ASSERT_TRUE(MakeFolders(root_).ok());
  }
  std::string ErrorOf(const std::string& path) const {
    return std::string(StagedFolder::Create(path, IsText).status().message());
  }
  int NumEntries() const {
    int count = 0;
    for (const auto& entry : fs::directory_iterator(root_)) count += entry.exists();
    return count;
  }

  std::string root_;
};

TEST_F(StagedFolderTest, TakesItsPlaceAsAWholeOrVanishes) {
  for (const char* content : {"first", "second"}) {
    StagedFolder folder = *StagedFolder::Create(root_ + "/out/", IsText);
    ASSERT_TRUE(WriteFile(content, folder.path() + "/a.txt").ok());
    ASSERT_TRUE(folder.Commit().ok());
    EXPECT_EQ(*ReadFile(root_ + "/out/a.txt"), content);
    EXPECT_EQ(NumEntries(), 1);
  }
  {
    const StagedFolder dropped = *StagedFolder::Create(root_ + "/out", IsText);
    EXPECT_EQ(NumEntries(), 2);
  }
  EXPECT_EQ(*ReadFile(root_ + "/out/a.txt"), "second");
  EXPECT_EQ(NumEntries(), 1);
}

TEST_F(StagedFolderTest, NeverReplacesWhatIsNotOurs) {
  ASSERT_TRUE(MakeFolders(root_ + "/mine/thesis").ok());
  ASSERT_TRUE(WriteFile("x", root_ + "/file").ok());
  fs::create_symlink(root_ + "/mine", root_ + "/link");
  EXPECT_TRUE(absl::StrContains(ErrorOf(root_ + "/mine"), "it holds 'thesis', which is not of"));
  EXPECT_TRUE(absl::StrContains(ErrorOf(root_ + "/file"), "it is a file or a link"));
  EXPECT_TRUE(absl::StrContains(ErrorOf(root_ + "/link"), "it is a file or a link"));
  EXPECT_TRUE(absl::StrContains(ErrorOf(root_ + "/mine/."), "it holds 'thesis'"));
  EXPECT_TRUE(absl::StrContains(ErrorOf("."), "it must have a name of its own"));
  EXPECT_TRUE(absl::StrContains(ErrorOf("/"), "it must have a name of its own"));
  EXPECT_EQ(NumEntries(), 3);
}

TEST_F(StagedFolderTest, RemovesWhatKilledProgramsLeftAndNothingElse) {
  ASSERT_TRUE(MakeFolders(root_ + "/.out.7.staged/data").ok());
  const StagedFolder alive = *StagedFolder::Create(root_ + "/out", IsText);
  EXPECT_FALSE(fs::exists(root_ + "/.out.7.staged"));
  const StagedFolder second = *StagedFolder::Create(root_ + "/out", IsText);
  EXPECT_TRUE(fs::exists(alive.path()));
  EXPECT_NE(alive.path(), second.path());
}

}  // namespace
}  // namespace infoflow
