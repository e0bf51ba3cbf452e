// The golden test of one figure, linked with the figure it is about.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"
#include "infoflow/support/table.h"
#include "paper_figures/harness/catalogue.h"
#include "paper_figures/harness/figure_task.h"
#include "paper_figures/harness/golden.h"

namespace infoflow::paper_figures {
namespace {

const CatalogueEntry& Entry() {
  static const auto& entry = *new CatalogueEntry(Catalogue().front());
  return entry;
}

// What the figure shows at preset smoke.
absl::StatusOr<Presentation> Smoke(int threads) {
  Options options;
  options.preset = Preset::kSmoke;
  options.threads = threads;
  const absl::StatusOr<FigureTask> task = FigureTask::Create(Entry(), options);
  return task.ok() ? task->ComputeAndPresent() : task.status();
}

TEST(GoldenTest, AgreesWithGoldenFileAndNoClaimFails) {
  const std::string path = absl::StrCat("testdata/golden/", Entry().slug, ".csv");
  const absl::StatusOr<std::string> text = ReadFile(path);
  ASSERT_TRUE(text.ok()) << text.status().message();
  const absl::StatusOr<Golden> golden = ParseGolden(*text, path);
  ASSERT_TRUE(golden.ok()) << golden.status().message();
  EXPECT_THAT(ColumnsThatHoldNothing(*golden), ::testing::IsEmpty()) << path;
  const absl::StatusOr<Presentation> result = Smoke(1);
  ASSERT_TRUE(result.ok()) << result.status().message();
  const std::vector<std::string> failures = CompareWithGolden(result->tables, *golden);
  EXPECT_TRUE(failures.empty()) << path << ":\n" << absl::StrJoin(failures, "\n");
  const std::vector<Claim> claims = result->claims.ForFigure(Entry().id);
  int decided = 0;
  for (const Claim& claim : claims) {
    decided += claim.undecided.empty();
    EXPECT_NE(claim.verdict(), Claim::Verdict::kFails)
        << claim.id << " " << claim.sentence << ": " << claim.Comparison();
  }
  EXPECT_GT(decided, 0);
}

TEST(GoldenTest, NumbersDoNotDependOnThreads) {
  const absl::StatusOr<Presentation> one = Smoke(1);
  const absl::StatusOr<Presentation> two = Smoke(2);
  ASSERT_TRUE(one.ok() && two.ok());
  ASSERT_EQ(one->tables.size(), two->tables.size());
  for (std::size_t i = 0; i < one->tables.size(); ++i) {
    EXPECT_EQ(FormatCsv(one->tables[i].table), FormatCsv(two->tables[i].table));
  }
  EXPECT_EQ(FormatCsv(ClaimsTable(one->claims.ForFigure("fig"))),
            FormatCsv(ClaimsTable(two->claims.ForFigure("fig"))));
  EXPECT_EQ(one->keys.script(), two->keys.script());
}

}  // namespace
}  // namespace infoflow::paper_figures
