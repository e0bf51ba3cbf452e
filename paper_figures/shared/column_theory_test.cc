#include "paper_figures/shared/column_theory.h"

#include "gtest/gtest.h"
#include "infoflow/activation/function.h"

namespace infoflow::paper_figures {
namespace {

TEST(ColumnTheoryTest, IsTanhAtTheColumnsBias) {
  // sigma_w^2 = 1.76095463960677 is critical for tanh at sigma_b^2 = 0.05 (testdata/reference/
  // reconstruction/meanfield_tanh_critical_line.csv).
  const ColumnTheory theory = ColumnTheory::Create(0.05).value();
  EXPECT_NEAR(theory.MeanField(1.76095463960677)->equal_input_slope, 1.0, 1e-9);
  EXPECT_LT(theory.MeanField(1.7)->equal_input_slope, 1.0);
  EXPECT_NEAR(theory.CriticalWeightVariance()->weight_variance, 1.76095463960677, 1e-9);
  // At another bias it is elsewhere.
  EXPECT_GT(ColumnTheory::Create(0.01)->MeanField(1.76095463960677)->equal_input_slope, 1.01);
}

TEST(ColumnTheoryTest, CollapseIsThatOfTheLibrary) {
  const ColumnTheory theory = ColumnTheory::Create(0.05).value();
  const cascade::ImageStatistics images = {0.1, 0.4};
  const cascade::CollapseDepth depth = theory.Collapse(1.0, images, -13.0, 784).value();
  cascade::CollapseDepthOptions options;
  options.images = images;
  options.resolution = cascade::CollapsedVariance(-13.0, 784);
  EXPECT_EQ(depth.layer, cascade::PredictCollapseDepth(activation::MakeFunction("tanh").value(),
                                                       1.0, 0.05, options)
                             ->layer);
  EXPECT_TRUE(depth.collapses);
  EXPECT_FALSE(theory.Collapse(3.0, images, -13.0, 784)->collapses);
}

}  // namespace
}  // namespace infoflow::paper_figures
