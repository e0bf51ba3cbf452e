// MNIST's own test files: bazel test --//infoflow/datasets:real_data=mnist-t10k

#include "gtest/gtest.h"
#include "infoflow/datasets/dataset_loader.h"

namespace infoflow::datasets {
namespace {

TEST(MnistTest, HasItsKnownProperties) {
  if (!DatasetAvailable("mnist-t10k", "")) {
    GTEST_SKIP() << "built without --//infoflow/datasets:real_data=mnist-t10k";
  }
  DatasetOptions options;
  options.name = "mnist-t10k";
  const SplitDataset split = LoadDataset(options).value();
  EXPECT_EQ(split.train.size(), 8000);
  EXPECT_EQ(split.test.size(), 2000);
  // The first labels, as its page and everybody's tutorials show them.
  const std::vector<int> first(split.train.labels.begin(), split.train.labels.begin() + 10);
  EXPECT_EQ(first, (std::vector<int>{7, 2, 1, 0, 4, 1, 4, 9, 5, 9}));
  // Mean square of the pixels, counted by an independent program.
  double squares = 0.0;
  for (const Dataset* part : {&split.train, &split.test}) {
    for (const float pixel : part->images.values()) squares += pixel * pixel;
  }
  EXPECT_NEAR(squares / 784.0 / 10000.0, 0.114, 0.0005);
}

}  // namespace
}  // namespace infoflow::datasets
