// The harness as a user meets it: a toy figure is run through the same entry points as the real
// ones, into a folder of its own.

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"
#include "paper_figures/harness/catalogue_main.h"
#include "paper_figures/harness/figure_folder.h"
#include "paper_figures/harness/figure_main.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"

namespace infoflow::paper_figures {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

enum class Mode { kPlain, kFancy };

struct Parameters {
  std::vector<double> values;
  int power;
  Mode mode;

  void Register(ParameterSet& set) {
    set.Add("values", &values, {"what is squared", "m"}, {{1.0, 2.0}, {1.0, 2.0, 3.0}, {4.0}},
            {-10.0, 10.0});
    set.Add("power", &power, "exponent", {2, 2, 3}, {1, 9});
    set.AddChoice("mode", &mode, "kind", {Mode::kPlain, Mode::kPlain, Mode::kPlain},
                  {{"plain", Mode::kPlain}, {"fancy", Mode::kFancy}});
  }
};

struct Square {
  double value = 0.0;
  double square = 0.0;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("value", self.value);
    visit("square", self.square, "units");
  }
};

struct Record {
  std::vector<Square> squares;

  INFOFLOW_FIELDS(squares)
};

absl::StatusOr<Record> Compute(const Parameters& p, const Run&) {
  if (p.mode == Mode::kFancy) {
    return absl::FailedPreconditionError("mode fancy does not converge");
  }
  Record record;
  for (const double value : p.values) record.squares.push_back({value, value * value});
  return record;
}

CatalogueEntry Toy(double bound = 100.0) {
  SinglePointFigureOf<Parameters, Record> figure;
  figure.title = "Squares";
  figure.paper = "arXiv:0000.00000";
  figure.source = "nowhere";
  figure.description = "Squares of numbers.";
  figure.oracle = "multiplication";
  figure.compute = Compute;
  figure.present = [bound](const Parameters& p, const Run&,
                           const Record& record) -> absl::StatusOr<Presentation> {
    Presentation presentation;
    presentation.tables = {{"squares", "Squares", TableOf(record.squares)}};
    double largest = 0.0;
    for (const Square& row : record.squares) largest = std::max(largest, row.square);
    presentation.claims.Add("small", "squares are small, \"really\"")
        .Inferred()
        .Refines("squares are tiny")
        .Measured("largest square", largest)
        .AtMost(bound);
    presentation.claims.Add("different", "squares differ")
        .Measured("largest - smallest", largest - record.squares[0].square)
        .DecidedIf(p.values.size() > 1, "there is one value")
        .Above(0.0);
    presentation.keys.Add("largest", largest);
    return presentation;
  };
  return {"fig0",
          "toy",
          "plot 'data/squares.csv' using 1:2 with linespoints\n",
          "code 1",
          "presentation 1",
          figure.Build()};
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

TEST_F(HarnessTest, PresetsAndOverrides) {
  ASSERT_EQ(Run(Toy(), {"--preset=paper", "--set", "values=5,6,power=4"}), 0) << err_;
  const absl::StatusOr<Table> table = ReadCsvFile(root_ + "/toy/data/squares.csv");
  ASSERT_TRUE(table.ok());
  EXPECT_EQ(*table->Numbers("square"), (std::vector<double>{25.0, 36.0}));
}

TEST_F(HarnessTest, NocacheIsForFiguresThatKeepWork) {
  CatalogueEntry trains = Toy();
  trains.figure.keeps_work = true;
  EXPECT_EQ(Run(trains, {"--nocache"}), 0) << err_;
}

TEST_F(HarnessTest, WhatCannotBeDecidedIsNoFailure) {
  ASSERT_EQ(Run(Toy(), {"--set=values=3"}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("fig0/different: not decided"));
  EXPECT_THAT(out_, HasSubstr("not decided at these parameters: there is one value"));
  EXPECT_THAT(out_, HasSubstr("2 claims: 0 reproduced, 1 refined, 1 not decided, 0 fail"));
}

TEST_F(HarnessTest, ParametersAreListedWithTheirUnits) {
  ASSERT_EQ(Run(Toy(), {"--list_parameters", "--preset=paper"}), 0) << err_;
  EXPECT_THAT(out_,
              HasSubstr("values               = 4  (what is squared, m; a number from -10 to 10)"));
  EXPECT_THAT(out_, HasSubstr("mode                 = plain  (kind; one of plain, fancy)"));
  EXPECT_TRUE(std::filesystem::is_empty(root_));
}

TEST_F(HarnessTest, HelpSaysUsageParametersExitCodesAndExamples) {
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

TEST_F(HarnessTest, UnwritableOutputIsAnError) {
  ASSERT_TRUE(WriteFile("", root_ + "/file").ok());
  EXPECT_EQ(RunAsGiven([&] { return FigureMain(Toy(), {"--out=" + root_ + "/file/below"}); }), 1);
  EXPECT_EQ(out_, "");
  EXPECT_THAT(err_, HasSubstr("/file/below"));
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
  const std::string abandoned = root_ + "/.toy.7.staged";
  ASSERT_TRUE(MakeFolders(abandoned + "/data").ok());
  ASSERT_EQ(Run(Toy(), {}), 0);
  EXPECT_FALSE(std::filesystem::exists(abandoned));
}

TEST_F(HarnessTest, NeverDeletesFilesThatAreNotOfAFigure) {
  ASSERT_TRUE(MakeFolders(root_ + "/toy").ok());
  ASSERT_TRUE(WriteFile("notes", root_ + "/toy/notes.txt").ok());
  EXPECT_EQ(Run(Toy(), {}), 1);
  EXPECT_THAT(err_, HasSubstr("it holds 'notes.txt', which is not of this program"));
  EXPECT_EQ(*ReadFile(root_ + "/toy/notes.txt"), "notes");
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
  EXPECT_THAT(page, HasSubstr("arXiv:0000.00000: 2 claims: 1 reproduced, 1 refined, 0 fail"));
  EXPECT_THAT(page, HasSubstr("squares are small, &quot;really&quot;"));
  EXPECT_THAT(page, HasSubstr("<section id=\"fig0\">"));
  EXPECT_THAT(*ReadFile(root_ + "/docs/results.md"), HasSubstr("| fig0/small | squares are small"));
  ASSERT_EQ(RunCatalogue({Toy()}, {}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("already there"));
  ASSERT_EQ(RunCatalogue({Toy()}, {"--force"}), 0) << err_;
  EXPECT_THAT(out_, Not(HasSubstr("already there")));
  ASSERT_EQ(RunCatalogue({Toy()}, {"--seed=2"}), 0) << err_;
  EXPECT_THAT(out_, Not(HasSubstr("already there")));
  EXPECT_EQ(RunCatalogue({Toy()}, {"--only=fig9"}), 1);
  EXPECT_THAT(err_, HasSubstr("--only=fig9: no such figure; there are: fig0"));
}

Figure Broken() {
  SinglePointFigureOf<Parameters, Record> figure;
  figure.compute = [](const Parameters&, const paper_figures::Run&) -> absl::StatusOr<Record> {
    return absl::InternalError("does not converge");
  };
  figure.present = [](const Parameters&, const paper_figures::Run&, const Record&) {
    return absl::StatusOr<Presentation>(Presentation());
  };
  return figure.Build();
}

TEST_F(HarnessTest, CatalogueGoesOnAfterAFailure) {
  CatalogueEntry broken = Toy();
  broken.id = "fig00";
  broken.slug = "broken";
  broken.figure = Broken();
  EXPECT_EQ(RunCatalogue({broken, Toy()}, {}), 1);
  EXPECT_THAT(err_, HasSubstr("fig00: does not converge"));
  EXPECT_TRUE(Exists("toy/claims.csv"));
  EXPECT_TRUE(Exists("index.html"));
}

// A result counts as there when nothing that decides it has changed and no file of it has.
TEST_F(HarnessTest, OnlyTheSameResultIsTakenAsThere) {
  const auto is_there = [&](const CatalogueEntry& entry,
                            const std::vector<std::string>& arguments = {}) {
    EXPECT_EQ(RunCatalogue({entry}, arguments), 0) << err_;
    return out_.find("already there") != std::string::npos;
  };
  EXPECT_FALSE(is_there(Toy()));
  EXPECT_TRUE(is_there(Toy()));
  // Without git, or outside `bazel run`, another program is another program.
  CatalogueEntry changed = Toy();
  changed.presentation = "presentation 2";
  EXPECT_FALSE(is_there(changed));
  EXPECT_TRUE(is_there(changed));
  EXPECT_FALSE(is_there(changed, {"--preset=smoke"}));
  EXPECT_TRUE(is_there(changed, {"--preset=smoke"}));

  const std::string csv = root_ + "/toy/data/squares.csv";
  ASSERT_TRUE(WriteFile("value,square\n", csv).ok());
  EXPECT_FALSE(is_there(changed, {"--preset=smoke"})) << "a damaged table";
  ASSERT_TRUE(std::filesystem::remove(csv));
  EXPECT_FALSE(is_there(changed, {"--preset=smoke"})) << "a missing table";
  const std::string claims = root_ + "/toy/claims.csv";
  ASSERT_TRUE(WriteFile(*ReadFile(claims) + "\n", claims).ok());
  EXPECT_FALSE(is_there(changed, {"--preset=smoke"})) << "changed claims";
  EXPECT_TRUE(is_there(changed, {"--preset=smoke"}));
}

TEST_F(HarnessTest, OneDamagedFolderDoesNotStopThePage) {
  ASSERT_EQ(Run(Toy(), {}), 0);
  CatalogueEntry other = Toy();
  other.id = "fig00";
  other.slug = "other";
  ASSERT_TRUE(MakeFolders(root_ + "/other").ok());
  EXPECT_EQ(RunCatalogue({Toy(), other}, {"--only=fig0"}), 0) << err_;
  EXPECT_THAT(err_, HasSubstr("warning: index.html is without a figure: fig00: "));
  EXPECT_THAT(*ReadFile(root_ + "/index.html"), HasSubstr("squares are small"));
  EXPECT_THAT(*ReadFile(root_ + "/index.html"), HasSubstr("not here: its folder cannot be read"));
}

// Files of a folder may be somebody else's.
TEST_F(HarnessTest, WhatFilesSayIsEscaped) {
  ASSERT_EQ(Run(Toy(), {}), 0);
  const std::string path = root_ + "/toy/provenance.json";
  const std::string evil = "<script>alert(1)</script>";
  ASSERT_TRUE(
      WriteFile(absl::StrReplaceAll(*ReadFile(path), {{"\"default\"", '"' + evil + '"'}}), path)
          .ok());
  ASSERT_TRUE(WriteFile("", root_ + "/toy/data/<b>.csv").ok());
  const std::string claims = root_ + "/toy/claims.csv";
  ASSERT_TRUE(
      WriteFile(absl::StrReplaceAll(*ReadFile(claims), {{"fig0/small", evil}}), claims).ok());
  CatalogueEntry other = Toy();
  other.id = "fig00";
  other.slug = "other";
  EXPECT_EQ(RunCatalogue({Toy(), other}, {"--only=fig00"}), 0) << err_;
  const std::string page = *ReadFile(root_ + "/index.html");
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(page, Not(HasSubstr(evil)));
  EXPECT_THAT(page, Not(HasSubstr("<b>")));
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

}  // namespace
}  // namespace infoflow::paper_figures
