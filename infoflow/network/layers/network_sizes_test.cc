#include "infoflow/network/layers/network_sizes.h"

#include <vector>

#include "gtest/gtest.h"

namespace infoflow::network {
namespace {

using Sizes = std::vector<int>;

TEST(NetworkSizesTest, Wide) {
  EXPECT_EQ(NetworkSizes(SizeFamily::kWide, 784, 10, 2).value(), (Sizes{784, 400, 10}));
  EXPECT_EQ(NetworkSizes(SizeFamily::kWide, 784, 10, 5).value(),
            (Sizes{784, 784, 784, 784, 400, 10}));
}

TEST(NetworkSizesTest, ShrinkingFloor) {
  // floor(774 / 10) = 77.
  EXPECT_EQ(NetworkSizes(SizeFamily::kShrinkingFloor, 784, 10, 10).value(),
            (Sizes{784, 707, 630, 553, 476, 399, 322, 245, 168, 91, 10}));
  EXPECT_EQ(NetworkSizes(SizeFamily::kShrinkingFloor, 784, 10, 1).value(), (Sizes{784, 10}));
}

TEST(NetworkSizesTest, ShrinkingCeiling) {
  EXPECT_EQ(NetworkSizes(SizeFamily::kShrinkingCeiling, 784, 10, 5).value(),
            (Sizes{784, 591, 397, 204, 10}));
  // Exact integers stay what they are.
  EXPECT_EQ(NetworkSizes(SizeFamily::kShrinkingCeiling, 64, 10, 7).value(),
            (Sizes{64, 55, 46, 37, 28, 19, 10}));
}

TEST(NetworkSizesTest, RejectsWhatMakesNoSense) {
  EXPECT_EQ(NetworkSizes(SizeFamily::kWide, 784, 10, 1).status().message(),
            "depth=1: must be at least 2 for a wide network");
  EXPECT_EQ(NetworkSizes(SizeFamily::kShrinkingFloor, 784, 10, 0).status().message(),
            "depth=0: must be at least 1 for a shrinking-floor network");
  EXPECT_EQ(NetworkSizes(SizeFamily::kShrinkingFloor, 5, 10, 3).status().message(),
            "a shrinking network from 5 to 10 units does not shrink");
  EXPECT_FALSE(NetworkSizes(SizeFamily::kWide, 0, 10, 3).ok());
  EXPECT_EQ(ParseSizeFamily("narrow").status().message(),
            "family 'narrow': must be one of wide, shrinking-floor, shrinking-ceiling");
}

}  // namespace
}  // namespace infoflow::network
