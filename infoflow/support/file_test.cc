#include "infoflow/support/file.h"

#include <signal.h>
#include <sys/resource.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace infoflow {
namespace {

class FileTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = absl::StrCat(std::getenv("TEST_TMPDIR"), "/",
                           ::testing::UnitTest::GetInstance()->current_test_info()->name());
    ASSERT_TRUE(MakeFolders(folder_).ok());
  }
  std::string Path(const std::string& name) const { return absl::StrCat(folder_, "/", name); }
  int NumFiles() const {
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
      count += entry.exists();
    }
    return count;
  }

  std::string folder_;
};

TEST_F(FileTest, ReadsBackWhatWasWritten) {
  const std::string content("a\0b\r\n", 5);
  for (const std::string& text : {std::string(), content, std::string(200000, 'x')}) {
    ASSERT_TRUE(WriteFile(text, Path("f")).ok());
    EXPECT_EQ(*ReadFile(Path("f")), text);
  }
  EXPECT_EQ(NumFiles(), 1);
}

TEST_F(FileTest, ErrorsNamePathAndReason) {
  EXPECT_EQ(ReadFile(Path("absent")).status().message(),
            absl::StrCat("cannot read ", Path("absent"), ": No such file or directory"));
  EXPECT_EQ(ReadFile(folder_).status().message(),
            absl::StrCat("cannot read ", folder_, ": it is a folder"));
  EXPECT_EQ(WriteFile("x", Path("no/such")).message(),
            absl::StrCat("cannot write ", Path("no/such"), ": No such file or directory"));
  ASSERT_TRUE(WriteFile("x", Path("file")).ok());
  EXPECT_EQ(MakeFolders(Path("file/inside")).message(),
            absl::StrCat("cannot make folder ", Path("file/inside"), ": Not a directory"));
}

TEST_F(FileTest, FailedWriteLeavesTheOldFileAndNothingElse) {
  ASSERT_TRUE(WriteFile("old", Path("f")).ok());
  // No file may grow beyond 1000 bytes, as if the disk were full.
  rlimit limit;
  ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &limit), 0);
  const rlimit before = limit;
  limit.rlim_cur = 1000;
  const auto handler = signal(SIGXFSZ, SIG_IGN);
  ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limit), 0);
  const absl::Status small_status = WriteFile(std::string(2000, 'n'), Path("f"));
  const absl::Status large_status = WriteFile(std::string(100000, 'n'), Path("f"));
  setrlimit(RLIMIT_FSIZE, &before);
  signal(SIGXFSZ, handler);
  EXPECT_EQ(small_status.message(), absl::StrCat("cannot write ", Path("f"), ": File too large"));
  EXPECT_EQ(large_status.message(), absl::StrCat("cannot write ", Path("f"), ": File too large"));
  EXPECT_EQ(*ReadFile(Path("f")), "old");
  EXPECT_EQ(NumFiles(), 1);
}

TEST_F(FileTest, FailedRenameLeavesNoTemporary) {
  ASSERT_TRUE(MakeFolders(Path("target/inside")).ok());
  EXPECT_FALSE(WriteFile("x", Path("target")).ok());
  EXPECT_EQ(NumFiles(), 1);
}

TEST_F(FileTest, ThreadsWritingOneFileLeaveOneOfTheirs) {
  std::vector<std::thread> threads;
  for (char letter : {'a', 'b', 'c', 'd'}) {
    threads.emplace_back([this, letter] {
      for (int i = 0; i < 20; ++i) {
        EXPECT_TRUE(WriteFile(std::string(10000, letter), Path("f")).ok());
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const std::string content = *ReadFile(Path("f"));
  EXPECT_EQ(content, std::string(10000, content[0]));
  EXPECT_EQ(NumFiles(), 1);
}

TEST_F(FileTest, KeepsPermissionsAndLinks) {
  ASSERT_TRUE(WriteFile("old", Path("f")).ok());
  std::filesystem::permissions(
      Path("f"), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  std::filesystem::create_symlink(Path("f"), Path("link"));
  ASSERT_TRUE(WriteFile("new", Path("link")).ok());
  EXPECT_TRUE(std::filesystem::is_symlink(Path("link")));
  EXPECT_EQ(*ReadFile(Path("f")), "new");
  EXPECT_EQ(std::filesystem::status(Path("f")).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_TRUE(WriteFile("x", "/dev/null").ok());
}

TEST_F(FileTest, TemporariesAreTakenOverButNeverFollowed) {
  ASSERT_TRUE(WriteFile("left by a killed program, longer", Path("f.tmp")).ok());
  ASSERT_TRUE(WriteFile("new", Path("f")).ok());
  EXPECT_EQ(*ReadFile(Path("f")), "new");
  EXPECT_EQ(NumFiles(), 1);
  ASSERT_TRUE(WriteFile("precious", Path("other")).ok());
  std::filesystem::create_symlink(Path("other"), Path("f.tmp"));
  EXPECT_EQ(WriteFile("newer", Path("f")).message(),
            absl::StrCat("cannot write ", Path("f"), ": ", Path("f.tmp"), " is a link"));
  std::filesystem::remove(Path("f.tmp"));
  std::filesystem::create_hard_link(Path("other"), Path("f.tmp"));
  EXPECT_EQ(
      WriteFile("newer", Path("f")).message(),
      absl::StrCat("cannot write ", Path("f"), ": ", Path("f.tmp"), " is there and not ours"));
  EXPECT_EQ(*ReadFile(Path("other")), "precious");
}

TEST_F(FileTest, CheckWritableFindsOutWithoutWriting) {
  EXPECT_TRUE(CheckWritable(Path("f")).ok());
  EXPECT_EQ(NumFiles(), 0);
  ASSERT_TRUE(WriteFile("old", Path("f")).ok());
  EXPECT_TRUE(CheckWritable(Path("f")).ok());
  EXPECT_EQ(*ReadFile(Path("f")), "old");
  EXPECT_EQ(CheckWritable(Path("no/such")).message(),
            absl::StrCat("cannot write ", Path("no/such"), ": No such file or directory"));
  EXPECT_EQ(CheckWritable(folder_).message(),
            absl::StrCat("cannot write ", folder_, ": it is a folder"));
  EXPECT_TRUE(CheckWritable("/dev/null").ok());
  EXPECT_EQ(NumFiles(), 1);
}

TEST_F(FileTest, GivesUpWhatNeverEnds) {
  EXPECT_EQ(ReadFile("/dev/zero").status().message(),
            "cannot read /dev/zero: it holds more than 1073741824 bytes");
}

TEST_F(FileTest, MakeFoldersMakesThoseAbove) {
  EXPECT_TRUE(MakeFolders(Path("a/b/c")).ok());
  EXPECT_TRUE(MakeFolders(Path("a/b/c")).ok());
  EXPECT_TRUE(std::filesystem::is_directory(Path("a/b/c")));
}

TEST_F(FileTest, ReplaceFolderPutsTheNewOneInPlace) {
  ASSERT_TRUE(MakeFolders(Path("staged")).ok());
  ASSERT_TRUE(WriteFile("new", Path("staged/f")).ok());
  ASSERT_TRUE(ReplaceFolder(Path("staged"), Path("final")).ok());
  EXPECT_EQ(*ReadFile(Path("final/f")), "new");

  ASSERT_TRUE(MakeFolders(Path("staged")).ok());
  ASSERT_TRUE(WriteFile("newer", Path("staged/f")).ok());
  ASSERT_TRUE(ReplaceFolder(Path("staged"), Path("final")).ok());
  EXPECT_EQ(*ReadFile(Path("final/f")), "newer");
  EXPECT_EQ(NumFiles(), 1);

  // Without a new folder the old one stays.
  EXPECT_FALSE(ReplaceFolder(Path("staged"), Path("final")).ok());
  EXPECT_EQ(*ReadFile(Path("final/f")), "newer");
  EXPECT_EQ(NumFiles(), 1);
}

}  // namespace
}  // namespace infoflow
