// The conversation with made-up sides, which are shell scripts.

#include "benchmarks/peers/comparison.h"

#include <sys/stat.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "benchmarks/peers/comparison_table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"

namespace infoflow::peers {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// A side that tells `first`, then answers "open" with `values` and "run N" with N times
// `microseconds`.
std::vector<std::string> Script(const std::string& name, const std::string& first,
                                const std::string& values, int microseconds) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/", name, ".sh");
  const std::string text = absl::StrCat(
      "echo '", first, "'\nwhile read -r what count rest; do\n  case $what in\n    open) echo '",
      values, "' ;;\n    run) awk \"BEGIN { print \\\"ok\\\", $count * ", microseconds,
      " * 1e-6 }\" ;;\n  esac\ndone\n");
  EXPECT_TRUE(WriteFile(text, path).ok());
  return {"/bin/sh", path};
}

Row TestRow(const std::string& script, Kind kind) {
  return {"Title of " + script, "work", {3, 4}, script, "fake", kind, {{"loss", 1e-3}}};
}

class ComparisonTest : public ::testing::Test {
 protected:
  Comparisons CompareWith(const std::vector<Row>& rows, int rounds = 3) {
    ComparisonOptions options;
    options.rounds = rounds;
    options.turn_seconds = 0.01;
    options.ours = Script("ours", "versions mine 1.0", "ok 0.5", 1000);
    options.peer = [this](const std::string& script) {
      started_.push_back(script);
      if (script == "nothing") return std::vector<std::string>{"/no/such/program"};
      if (script == "missing") return Script(script, "missing python3-fake", "", 0);
      if (script == "dying") return std::vector<std::string>{"/bin/sh", "-c", "echo versions 1"};
      if (script == "silent") return std::vector<std::string>{"/bin/true"};
      if (script == "error") return Script(script, "versions e", "error no memory", 1);
      if (script == "other") return Script(script, "versions o", "ok 0.6", 5000);
      if (script == "nan") return Script(script, "versions o", "ok nan", 5000);
      if (script == "fewer") return Script(script, "versions o", "ok", 5000);
      if (script == "slow") return Script(script, "versions fake 2, BLAS", "ok 0.5002", 5000);
      return Script(script, "versions fake 2, BLAS", "ok 0.4998", 900);
    };
    return Compare(rows, options,
                   [this](const Comparison& row) { lines_.push_back(ComparisonLine(row)); })
        .value();
  }

  Comparison CompareOne(const std::string& script, Kind kind = Kind::kProduct) {
    return CompareWith({TestRow(script, kind)}).rows[0];
  }

  std::vector<std::string> started_;
  std::vector<std::string> lines_;
};

TEST_F(ComparisonTest, RatioDecides) {
  const Comparison slow = CompareOne("slow");
  EXPECT_EQ(slow.verdict, Verdict::kAhead);
  EXPECT_NEAR(slow.our_seconds, 1e-3, 1e-9);
  EXPECT_NEAR(slow.peer_seconds, 5e-3, 1e-9);
  EXPECT_NEAR(slow.ratio, 5.0, 1e-6);
  EXPECT_EQ(CompareOne("slow", Kind::kElementwise).verdict, Verdict::kAhead);
  EXPECT_EQ(CompareOne("slow", Kind::kNaive).verdict, Verdict::kShort);
  EXPECT_EQ(CompareOne("fast").verdict, Verdict::kBehind);
}

TEST_F(ComparisonTest, ValuesThatDifferAreNotTimed) {
  const Comparison other = CompareOne("other");
  EXPECT_EQ(other.verdict, Verdict::kDisagrees);
  EXPECT_EQ(other.note, "loss 0.5 here, 0.6 there");
  EXPECT_EQ(other.ratio, 0.0);
  EXPECT_EQ(CompareOne("nan").verdict, Verdict::kDisagrees);
  EXPECT_EQ(CompareOne("fewer").verdict, Verdict::kDisagrees);
}

TEST_F(ComparisonTest, WhatIsNotInstalledIsNamed) {
  const Comparison missing = CompareOne("missing");
  EXPECT_EQ(missing.verdict, Verdict::kMissing);
  EXPECT_EQ(missing.note, "python3-fake is not installed");
  const Comparison nothing = CompareOne("nothing");
  EXPECT_EQ(nothing.verdict, Verdict::kMissing);
  EXPECT_THAT(nothing.note, HasSubstr("/no/such/program"));
}

TEST_F(ComparisonTest, PeersThatFailAreFailures) {
  EXPECT_EQ(CompareOne("error").note, "error: error no memory");
  for (const char* script : {"error", "dying", "silent"}) {
    EXPECT_EQ(CompareOne(script).verdict, Verdict::kFailed) << script;
  }
}

TEST_F(ComparisonTest, OneFailureDoesNotEndTheOthers) {
  const Comparisons all =
      CompareWith({TestRow("dying", Kind::kProduct), TestRow("slow", Kind::kProduct),
                   TestRow("slow", Kind::kNaive), TestRow("missing", Kind::kProduct)});
  ASSERT_EQ(all.rows.size(), 4);
  EXPECT_EQ(all.rows[1].verdict, Verdict::kAhead);
  EXPECT_EQ(all.rows[2].verdict, Verdict::kShort);
  EXPECT_EQ(all.our_versions, "mine 1.0");
  // A peer is kept for the next row.
  EXPECT_THAT(started_, ElementsAre("dying", "slow", "missing"));
  ASSERT_EQ(lines_.size(), 4);
  EXPECT_THAT(lines_[1], HasSubstr("work/3/4"));
  EXPECT_THAT(lines_[1], HasSubstr("1 ms, fake 5 ms: ratio 5, wanted 1.3, ahead"));
  EXPECT_THAT(lines_[3], HasSubstr("no peer: python3-fake is not installed"));
}

TEST_F(ComparisonTest, OurOwnSideMustBeThere) {
  ComparisonOptions options;
  options.ours = {"/no/such/program"};
  EXPECT_FALSE(Compare({}, options, [](const Comparison&) {}).ok());
}

TEST_F(ComparisonTest, SectionOfThePage) {
  const Comparisons all =
      CompareWith({TestRow("slow", Kind::kProduct), TestRow("slow", Kind::kNaive),
                   TestRow("fast", Kind::kProduct), TestRow("missing", Kind::kElementwise),
                   TestRow("other", Kind::kProduct)});
  const std::string section = ComparisonSection(all, "one core of a machine, today");
  EXPECT_THAT(section, HasSubstr("`bazel run //benchmarks:peers`: one core of a machine, today;"));
  EXPECT_THAT(section, HasSubstr("Here: mine 1.0. Peers: fake 2, BLAS, o."));
  EXPECT_THAT(section,
              HasSubstr("| Title of slow | fake | product | 1 ms | 5 ms | 5 | 1.3 | ahead |\n"));
  EXPECT_THAT(section, HasSubstr("| 5 | 100 | ahead by less |\n"));
  EXPECT_THAT(section, HasSubstr("| 0.9 | 1.3 | behind |\n"));
  EXPECT_THAT(section, HasSubstr("| elementwise | | | | 3 | no peer: python3-fake is not "
                                 "installed |\n"));
  EXPECT_THAT(section, HasSubstr("| results differ: loss 0.5 here, 0.6 there |\n"));
  EXPECT_THAT(section,
              HasSubstr("Of 5 rows 1 are ahead by the ratio wanted, 1 by less, 1 behind. "
                        "Nearest to being lost: Title of slow beside fake, ratio 5. Lost by "
                        "most: Title of fast beside fake, ratio 0.9."));
}

TEST_F(ComparisonTest, NothingMeasuredIsNearestToNothing) {
  const Comparisons none = CompareWith({TestRow("missing", Kind::kProduct)});
  EXPECT_THAT(NearestToLost(none.rows), IsEmpty());
  EXPECT_THAT(ComparisonSection(none, "m"), HasSubstr("Peers: none."));
  EXPECT_THAT(ComparisonSection(none, "m"), Not(HasSubstr("lost")));
}

}  // namespace
}  // namespace infoflow::peers
