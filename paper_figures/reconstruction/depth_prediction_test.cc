#include "paper_figures/reconstruction/depth_prediction.h"

#include "gtest/gtest.h"
#include "infoflow/cascade/cascade_profile.h"
#include "infoflow/cascade/cutoff.h"
#include "paper_figures/harness/images.h"

namespace infoflow::paper_figures {
namespace {

TEST(DepthPredictionTest, IsReadOffTheProfileOfTheColumn) {
  paper_figures::Run run;
  run.images = OpenImages("");
  const ColumnPoint point = {0.4,
                             {20, 20, 0.05, 5, 32, 1e-4},
                             3,
                             ColumnImages{"synthetic-digits", 128, 16}.Choose(run).value()};
  const DepthPrediction prediction = PredictDepth(point, DecoderKind::kRidge, 0.005, run).value();
  const cascade::CascadeProfile profile = ComputeColumn(point, DecoderKind::kRidge, run).value();
  EXPECT_EQ(prediction.deepest_mse, profile.layers.back().reconstruction_mse);
  // Between the last layer that is above -13 and the first one below.
  const int below =
      static_cast<int>(cascade::FirstLayerBelow(profile.DifferentialEntropies(), -13.0));
  EXPECT_LE(below, static_cast<int>(profile.layers.size())) << "ordered networks collapse";
  EXPECT_GT(prediction.collapse, below - 1);
  EXPECT_LE(prediction.collapse, below);
  cascade::CutoffOptions options;
  options.relative_tolerance = 0.005;
  EXPECT_EQ(prediction.cutoff,
            cascade::SummarizeCutoffs(profile.relative_entropies, options).of_median + 1);
  // With a tolerance that lets all pass, nothing is told apart from the deepest layer.
  EXPECT_NE(PredictDepth(point, DecoderKind::kRidge, 1e9, run)->cutoff, prediction.cutoff);
}

TEST(DepthPredictionTest, PassesErrorsOn) {
  paper_figures::Run run;
  run.images = OpenImages("");
  ColumnPoint point = {0.4,
                       {20, 20, 0.05, 5, 129, 1e-4},
                       3,
                       ColumnImages{"synthetic-digits", 128, 16}.Choose(run).value()};
  EXPECT_FALSE(PredictDepth(point, DecoderKind::kAdam, 0.005, run).ok()) << "129 of 128 images";
}

}  // namespace
}  // namespace infoflow::paper_figures
