// Points as a user and a build farm meet them: kept, resumed, shared out, merged, computed alone.

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"
#include "paper_figures/harness/figure_main.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/json.h"
#include "paper_figures/harness/provenance.h"
#include "paper_figures/harness/record_store.h"
#include "paper_figures/harness/row_table.h"

namespace infoflow::paper_figures {
namespace {

using ::testing::HasSubstr;

struct Parameters {
  std::vector<double> values;
  int power;

  void Register(ParameterSet& set) {
    set.Add("values", &values, "what is raised",
            {{0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0}, {1.0, 2.0, 3.0}, {4.0}},
            {-100.0, 100.0});
    set.Add("power", &power, "exponent", {2, 2, 2}, {1, 9});
  }
};

struct Point {
  double value = 0.0;
  int power = 0;
  std::uint64_t seed = 0;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("value", self.value);
    visit("power", self.power);
    visit("seed", self.seed);
  }
};

struct Record {
  double result = 0.0;
  std::vector<double> more;

  INFOFLOW_FIELDS(result, more)
};

struct Row {
  double value = 0.0;
  double result = 0.0;

  INFOFLOW_FIELDS(value, result)
};

std::atomic<int> computed{0};
std::atomic<double> failing{-1.0};

std::atomic<int> resumed{0};

// All digits are used, and one number is none. A point that fails leaves unfinished work.
absl::StatusOr<Record> Compute(const Point& point, const Run& run) {
  const std::string unfinished = run.UnfinishedFile("half");
  if (point.value == failing) {
    if (!unfinished.empty()) {
      EXPECT_TRUE(WriteFile("half of it", unfinished).ok());
    }
    return absl::OutOfRangeError("point fails");
  }
  ++computed;
  if (!unfinished.empty() && std::filesystem::exists(unfinished)) ++resumed;
  return Record{std::pow(point.value, point.power) / 3.0, {std::sqrt(point.value), NAN}};
}

using PointsFigure = FigureOf<Parameters, Point, Record>;

absl::StatusOr<Presentation> Present(const Parameters&, const Run&, PointsFigure::Results results) {
  std::vector<Row> rows;
  for (const auto& [point, record] : results) rows.push_back({point.value, record.result});
  Presentation presentation;
  presentation.tables = {{"results", "Results", TableOf(rows)}};
  return presentation;
}

CatalogueEntry Toy(const std::string& code = "code 1") {
  PointsFigure figure;
  figure.keeps_points = true;
  figure.points = [](const Parameters& p, const Run& run) -> absl::StatusOr<std::vector<Point>> {
    std::vector<Point> points;
    for (const double value : p.values) points.push_back({value, p.power, run.seed});
    return points;
  };
  figure.compute = Compute;
  figure.present = Present;
  return {"fig0", "toy",          "plot 'data/results.csv' using 1:2\n",
          code,   "presentation", figure.Build()};
}

// Which point comes next depends on what was found: from 1000, each is a tenth of the result
// before, down to 1. Points above 50 are for every shard.
CatalogueEntry Search() {
  CatalogueEntry entry = Toy();
  PointsFigure figure;
  figure.keeps_points = true;
  figure.next_points = [](const Parameters&, const Run& run,
                          PointsFigure::Results results) -> absl::StatusOr<std::vector<Point>> {
    std::vector<Point> points = {{1000.0, 1, run.seed}};
    while (points.back().value > 1.0) {
      const auto known = std::find_if(results.begin(), results.end(), [&](const auto& result) {
        return result.point.value == points.back().value;
      });
      if (known == results.end()) break;
      points.push_back({std::round(0.3 * known->record.result), 1, run.seed});
    }
    return points;
  };
  figure.group = [](const Point& point) { return point.value > 50.0 ? -1 : 0; };
  figure.compute = Compute;
  figure.present = Present;
  entry.figure = figure.Build();
  return entry;
}

class PointsTest : public ::testing::Test {
 protected:
  PointsTest()
      : root_(absl::StrCat(::testing::TempDir(), "/points_",
                           ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::remove_all(root_);
    std::filesystem::create_directories(root_);
    computed = 0;
    failing = -1.0;
    // Pictures are not what is compared.
    setenv("PATH", "/nonexistent", 1);
    unsetenv("BUILD_WORKSPACE_DIRECTORY");
  }

  int Run(const CatalogueEntry& entry, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--preset=smoke", "--out=" + root_});
    ::testing::internal::CaptureStdout();
    ::testing::internal::CaptureStderr();
    const int code = FigureMain(entry, arguments);
    out_ = ::testing::internal::GetCapturedStdout();
    err_ = ::testing::internal::GetCapturedStderr();
    return code;
  }
  // How many points a run computes.
  int Computed(const CatalogueEntry& entry, const std::vector<std::string>& arguments = {}) {
    computed = 0;
    EXPECT_EQ(Run(entry, arguments), 0) << err_;
    return computed;
  }
  std::string Csv() const { return ReadFile(root_ + "/toy/data/results.csv").value_or("none"); }

  const std::string root_;
  std::string out_, err_;
};

TEST_F(PointsTest, EachIsComputedOnce) {
  EXPECT_EQ(Computed(Toy()), 11);
  const std::string csv = Csv();
  EXPECT_EQ(Computed(Toy()), 0);
  EXPECT_EQ(Csv(), csv);
  EXPECT_EQ(Computed(Toy(), {"--force"}), 11);
  // A finer grid keeps what it has.
  EXPECT_EQ(Computed(Toy(), {"--set=values=0.5,1,2"}), 1);
}

TEST_F(PointsTest, AllThatDecidesAPointMakesItAnother) {
  EXPECT_EQ(Computed(Toy()), 11);
  EXPECT_EQ(Computed(Toy(), {"--set=power=3"}), 11);
  EXPECT_EQ(Computed(Toy(), {"--seed=2"}), 11);
  EXPECT_EQ(Computed(Toy("code 2")), 11);
  EXPECT_EQ(Computed(Toy()), 0);
}

TEST_F(PointsTest, ShardsComeTogetherByteForByte) {
  EXPECT_EQ(Computed(Toy()), 11);
  const std::string csv = Csv();
  std::filesystem::remove_all(root_);
  for (const int shard : {2, 0, 1}) {
    EXPECT_EQ(Computed(Toy(), {absl::StrCat("--shard_index=", shard), "--shard_count=3"}),
              shard < 2 ? 4 : 3);
    EXPECT_THAT(out_, HasSubstr(absl::StrCat("shard ", shard, " of 3 is finished: ",
                                             shard < 2 ? 4 : 3, " of 11 points computed")));
    EXPECT_EQ(Csv(), "none") << "nothing to draw yet";
  }
  EXPECT_EQ(Computed(Toy(), {"--merge"}), 0);
  EXPECT_EQ(Csv(), csv);
}

// As actions of a build do it.
TEST_F(PointsTest, ShardsInFilesOfTheirOwnComeTogether) {
  EXPECT_EQ(Computed(Toy()), 11);
  const std::string csv = Csv();
  std::filesystem::remove_all(root_);
  ASSERT_TRUE(MakeFolders(root_ + "/toy.points").ok());
  for (const int shard : {0, 1, 2}) {
    const std::string file = absl::StrCat(root_, "/toy.points/", shard, ".records");
    EXPECT_EQ(Computed(Toy(), {absl::StrCat("--shard_index=", shard), "--shard_count=3",
                               "--points_only=" + file}),
              shard < 2 ? 4 : 3);
    const std::string lines = ReadFile(file).value();
    EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), shard < 2 ? 4 : 3);
  }
  EXPECT_EQ(Computed(Toy(), {"--merge"}), 0);
  EXPECT_EQ(Csv(), csv);
}

TEST_F(PointsTest, MergingComputesNothingAndNamesWhatIsMissing) {
  EXPECT_EQ(Computed(Toy(), {"--shard_index=1", "--shard_count=2"}), 5);
  EXPECT_EQ(Run(Toy(), {"--merge"}), 1);
  EXPECT_THAT(err_, HasSubstr("--merge: 6 of 11 points have no record: 'value=0', 'value=2', "
                              "'value=4', 'value=6', 'value=8', ..."));
  EXPECT_EQ(Csv(), "none");
}

// As machines of another generation make them.
TEST_F(PointsTest, RecordsByOtherKernelsCountOnlyWhenAskedFor) {
  EXPECT_EQ(Computed(Toy(), {"--points_only=" + root_ + "/all.records"}), 11);
  const std::vector<std::string> lines =
      absl::StrSplit(ReadFile(root_ + "/all.records").value(), '\n', absl::SkipEmpty());
  std::string others;
  for (int i = 0; i < 4; ++i) {
    const Json line = ParseJson(lines[i].substr(lines[i].find(' ')));
    absl::StrAppend(&others,
                    RecordLine({"code 1", "Other 0.1"}, Dump(line["point"]), Dump(line["record"])));
  }
  ASSERT_TRUE(MakeFolders(root_ + "/toy.points").ok());
  ASSERT_TRUE(WriteFile(others, root_ + "/toy.points/other.records").ok());
  EXPECT_EQ(Run(Toy(), {"--merge"}), 1);
  EXPECT_THAT(err_, HasSubstr("there are records by other BLAS kernels, which give other last "
                              "digits (--mixed_kernels takes them): Other 0.1"));
  EXPECT_EQ(Computed(Toy(), {"--mixed_kernels"}), 7);
  EXPECT_THAT(out_, HasSubstr(absl::StrCat("Records by several BLAS kernels: ", BlasKernel())));
  EXPECT_THAT(out_, HasSubstr("Other 0.1: 4"));
  EXPECT_EQ(Computed(Toy(), {"--merge", "--mixed_kernels"}), 0);
  const Provenance provenance =
      ParseProvenance(ReadFile(root_ + "/toy/provenance.json").value(), "provenance").value();
  const std::map<std::string, int> want = {{"Other 0.1", 4}, {BlasKernel(), 7}};
  EXPECT_EQ(provenance.records, want);
  EXPECT_EQ(Computed(Toy()), 4);
  EXPECT_EQ(Run(Toy(), {"--mixed_kernels", "--force"}), 1);
}

TEST_F(PointsTest, GoesOnAfterAFailure) {
  failing = 6.0;
  EXPECT_EQ(Run(Toy(), {"--threads=1"}), 1);
  EXPECT_THAT(err_, HasSubstr("point fails"));
  EXPECT_EQ(computed, 6);
  failing = -1.0;
  EXPECT_EQ(Computed(Toy()), 5);
}

TEST_F(PointsTest, UnfinishedWorkIsKeptBesideTheRecords) {
  const auto unfinished = [&] {
    int count = 0;
    for (const auto& file : std::filesystem::directory_iterator(root_ + "/toy.points")) {
      count += file.path().extension() == ".checkpoint";
    }
    return count;
  };
  failing = 6.0;
  EXPECT_EQ(Run(Toy(), {"--threads=1"}), 1);
  EXPECT_EQ(unfinished(), 1);
  failing = -1.0;
  resumed = 0;
  EXPECT_EQ(Computed(Toy(), {"--force"}), 11);
  EXPECT_EQ(resumed, 0) << "anew is anew";
  EXPECT_EQ(Computed(Toy("code 2")), 11);
  EXPECT_EQ(resumed, 0) << "of another program";
  failing = 7.0;
  EXPECT_EQ(Run(Toy(), {"--set=power=3", "--threads=1"}), 1);
  EXPECT_EQ(unfinished(), 2);
  failing = -1.0;
  Computed(Toy(), {"--set=power=3"});
  EXPECT_EQ(resumed, 1);
  EXPECT_EQ(unfinished(), 1);
  EXPECT_EQ(Computed(Toy(), {"--set=power=4", "--points_only=-"}), 11);
}

TEST_F(PointsTest, APointAloneHasTheBytesItHasAmongOthers) {
  EXPECT_EQ(Computed(Toy(), {"--points_only=" + root_ + "/all.records", "--threads=2"}), 11);
  const std::string all = ReadFile(root_ + "/all.records").value();
  EXPECT_EQ(std::count(all.begin(), all.end(), '\n'), 11);
  for (const char* point : {"value=3", "3"}) {
    EXPECT_EQ(Computed(Toy(), {absl::StrCat("--point=", point), "--points_only=-"}), 1);
    EXPECT_THAT(out_, HasSubstr("\"value\":3.0"));
    EXPECT_THAT(all, HasSubstr(out_));
  }
  // In another file, with another number of threads.
  const std::string line = out_;
  EXPECT_EQ(Computed(Toy(), {"--point=3", "--threads=7", "--points_only=" + root_ + "/3"}), 1);
  EXPECT_EQ(ReadFile(root_ + "/3").value(), line);
  EXPECT_FALSE(std::filesystem::exists(root_ + "/toy.points"));
  // Files of such lines are what is merged.
  ASSERT_TRUE(MakeFolders(root_ + "/toy.points").ok());
  std::filesystem::rename(root_ + "/all.records", root_ + "/toy.points/all.records");
  EXPECT_EQ(Computed(Toy(), {"--merge"}), 0);
}

TEST_F(PointsTest, PointsThatWereComputedAloneAreKept) {
  for (int i = 0; i < 11; ++i) {
    EXPECT_EQ(Computed(Toy(), {absl::StrCat("--point=", i)}), 1);
    EXPECT_THAT(out_, HasSubstr("Written: " + root_ + "/toy.points/"));
    EXPECT_EQ(Csv(), "none");
  }
  EXPECT_EQ(Computed(Toy(), {"--merge"}), 0);
  const std::string csv = Csv();
  EXPECT_EQ(Computed(Toy(), {"--force"}), 11);
  EXPECT_EQ(Csv(), csv);
}

// It is computed anew each time, but for --merge.
TEST_F(PointsTest, AFigureInOnePieceCanBeComputedElsewhere) {
  CatalogueEntry single = Toy();
  single.figure.keeps_points = false;
  EXPECT_EQ(Computed(single, {"--set=values=4", "--point=0"}), 1);
  EXPECT_EQ(Computed(single, {"--set=values=4"}), 1);
  EXPECT_EQ(Computed(single, {"--set=values=4", "--merge"}), 0);
}

TEST_F(PointsTest, KeysAreListed) {
  EXPECT_EQ(Computed(Toy(), {"--list_points", "--set=values=0.1,-2"}), 0);
  EXPECT_EQ(out_, "value=0.1\nvalue=-2\n");
  EXPECT_EQ(Run(Toy(), {"--point=value=17"}), 1);
  EXPECT_THAT(err_, HasSubstr("--point=value=17: must be a key of --list_points, such as "
                              "'value=0', or an integer from 0 to 10"));
  EXPECT_EQ(Run(Toy(), {"--point=11"}), 1);
}

TEST_F(PointsTest, DamagedRecordsAreComputedAgain) {
  EXPECT_EQ(Computed(Toy()), 11);
  const std::string csv = Csv();
  for (const auto& file : std::filesystem::directory_iterator(root_ + "/toy.points")) {
    const std::string content = ReadFile(file.path().string()).value();
    // The last line is cut, and a digit of the first one is another.
    std::string damaged = content.substr(0, content.size() - 8);
    damaged[70] = damaged[70] == 'x' ? 'y' : 'x';
    ASSERT_TRUE(WriteFile(damaged, file.path().string()).ok());
  }
  EXPECT_EQ(Computed(Toy()), 2);
  EXPECT_EQ(Csv(), csv);
}

TEST_F(PointsTest, ASearchFollowsWhatItFinds) {
  // 1000, 100, 10 and 1, whatever the number of threads.
  EXPECT_EQ(Computed(Search(), {"--threads=3"}), 4);
  const std::string csv = Csv();
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 5);
  EXPECT_EQ(Computed(Search()), 0);
  EXPECT_EQ(Computed(Search(), {"--merge"}), 0);
  // Cut off, it goes on.
  std::filesystem::remove_all(root_);
  failing = 10.0;
  EXPECT_EQ(Run(Search(), {}), 1);
  failing = -1.0;
  EXPECT_EQ(Computed(Search()), 2);
  EXPECT_EQ(Csv(), csv);
  // Shards: what every shard needs is computed by each, and then agrees.
  std::filesystem::remove_all(root_);
  EXPECT_EQ(Computed(Search(), {"--shard_index=1", "--shard_count=2"}), 2);
  EXPECT_EQ(Computed(Search(), {"--shard_index=0", "--shard_count=2"}), 2);
  EXPECT_EQ(Computed(Search(), {"--merge"}), 0);
  EXPECT_EQ(Csv(), csv);
}

TEST_F(PointsTest, FlagsThatContradictEachOtherAreErrors) {
  EXPECT_EQ(Run(Toy(), {"--shard_index=2", "--shard_count=2"}), 1);
  EXPECT_THAT(err_, HasSubstr("--shard_index=2: must be below --shard_count=2"));
  EXPECT_EQ(Run(Toy(), {"--shard_count=0"}), 1);
  EXPECT_THAT(err_, HasSubstr("--shard_count=0: must be an integer from 1 to 1000000"));
  EXPECT_EQ(Run(Toy(), {"--merge", "--force"}), 1);
  EXPECT_THAT(err_, HasSubstr("--merge: has no meaning together with --force"));
  CatalogueEntry single = Toy();
  single.figure.keeps_points = false;
  EXPECT_EQ(Run(single, {"--shard_count=2"}), 1);
  EXPECT_THAT(err_, HasSubstr("--shard_count=2: toy has no points to share out"));
  EXPECT_EQ(Run(Toy(), {"--points_only=/proc/nowhere/file"}), 1);
}

}  // namespace
}  // namespace infoflow::paper_figures
