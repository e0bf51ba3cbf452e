// Figures side by side: the files of figures one after the other, and who waits for whom.

#include "paper_figures/harness/run_catalogue.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "infoflow/support/file.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"

namespace infoflow::paper_figures {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

struct Parameters {
  std::vector<double> values;

  void Register(ParameterSet& set) {
    set.Add("values", &values, "what is squared", {{1.0}, {3.0, 1.0, 2.0, -7.0}, {4.0}},
            {-100.0, 100.0});
  }
};

struct Point {
  double value = 0.0;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("value", self.value);
  }
};

struct Record {
  double square = 0.0;

  INFOFLOW_FIELDS(square)
};

struct Row {
  double value = 0.0;
  double square = 0.0;

  INFOFLOW_FIELDS(value, square)
};

using Squares = FigureOf<Parameters, Point, Record>;

std::atomic<int> with_machines{0};
std::atomic<int> most_with_machines{0};

Squares SquaresFigure() {
  Squares figure;
  figure.keeps_points = true;
  figure.points = [](const Parameters& p, const Run&) -> absl::StatusOr<std::vector<Point>> {
    std::vector<Point> points;
    for (const double value : p.values) points.push_back({value});
    return points;
  };
  figure.compute = [](const Point& point, const Run& run) -> absl::StatusOr<Record> {
    EXPECT_EQ(run.threads, 1);
    return Record{point.value * point.value};
  };
  figure.present = [](const Parameters&, const Run&,
                      Squares::Results results) -> absl::StatusOr<Presentation> {
    std::vector<Row> rows;
    for (const auto& [point, record] : results) rows.push_back({point.value, record.square});
    Presentation presentation;
    presentation.tables = {{"squares", "Squares", TableOf(rows)}};
    return presentation;
  };
  return figure;
}

CatalogueEntry Entry(const std::string& id, Squares figure) {
  return {id,     id + "_slug",   "plot 'data/squares.csv' using 1:2\n",
          "code", "presentation", figure.Build()};
}

CatalogueEntry InOnePiece(const std::string& id) {
  Squares figure = SquaresFigure();
  figure.keeps_points = false;
  return Entry(id, figure);
}

CatalogueEntry WithMachines(const std::string& id) {
  Squares figure = SquaresFigure();
  figure.keeps_points = false;
  figure.keeps_work = true;
  figure.points = [](const Parameters& p, const Run&) -> absl::StatusOr<std::vector<Point>> {
    return std::vector<Point>{{p.values[0]}};
  };
  figure.compute = [](const Point& point, const Run&) -> absl::StatusOr<Record> {
    const int now = ++with_machines;
    if (now > most_with_machines) most_with_machines = now;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    --with_machines;
    return Record{point.value};
  };
  return Entry(id, figure);
}

CatalogueEntry Failing(const std::string& id) {
  Squares figure = SquaresFigure();
  figure.compute = [](const Point& point, const Run&) -> absl::StatusOr<Record> {
    if (point.value < 0.0) return absl::OutOfRangeError("negative");
    return Record{};
  };
  return Entry(id, figure);
}

class RunCatalogueTest : public ::testing::Test {
 protected:
  RunCatalogueTest() {
    options_.root = absl::StrCat(::testing::TempDir(), "/run_catalogue_",
                                 ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(options_.root);
  }

  // Ids in the order of their reports.
  std::vector<std::string> RunAll(const std::vector<CatalogueEntry>& entries, int threads) {
    options_.threads = threads;
    std::vector<std::string> order;
    errors_.clear();
    reused_ = 0;
    const auto report = [&](const CatalogueEntry& entry,
                            const absl::StatusOr<FinishedFigure>& finished, double seconds) {
      order.push_back(entry.id);
      EXPECT_GE(seconds, 0.0);
      if (!finished.ok()) errors_[entry.id] = std::string(finished.status().message());
      if (finished.ok() && finished->reused) ++reused_;
    };
    EXPECT_TRUE(RunFigures(entries, options_, report).ok());
    return order;
  }

  std::string Data(const std::string& id) {
    return ReadFile(absl::StrCat(options_.root, "/", id, "_slug/data/squares.csv")).value_or("");
  }

  Options options_;
  std::map<std::string, std::string> errors_;
  int reused_ = 0;
};

TEST_F(RunCatalogueTest, FiguresInOnePieceComeFirst) {
  EXPECT_THAT(RunAll({Entry("fig1", SquaresFigure()), InOnePiece("fig2"), InOnePiece("fig3"),
                      Entry("fig4", SquaresFigure())},
                     /*threads=*/1),
              ElementsAre("fig2", "fig3", "fig1", "fig4"));
}

TEST_F(RunCatalogueTest, ThreadsChangeNoFileAndEachFigureIsReportedOnce) {
  const std::vector<CatalogueEntry> entries = {Entry("fig1", SquaresFigure()), InOnePiece("fig2"),
                                               Entry("fig3", SquaresFigure())};
  RunAll(entries, 1);
  const std::string expected = Data("fig1");
  EXPECT_THAT(expected, HasSubstr("\n3,9\n1,1\n2,4\n-7,49\n"));
  options_.force = true;
  for (const int threads : {2, 5, 16}) {
    std::filesystem::remove_all(options_.root);
    EXPECT_EQ(RunAll(entries, threads).size(), 3u);
    for (const std::string id : {"fig1", "fig2", "fig3"}) EXPECT_EQ(Data(id), expected) << id;
  }
}

TEST_F(RunCatalogueTest, WhatIsThereIsTaken) {
  const std::vector<CatalogueEntry> entries = {Entry("fig1", SquaresFigure()), InOnePiece("fig2")};
  RunAll(entries, 3);
  EXPECT_EQ(reused_, 0);
  EXPECT_EQ(RunAll(entries, 3).size(), 2u);
  EXPECT_EQ(reused_, 2);
}

TEST_F(RunCatalogueTest, FiguresThatKeepMachinesFollowEachOther) {
  most_with_machines = 0;
  RunAll({WithMachines("fig1"), WithMachines("fig2"), Entry("fig3", SquaresFigure()),
          WithMachines("fig4")},
         8);
  EXPECT_TRUE(errors_.empty());
  EXPECT_EQ(most_with_machines, 1);
  EXPECT_NE(Data("fig4"), "");
}

TEST_F(RunCatalogueTest, AFigureThatFailsStopsNoOther) {
  for (const int threads : {1, 4}) {
    EXPECT_EQ(RunAll({Failing("fig1"), Entry("fig2", SquaresFigure())}, threads).size(), 2u);
    EXPECT_THAT(errors_["fig1"], HasSubstr("negative"));
    EXPECT_EQ(errors_.size(), 1u);
    EXPECT_FALSE(std::filesystem::exists(options_.root + "/fig1_slug"));
    EXPECT_NE(Data("fig2"), "");
  }
}

}  // namespace
}  // namespace infoflow::paper_figures
