#include "infoflow/support/data_file.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"
#include "infoflow/support/gzip.h"

namespace infoflow {
namespace {

std::string PathOf(const std::string& content) {
  const std::string path = absl::StrCat(testing::TempDir(), "/content");
  EXPECT_TRUE(WriteFile(content, path).ok());
  return path;
}

TEST(DataFileTest, UnpacksWhatIsPackedWhateverItsName) {
  EXPECT_EQ(*ReadDataFile(PathOf("1,2\n")), "1,2\n");
  EXPECT_EQ(*ReadDataFile(PathOf(Gzip("1,2\n"))), "1,2\n");
}

TEST(DataFileTest, ASmallFileDoesNotFillTheMemory) {
  const std::string zeros(std::size_t{30} << 20, '\0');
  EXPECT_TRUE(absl::StrContains(ReadDataFile(PathOf(Gzip(zeros))).status().message(),
                                "holds more than 25165824 bytes"));
  const std::string fewer(std::size_t{20} << 20, '\0');
  EXPECT_EQ(ReadDataFile(PathOf(Gzip(fewer)))->size(), fewer.size());
}

TEST(DataFileTest, QuotesTheBeginning) {
  EXPECT_EQ(Quoted("cell"), "'cell'");
  EXPECT_EQ(Quoted(std::string(41, 'x')), absl::StrCat("'", std::string(40, 'x'), "...'"));
}

}  // namespace
}  // namespace infoflow
