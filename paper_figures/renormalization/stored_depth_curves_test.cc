#include "paper_figures/renormalization/stored_depth_curves.h"

#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::paper_figures {
namespace {

TEST(StoredDepthCurvesTest, GivesThoseFromTheLeastWeightVariance) {
  std::set<double> variances;
  std::set<std::string> stages;
  const std::vector<StoredLayerRow> rows = StoredDepthCurves(1.5).value();
  for (const StoredLayerRow& row : rows) {
    variances.insert(row.weight_variance);
    stages.insert(row.stage);
  }
  ASSERT_FALSE(rows.empty());
  EXPECT_EQ(*variances.begin(), 1.5);
  EXPECT_EQ(*variances.rbegin(), 3.5);
  EXPECT_EQ(stages, (std::set<std::string>{"post", "pre"}));
  EXPECT_GT(StoredDepthCurves(0.0).value().size(), rows.size());
  EXPECT_TRUE(StoredDepthCurves(100.0).value().empty());
}

TEST(StoredDepthCurvesTest, FirstLayerIsComparedWithItself) {
  const std::vector<StoredLayerRow> rows = StoredDepthCurves(0.0).value();
  for (const StoredLayerRow& row : rows) {
    if (row.layer > 0) continue;
    EXPECT_EQ(row.width, 784);
    EXPECT_EQ(row.relative_entropy, 0.0) << row.stage << " " << row.weight_variance;
  }
}

}  // namespace
}  // namespace infoflow::paper_figures
