#include "infoflow/support/gzip.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace infoflow {
namespace {

std::string Example() {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += static_cast<char>((i * 7919) >> 5);
  return text;
}

std::string ErrorOf(absl::string_view content, std::size_t max_size = 1 << 20) {
  const absl::StatusOr<std::string> result = Gunzip(content, "example.gz", max_size);
  return result.ok() ? "no error" : std::string(result.status().message());
}

TEST(GzipTest, GivesBackWhatWasCompressed) {
  for (const std::string& text : {Example(), std::string("a"), std::string()}) {
    EXPECT_EQ(Gunzip(Gzip(text), "example.gz").value(), text);
  }
}

TEST(GzipTest, ReadsTheBeginningAlone) {
  const std::string packed = Gzip(Example());
  EXPECT_EQ(GunzipStart(packed, 9), Example().substr(0, 9));
  EXPECT_EQ(GunzipStart(Gzip("ab"), 9), "ab");
  EXPECT_EQ(GunzipStart("no gzip", 9), "");
  EXPECT_EQ(GunzipStart(packed.substr(0, 5), 9), "");
}

TEST(GzipTest, RefusesWhatIsDamaged) {
  const std::string good = Gzip(Example());
  EXPECT_EQ(ErrorOf(good), "no error");
  EXPECT_EQ(ErrorOf(""), "example.gz: is not a gzip file");
  EXPECT_EQ(ErrorOf("plain text"), "example.gz: is not a gzip file");
  EXPECT_EQ(ErrorOf(good.substr(0, good.size() / 2)), "example.gz: is truncated");
  EXPECT_EQ(ErrorOf(good.substr(0, good.size() - 1)), "example.gz: is truncated");
  std::string wrong_sum = good;
  wrong_sum[good.size() - 5] ^= 1;
  EXPECT_EQ(ErrorOf(wrong_sum), "example.gz: is damaged");
  EXPECT_EQ(ErrorOf(good + "more"), "example.gz: has other bytes behind its end");
  EXPECT_EQ(Gunzip(Gzip("one ") + Gzip("two"), "example.gz").value(), "one two");
  EXPECT_EQ(ErrorOf(good, 1000),
            absl::StrCat("example.gz: holds more than 1000 bytes, too many to unpack from ",
                         good.size(), "; give it unpacked"));
}

}  // namespace
}  // namespace infoflow
