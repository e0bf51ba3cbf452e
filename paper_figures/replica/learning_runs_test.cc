#include "paper_figures/replica/learning_runs.h"

#include <cmath>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "paper_figures/harness/claim.h"
#include "paper_figures/replica/recognition_training.h"
#include "paper_figures/replica/usv_linear_training_claims.h"

namespace infoflow::paper_figures {
namespace {

LearningPoint PointOf(LearningControl control, int replicate, int units = 30) {
  LearningPoint point;
  point.network = "linear";
  point.experiment.architecture = {
      {units, units, units, 2}, {activation::Kind::kLinear, activation::Kind::kLinear}, 2.0};
  point.experiment.measured_epochs = {0, 20, 60};
  return WithControl(point, control, replicate, 3);
}

replica::LayerMeasurement Layer(int epoch, int layer, double information, double exact) {
  replica::LayerMeasurement measurement;
  measurement.epoch = epoch;
  measurement.layer = layer;
  measurement.mutual_information = information;
  measurement.exact_information = exact;
  measurement.fixed_points = 1;
  return measurement;
}

// Information of layer l grows by `growth` times l; the formula is off by `error` in layer 2.
LearningRun RunOf(const LearningPoint& point, double growth, double error) {
  LearningRun run{point, {}};
  for (const int epoch : {0, 60}) {
    for (int l = 1; l <= 2; ++l) {
      const double information = 5.0 - l + (epoch == 60 ? growth * l : 0.0);
      run.record.layers.push_back(
          Layer(epoch, l, information, information - (l == 2 ? error : 0.0)));
    }
    run.record.losses.push_back({epoch, 1.0, 1.0 - epoch / 120.0, NAN, NAN});
  }
  return run;
}

TEST(LearningRunsTest, ControlsShareSeedsAndReplicatesDoNot) {
  const LearningPoint usv = PointOf(LearningControl::kNone, 1);
  const LearningPoint dense = PointOf(LearningControl::kUnconstrained, 1);
  EXPECT_EQ(usv.experiment.seed, dense.experiment.seed);
  EXPECT_NE(usv.experiment.seed, PointOf(LearningControl::kNone, 2).experiment.seed);
  EXPECT_TRUE(dense.experiment.unconstrained);
  EXPECT_FALSE(usv.experiment.unconstrained);
  EXPECT_TRUE(PointOf(LearningControl::kPermuted, 1).experiment.permute_answers);
  EXPECT_TRUE(PointOf(LearningControl::kNoiseless, 1).experiment.leave_out_data_noise);
  EXPECT_EQ(usv.weight_variance(), 4.0);
}

TEST(LearningRunsTest, ChangesAreOfTheChosenRuns) {
  const std::vector<LearningRun> runs = {RunOf(PointOf(LearningControl::kNone, 1), 0.1, 0.0),
                                         RunOf(PointOf(LearningControl::kNone, 2), 0.3, 0.0),
                                         RunOf(PointOf(LearningControl::kPermuted, 1), 9.0, 0.0)};
  const LearningSummary change = ChangeOver(runs, {"linear"}, 2);
  EXPECT_NEAR(change.mean, 0.4, 1e-14);
  EXPECT_NEAR(change.extremes.least, 0.2, 1e-14);
  EXPECT_NEAR(change.extremes.greatest, 0.6, 1e-14);
  EXPECT_TRUE(std::isnan(ChangeOver(runs, {"relu"}, 2).mean));
  EXPECT_TRUE(std::isnan(ChangeOver(runs, {"linear"}, 3).mean));
  EXPECT_EQ(Choose(runs, {"linear", LearningControl::kNone, 31}).size(), 0u);
  EXPECT_EQ(ChangeTable(runs).table.num_rows(), 4);
  EXPECT_EQ(LossAt(runs[0].record, -1)->epoch, 60);
  EXPECT_EQ(LayerAt(runs[0].record, 30, 1), nullptr);
}

TEST(LearningRunsTest, LateIsThreeTenthsOfTheTraining) {
  LearningPoint point = PointOf(LearningControl::kNone, 1);
  point.experiment.epochs = 100;
  point.experiment.measured_epochs = {0, 10, 30, 40, 100};
  EXPECT_EQ(LateEpoch(point), 30);
}

std::string VerdictOf(const ClaimList& claims, const std::string& id) {
  for (const Claim& claim : claims.ForFigure("fig")) {
    if (claim.id == "fig/" + id) return claim.VerdictName();
  }
  return "none";
}

// A growth and an error beyond and within the bounds.
TEST(LearningRunsTest, ClaimsOfLinearNetworksCanFail) {
  const auto claims = [](double growth, double error) {
    std::vector<LearningRun> runs;
    for (int r = 1; r <= 3; ++r) {
      runs.push_back(RunOf(PointOf(LearningControl::kNone, r), growth, error));
      runs.push_back(RunOf(PointOf(LearningControl::kPermuted, r), growth - 0.2, 0.0));
    }
    return LinearTrainingClaims(runs);
  };
  EXPECT_EQ(VerdictOf(claims(0.2, 0.05), "replica_is_exact"), "reproduced");
  EXPECT_EQ(VerdictOf(claims(0.2, 0.15), "replica_is_exact"), "FAILS");
  EXPECT_EQ(VerdictOf(claims(0.2, NAN), "replica_is_exact"), "FAILS");
  EXPECT_EQ(VerdictOf(claims(0.2, 0.0), "information_grows_1"), "reproduced");
  EXPECT_EQ(VerdictOf(claims(0.1, 0.0), "information_grows_1"), "FAILS");
  EXPECT_EQ(VerdictOf(claims(0.2, 0.0), "permuted_does_not_grow"), "reproduced");
  EXPECT_EQ(VerdictOf(claims(0.3, 0.0), "permuted_does_not_grow"), "FAILS");
  EXPECT_EQ(VerdictOf(claims(0.2, 0.0), "unconstrained_hardly_changes"), "not decided");
}

TEST(LearningRunsTest, FormulaErrorsAreOfTheDeeperLayers) {
  const std::vector<LearningRun> runs = {RunOf(PointOf(LearningControl::kNone, 1), 0.2, 0.01),
                                         RunOf(PointOf(LearningControl::kNone, 1, 60), 0.2, 0.02)};
  const std::vector<FormulaErrorRow> rows = FormulaErrors(runs);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[1].units, 60);
  EXPECT_NEAR(rows[1].rms, 0.02, 1e-14);
  EXPECT_NEAR(rows[0].greatest, 0.01, 1e-14);
  EXPECT_EQ(rows[0].first_layer, 0.0);
}

}  // namespace
}  // namespace infoflow::paper_figures
