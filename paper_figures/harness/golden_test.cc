#include "paper_figures/harness/golden.h"

#include <limits>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace infoflow::paper_figures {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

CatalogueEntry Toy() {
  CatalogueEntry entry;
  entry.id = "fig0";
  entry.slug = "toy";
  entry.figure.title = "Squares";
  entry.figure.oracle = "multiplication";
  return entry;
}

TEST(GoldenFileTest, ComparisonFindsEveryKindOfDifference) {
  const CatalogueEntry toy = Toy();
  std::vector<ResultTable> result;
  Table squares({{"value", ""}, {"square", "units"}});
  for (const double value : {1.0, 2.0, 3.0}) squares.AddRow({value, value * value});
  result.push_back({"squares", "Squares", squares});
  const std::string text = FormatGolden(toy, paper_figures::Run(), result);
  const std::vector<ResultTable> golden = *ParseGolden(text, "golden");
  EXPECT_THAT(CompareWithGolden(result, golden), IsEmpty());

  std::vector<ResultTable> chaotic = result;
  chaotic.push_back(chaotic[0]);
  chaotic.back().name = "chaos";
  EXPECT_THAT(CompareWithGolden(chaotic, golden)[0], HasSubstr("tables, want"));
  chaotic.back().in_golden = false;
  EXPECT_EQ(FormatGolden(toy, paper_figures::Run(), chaotic), text);
  EXPECT_THAT(CompareWithGolden(chaotic, golden), IsEmpty());
  std::vector<ResultTable> other = result;
  other[0].table.AddRow({4.0, 16.0});
  EXPECT_THAT(CompareWithGolden(other, golden)[0], HasSubstr("got 4 rows, want 3"));
  other[0].table = Table({{"value", ""}, {"square", ""}});
  other[0].table.AddRow({1.0, 1.0});
  other[0].table.AddRow({2.0, 4.0 * (1.0 + 1e-11)});
  other[0].table.AddRow({3.0, 9.0 * (1.0 + 1e-13)});
  const std::vector<std::string> failures = CompareWithGolden(other, golden);
  ASSERT_EQ(failures.size(), 1);
  EXPECT_THAT(failures[0], HasSubstr("table squares, row 2, column square: got 4.00000000004"));
  EXPECT_THAT(CompareWithGolden({}, golden)[1], HasSubstr("table squares is missing"));
}

// The toy's result with a column "noise" that is 1, 2 and 3 times `noise`.
std::vector<ResultTable> WithNoise(double noise) {
  std::vector<ResultTable> result;
  Table table({{"value", ""}, {"noise", "units"}, {"square", "units"}});
  table.AddComment("noise is noise");
  for (const double value : {1.0, 2.0, 3.0}) table.AddRow({value, value * noise, value * value});
  result.push_back({"squares", "Squares", table});
  return result;
}

TEST(GoldenFileTest, LeavesColumnsOut) {
  const CatalogueEntry toy = Toy();
  std::vector<ResultTable> result = WithNoise(0.5);
  const std::vector<ResultTable> whole =
      ParseGolden(FormatGolden(toy, paper_figures::Run(), result), "g.csv").value();
  result[0].columns_not_in_golden = {"noise"};
  const std::string text = FormatGolden(toy, paper_figures::Run(), result);
  EXPECT_THAT(text, HasSubstr("# noise is noise"));
  EXPECT_THAT(text, Not(HasSubstr("tolerance noise")));
  EXPECT_THAT(text, Not(HasSubstr("unit noise")));
  EXPECT_THAT(text, HasSubstr("\nvalue,square\n1,1\n2,4\n3,9\n"));
  const std::vector<ResultTable> golden = ParseGolden(text, "g.csv").value();

  std::vector<ResultTable> other = WithNoise(-7.0);
  other[0].columns_not_in_golden = {"noise"};
  EXPECT_THAT(CompareWithGolden(other, golden), IsEmpty());
  // The same column, held: the golden file lacks it.
  other[0].columns_not_in_golden = {};
  EXPECT_THAT(CompareWithGolden(other, golden)[0], HasSubstr("got 3 columns, want 2"));
  // What is beside it is still held.
  other = WithNoise(0.5);
  other[0].columns_not_in_golden = {"square"};
  EXPECT_THAT(CompareWithGolden(other, golden)[0],
              HasSubstr("column 2: got 'noise', want 'square'"));

  EXPECT_THAT(DescribeChanges(golden, result),
              ElementsAre("table squares, column value: largest relative change 0",
                          "table squares, column square: largest relative change 0"));
  EXPECT_THAT(DescribeChanges(whole, result), ElementsAre("table squares: got 2 columns, want 3"));
}

TEST(GoldenFileTest, DescribesTablesThatAreLeftOutAsGone) {
  std::vector<ResultTable> result = WithNoise(0.5);
  const std::vector<ResultTable> before = result;
  result[0].in_golden = false;
  EXPECT_THAT(DescribeChanges(before, result), ElementsAre("table squares: gone"));
}

TEST(GoldenFileDeathTest, LeavingOutWhatIsNoColumnIsABug) {
  std::vector<ResultTable> result = WithNoise(0.5);
  result[0].columns_not_in_golden = {"noises"};
  EXPECT_DEATH(CompareWithGolden(result, {}), "columns_not_in_golden");
}

TEST(GoldenFileTest, InfiniteNumbersAgreeOnlyWithThemselves) {
  const double infinity = std::numeric_limits<double>::infinity();
  std::vector<ResultTable> infinite = WithNoise(infinity);
  infinite[0].tolerance = {1.0, 1.0};
  EXPECT_THAT(CompareWithGolden(infinite, infinite), IsEmpty());
  EXPECT_EQ(CompareWithGolden(WithNoise(0.5), infinite).size(), 3);
  EXPECT_EQ(CompareWithGolden(WithNoise(-infinity), infinite).size(), 3);
  std::vector<ResultTable> finite = WithNoise(0.5);
  finite[0].tolerance = {1.0, 1.0};
  EXPECT_EQ(CompareWithGolden(infinite, finite).size(), 3);
}

TEST(GoldenFileTest, FindsTolerancesThatHoldNothing) {
  std::vector<ResultTable> tables = WithNoise(0.5);
  EXPECT_THAT(ColumnsThatHoldNothing(tables), IsEmpty());
  // 0.5, 1 and 1.5: the greatest is beyond 1.4.
  tables[0].column_tolerances["noise"] = {0.9, 1.4};
  EXPECT_THAT(ColumnsThatHoldNothing(tables), IsEmpty());
  tables[0].column_tolerances["noise"] = {0.0, 1.5};
  EXPECT_THAT(ColumnsThatHoldNothing(tables),
              ElementsAre("table squares, column noise: zeros would be within its tolerance, 0 "
                          "relative or 1.5 absolute"));
  tables[0].column_tolerances["noise"] = {1.0, 0.0};
  EXPECT_EQ(ColumnsThatHoldNothing(tables).size(), 1);
  // Zeros and words are held whatever the tolerance.
  EXPECT_THAT(ColumnsThatHoldNothing(WithNoise(0.0)), IsEmpty());
  Table words(std::vector<Column>{{"name", ""}});
  words.AddRow(std::vector<Cell>{"drop"});
  EXPECT_THAT(ColumnsThatHoldNothing({{"names", "", words, {2.0, 9.0}}}), IsEmpty());
}

TEST(GoldenFileTest, MalformedFilesAreNamed) {
  EXPECT_THAT(ParseGolden("value\n1\n", "g.csv").status().message(),
              HasSubstr("g.csv: not a golden file"));
  EXPECT_THAT(ParseGolden("# table: t\nvalue\n1\n", "g.csv").status().message(),
              HasSubstr("g.csv, table t: no tolerance line for column value"));
  EXPECT_THAT(
      ParseGolden("# table: t\n# tolerance value: some\nvalue\n1\n", "g.csv").status().message(),
      HasSubstr("malformed tolerance line"));
  EXPECT_THAT(
      ParseGolden("# table: t\n# tolerance value: 0 relative, inf absolute\nvalue\n1\n", "g.csv")
          .status()
          .message(),
      HasSubstr("malformed tolerance line"));
  EXPECT_THAT(ParseGolden("# table: t\n# tolerance a: 1 relative, 0 absolute\na,b\n1\n", "g.csv")
                  .status()
                  .message(),
              HasSubstr("1 cells, the header has 2"));
}

}  // namespace
}  // namespace infoflow::paper_figures
