#include "infoflow/support/delimited_text.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"

namespace infoflow {
namespace {

// Lines as LINE:CELL|CELL, parted by blanks, or the error.
std::string Read(absl::string_view text,
                 DelimitedText::Comments comments = DelimitedText::Comments::kLines) {
  absl::StatusOr<DelimitedText> lines = DelimitedText::Open(text, "f", comments);
  if (!lines.ok()) return std::string(lines.status().message());
  std::vector<std::string> result;
  for (;;) {
    const absl::StatusOr<bool> more = lines->Next();
    if (!more.ok()) return std::string(more.status().message());
    if (!*more) break;
    result.push_back(absl::StrCat(lines->line(), ":", absl::StrJoin(lines->cells(), "|")));
  }
  return absl::StrJoin(result, " ");
}

TEST(DelimitedTextTest, LinesEndInAnyWay) {
  const char* const want = "1:a|b 2:1|2 4:3|4";
  EXPECT_EQ(Read("a,b\n1,2\n\n3,4"), want);
  EXPECT_EQ(Read("a,b\r\n1,2\r\n\r\n3,4\r\n"), want);
  EXPECT_EQ(Read("a,b\r1,2\r\r3,4\r"), want);
  EXPECT_EQ(Read("\xef\xbb\xbf"
                 "a,b\n1,2\n  \n3,4\n"),
            want);
  EXPECT_EQ(Read(""), "");
}

TEST(DelimitedTextTest, TheFirstLineShowsTheSeparator) {
  EXPECT_EQ(Read("1, 2 ,3\n"), "1:1|2|3");
  EXPECT_EQ(Read("1;2,5\n"), "1:1|2,5");
  EXPECT_EQ(Read("1\t2\t\n"), "1:1|2|");
  EXPECT_EQ(Read("# a, b\n  1   2 \n3 4"), "2:1|2 3:3|4");
  EXPECT_EQ(Read("\"a;b\",c\n1,2\n"), "1:a;b|c 2:1|2");
  EXPECT_EQ(Read("1\n2\n"), "1:1 2:2");
}

TEST(DelimitedTextTest, QuotesKeepWhatTheyHold) {
  EXPECT_EQ(Read("\" a\",\"b,c\",\"d\"\"e\"\n"), "1: a|b,c|d\"e");
  EXPECT_EQ(Read("x,\"two\nlines\"\n1,2\n"), "1:x|two\nlines 3:1|2");
  EXPECT_EQ(Read("\"1.5\" \"2\"\n"), "1:1.5|2");
  EXPECT_EQ(Read("1,\"2\n3,4\n"), "f:1: a quotation mark is not closed");
}

TEST(DelimitedTextTest, SkipsComments) {
  EXPECT_EQ(Read("# \"one\n% two\n// three\n1,2\n"), "4:1|2");
  EXPECT_EQ(Read("1,2 # three\n"), "1:1|2 # three");
  EXPECT_EQ(Read("1,2 # three\n", DelimitedText::Comments::kEndsOfLines), "1:1|2");
  DelimitedText text = *DelimitedText::Open("# unit a: nats\na\n", "f");
  ASSERT_TRUE(*text.Next());
  EXPECT_EQ(text.comments(), std::vector<std::string>{"unit a: nats"});
}

TEST(DelimitedTextTest, RefusesWhatIsNoText) {
  EXPECT_EQ(Read(absl::string_view("\xff\xfe"
                                   "1\0",
                                   4)),
            "f: the text is in UTF-16; save it in UTF-8");
  EXPECT_EQ(Read(absl::string_view("\xfe\xff\0"
                                   "1",
                                   4)),
            "f: the text is in UTF-16; save it in UTF-8");
  EXPECT_EQ(Read(absl::string_view("1\0,\0", 4)),
            "f: bytes of value 0 are no text; tables are read from text in UTF-8");
}

}  // namespace
}  // namespace infoflow
