#include "paper_figures/reconstruction/published_phase_map.h"

#include <cmath>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"

namespace infoflow::paper_figures {
namespace {

TEST(PublishedPhaseMapTest, InterpolatesBetweenItsPoints) {
  const PublishedPhaseMap map = {{{1.0, 10.0}, {2.0, 14.0}, {4.0, 20.0}}};
  EXPECT_EQ(map.CollapseAt(1.0), 10.0);
  EXPECT_EQ(map.CollapseAt(1.25), 11.0);
  EXPECT_EQ(map.CollapseAt(2.0), 14.0);
  EXPECT_EQ(map.CollapseAt(3.0), 17.0);
  EXPECT_EQ(map.CollapseAt(4.0), 20.0);
  EXPECT_TRUE(std::isnan(map.CollapseAt(0.999)));
  EXPECT_TRUE(std::isnan(map.CollapseAt(4.001)));
  EXPECT_TRUE(std::isnan(PublishedPhaseMap().CollapseAt(1.0)));
}

// Depths that were read off the same picture one by one: 16 layers at sigma_w^2 = 0.5, 35 at 1, 88
// at 1.4. Colours are read to a layer or two.
TEST(PublishedPhaseMapTest, TheFileHoldsThePublishedMap) {
  const absl::StatusOr<PublishedPhaseMap> map = ReadPublishedPhaseMap();
  ASSERT_TRUE(map.ok()) << map.status();
  EXPECT_EQ(map->points.size(), 16u);
  for (std::size_t i = 1; i < map->points.size(); ++i) {
    EXPECT_GT(map->points[i].weight_variance, map->points[i - 1].weight_variance);
    EXPECT_GT(map->points[i].collapse, map->points[i - 1].collapse);
  }
  EXPECT_NEAR(map->CollapseAt(0.5), 16.0, 1.0);
  EXPECT_NEAR(map->CollapseAt(1.0), 35.0, 2.0);
  EXPECT_NEAR(map->CollapseAt(1.4), 88.0, 6.0);
}

}  // namespace
}  // namespace infoflow::paper_figures
