#include "benchmarks/stored_results.h"

#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace infoflow {

bool operator==(const BenchmarkTime& a, const BenchmarkTime& b) {
  return a.seconds == b.seconds && a.seconds_per_cycle == b.seconds_per_cycle;
}

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

std::string Entry(const std::string& name, const std::string& aggregate, double time,
                  const std::string& unit) {
  return absl::StrCat(R"({"name": ")", name, "_", aggregate, R"(", "run_name": ")", name,
                      R"(", "run_type": "aggregate", "repetitions": 5, "aggregate_name": ")",
                      aggregate, R"(", "cpu_time": )", time, R"(, "time_unit": ")", unit, R"("})");
}

std::string File(const std::string& date, const std::string& entries) {
  return absl::StrCat(R"({"context": {"date": ")", date, R"("}, "benchmarks": [)", entries, "]}");
}

TEST(StoredResultsTest, MediansInSeconds) {
  const std::string json = File(
      "d", absl::StrCat(Entry("BM_A/1", "mean", 9, "ms"), ",", Entry("BM_A/1", "median", 8, "ms"),
                        ",", Entry("BM_B", "median", 7, "us"), ",",
                        Entry("BM_C", "median", 8, "ns"), ",", Entry("BM_D", "median", 5, "s")));
  EXPECT_THAT(ParseResults(json, "f").value(),
              ElementsAre(Pair("BM_A/1", BenchmarkTime{8e-3}), Pair("BM_B", BenchmarkTime{7e-6}),
                          Pair("BM_C", BenchmarkTime{8e-9}), Pair("BM_D", BenchmarkTime{5.0})));
}

TEST(StoredResultsTest, SingleRunsCountAndFailedOnesDoNot) {
  const std::string json =
      File("d",
           R"({"run_name": "BM_A", "run_type": "iteration", "repetitions": 1, "cpu_time": 2,
          "time_unit": "ms"},
         {"run_name": "BM_B", "run_type": "iteration", "repetitions": 5, "cpu_time": 2,
          "time_unit": "ms"},
         {"run_name": "BM_C", "run_type": "iteration", "error_occurred": true, "cpu_time": 0,
          "time_unit": "ms"})");
  EXPECT_THAT(ParseResults(json, "f").value(), ElementsAre(Pair("BM_A", BenchmarkTime{2e-3})));
}

TEST(StoredResultsTest, OtherFilesAreErrorsThatNameThem) {
  for (const char* json : {"", "[]", "{}", R"({"benchmarks": 3})", R"({"benchmarks": [3]})",
                           R"({"benchmarks": [{"cpu_time": 3}]})"}) {
    const auto times = ParseResults(json, "results/x.json");
    ASSERT_FALSE(times.ok()) << json;
    EXPECT_THAT(std::string(times.status().message()), HasSubstr("results/x.json: ")) << json;
  }
}

TEST(StoredResultsTest, SomeBenchmarksReplaceTheirOwnEntries) {
  const std::string stored = File(
      "then", absl::StrCat(Entry("BM_A", "median", 1, "ms"), ",", Entry("BM_B", "mean", 2, "ms"),
                           ",", Entry("BM_B", "median", 2, "ms")));
  const std::string fresh = File(
      "now", absl::StrCat(Entry("BM_B", "median", 3, "ms"), ",", Entry("BM_C", "median", 4, "ms")));
  const std::string merged = MergedResults(stored, fresh, "f").value();
  EXPECT_THAT(ParseResults(merged, "f").value(),
              ElementsAre(Pair("BM_A", BenchmarkTime{1e-3}), Pair("BM_B", BenchmarkTime{3e-3}),
                          Pair("BM_C", BenchmarkTime{4e-3})));
  EXPECT_THAT(merged, HasSubstr("now"));
  EXPECT_EQ(merged.find("BM_B_mean"), std::string::npos);
  EXPECT_FALSE(MergedResults("{}", fresh, "f").ok());
}

TEST(StoredResultsTest, WhatMovedByMoreThanTheTolerance) {
  const BenchmarkTimes before = {{"BM_Same", {1.0}}, {"BM_Slow", {1.0}}, {"BM_Fast", {1.0}},
                                 {"BM_Edge", {1.0}}, {"BM_Gone", {1.0}}, {"BM_NaN", {1.0}}};
  const BenchmarkTimes now = {
      {"BM_Same", {1.09}}, {"BM_Slow", {1.3}},
      {"BM_Fast", {0.5}},  {"BM_Edge", {1.0 / 1.09}},
      {"BM_New", {1.0}},   {"BM_NaN", {std::numeric_limits<double>::quiet_NaN()}}};
  const ResultComparison comparison = CompareResults(before, now, 0.1);
  EXPECT_EQ(comparison.compared, 5);
  EXPECT_THAT(comparison.unknown, ElementsAre("BM_New"));
  std::vector<std::string> names;
  for (const MovedTime& time : comparison.moved) names.push_back(time.name);
  EXPECT_THAT(names, ::testing::UnorderedElementsAre("BM_Fast", "BM_Slow", "BM_NaN"));
}

TEST(StoredResultsTest, ClocksAreStoredAndCompared) {
  const std::string json =
      File("d", absl::StrCat(Entry("BM_A", "mean", 2, "s"), ",", Entry("BM_A", "median", 2, "s"),
                             ",", Entry("BM_B", "median", 3, "s")));
  const std::string with = WithClocks(json, {{"BM_A", 4e-10}}, "f").value();
  EXPECT_THAT(ParseResults(with, "f").value(), ElementsAre(Pair("BM_A", BenchmarkTime{2.0, 4e-10}),
                                                           Pair("BM_B", BenchmarkTime{3.0})));
  EXPECT_FALSE(WithClocks("[]", {}, "f").ok());
  // A clock that is slower by a quarter explains a quarter.
  EXPECT_THAT(CompareResults({{"BM_A", {2.0, 4e-10}}}, {{"BM_A", {2.5, 5e-10}}}, 0.1).moved,
              IsEmpty());
  EXPECT_EQ(CompareResults({{"BM_A", {2.0, 4e-10}}}, {{"BM_A", {2.0, 5e-10}}}, 0.1).moved.size(),
            1);
  EXPECT_EQ(CompareResults({{"BM_A", {2.0}}}, {{"BM_A", {2.5, 5e-10}}}, 0.1).moved.size(), 1);
}

TEST(StoredResultsTest, LargestFactorFirst) {
  const ResultComparison comparison =
      CompareResults({{"BM_A", {1.0}}, {"BM_B", {1.0}}}, {{"BM_A", {1.5}}, {"BM_B", {0.5}}}, 0.1);
  ASSERT_EQ(comparison.moved.size(), 2);
  EXPECT_EQ(comparison.moved[0].name, "BM_B");
  EXPECT_DOUBLE_EQ(comparison.moved[0].change(), -0.5);
  EXPECT_DOUBLE_EQ(comparison.moved[1].change(), 0.5);
}

TEST(StoredResultsTest, NothingMoves) {
  EXPECT_THAT(CompareResults({{"BM_A", {2.0}}}, {{"BM_A", {2.0}}}, 0.1).moved, IsEmpty());
  EXPECT_EQ(DescribeComparison(CompareResults({{"BM_A", {2.0}}}, {{"BM_A", {2.0}}}, 0.1), 0.1),
            "0 of 1 benchmarks moved by more than 10 %, in cycles where the clock is known\n");
}

TEST(StoredResultsTest, Words) {
  const ResultComparison comparison =
      CompareResults({{"BM_A", {2e-3}}}, {{"BM_A", {3e-3}}, {"BM_B", {1.0}}}, 0.1);
  EXPECT_EQ(DescribeComparison(comparison, 0.1),
            "1 of 1 benchmarks moved by more than 10 %, in cycles where the clock is known\n"
            "    +50 %  BM_A: 2 ms before, 3 ms now\n"
            "     new  BM_B\n");
}

}  // namespace
}  // namespace infoflow
