// The program of a figure as a user meets it, with a toy figure.

#include "paper_figures/harness/figure_main.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"
#include "paper_figures/harness/figure_folder.h"
#include "paper_figures/harness/program_fixture.h"
#include "paper_figures/harness/toy_figure.h"

namespace infoflow::paper_figures {
namespace {

using ::testing::HasSubstr;

class FigureMainTest : public ProgramFixture {
 protected:
  int Run(const CatalogueEntry& entry, std::vector<std::string> arguments) {
    arguments.push_back("--out=" + root_);
    return RunAsGiven([&] { return FigureMain(entry, arguments); });
  }

  // One line on stderr, nothing on stdout, nothing written.
  void ExpectOneError(const std::string& message) {
    EXPECT_EQ(out_, "");
    EXPECT_THAT(err_, HasSubstr(message));
    EXPECT_EQ(std::count(err_.begin(), err_.end(), '\n'), 1) << err_;
    EXPECT_TRUE(std::filesystem::is_empty(root_));
  }
};

TEST_F(FigureMainTest, WritesEverythingAndReports) {
  ASSERT_EQ(Run(Toy(), {}), 0) << err_;
  for (const char* file : {"toy/data/squares.csv", "toy/claims.csv", "toy/provenance.json",
                           "toy/figure.gp", "toy/keys.gp"}) {
    EXPECT_TRUE(Exists(file)) << file;
  }
  EXPECT_THAT(out_, HasSubstr("fig0 toy: Squares"));
  EXPECT_THAT(out_, HasSubstr("refined"));
  EXPECT_THAT(out_, HasSubstr("largest square: 9 <= 100"));
  const absl::StatusOr<FigureSummary> summary = ReadFigureFolder(root_ + "/toy");
  ASSERT_TRUE(summary.ok()) << summary.status();
  ASSERT_EQ(summary->claims.size(), 2u);
  EXPECT_EQ(summary->claims[0].id, "fig0/small");
  EXPECT_EQ(summary->claims[0].measured, 9.0);
  EXPECT_EQ(summary->claims[0].sentence, "squares are small, \"really\"");
  EXPECT_EQ(summary->claims[0].OriginName(), "inferred");
  EXPECT_EQ(summary->provenance.preset, "default");
  EXPECT_EQ(summary->provenance.ParametersText(), "values=[1.0,2.0,3.0] power=2 mode=\"plain\"");
  EXPECT_EQ(*ReadFile(root_ + "/toy/keys.gp"), "largest = 9.0\n");
}

TEST_F(FigureMainTest, PresetsAndOverrides) {
  ASSERT_EQ(Run(Toy(), {"--preset=paper", "--set", "values=5,6,power=4"}), 0) << err_;
  const absl::StatusOr<Table> table = ReadCsvFile(root_ + "/toy/data/squares.csv");
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(*table->Numbers("square"), (std::vector<double>{25.0, 36.0}));
}

TEST_F(FigureMainTest, OverridesMayComeOneByOne) {
  ASSERT_EQ(Run(Toy(), {"--set=values=5,6", "--set", "power=4"}), 0) << err_;
  EXPECT_EQ(*ReadCsvFile(root_ + "/toy/data/squares.csv")->Numbers("square"),
            (std::vector<double>{25.0, 36.0}));
  EXPECT_THAT(out_, HasSubstr("power                = 4"));
  EXPECT_EQ(Run(Toy(), {"--set=power=4", "--set=power=2"}), 1);
  EXPECT_THAT(err_, HasSubstr("power"));
  EXPECT_EQ(Run(Toy(), {"--set"}), 1);
  EXPECT_THAT(err_, HasSubstr("--set"));
}

TEST_F(FigureMainTest, NocacheIsForFiguresThatKeepWork) {
  CatalogueEntry trains = Toy();
  trains.figure.keeps_work = true;
  EXPECT_EQ(Run(trains, {"--nocache"}), 0) << err_;
}

TEST_F(FigureMainTest, WhatCannotBeDecidedIsNoFailure) {
  ASSERT_EQ(Run(Toy(), {"--set=values=3"}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("fig0/different: not decided"));
  EXPECT_THAT(out_, HasSubstr("not decided at these parameters: there is one value"));
  EXPECT_THAT(out_, HasSubstr("2 claims: 0 reproduced, 1 refined, 1 not decided, 0 fail"));
}

TEST_F(FigureMainTest, ParametersAreListedWithTheirUnits) {
  ASSERT_EQ(Run(Toy(), {"--list_parameters", "--preset=paper"}), 0) << err_;
  EXPECT_THAT(out_,
              HasSubstr("values               = 4  (what is squared, m; a number from -10 to 10)"));
  EXPECT_THAT(out_, HasSubstr("mode                 = plain  (kind; one of plain, fancy)"));
  EXPECT_TRUE(std::filesystem::is_empty(root_));
}

TEST_F(FigureMainTest, HelpSaysUsageParametersExitCodesAndExamples) {
  ASSERT_EQ(Run(Toy(), {"--help", "--preset=paper"}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("Usage: bazel run //paper_figures:fig0 -- [--flag=value ...]"));
  EXPECT_THAT(out_, HasSubstr("  --preset               how much to compute"));
  EXPECT_THAT(out_,
              HasSubstr("at preset paper:\n  values               = 4  (what is squared, m;"));
  EXPECT_THAT(out_, HasSubstr("  3  done, and a claim fails"));
  EXPECT_THAT(out_,
              HasSubstr("  bazel run //paper_figures:fig0 -- --set=values=4 --out=/tmp/mine"));
  EXPECT_TRUE(std::filesystem::is_empty(root_));
}

TEST_F(FigureMainTest, FailingClaimExitsWithThree) {
  EXPECT_EQ(Run(Toy(/*bound=*/2.0), {}), 3);
  EXPECT_THAT(out_, HasSubstr("FAILS"));
  EXPECT_EQ(Run(Toy(/*bound=*/std::numeric_limits<double>::quiet_NaN()), {}), 3);
}

TEST_F(FigureMainTest, BadInputIsOneSentenceAndWritesNothing) {
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
  ExpectOneError("--threads=x: must be an integer from 0 to 4096");
  EXPECT_EQ(Run(Toy(), {"--format=gif"}), 1);
  ExpectOneError("--format=gif: 'gif' must be one of svg, png, pdf");
  EXPECT_EQ(Run(Toy(), {"--data_dir=/no/such/folder"}), 1);
  ExpectOneError("--data_dir=/no/such/folder: must be a folder that is there");
  EXPECT_EQ(Run(Toy(), {"--colour=red"}), 1);
  ExpectOneError("--colour: no such flag");
  EXPECT_EQ(Run(Toy(), {"--update_golden", "--preset=paper"}), 1);
  ExpectOneError("--preset must not be given");
  EXPECT_EQ(Run(Toy(), {"--nocache"}), 1);
  ExpectOneError("--nocache: toy keeps nothing that it has trained");
  EXPECT_EQ(Run(Toy(), {"--set=mode=fancy"}), 1);
  ExpectOneError("mode fancy does not converge");
}

TEST_F(FigureMainTest, UnwritableOutputIsAnError) {
  ASSERT_TRUE(WriteFile("", root_ + "/file").ok());
  EXPECT_EQ(RunAsGiven([&] { return FigureMain(Toy(), {"--out=" + root_ + "/file/below"}); }), 1);
  EXPECT_EQ(out_, "");
  EXPECT_THAT(err_, HasSubstr("/file/below"));
}

using FigureMainDeathTest = FigureMainTest;

TEST_F(FigureMainDeathTest, AFullDeviceAsOutputIsAnError) {
  const auto run = [&](const std::vector<std::string>& arguments) {
    if (std::freopen("/dev/full", "w", stdout) == nullptr) std::_Exit(0);
    std::_Exit(FigureMain(Toy(), arguments));
  };
  EXPECT_EXIT(run({"--out=" + root_}), ::testing::ExitedWithCode(1),
              "fig0: cannot write to standard output");
  EXPECT_EXIT(run({"--help"}), ::testing::ExitedWithCode(1), "cannot write to standard output");
}

TEST_F(FigureMainTest, AnErrorLeavesTheOldResultAlone) {
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

TEST_F(FigureMainTest, RemovesWhatAKilledProgramLeft) {
  const std::string abandoned = root_ + "/.toy.7.staged";
  ASSERT_TRUE(MakeFolders(abandoned + "/data").ok());
  ASSERT_EQ(Run(Toy(), {}), 0);
  EXPECT_FALSE(std::filesystem::exists(abandoned));
}

TEST_F(FigureMainTest, NeverDeletesFilesThatAreNotOfAFigure) {
  ASSERT_TRUE(MakeFolders(root_ + "/toy").ok());
  ASSERT_TRUE(WriteFile("notes", root_ + "/toy/notes.txt").ok());
  EXPECT_EQ(Run(Toy(), {}), 1);
  EXPECT_THAT(err_, HasSubstr("it holds 'notes.txt', which is not of this program"));
  EXPECT_EQ(*ReadFile(root_ + "/toy/notes.txt"), "notes");
}

TEST_F(FigureMainTest, WithoutGnuplotOnlyThePictureIsMissing) {
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

TEST_F(FigureMainTest, RelativeOutputCountsFromWhereTheUserStands) {
  setenv("BUILD_WORKING_DIRECTORY", root_.c_str(), 1);
  const int code = RunAsGiven([&] { return FigureMain(Toy(), {"--out=here"}); });
  unsetenv("BUILD_WORKING_DIRECTORY");
  EXPECT_EQ(code, 0) << err_;
  EXPECT_TRUE(Exists("here/toy/claims.csv"));
}

TEST_F(FigureMainTest, UpdateGoldenWritesAndDescribesChanges) {
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

}  // namespace
}  // namespace infoflow::paper_figures
