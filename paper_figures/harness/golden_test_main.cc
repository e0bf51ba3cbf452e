// The golden test of one figure, linked with the figure it is about.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"
#include "infoflow/support/table.h"
#include "paper_figures/harness/figure_main.h"
#include "paper_figures/harness/golden.h"

namespace infoflow::paper_figures {
namespace {

const CatalogueEntry& Entry() {
  static const auto& entry = *new CatalogueEntry(Catalogue().front());
  return entry;
}

FigureContext SmokeContext(int threads) {
  FigureContext context;
  context.parameters = Entry().figure.parameters;
  context.parameters.UsePreset(Preset::kSmoke);
  context.preset = Preset::kSmoke;
  context.threads = threads;
  return context;
}

TEST(GoldenTest, AgreesWithGoldenFileAndAllClaimsHold) {
  const std::string path = absl::StrCat("testdata/golden/", Entry().figure.slug, ".csv");
  const absl::StatusOr<std::string> text = ReadFile(path);
  ASSERT_TRUE(text.ok()) << text.status().message();
  const absl::StatusOr<std::vector<ResultTable>> golden = ParseGolden(*text, path);
  ASSERT_TRUE(golden.ok()) << golden.status().message();
  EXPECT_THAT(ColumnsThatHoldNothing(*golden), ::testing::IsEmpty()) << path;
  const absl::StatusOr<FigureResult> result = Entry().figure.compute(SmokeContext(1));
  ASSERT_TRUE(result.ok()) << result.status().message();
  const std::vector<std::string> failures = CompareWithGolden(result->tables, *golden);
  EXPECT_TRUE(failures.empty()) << path << ":\n" << absl::StrJoin(failures, "\n");
  EXPECT_FALSE(result->claims.empty());
  for (const Claim& claim : result->claims) {
    EXPECT_TRUE(claim.Holds()) << claim.id << " " << claim.sentence << ": " << claim.Comparison();
  }
}

TEST(GoldenTest, NumbersDoNotDependOnThreads) {
  const absl::StatusOr<FigureResult> one = Entry().figure.compute(SmokeContext(1));
  const absl::StatusOr<FigureResult> two = Entry().figure.compute(SmokeContext(2));
  ASSERT_TRUE(one.ok() && two.ok());
  ASSERT_EQ(one->tables.size(), two->tables.size());
  for (std::size_t i = 0; i < one->tables.size(); ++i) {
    EXPECT_EQ(FormatCsv(one->tables[i].table), FormatCsv(two->tables[i].table));
  }
  EXPECT_EQ(FormatCsv(ClaimsTable(one->claims)), FormatCsv(ClaimsTable(two->claims)));
}

}  // namespace
}  // namespace infoflow::paper_figures
