#include "infoflow/support/table.h"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/support/file.h"

namespace infoflow {
namespace {

using numerics::kInfinity;

Table Parsed(const std::string& text) {
  absl::StatusOr<Table> table = ParseCsv(text, "test");
  EXPECT_TRUE(table.ok()) << table.status();
  return table.ok() ? *std::move(table) : Table();
}

std::string ParseError(const std::string& text) {
  return std::string(ParseCsv(text, "data.csv").status().message());
}

TEST(TableTest, NumbersReadBackAsTheSameDouble) {
  const std::vector<double> values = {0.1,
                                      -1.0 / 3.0,
                                      0.0,
                                      -0.0,
                                      1e308,
                                      std::numeric_limits<double>::max(),
                                      std::numeric_limits<double>::min(),
                                      std::numeric_limits<double>::denorm_min(),
                                      -2.5e-320,
                                      std::nextafter(1.0, 2.0),
                                      kInfinity,
                                      -kInfinity};
  Table table(std::vector<Column>{{"x", ""}});
  for (const double value : values) table.AddNumbers(std::vector<double>{value});
  table.AddNumbers(std::vector<double>{std::numeric_limits<double>::quiet_NaN()});
  const std::vector<double> back = *Parsed(FormatCsv(table)).Numbers("x");
  ASSERT_EQ(back.size(), values.size() + 1);
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ(back[i], values[i]);
    EXPECT_EQ(std::signbit(back[i]), std::signbit(values[i]));
  }
  EXPECT_TRUE(std::isnan(back.back()));
}

TEST(TableTest, CommentsUnitsAndTextSurviveTheRoundTrip) {
  Table table({{"K", ""}, {"entropy", "nats per site"}, {"verdict", ""}});
  table.AddComment("made by a test");
  table.AddComment("seed: 1");
  table.AddRow({"0.5", "0.25", "holds"});
  const std::string text = FormatCsv(table);
  EXPECT_EQ(text,
            "# made by a test\n"
            "# seed: 1\n"
            "# unit entropy: nats per site\n"
            "K,entropy,verdict\n"
            "0.5,0.25,holds\n");
  const Table back = Parsed(text);
  EXPECT_EQ(back.comments(), table.comments());
  EXPECT_EQ(back.columns()[1].unit, "nats per site");
  EXPECT_EQ(back.columns()[0].unit, "");
  EXPECT_EQ(*back.Text(0, "verdict"), "holds");
  EXPECT_EQ(FormatCsv(back), text);
}

TEST(TableTest, AnyTextInACellSurvives) {
  const std::vector<std::string> cells = {"a, b", "say \"x\"",  "\"",   "# no comment",
                                          "",     "two\nlines", "r\rr", " space "};
  for (const int columns : {1, 2}) {
    Table table(columns == 1 ? std::vector<Column>{{"a", ""}}
                             : std::vector<Column>{{"a,b", ""}, {"c", ""}});
    for (const std::string& cell : cells) {
      table.AddRow(std::vector<Cell>(columns, Cell(cell)));
    }
    const Table back = Parsed(FormatCsv(table));
    ASSERT_EQ(back.num_rows(), cells.size());
    for (int row = 0; row < back.num_rows(); ++row) {
      for (int column = 0; column < columns; ++column) {
        EXPECT_EQ(back.cell(row, column), cells[row]);
      }
    }
    EXPECT_EQ(back.columns()[0].name, table.columns()[0].name);
  }
}

TEST(TableTest, ReadsForeignLineEndsEmptyLinesAndLateComments) {
  const Table table = Parsed("a,b\r\n1,2\r\n\r\n#late\n3,4");
  EXPECT_EQ(table.num_rows(), 2);
  EXPECT_EQ(*table.Number(1, "b"), 4.0);
  EXPECT_EQ(table.comments(), std::vector<std::string>{"late"});
}

TEST(TableTest, ErrorsNameSourceAndLine) {
  EXPECT_EQ(ParseError(""), "data.csv: no header line, the file is empty");
  EXPECT_EQ(ParseError("# only\n"), "data.csv: no header line, the file is empty");
  EXPECT_EQ(ParseError("# comment\na,b\n1,2\n1,2,3\n"), "data.csv:4: 3 cells, the header has 2");
  EXPECT_EQ(ParseError("a,b\n\"two\nlines\",1\n1\n"), "data.csv:4: 1 cells, the header has 2");
  EXPECT_EQ(ParseError("a\n1\n\"open\nand on\n"), "data.csv:3: a quotation mark is not closed");
  EXPECT_EQ(ParseError("a,b,a\n"), "data.csv:1: two columns are called 'a'");
}

TEST(TableTest, CellErrorsNameRowAndColumn) {
  const Table table = Parsed("a,b\n1,2\n3,x\n");
  EXPECT_EQ(table.Number(1, "b").status().message(), "row 2, column b: 'x' is not a number");
  EXPECT_EQ(table.Numbers("b").status().message(), "row 2, column b: 'x' is not a number");
  EXPECT_EQ(table.Number(0, "c").status().message(), "no column 'c'; there are: a, b");
  EXPECT_TRUE(table.HasColumn("a"));
  EXPECT_FALSE(table.HasColumn("A"));
}

TEST(TableTest, NumbersAreTheWholeCell) {
  EXPECT_EQ(*ParseDouble("1e-3"), 1e-3);
  EXPECT_EQ(*ParseDouble("-inf"), -kInfinity);
  EXPECT_TRUE(std::isnan(*ParseDouble("nan")));
  for (const char* text : {"", "1x", "1,5", "--1", "0x"}) {
    EXPECT_EQ(ParseDouble(text).status().code(), absl::StatusCode::kInvalidArgument) << text;
  }
}

TEST(TableTest, FilesRoundTripAndErrorsNameThem) {
  const std::string path = absl::StrCat(std::getenv("TEST_TMPDIR"), "/table.csv");
  Table table(std::vector<Column>{{"x", "sites"}});
  table.AddNumbers(std::vector<double>{1.0 / 3.0});
  ASSERT_TRUE(WriteCsvFile(table, path).ok());
  EXPECT_EQ(*ReadCsvFile(path)->Number(0, "x"), 1.0 / 3.0);
  ASSERT_TRUE(WriteFile("x\n1,2\n", path).ok());
  EXPECT_EQ(ReadCsvFile(path).status().message(),
            absl::StrCat(path, ":2: 2 cells, the header has 1"));
  EXPECT_EQ(ReadCsvFile(path + ".absent").status().message(),
            absl::StrCat("cannot read ", path, ".absent: No such file or directory"));
}

TEST(TableDeathTest, RowsMustFit) {
  Table table({{"a", ""}, {"b", ""}});
  EXPECT_DEATH(table.AddNumbers(std::vector<double>{1.0}), "check failed");
}

}  // namespace
}  // namespace infoflow
