#include "infoflow/datasets/synthetic_digits.h"

#include <set>

#include "gtest/gtest.h"

namespace infoflow::datasets {
namespace {

TEST(SyntheticDigitsTest, AreImagesOfAllClasses) {
  const Dataset digits = SyntheticDigits(1, 0, 300);
  EXPECT_EQ(digits.shape, (ImageShape{28, 28, 1}));
  EXPECT_EQ(digits.size(), 300);
  const std::set<int> classes(digits.labels.begin(), digits.labels.end());
  EXPECT_EQ(classes, (std::set<int>{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
  for (const float pixel : digits.images.values()) {
    ASSERT_GE(pixel, 0.0f);
    ASSERT_LE(pixel, 1.0f);
  }
  // Ink on a background.
  for (int i = 0; i < digits.size(); ++i) {
    double ink = 0.0;
    for (const float pixel : digits.images.row(i)) ink += pixel > 0.5f;
    EXPECT_GT(ink, 8) << i;
    EXPECT_LT(ink, 350) << i;
  }
}

TEST(SyntheticDigitsTest, DependOnSeedAndIndexAlone) {
  const Dataset whole = SyntheticDigits(3, 0, 12);
  const Dataset part = SyntheticDigits(3, 5, 7);
  EXPECT_EQ(part.images, Subset(whole, 5, 7).images);
  EXPECT_EQ(part.labels, Subset(whole, 5, 7).labels);
  EXPECT_NE(SyntheticDigits(4, 0, 12).images, whole.images);
}

TEST(SyntheticDigitsTest, WithoutVarietyIsItsTemplate) {
  SyntheticDigitsOptions plain;
  plain.jitter = plain.rotation = plain.shear = plain.shrinkage = plain.translation = 0.0;
  plain.noise = 0.0;
  plain.least_thickness = plain.most_thickness = 0.08;
  const Dataset digits = SyntheticDigits(1, 0, 200, plain);
  for (int i = 0; i < digits.size(); ++i) {
    if (digits.labels[i] != 1) continue;
    // All forms of 1 have a vertical stroke of 20 pixels in the middle, thicker than one pixel.
    const int column = 14;
    int rows = 0;
    for (int r = 0; r < 28; ++r) rows += digits.images(i, r * 28 + column) > 0.4f;
    EXPECT_GE(rows, 18);
    EXPECT_LE(rows, 24);
    // The border stays white.
    for (int k = 0; k < 28; ++k) EXPECT_EQ(digits.images(i, k), 0.0f);
  }
}

}  // namespace
}  // namespace infoflow::datasets
