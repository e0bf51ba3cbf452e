#include "infoflow/support/number_grid.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"
#include "infoflow/support/gzip.h"
#include "infoflow/support/npy.h"

namespace infoflow {
namespace {

NumberGrid Grid(absl::string_view text, Header header = Header::kAuto) {
  const absl::StatusOr<NumberGrid> grid = ParseNumberGrid(text, "f", header);
  EXPECT_TRUE(grid.ok()) << grid.status() << " in " << text;
  return grid.value_or(NumberGrid());
}

std::string ErrorOf(absl::string_view text, Header header = Header::kAuto) {
  const auto grid = ParseNumberGrid(text, "f", header);
  return grid.ok() ? "no error" : std::string(grid.status().message());
}

TEST(NumberGridTest, OneTableInManyDialects) {
  const std::vector<double> want = {1.0, 2.5, -0.03, 4.0};
  for (const char* text :
       {"1,2.5\n-3e-2, 4\n", "x,y\n1,2.5\n-3e-2,4", "1;2.5\n-3D-02;+4.\n", "1\t2.5\n-.03\t4\n",
        "  1 2.5\n-0.03   4.0 \n", "\"x\" \"y\"\n1 2.5\n-0.03 4\n",
        "# comment\n\nx,y\r\n1,2.5\r\n\n# more\n-3e-2,4\r\n\n", "x,y\r1,2.5\r-0.03,4\r",
        "\xef\xbb\xbf\"x\",y\n1,2.5\n-0.03,4.0\n", "% x y\n1 2.5 # first\n-0.03 4\n",
        "\"1\",\"2.5\"\n\"-0.03\",\"4\"\n", "0,1\n1,2.5\n-0.03,4\n"}) {
    const NumberGrid grid = Grid(text);
    EXPECT_EQ(grid.columns, 2) << text;
    EXPECT_EQ(grid.values, want) << text;
  }
  EXPECT_EQ(Grid("x;y\n1;2\n").description, "semicolons, header");
  EXPECT_EQ(Grid("1 2\n").description, "blanks, no header");
}

TEST(NumberGridTest, Headers) {
  EXPECT_EQ(Grid("x\n7\n8\n").rows, 2);
  // A first line of numbers is none, unless it counts the columns.
  EXPECT_EQ(Grid("1,2\n3,4\n").rows, 2);
  EXPECT_EQ(Grid("0,1,2\n3.5,4,5\n").names, (std::vector<std::string>{"0", "1", "2"}));
  EXPECT_EQ(Grid("0,1\n3,4\n", Header::kNo).rows, 2);
  EXPECT_EQ(Grid("1,2\n3,4\n", Header::kYes).rows, 1);
  // Above integers it is undecided, and 0,1 means numbers.
  EXPECT_EQ(Grid("0,1\n1,0\n").rows, 2);
  EXPECT_EQ(ErrorOf("0,1,2\n3,4,5\n"),
            "f:1: 0,1,2,... above integers may be names of columns or numbers; header=yes or no "
            "says which, or a # before names and 0.0 for a number");
  EXPECT_EQ(Grid("0,1,2\n3,4,5\n", Header::kYes).rows, 1);
  EXPECT_EQ(Grid("0,1,2\n3,4,5\n", Header::kNo).rows, 2);
  // A spectrum may begin with 0.
  EXPECT_EQ(Grid("0\n1.5\n2e-3\n").rows, 3);
  EXPECT_EQ(Grid("0\n1.5\n", Header::kYes).rows, 1);
  EXPECT_EQ(Grid("1.5\n0\n").rows, 2);
  EXPECT_EQ(ErrorOf("1,two\n"), "f:1: cell 2 is 'two', not a finite number");
  EXPECT_EQ(ErrorOf("1.0D+00,nan\n"), "f:1: cell 2 is 'nan', not a finite number");
  EXPECT_EQ(ErrorOf("x,y\n1,2\n", Header::kNo), "f:1: cell 1 is 'x', not a finite number");
}

TEST(NumberGridTest, LeavesOutColumnsOfRowNumbers) {
  for (const char* text : {",x,y\n0,1,2\n1,3,4\n", "Unnamed: 0,x,y\n0,1,2\n1,3,4\n",
                           "\"x\",\"y\"\n\"1\",1,2\n\"2\",3,4\n", ",0,1\n0,1,2\n1,3,4\n",
                           "\tx\ty\n1\t1\t2\n2\t3\t4\n"}) {
    const NumberGrid grid = Grid(text);
    EXPECT_EQ(grid.values, (std::vector<double>{1.0, 2.0, 3.0, 4.0})) << text;
    EXPECT_EQ(grid.names.size(), 2u) << text;
  }
  EXPECT_EQ(Grid(",x\n0,1\n1,3\n").description, "commas, header, a column of row numbers left out");
  EXPECT_EQ(ErrorOf(",x\n5,1\n6,3\n"),
            "f: column 1 has no name in the header and does not number the rows");
  EXPECT_EQ(ErrorOf("x,\n5,1\n6,3\n"), "f: column 2 has no name in the header");
  // Named columns stay, whatever they hold.
  EXPECT_EQ(Grid("index,x\n0,1\n1,3\n").columns, 2);
}

TEST(NumberGridTest, ErrorsNameLineAndCell) {
  EXPECT_EQ(ErrorOf(""), "f: the file holds no numbers");
  EXPECT_EQ(ErrorOf("x,y\n"), "f: the file holds no numbers");
  EXPECT_EQ(ErrorOf("x,y\n1,2\n3,four\n"), "f:3: cell 2 is 'four', not a finite number");
  EXPECT_EQ(ErrorOf("1,2\n,3\n"), "f:2: cell 1 is '', not a finite number");
  EXPECT_EQ(ErrorOf("1,2\n3,-inf\n"), "f:2: cell 2 is '-inf', not a finite number");
  EXPECT_EQ(ErrorOf("1,2\n3,4,5\n"), "f:2: 3 cells, the lines before have 2");
  EXPECT_EQ(ErrorOf("x,y\n3\n"), "f:2: 1 cells, the lines before have 2");
  EXPECT_EQ(ErrorOf("1;2,5\n"),
            "f:1: cell 2 is '2,5', not a finite number; cells are separated by semicolons in this "
            "file, and decimals begin with a point");
  EXPECT_EQ(
      ErrorOf("1,2\n3 4,5\n"),
      "f:2: cell 1 is '3 4', not a finite number; cells are separated by commas in this file");
}

TEST(NumberGridTest, ReadsArrays) {
  const std::vector<float> values = {1.0f, 2.0f, 3.0f, 4.0f};
  const NumberGrid grid = Grid(FormatNpy(MakeNpy(absl::MakeConstSpan(values), {2, 2})));
  EXPECT_EQ(grid.columns, 2);
  EXPECT_EQ(grid.values, (std::vector<double>{1.0, 2.0, 3.0, 4.0}));
  EXPECT_EQ(grid.description, "float32 array");
  EXPECT_EQ(Grid(FormatNpy(MakeNpy(absl::MakeConstSpan(values), {4}))).columns, 1);
  EXPECT_EQ(ErrorOf(FormatNpy(MakeNpy(absl::MakeConstSpan(values), {2, 2, 1}))),
            "f: the array has 3 dimensions; it must have two, rows x columns");
  EXPECT_EQ(ErrorOf(FormatNpy(MakeNpy(absl::MakeConstSpan(values).subspan(0, 1), {}))),
            "f: the array has 0 dimensions; it must have two, rows x columns");
}

TEST(NumberGridTest, ReadsPackedFiles) {
  const std::string path = absl::StrCat(testing::TempDir(), "/table.csv.gz");
  ASSERT_TRUE(WriteFile(Gzip("x,y\n1,2\n"), path).ok());
  EXPECT_EQ(ReadNumberGrid(path)->values, (std::vector<double>{1.0, 2.0}));
  EXPECT_FALSE(ReadNumberGrid("/no/such/file.csv").ok());
}

}  // namespace
}  // namespace infoflow
