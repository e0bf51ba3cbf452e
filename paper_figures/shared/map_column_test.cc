#include "paper_figures/shared/map_column.h"

#include <cmath>
#include <csignal>
#include <filesystem>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/datasets/synthetic_digits.h"
#include "infoflow/support/interrupt.h"

namespace infoflow::paper_figures {
namespace {

datasets::SplitDataset Digits() {
  return {datasets::SyntheticDigits(1, 0, 200), datasets::SyntheticDigits(1, 200, 50)};
}

TEST(MapColumnTest, HasTheSameNumbersForAnyThreadsAndNumberOfLayers) {
  const datasets::SplitDataset data = Digits();
  const MapColumnParameters column = {6, 4, 2e-5, 8, 40, 3e-3};
  for (const MapFamily family : {MapFamily::kConvolutional, MapFamily::kResidual}) {
    const MapLayers all =
        ComputeMapColumn({family, MapDecoders::kTrained, 0.5, column, 1}, data, 1000, 1).value();
    ASSERT_EQ(all.raw.size(), 6u);
    EXPECT_EQ(all.normalized.size(), 6u);
    const MapLayers some =
        ComputeMapColumn({family, MapDecoders::kTrained, 0.5, column, 1}, data, 4, 2).value();
    ASSERT_EQ(some.raw.size(), 4u);
    for (int l = 0; l < 4; ++l) {
      EXPECT_EQ(some.raw[l], all.raw[l]);
      EXPECT_EQ(some.errors[l], all.errors[l]);
      EXPECT_TRUE(std::isfinite(all.normalized[l]));
    }
    const MapLayers untrained =
        ComputeMapColumn({family, MapDecoders::kUntrained, 0.5, column, 1}, data, 4, 2).value();
    EXPECT_NE(untrained.raw[0], all.raw[0]);
  }
}

TEST(MapColumnTest, AnInterruptedColumnGoesOn) {
  const datasets::SplitDataset data = Digits();
  const MapColumn column = {
      MapFamily::kConvolutional, MapDecoders::kTrained, 0.5, {6, 4, 2e-5, 8, 40, 3e-3}, 1};
  const std::string path = absl::StrCat(testing::TempDir(), "/column.checkpoint");
  std::filesystem::remove(path);
  CatchInterrupts();
  std::raise(SIGTERM);
  EXPECT_EQ(ComputeMapColumn(column, data, 6, 1, path).status().message(),
            "interrupted by SIGTERM");
  ClearInterrupt();
  EXPECT_TRUE(std::filesystem::exists(path));
  EXPECT_EQ(ComputeMapColumn(column, data, 6, 1, path)->raw,
            ComputeMapColumn(column, data, 6, 1)->raw);
}

TEST(MapColumnTest, CollapseIsOfTheRawEntropies) {
  const MapLayers layers = {{-6.0, -9.0, -10.0}, {-6.0, -7.0, -8.0}, {}};
  EXPECT_DOUBLE_EQ(layers.Collapse(), 2.5);
  EXPECT_DOUBLE_EQ(layers.NormalizedCollapse(), 4.0);
}

}  // namespace
}  // namespace infoflow::paper_figures
