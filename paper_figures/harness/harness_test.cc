// The harness as a user meets it: a toy figure is run through the same entry points as the real
// ones, into a folder of its own.

#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"
#include "paper_figures/harness/figure_folder.h"
#include "paper_figures/harness/figure_main.h"
#include "paper_figures/harness/figure_points.h"

namespace infoflow::paper_figures {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

CatalogueEntry Toy(double bound = 100.0) {
  Figure figure;
  figure.slug = "toy";
  figure.title = "Squares";
  figure.paper = "arXiv:0000.00000";
  figure.source = "nowhere";
  figure.description = "Squares of numbers.";
  figure.oracle = "multiplication";
  figure.parameters
      .AddNumbers("values", "what is squared", {{1.0, 2.0}, {1.0, 2.0, 3.0}, {4.0}}, {-10.0, 10.0})
      .AddInteger("power", "exponent", {2, 2, 3}, {1, 9})
      .AddChoice("mode", "kind", {"plain", "plain", "plain"}, {"plain", "fancy"});
  figure.compute = [bound](const FigureContext& context) -> absl::StatusOr<FigureResult> {
    if (context.parameters.Choice("mode") == "fancy") {
      return absl::FailedPreconditionError("mode fancy does not converge");
    }
    FigureResult result;
    Table table({{"value", ""}, {"square", "units"}});
    double largest = 0.0;
    for (const double value : context.parameters.Numbers("values")) {
      table.AddRow({value, value * value});
      largest = std::max(largest, value * value);
    }
    result.tables.push_back({"squares", "Squares", table});
    result.claims.push_back({"C1", "squares are small, \"really\"", "largest square", largest,
                             Claim::Relation::kAtMost, bound, "squares are tiny"});
    return result;
  };
  figure.recipe = "plot 'data/squares.csv' using 1:2 with linespoints\n";
  return {"fig0", figure};
}

class HarnessTest : public ::testing::Test {
 protected:
  void SetUp() override {
    root_ = absl::StrCat(::testing::TempDir(), "/harness_",
                         ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(root_);
    ASSERT_TRUE(MakeFolders(root_).ok());
    unsetenv("BUILD_WORKSPACE_DIRECTORY");
    unsetenv("BUILD_WORKING_DIRECTORY");
  }

  int Run(const CatalogueEntry& entry, std::vector<std::string> arguments) {
    arguments.push_back("--out=" + root_);
    return RunAsGiven([&] { return FigureMain(entry, arguments); });
  }

  int RunCatalogue(const std::vector<CatalogueEntry>& catalogue,
                   std::vector<std::string> arguments) {
    arguments.push_back("--out=" + root_);
    return RunAsGiven([&] { return CatalogueMain(catalogue, arguments); });
  }

  template <typename Function>
  int RunAsGiven(const Function& function) {
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int code = function();
    out_ = ::testing::internal::GetCapturedStdout();
    err_ = ::testing::internal::GetCapturedStderr();
    return code;
  }

  // One line on stderr, nothing on stdout, nothing written.
  void ExpectOneError(const std::string& message) {
    EXPECT_EQ(out_, "");
    EXPECT_THAT(err_, HasSubstr(message));
    EXPECT_EQ(std::count(err_.begin(), err_.end(), '\n'), 1) << err_;
    EXPECT_TRUE(std::filesystem::is_empty(root_));
  }

  bool Exists(const std::string& file) { return std::filesystem::exists(root_ + "/" + file); }

  std::string root_;
  std::string out_;
  std::string err_;
};

TEST_F(HarnessTest, WritesEverythingAndReports) {
  ASSERT_EQ(Run(Toy(), {}), 0) << err_;
  for (const char* file :
       {"toy/data/squares.csv", "toy/claims.csv", "toy/provenance.json", "toy/figure.gp"}) {
    EXPECT_TRUE(Exists(file)) << file;
  }
  EXPECT_THAT(out_, HasSubstr("fig0 toy: Squares"));
  EXPECT_THAT(out_, HasSubstr("refined"));
  EXPECT_THAT(out_, HasSubstr("largest square: 9 <= 100"));
  const absl::StatusOr<FigureSummary> summary = ReadFigureFolder(root_ + "/toy");
  ASSERT_TRUE(summary.ok()) << summary.status();
  ASSERT_EQ(summary->claims.size(), 1);
  EXPECT_EQ(summary->claims[0].measured, 9.0);
  EXPECT_EQ(summary->claims[0].sentence, "squares are small, \"really\"");
  EXPECT_EQ(Lookup(summary->provenance, "preset"), "default");
  EXPECT_EQ(Lookup(summary->provenance, "parameters"), "values=1,2,3,power=2,mode=plain");
}

TEST_F(HarnessTest, PresetsAndOverrides) {
  ASSERT_EQ(Run(Toy(), {"--preset=paper", "--set", "values=5,6,power=4"}), 0) << err_;
  const absl::StatusOr<Table> table = ReadCsvFile(root_ + "/toy/data/squares.csv");
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(*table->Numbers("square"), (std::vector<double>{25.0, 36.0}));
}

TEST_F(HarnessTest, NocacheTurnsTheCacheOff) {
  CatalogueEntry trains = Toy();
  trains.figure.parameters.AddChoice("cache", "keep machines", {"off", "on", "on"}, {"off", "on"});
  ASSERT_EQ(Run(trains, {"--nocache", "--set=power=4,cache=on"}), 0) << err_;
  const absl::StatusOr<FigureSummary> summary = ReadFigureFolder(root_ + "/toy");
  ASSERT_TRUE(summary.ok()) << summary.status();
  EXPECT_EQ(Lookup(summary->provenance, "parameters"), "values=1,2,3,power=4,mode=plain,cache=off");
}

TEST_F(HarnessTest, FailingClaimExitsWithThree) {
  EXPECT_EQ(Run(Toy(/*bound=*/2.0), {}), 3);
  EXPECT_THAT(out_, HasSubstr("FAILS"));
  EXPECT_EQ(Run(Toy(/*bound=*/std::numeric_limits<double>::quiet_NaN()), {}), 3);
}

TEST_F(HarnessTest, BadInputIsOneSentenceAndWritesNothing) {
  EXPECT_EQ(Run(Toy(), {"--preset=huge"}), 1);
  ExpectOneError("--preset=huge: must be one of smoke, default, paper");
  EXPECT_EQ(Run(Toy(), {"--set=colour=red"}), 1);
  ExpectOneError("--set colour: no such parameter; there are: values, power, mode");
  EXPECT_EQ(Run(Toy(), {"--set=values=1,nan"}), 1);
  ExpectOneError("--set values=1,nan: 'nan' must be a number from -10 to 10");
  EXPECT_EQ(Run(Toy(), {"--set=power=0"}), 1);
  ExpectOneError("--set power=0: '0' must be an integer from 1 to 9");
  EXPECT_EQ(Run(Toy(), {"--set=power=2.5"}), 1);
  ExpectOneError("'2.5' must be an integer");
  EXPECT_EQ(Run(Toy(), {"--set=mode=odd"}), 1);
  ExpectOneError("--set mode=odd: 'odd' must be one of plain, fancy");
  EXPECT_EQ(Run(Toy(), {"--set=3"}), 1);
  ExpectOneError("expected name=value");
  EXPECT_EQ(Run(Toy(), {"--set=power=3,power=4"}), 1);
  ExpectOneError("--set power: given twice");
  EXPECT_EQ(Run(Toy(), {"--set=values=1,2,power=4,values=3"}), 1);
  ExpectOneError("--set values: given twice");
  EXPECT_EQ(Run(Toy(), {"--set="}), 1);
  ExpectOneError("--set=: must not be empty");
  EXPECT_EQ(RunAsGiven([] { return FigureMain(Toy(), {"--out="}); }), 1);
  ExpectOneError("--out=: must not be empty");
  EXPECT_EQ(Run(Toy(), {"--set=values="}), 1);
  ExpectOneError("--set values=: '' must be a number");
  EXPECT_EQ(Run(Toy(), {"--seed=-1"}), 1);
  ExpectOneError("--seed=-1: must be an integer of at least 0");
  EXPECT_EQ(Run(Toy(), {"--threads=x"}), 1);
  ExpectOneError("--threads=x");
  EXPECT_EQ(Run(Toy(), {"--format=gif"}), 1);
  ExpectOneError("--format=gif: 'gif' must be one of svg, png, pdf");
  EXPECT_EQ(Run(Toy(), {"--colour=red"}), 1);
  ExpectOneError("--colour: no such flag");
  EXPECT_EQ(Run(Toy(), {"--update_golden", "--preset=paper"}), 1);
  ExpectOneError("--preset must not be given");
  EXPECT_EQ(Run(Toy(), {"--nocache"}), 1);
  ExpectOneError("--nocache: toy keeps nothing that it has trained");
  EXPECT_EQ(Run(Toy(), {"--set=mode=fancy"}), 1);
  ExpectOneError("mode fancy does not converge");
}

TEST_F(HarnessTest, UnwritableOutputIsAnError) {
  ASSERT_TRUE(WriteFile("", root_ + "/file").ok());
  EXPECT_EQ(RunAsGiven([&] { return FigureMain(Toy(), {"--out=" + root_ + "/file/below"}); }), 1);
  EXPECT_EQ(out_, "");
  EXPECT_THAT(err_, HasSubstr(root_ + "/file/below"));
}

using HarnessDeathTest = HarnessTest;

TEST_F(HarnessDeathTest, AFullDeviceAsOutputIsAnError) {
  const auto run = [&](const std::vector<std::string>& arguments) {
    if (std::freopen("/dev/full", "w", stdout) == nullptr) std::_Exit(0);
    std::_Exit(FigureMain(Toy(), arguments));
  };
  EXPECT_EXIT(run({"--out=" + root_}), ::testing::ExitedWithCode(1),
              "fig0: cannot write to standard output");
  EXPECT_EXIT(run({"--help"}), ::testing::ExitedWithCode(1), "cannot write to standard output");
}

TEST_F(HarnessTest, AnErrorLeavesTheOldResultAlone) {
  ASSERT_EQ(Run(Toy(), {}), 0);
  const std::string before = *ReadFile(root_ + "/toy/data/squares.csv");
  EXPECT_EQ(Run(Toy(), {"--set=mode=fancy"}), 1);
  EXPECT_EQ(*ReadFile(root_ + "/toy/data/squares.csv"), before);
  int folders = 0;
  for (const auto& entry : std::filesystem::directory_iterator(root_)) {
    (void)entry;
    ++folders;
  }
  EXPECT_EQ(folders, 1) << "a staged folder was left behind";
}

TEST_F(HarnessTest, RemovesWhatAKilledProgramLeft) {
  // No process has the largest number, and process 1 always runs.
  const std::string abandoned = root_ + "/.toy.2147483647.staged";
  const std::string alive = root_ + "/.toy.1.staged";
  ASSERT_TRUE(MakeFolders(abandoned + "/data").ok());
  ASSERT_TRUE(MakeFolders(alive).ok());
  ASSERT_EQ(Run(Toy(), {}), 0);
  EXPECT_FALSE(std::filesystem::exists(abandoned));
  EXPECT_TRUE(std::filesystem::exists(alive));
}

TEST_F(HarnessTest, WithoutGnuplotOnlyThePictureIsMissing) {
  const std::string path = std::getenv("PATH");
  setenv("PATH", "/nonexistent", 1);
  const int code = Run(Toy(), {});
  setenv("PATH", path.c_str(), 1);
  EXPECT_EQ(code, 0);
  EXPECT_THAT(err_, HasSubstr("install gnuplot-nox"));
  EXPECT_TRUE(Exists("toy/claims.csv"));
  EXPECT_TRUE(Exists("toy/figure.gp"));
  EXPECT_FALSE(Exists("toy/figure.svg"));
}

TEST_F(HarnessTest, RelativeOutputCountsFromWhereTheUserStands) {
  setenv("BUILD_WORKING_DIRECTORY", root_.c_str(), 1);
  const int code = RunAsGiven([&] { return FigureMain(Toy(), {"--out=here"}); });
  unsetenv("BUILD_WORKING_DIRECTORY");
  EXPECT_EQ(code, 0) << err_;
  EXPECT_TRUE(Exists("here/toy/claims.csv"));
}

TEST_F(HarnessTest, CatalogueWritesIndexAndResultsAndReuses) {
  ASSERT_EQ(RunCatalogue({Toy()}, {"--docs=" + root_ + "/docs"}), 0) << err_;
  const std::string page = *ReadFile(root_ + "/index.html");
  EXPECT_THAT(page, HasSubstr("arXiv:0000.00000: 1 claims: 0 reproduced, 1 refined, 0 fail"));
  EXPECT_THAT(page, HasSubstr("squares are small, &quot;really&quot;"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(*ReadFile(root_ + "/docs/results.md"), HasSubstr("| fig0 | C1 |"));
  ASSERT_EQ(RunCatalogue({Toy()}, {}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("already there"));
  ASSERT_EQ(RunCatalogue({Toy()}, {"--force"}), 0) << err_;
  EXPECT_THAT(out_, Not(HasSubstr("already there")));
  ASSERT_EQ(RunCatalogue({Toy()}, {"--seed=2"}), 0) << err_;
  EXPECT_THAT(out_, Not(HasSubstr("already there")));
  EXPECT_EQ(RunCatalogue({Toy()}, {"--only=fig9"}), 1);
  EXPECT_THAT(err_, HasSubstr("--only=fig9: no such figure; there are: fig0"));
}

TEST_F(HarnessTest, CatalogueGoesOnAfterAFailure) {
  CatalogueEntry broken = Toy();
  broken.id = "fig00";
  broken.figure.slug = "broken";
  broken.figure.compute = [](const FigureContext&) -> absl::StatusOr<FigureResult> {
    return absl::InternalError("does not converge");
  };
  EXPECT_EQ(RunCatalogue({broken, Toy()}, {}), 1);
  EXPECT_THAT(err_, HasSubstr("fig00: does not converge"));
  EXPECT_TRUE(Exists("toy/claims.csv"));
  EXPECT_TRUE(Exists("index.html"));
}

TEST_F(HarnessTest, UpdateGoldenWritesAndDescribesChanges) {
  setenv("BUILD_WORKSPACE_DIRECTORY", root_.c_str(), 1);
  ASSERT_TRUE(MakeFolders(root_ + "/testdata/golden").ok());
  const std::string golden = root_ + "/testdata/golden/toy.csv";
  EXPECT_EQ(RunAsGiven([&] { return FigureMain(Toy(), {"--update_golden"}); }), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("table squares: new"));
  EXPECT_THAT(*ReadFile(golden), HasSubstr("# oracle: multiplication"));
  EXPECT_EQ(RunAsGiven([&] { return FigureMain(Toy(), {"--update_golden"}); }), 0);
  EXPECT_THAT(out_, HasSubstr("column square: largest relative change 0"));
  EXPECT_EQ(RunAsGiven([&] { return FigureMain(Toy(2.0), {"--update_golden"}); }), 1);
  EXPECT_THAT(err_, HasSubstr("a claim fails"));
  ASSERT_TRUE(WriteFile("nonsense", golden).ok());
  EXPECT_EQ(RunAsGiven([&] { return FigureMain(Toy(), {"--update_golden"}); }), 1);
  EXPECT_THAT(err_, HasSubstr("toy.csv: not a golden file"));
  EXPECT_EQ(*ReadFile(golden), "nonsense");
  unsetenv("BUILD_WORKSPACE_DIRECTORY");
}

// The toy with its squares computed point by point.
CatalogueEntry PointsToy() {
  CatalogueEntry entry = Toy();
  entry.figure.has_points = true;
  entry.figure.compute = [](const FigureContext& context) -> absl::StatusOr<FigureResult> {
    const std::vector<double>& values = context.parameters.Numbers("values");
    std::vector<std::string> keys;
    for (const double value : values) keys.push_back(absl::StrCat("value=", value));
    const auto squares =
        ComputePoints(context, "", keys, [&](int i) -> absl::StatusOr<std::vector<double>> {
          return std::vector<double>{values[i] * values[i] / 3.0};
        });
    if (!squares.ok()) return squares.status();
    FigureResult result;
    Table table({{"value", ""}, {"square", "units"}});
    for (std::size_t i = 0; i < values.size(); ++i) table.AddRow({values[i], (*squares)[i][0]});
    result.tables.push_back({"squares", "Squares", table});
    return result;
  };
  return entry;
}

TEST_F(HarnessTest, ShardsMergeByteForByte) {
  ASSERT_EQ(Run(PointsToy(), {}), 0) << err_;
  const std::string csv = root_ + "/toy/data/squares.csv";
  const std::string want = ReadFile(csv).value();
  std::filesystem::remove_all(root_);
  for (const char* shard : {"--shard_index=0", "--shard_index=1"}) {
    EXPECT_EQ(Run(PointsToy(), {shard, "--shard_count=2"}), 0) << err_;
    EXPECT_THAT(out_, HasSubstr("of 2 is finished: "));
    EXPECT_FALSE(std::filesystem::exists(csv)) << "nothing to draw yet";
  }
  EXPECT_EQ(Run(PointsToy(), {}), 0);
  EXPECT_EQ(ReadFile(csv).value(), want);
}

TEST_F(HarnessTest, BadShardsAreErrors) {
  EXPECT_EQ(Run(PointsToy(), {"--shard_index=2", "--shard_count=2"}), 1);
  EXPECT_THAT(err_, HasSubstr("--shard_index=2: must be below --shard_count=2"));
  EXPECT_EQ(Run(PointsToy(), {"--shard_count=0"}), 1);
  EXPECT_THAT(err_, HasSubstr("--shard_count=0: must be an integer of at least 1"));
  EXPECT_EQ(Run(PointsToy(), {"--shard_count=2000000"}), 1);
  EXPECT_THAT(err_, HasSubstr("--shard_count=2000000: must be at most 1000000"));
  EXPECT_EQ(Run(Toy(), {"--shard_count=2"}), 1);
  EXPECT_THAT(err_, HasSubstr("--shard_count=2: toy has no points to share out"));
}

}  // namespace
}  // namespace infoflow::paper_figures
