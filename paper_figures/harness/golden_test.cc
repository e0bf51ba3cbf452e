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

// Squares with a column "noise" that is 1, 2 and 3 times `noise`.
std::vector<ResultTable> WithNoise(double noise) {
  Table table({{"value", ""}, {"noise", "units"}, {"square", "units"}});
  table.AddComment("noise is noise");
  for (const double value : {1.0, 2.0, 3.0}) table.AddRow({value, value * noise, value * value});
  return {{"squares", "Squares", table}};
}

TEST(GoldenFileTest, ComparisonFindsEveryKindOfDifference) {
  std::vector<ResultTable> result;
  Table squares({{"value", ""}, {"square", "units"}});
  for (const double value : {1.0, 2.0, 3.0}) squares.AddRow({value, value * value});
  result.push_back({"squares", "Squares", squares});
  const std::string text = FormatGolden(Toy(), paper_figures::Run(), GoldenOf(result, {}));
  EXPECT_THAT(text, HasSubstr("# tolerance square: 1e-09 relative, 0 absolute\n"));
  const Golden golden = *ParseGolden(text, "golden");
  EXPECT_THAT(CompareWithGolden(result, golden), IsEmpty());

  std::vector<ResultTable> more = result;
  more.push_back(more[0]);
  more.back().name = "chaos";
  EXPECT_THAT(CompareWithGolden(more, golden),
              ElementsAre("table chaos is not in the golden file"));
  std::vector<ResultTable> other = result;
  other[0].table.AddRow({4.0, 16.0});
  EXPECT_THAT(CompareWithGolden(other, golden)[0], HasSubstr("got 4 rows, want 3"));
  other[0].table = Table({{"value", ""}, {"square", ""}});
  other[0].table.AddRow({1.0, 1.0});
  other[0].table.AddRow({2.0, 4.0 * (1.0 + 1e-8)});
  other[0].table.AddRow({3.0, 9.0 * (1.0 + 1e-10)});
  const std::vector<std::string> failures = CompareWithGolden(other, golden);
  ASSERT_EQ(failures.size(), 1);
  EXPECT_THAT(failures[0], HasSubstr("table squares, row 2, column square: got 4.0000000"));
  EXPECT_THAT(CompareWithGolden({}, golden), ElementsAre("table squares is missing"));
}

// What stands in the file about how exactly it holds survives its being written anew.
TEST(GoldenFileTest, KeepsNotesTolerancesAndWhatIsLeftOut) {
  std::vector<ResultTable> result = WithNoise(0.5);
  result.push_back({"chaos", "Chaos", result[0].table});
  Golden edited = GoldenOf(result, {});
  const Golden whole = edited;
  edited.notes = {"squares are sums of odd numbers"};
  edited.left_out = {"chaos"};
  edited.tables[0].left_out = {"noise"};
  edited.tables[0].tolerances["square"] = {0.0, 0.25};
  const std::string text =
      FormatGolden(Toy(), paper_figures::Run(), GoldenOf(WithNoise(-7.0), edited));
  EXPECT_THAT(text, Not(HasSubstr("chaos"))) << "a table that is gone is not left out any more";

  const Golden written = GoldenOf(result, edited);
  const std::string written_text = FormatGolden(Toy(), paper_figures::Run(), written);
  EXPECT_THAT(written_text, HasSubstr("# note: squares are sums of odd numbers\n"
                                      "# left out: chaos\n# table: squares\n"
                                      "# left out: noise\n"));
  EXPECT_THAT(written_text, HasSubstr("# tolerance square: 0 relative, 0.25 absolute\n"));
  EXPECT_THAT(written_text, HasSubstr("# noise is noise"));
  EXPECT_THAT(written_text, Not(HasSubstr("tolerance noise")));
  EXPECT_THAT(written_text, HasSubstr("\nvalue,square\n1,1\n2,4\n3,9\n"));
  const Golden golden = ParseGolden(written_text, "g.csv").value();
  EXPECT_EQ(FormatGolden(Toy(), paper_figures::Run(), GoldenOf(result, golden)), written_text);

  std::vector<ResultTable> other = WithNoise(-7.0);
  other.push_back({"chaos", "Chaos", WithNoise(3.0)[0].table});
  EXPECT_THAT(CompareWithGolden(other, golden), IsEmpty());
  EXPECT_THAT(CompareWithGolden(WithNoise(-7.0), golden),
              ElementsAre("table chaos, which is left out, is missing"));
  // A column that is left out must be there, or nobody would see it renamed.
  Table renamed({{"value", ""}, {"noises", ""}, {"square", ""}});
  other[0].table = renamed;
  EXPECT_THAT(CompareWithGolden(other, golden)[0],
              HasSubstr("column noise, which is left out, is missing"));

  EXPECT_THAT(DescribeChanges(golden, written),
              ElementsAre("table squares, column value: largest relative change 0",
                          "table squares, column square: largest relative change 0"));
  EXPECT_THAT(DescribeChanges(whole, written),
              ElementsAre("table squares: got 2 columns, want 3", "table chaos: gone"));
}

TEST(GoldenFileTest, InfiniteNumbersAgreeOnlyWithThemselves) {
  const double infinity = std::numeric_limits<double>::infinity();
  Golden infinite = GoldenOf(WithNoise(infinity), {});
  infinite.tables[0].tolerances["noise"] = {1.0, 1.0};
  EXPECT_THAT(CompareWithGolden(WithNoise(infinity), infinite), IsEmpty());
  EXPECT_EQ(CompareWithGolden(WithNoise(0.5), infinite).size(), 3);
  EXPECT_EQ(CompareWithGolden(WithNoise(-infinity), infinite).size(), 3);
  Golden finite = GoldenOf(WithNoise(0.5), {});
  finite.tables[0].tolerances["noise"] = {1.0, 1.0};
  EXPECT_EQ(CompareWithGolden(WithNoise(infinity), finite).size(), 3);
}

TEST(GoldenFileTest, FindsTolerancesThatHoldNothing) {
  Golden golden = GoldenOf(WithNoise(0.5), {});
  EXPECT_THAT(ColumnsThatHoldNothing(golden), IsEmpty());
  // 0.5, 1 and 1.5: the greatest is beyond 1.4.
  GoldenTolerance& noise = golden.tables[0].tolerances["noise"];
  noise = {0.9, 1.4};
  EXPECT_THAT(ColumnsThatHoldNothing(golden), IsEmpty());
  noise = {0.0, 1.5};
  EXPECT_THAT(ColumnsThatHoldNothing(golden),
              ElementsAre("table squares, column noise: zeros would be within its tolerance, 0 "
                          "relative or 1.5 absolute"));
  noise = {1.0, 0.0};
  EXPECT_EQ(ColumnsThatHoldNothing(golden).size(), 1);
  // Zeros and words are held whatever the tolerance.
  EXPECT_THAT(ColumnsThatHoldNothing(GoldenOf(WithNoise(0.0), {})), IsEmpty());
  Table words(std::vector<Column>{{"name", ""}});
  words.AddRow(std::vector<Cell>{"drop"});
  Golden names = GoldenOf({{"names", "", words}}, {});
  names.tables[0].tolerances["name"] = {2.0, 9.0};
  EXPECT_THAT(ColumnsThatHoldNothing(names), IsEmpty());
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
  EXPECT_THAT(ParseGolden("# table: t\n# tolerance value: 0 relative, 1 absolute\n"
                          "# tolerance valu: 0 relative, 1 absolute\nvalue\n1\n",
                          "g.csv")
                  .status()
                  .message(),
              HasSubstr("a tolerance line is of no column"));
  EXPECT_THAT(ParseGolden("# table: t\n# tolerance a: 1 relative, 0 absolute\na,b\n1\n", "g.csv")
                  .status()
                  .message(),
              HasSubstr("1 cells, the header has 2"));
}

}  // namespace
}  // namespace infoflow::paper_figures
