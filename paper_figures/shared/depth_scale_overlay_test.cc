#include "paper_figures/shared/depth_scale_overlay.h"

#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/function.h"
#include "infoflow/network/mean_field/mean_field.h"

namespace infoflow::paper_figures {
namespace {

TEST(DepthScaleOverlayTest, IsTheMeanFieldOfTanhOverAnEvenGrid) {
  const ColumnTheory theory = ColumnTheory::Create(0.05).value();
  const std::vector<DepthScale> scales = DepthScaleOverlay(theory, 0.5, 2.5, 5).value();
  ASSERT_EQ(scales.size(), 5u);
  const auto tanh = activation::MakeFunction("tanh").value();
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(scales[i].weight_variance, 0.5 + 0.5 * i);
    EXPECT_EQ(scales[i].correlation_depth,
              network::SolveMeanField(tanh, 0.5 + 0.5 * i, 0.05)->correlation_depth);
  }
}

TEST(DepthScaleOverlayTest, PredictsCollapseBesideIt) {
  const ColumnTheory theory = ColumnTheory::Create(0.05).value();
  const cascade::ImageStatistics images = {0.1, 0.5};
  const Table table = CollapseOverlay(theory, 0.5, 1.3, 3, images, -9.5, 784).value();
  ASSERT_EQ(table.num_rows(), 3);
  for (int row = 0; row < 3; ++row) {
    const double variance = 0.5 + 0.4 * row;
    EXPECT_NEAR(table.Number(row, "weight_variance").value(), variance, 1e-15);
    EXPECT_EQ(table.Number(row, "predicted_collapse").value(),
              theory.Collapse(variance, images, -9.5, 784)->layer);
    EXPECT_EQ(table.Number(row, "correlation_depth").value(),
              theory.MeanField(table.Number(row, "weight_variance").value())->correlation_depth);
  }
}

TEST(DepthScaleOverlayTest, PassesErrorsOn) {
  EXPECT_FALSE(DepthScaleOverlay(ColumnTheory::Create(0.05).value(), -1.0, 1.0, 3).ok());
}

}  // namespace
}  // namespace infoflow::paper_figures
