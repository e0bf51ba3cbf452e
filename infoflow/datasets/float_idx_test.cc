#include "infoflow/datasets/float_idx.h"

#include <string>

#include "gtest/gtest.h"

namespace infoflow::datasets {
namespace {

TEST(FloatIdxTest, WritesBigEndianWordsAfterTheSizes) {
  // Two images of one row, two columns and three channels, of which the second has -2 everywhere.
  linalg::Matrix<float> images(2, 6);
  for (int i = 0; i < 6; ++i) images(1, i) = -2.0f;
  images(0, 1) = 1.0f;
  images(0, 2) = 0.15625f;
  const std::string bytes = FormatFloatIdx(images, ImageShape{1, 2, 3});
  ASSERT_EQ(bytes.size(), 16u + 12u * 4u);
  EXPECT_EQ(bytes.substr(0, 16), std::string("\0\0\x0d\x03\0\0\0\x02\0\0\0\x03\0\0\0\x02", 16));
  // 0, 1 = 3f800000, 0.15625 = 3e200000 and -2 = c0000000 as IEEE 754 has them.
  EXPECT_EQ(bytes.substr(16, 12), std::string("\0\0\0\0\x3f\x80\0\0\x3e\x20\0\0", 12));
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(bytes.substr(16 + 24 + 4 * i, 4), std::string("\xc0\0\0\0", 4)) << i;
  }
}

}  // namespace
}  // namespace infoflow::datasets
