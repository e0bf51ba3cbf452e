#include "infoflow/support/data_file.h"

#include <algorithm>
#include <cstddef>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"
#include "infoflow/support/gzip.h"
#include "infoflow/support/memory.h"

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
  EXPECT_TRUE(
      absl::EndsWith(ReadDataFile(PathOf(Gzip(zeros))).status().message(), "; give it unpacked"));
  const std::string fewer(std::size_t{20} << 20, '\0');
  EXPECT_EQ(ReadDataFile(PathOf(Gzip(fewer)))->size(), fewer.size());
}

// Configurations at low temperature are nearly all the same, and packed to a hundredth.
TEST(DataFileTest, ArraysMayHoldMore) {
  for (const std::string& start :
       {std::string("\x93NUMPY"), std::string("\0\0\x08\x03", 4), std::string("\0\0\x0d\x03", 4)}) {
    const std::string array = start + std::string(std::size_t{30} << 20, '\1');
    const absl::StatusOr<std::string> content = ReadDataFile(PathOf(Gzip(array)));
    ASSERT_TRUE(content.ok()) << content.status();
    EXPECT_EQ(*content, array);
  }
  // Not without end.
  EXPECT_GE(MostArrayBytes(1), MostUncompressedBytes(1));
  EXPECT_LE(static_cast<double>(MostArrayBytes(1)),
            std::max(MemoryToHave() / 16.0, static_cast<double>(MostUncompressedBytes(1))));
  EXPECT_EQ(MostArrayBytes(std::size_t{1} << 45), MostUncompressedBytes(std::size_t{1} << 45));
}

TEST(DataFileTest, QuotesTheBeginning) {
  EXPECT_EQ(Quoted("cell"), "'cell'");
  EXPECT_EQ(Quoted(std::string(41, 'x')), absl::StrCat("'", std::string(40, 'x'), "...'"));
}

}  // namespace
}  // namespace infoflow
