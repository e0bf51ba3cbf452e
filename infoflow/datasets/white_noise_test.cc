#include "infoflow/datasets/white_noise.h"

#include <cmath>

#include "gtest/gtest.h"

namespace infoflow::datasets {
namespace {

TEST(WhiteNoiseTest, HasTheMomentsOfTheUniformLaw) {
  const Dataset noise = WhiteNoise(1, 0, 200);
  ASSERT_EQ(noise.images.columns(), 784);
  double sum = 0.0, squares = 0.0;
  for (const float pixel : noise.images.values()) {
    ASSERT_GE(pixel, 0.0f);
    ASSERT_LT(pixel, 1.0f);
    sum += pixel;
    squares += (pixel - 0.5) * (pixel - 0.5);
  }
  const double n = 200.0 * 784.0;
  // Six standard deviations: sqrt(1/12) and sqrt(1/180) per pixel. Probability 2e-9 each.
  EXPECT_NEAR(sum / n, 0.5, 6 * std::sqrt(1.0 / 12.0 / n));
  EXPECT_NEAR(squares / n, 1.0 / 12.0, 6 * std::sqrt(1.0 / 180.0 / n));
}

TEST(WhiteNoiseTest, PartsAreOfOneSequence) {
  const Dataset whole = WhiteNoise(3, 0, 10);
  EXPECT_EQ(WhiteNoise(3, 4, 6).images, Subset(whole, 4, 6).images);
  EXPECT_NE(WhiteNoise(4, 0, 10).images, whole.images);
}

}  // namespace
}  // namespace infoflow::datasets
