#include "infoflow/support/flag_files.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"

namespace infoflow {
namespace {

class FlagFilesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = ::testing::TempDir() + "/flag_files";
    std::filesystem::remove_all(root_);
    ASSERT_TRUE(MakeFolders(root_ + "/folder/inner").ok());
    for (const char* name : {"a.npy", "b.npy", "folder/c.npy", "new.npy.tmp"}) {
      ASSERT_TRUE(WriteFile("1", Path(name)).ok());
    }
    std::filesystem::create_symlink(Path("a.npy"), Path("link.npy"));
    std::filesystem::create_hard_link(Path("a.npy"), Path("hard.npy"));
    std::filesystem::create_directory_symlink(Path("folder"), Path("same_folder"));
  }
  std::string Path(const std::string& name) const { return absl::StrCat(root_, "/", name); }

  // Whether `out` may be written while `in` is read.
  bool Apart(const std::string& out, const std::string& in) const {
    const FlagFiles written = {"out", "O", {Path(out)}}, read = {"in", "I", {Path(in)}};
    const absl::Status status = CheckFilesApart({read}, {written});
    if (status.ok()) return true;
    EXPECT_EQ(status.message(),
              absl::StrCat("--out=O: must not replace ", Path(in), ", which --in=I reads"));
    return false;
  }

  std::string root_;
};

TEST_F(FlagFilesTest, KnowsAFileByAnyPath) {
  for (const char* out : {"a.npy", "link.npy", "hard.npy", "./a.npy", "folder/../a.npy",
                          "same_folder/../a.npy", "folder/inner/../../a.npy"}) {
    EXPECT_FALSE(Apart(out, "a.npy")) << out;
    EXPECT_FALSE(Apart("a.npy", out)) << out;
  }
  EXPECT_FALSE(Apart("folder/c.npy", "same_folder/c.npy"));
  for (const char* out : {"b.npy", "c.npy", "folder/a.npy", "a.npy.csv"}) {
    EXPECT_TRUE(Apart(out, "a.npy")) << out;
  }
  // In the place of its temporary file, too.
  EXPECT_FALSE(Apart("new.npy", "new.npy.tmp"));
  EXPECT_TRUE(Apart("new.npy.tmp", "new.npy"));
}

TEST_F(FlagFilesTest, AFolderThatIsWrittenReplacesWhatIsInIt) {
  for (const char* out : {"folder", "folder/", "same_folder", "./folder/.", ""}) {
    EXPECT_FALSE(Apart(out, "folder/c.npy")) << out;
  }
  EXPECT_TRUE(Apart("folder/inner", "folder/c.npy"));
  EXPECT_TRUE(Apart("fold", "folder/c.npy"));
  // Files may be added to a folder that is read.
  EXPECT_TRUE(Apart("folder/d.npy", "folder"));
}

TEST_F(FlagFilesTest, WhatIsWrittenTwiceIsTold) {
  const FlagFiles one = {"out", "x", {Path("b.npy"), Path("x")}};
  const FlagFiles two = {"checkpoint", "y", {Path("folder/../x")}};
  EXPECT_EQ(
      CheckFilesApart({}, {one, two}).message(),
      absl::StrCat("--out=x: must not replace ", two.paths[0], ", which --checkpoint=y writes"));
  EXPECT_TRUE(CheckFilesApart({}, {one}).ok());
}

TEST_F(FlagFilesTest, DevicesMayBeBoth) {
  const FlagFiles out = {"out", "/dev/null", {"/dev/null"}},
                  in = {"in", "/dev/null", {"/dev/null"}};
  EXPECT_TRUE(CheckFilesApart({in}, {out}).ok());
}

TEST_F(FlagFilesTest, ParentFoldersMustBeThere) {
  const auto check = [&](const std::string& path) {
    return std::string(CheckParentFolders({{"out", "O", {path}}}).message());
  };
  for (const char* path : {"new", "folder/new", "folder/new/", "same_folder/new"}) {
    EXPECT_EQ(check(Path(path)), "") << path;
  }
  EXPECT_EQ(check("new"), "");
  EXPECT_EQ(check(Path("nope/a/b")), absl::StrCat("--out=O: there is no folder ", Path("nope/a")));
  EXPECT_EQ(check(Path("a.npy/b/")), absl::StrCat("--out=O: there is no folder ", Path("a.npy")));
}

}  // namespace
}  // namespace infoflow
