#include "infoflow/datasets/dataset.h"

#include "gtest/gtest.h"

namespace infoflow::datasets {
namespace {

TEST(DatasetTest, SubsetTakesConsecutiveSamples) {
  Dataset dataset;
  dataset.name = "example";
  dataset.shape = {1, 2, 1};
  dataset.images = linalg::Matrix<float>(4, 2);
  for (int i = 0; i < 4; ++i) {
    dataset.images(i, 0) = 0.1f * i;
    dataset.labels.push_back(i + 3);
  }
  dataset.origins = {{"file", "sum"}};
  const Dataset subset = Subset(dataset, 1, 2);
  EXPECT_EQ(subset.size(), 2);
  EXPECT_EQ(subset.images(0, 0), 0.1f);
  EXPECT_EQ(subset.labels, (std::vector<int>{4, 5}));
  EXPECT_EQ(subset.name, "example");
  EXPECT_EQ(subset.shape, dataset.shape);
  EXPECT_EQ(subset.origins.size(), 1u);
  EXPECT_EQ(Subset(dataset, 4, 0).size(), 0);
}

}  // namespace
}  // namespace infoflow::datasets
