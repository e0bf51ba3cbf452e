#include "paper_figures/reconstruction/class_means.h"

#include <vector>

#include "gtest/gtest.h"

namespace infoflow::paper_figures {
namespace {

// Images of two pixels; nothing is of class 2.
datasets::Dataset Data() {
  datasets::Dataset data;
  data.classes = 3;
  data.labels = {1, 0, 1};
  data.images = linalg::Matrix<float>(3, 2);
  const float pixels[3][2] = {{0.0f, 1.0f}, {0.75f, 0.25f}, {0.5f, 0.5f}};
  for (int b = 0; b < 3; ++b) {
    for (int i = 0; i < 2; ++i) data.images(b, i) = pixels[b][i];
  }
  return data;
}

TEST(ClassMeansTest, AveragesEachClass) {
  const linalg::Matrix<double> means = ClassMeans(Data());
  ASSERT_EQ(means.rows(), 3);
  EXPECT_EQ(std::vector<double>(means.row(0).begin(), means.row(0).end()),
            (std::vector<double>{0.75, 0.25}));
  EXPECT_EQ(std::vector<double>(means.row(1).begin(), means.row(1).end()),
            (std::vector<double>{0.25, 0.75}));
  EXPECT_EQ(std::vector<double>(means.row(2).begin(), means.row(2).end()),
            (std::vector<double>{0.0, 0.0}));
}

TEST(ClassMeansTest, FindsTheNearestAndTheFirstOfEqualOnes) {
  const linalg::Matrix<double> means = ClassMeans(Data());
  EXPECT_EQ(NearestMean(means, std::vector<float>{0.6f, 0.2f}), 0);
  EXPECT_EQ(NearestMean(means, std::vector<float>{0.2f, 0.6f}), 1);
  EXPECT_EQ(NearestMean(means, std::vector<float>{0.1f, -0.3f}), 2);
  EXPECT_EQ(NearestMean(means, std::vector<float>{0.5f, 0.5f}), 0);
}

TEST(ClassMeansTest, FindsTheMostCorrelatedWhateverTheContrast) {
  const linalg::Matrix<double> means = ClassMeans(Data());
  EXPECT_EQ(MostCorrelatedMean(means, std::vector<float>{0.011f, 0.010f}), 0);
  EXPECT_EQ(MostCorrelatedMean(means, std::vector<float>{3.0f, 5.0f}), 1);
  EXPECT_EQ(MostCorrelatedMean(means, std::vector<float>{1.0f, 1.0f}), 0);
}

}  // namespace
}  // namespace infoflow::paper_figures
