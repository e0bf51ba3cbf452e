#include "paper_figures/reconstruction/network_classes.h"

#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/network/layers/initialization.h"

namespace infoflow::paper_figures {
namespace {

TEST(ClassifyTest, IsThePlaceOfTheLargestOutput) {
  network::Network<float> network =
      network::MakeDenseNetwork<float>({2, 2}, activation::Kind::kTanh, activation::Kind::kTanh,
                                       {1.0, 0.0}, 1)
          .value();
  linalg::Matrix<float> images(2, 2);
  images(0, 0) = images(1, 0) = 0.3f;
  images(0, 1) = 0.2f;
  images(1, 1) = -0.7f;
  WorkerPool workers(1);
  network::NetworkWorkspace<float> workspace(network, 2);
  const auto outputs = network::Forward<float>(network, images, workspace, workers);
  const std::vector<int> classes = Classify(network, images, workers);
  ASSERT_EQ(classes.size(), 2u);
  for (int b = 0; b < 2; ++b) {
    EXPECT_GT(outputs.row(b)[classes[b]], outputs.row(b)[1 - classes[b]]);
  }
}

datasets::Dataset Labelled(std::vector<int> labels) {
  datasets::Dataset data;
  data.classes = 10;
  data.images = linalg::Matrix<float>(static_cast<int>(labels.size()), 1);
  data.labels.assign(labels.begin(), labels.end());
  return data;
}

TEST(TwoExamplesTest, AreOfTheClassAndClassifiedRight) {
  EXPECT_EQ(TwoExamples(Labelled({5, 1, 5, 5, 5}), {4, 5, 5, 5, 5}, 5), (std::vector<int>{2, 3}));
}

TEST(TwoExamplesTest, AreTheFirstImagesWhereThereAreNone) {
  EXPECT_EQ(TwoExamples(Labelled({1, 2, 5}), {5, 5, 5}, 5), (std::vector<int>{2, 1}));
  EXPECT_EQ(TwoExamples(Labelled({1, 2, 3}), {1, 2, 3}, 5), (std::vector<int>{0, 1}));
  EXPECT_EQ(TwoExamples(Labelled({1}), {1}, 5), (std::vector<int>{0, 0}));
}

}  // namespace
}  // namespace infoflow::paper_figures
