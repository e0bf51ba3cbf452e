#include "infoflow/estimators/float_image.h"

#include <algorithm>
#include <cmath>

#include "gtest/gtest.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::estimators {
namespace {

linalg::Matrix<double> Samples(int rows, int columns) {
  linalg::Matrix<double> samples(rows, columns);
  random::Stream stream(2, random::StreamUse::kTest, 0);
  random::FillNormal(stream, samples.values());
  return samples;
}

TEST(FloatImageTest, KeepsDifferencesOfColumnsInTheOrderOfTheirVariances) {
  linalg::Matrix<double> points = Samples(40, 3);
  for (int i = 0; i < points.rows(); ++i) {
    points(i, 0) = 1000.0 + 0.01 * points(i, 0);
    points(i, 1) = -3.0 + points(i, 1);
    points(i, 2) = 10.0 * points(i, 2);
  }
  const FloatImage image = MakeFloatImage(points, 4);
  EXPECT_EQ(image.values.columns(), 4);
  EXPECT_GT(image.largest, 0.5);
  EXPECT_LE(image.largest, 1.0);
  const int order[] = {2, 1, 0};
  float largest = 0.0f;
  for (int i = 0; i < points.rows(); ++i) {
    for (int t = 0; t < 3; ++t) {
      const double want = (points(i, order[t]) - points(0, order[t])) * image.scale;
      EXPECT_NEAR(image.values(i, t) - image.values(0, t), want, 4 * 0x1p-24) << i << " " << t;
      largest = std::max(largest, std::fabs(image.values(i, t)));
    }
    EXPECT_EQ(image.values(i, 3), 0.0f);
  }
  EXPECT_NEAR(largest, image.largest, 0x1p-24);
}

TEST(FloatImageTest, CoversTheWholeRange) {
  for (const double size : {1e-300, 1e-160, 1e-30, 1.0, 1e30, 1e150}) {
    linalg::Matrix<double> points = Samples(10, 2);
    for (double& value : points.values()) value *= size / 4.0;
    const FloatImage image = MakeFloatImage(points, 2);
    for (const float value : image.values.values()) EXPECT_LE(std::fabs(value), 1.0f) << size;
    EXPECT_LE(image.largest, 1.0);
    if (size > 1e-150) {
      EXPECT_GE(image.largest, 0.5);
    }
    EXPECT_TRUE(std::isnormal(image.scale));
  }
}

TEST(FloatImageTest, AcceptsEqualPoints) {
  const FloatImage image = MakeFloatImage(linalg::Matrix<double>(5, 2, 7.0), 16);
  EXPECT_EQ(image.largest, 0.0);
  for (const float value : image.values.values()) EXPECT_EQ(value, 0.0f);
}

}  // namespace
}  // namespace infoflow::estimators
