#include "infoflow/estimators/sample_file.h"

#include <string>

#include "gtest/gtest.h"

namespace infoflow::estimators {
namespace {

std::string ErrorOf(absl::string_view text) {
  const auto samples = ParseSamples(text, "file.csv");
  return samples.ok() ? "no error" : std::string(samples.status().message());
}

TEST(SampleFileTest, ReadsWithAndWithoutHeader) {
  const linalg::Matrix<double> plain = ParseSamples("1,2.5\n-3e-2, 4\n", "f").value();
  ASSERT_EQ(plain.rows(), 2);
  ASSERT_EQ(plain.columns(), 2);
  EXPECT_EQ(plain(0, 1), 2.5);
  EXPECT_EQ(plain(1, 0), -0.03);
  EXPECT_EQ(plain(1, 1), 4.0);
  for (const char* text :
       {"x,y\n1,2.5\n-3e-2,4", "# comment\n\nx,y\r\n1,2.5\r\n\n# more\n-3e-2,4\r\n\n",
        "\xef\xbb\xbf\"x\",y\n1,2.5\n-0.03,4.0\n", "  1 ,2.5\n-0.03,\t4.0 \n"}) {
    EXPECT_EQ(ParseSamples(text, "f").value(), plain) << text;
  }
  EXPECT_EQ(ParseSamples("x\n7\n8\n", "f").value().rows(), 2);
}

TEST(SampleFileTest, RefusesBadTextInOneSentence) {
  EXPECT_EQ(ErrorOf(""), "file.csv: no samples");
  EXPECT_EQ(ErrorOf("x,y\n"), "file.csv: no samples");
  EXPECT_EQ(ErrorOf("x,y\n1,2\n3,four\n"), "file.csv:3: cell 2 is 'four', not a finite number");
  EXPECT_EQ(ErrorOf("1,two\n"), "file.csv:1: cell 2 is 'two', not a finite number");
  EXPECT_EQ(ErrorOf("1,2\n3,\n"), "file.csv:2: cell 2 is '', not a finite number");
  EXPECT_EQ(ErrorOf("1,2\n,3\n"), "file.csv:2: cell 1 is '', not a finite number");
  EXPECT_EQ(ErrorOf("1,2\n3,nan\n"), "file.csv:2: cell 2 is 'nan', not a finite number");
  EXPECT_EQ(ErrorOf("1,2\n3,-inf\n"), "file.csv:2: cell 2 is '-inf', not a finite number");
  EXPECT_EQ(ErrorOf("1,2\n3,4,5\n"), "file.csv:2: 3 cells, the lines before have 2");
  EXPECT_EQ(ErrorOf("x,y\n3\n"), "file.csv:2: 1 cells, the lines before have 2");
}

TEST(SampleFileTest, SaysWhichFileIsMissing) {
  const auto samples = ReadSamples("/no/such/file.csv");
  ASSERT_FALSE(samples.ok());
  EXPECT_NE(std::string(samples.status().message()).find("/no/such/file.csv"), std::string::npos);
}

}  // namespace
}  // namespace infoflow::estimators
