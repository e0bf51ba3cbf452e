#include "paper_figures/renormalization/image_brightness.h"

#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::paper_figures {
namespace {

TEST(ImageBrightnessTest, MeanSquareIsPerPixel) {
  EXPECT_EQ(MeanSquare({0.5f, 0.0f, 1.0f, 0.0f}), 1.25 / 4);
}

TEST(ImageBrightnessTest, NearestIsTheFirstOfEquals) {
  datasets::Dataset data;
  data.images = linalg::Matrix<float>(4, 1);
  for (int i = 0; i < 4; ++i) data.images(i, 0) = i < 2 ? 0.25f * i : 0.5f;
  data.labels = {0, 0, 0, 0};
  EXPECT_EQ(NearestInMeanSquare(data, 0.0), 0);
  EXPECT_EQ(NearestInMeanSquare(data, 0.07), 1);
  EXPECT_EQ(NearestInMeanSquare(data, 1.0), 2);
}

}  // namespace
}  // namespace infoflow::paper_figures
