#include "paper_figures/reconstruction/channel_cascade.h"

#include <cmath>
#include <string>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/datasets/synthetic_digits.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/npy.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/field_writer.h"
#include "paper_figures/reconstruction/class_means.h"
#include "paper_figures/reconstruction/decision_images.h"
#include "paper_figures/reconstruction/vgg_subject.h"

namespace infoflow::paper_figures {
namespace {

datasets::SplitDataset Digits() {
  return {datasets::SyntheticDigits(1, 0, 60), datasets::SyntheticDigits(1, 60, 20)};
}
constexpr VggRecipe kNetwork = {2, 5, 1, 20, 1e-3};
ChannelRecipe Recipe() { return {0, 3, 20, 3e-3, 10, {1, 3, 6, 8}, {0, 1, 3}}; }

class ChannelCascadeTest : public ::testing::Test {
 protected:
  ChannelCascadeTest()
      : data_(Digits()),
        subject_(TrainVggSubject(kNetwork, data_, 1, workers_).value()),
        cascades_(TrainChannelCascades(subject_, Recipe(), 1, workers_).value()) {}

  WorkerPool workers_{1};
  datasets::SplitDataset data_;
  VggSubject subject_;
  ChannelCascades cascades_;
};

TEST_F(ChannelCascadeTest, UnitsHaveNamesAndAFlattenHasNoRow) {
  std::vector<std::string> names;
  for (int unit = 1; unit <= 9; ++unit) names.push_back(subject_.UnitName(unit));
  EXPECT_EQ(names, (std::vector<std::string>{"conv1", "conv2", "pool1", "conv3", "conv4", "pool2",
                                             "flatten", "dense1", "logits"}));
  EXPECT_EQ(subject_.map_units(), 6);
  EXPECT_EQ(DecodedUnits(subject_, cascades_), (std::vector<int>{1, 2, 3, 4, 5, 6, 8, 9}));
  const std::vector<UnitRow> rows = MeasureUnits(subject_, Recipe(), cascades_, workers_);
  ASSERT_EQ(rows.size(), 8u);
  for (const UnitRow& row : rows) {
    EXPECT_GT(row.mse, 0.0);
    EXPECT_NE(row.mse, row.untrained_mse);
    EXPECT_LE(std::abs(row.correlation), 1.0);
    EXPECT_GE(row.same_class, 0.0);
    EXPECT_LE(row.same_class, 1.0);
  }
}

TEST_F(ChannelCascadeTest, OnlyChannelsThatThereAreHaveRows) {
  const std::vector<ChannelRow> rows = MeasureChannels(subject_, Recipe(), cascades_, workers_);
  std::vector<std::string> found;
  for (const ChannelRow& row : rows) found.push_back(row.name + "/" + std::to_string(row.channel));
  // conv1 and pool1 have 2 channels, pool2 has 4; unit 8 is dense.
  EXPECT_EQ(found, (std::vector<std::string>{"conv1/0", "conv1/1", "pool1/0", "pool1/1", "pool2/0",
                                             "pool2/1", "pool2/3"}));
}

TEST_F(ChannelCascadeTest, ThreadsChangeNoNumber) {
  WorkerPool two(2);
  const VggSubject subject = TrainVggSubject(kNetwork, data_, 1, two).value();
  const ChannelCascades cascades = TrainChannelCascades(subject, Recipe(), 1, two).value();
  const auto text = [](const auto& rows) {
    std::string all;
    for (const auto& row : rows) all += FieldText(row);
    return all;
  };
  EXPECT_EQ(text(MeasureUnits(subject, Recipe(), cascades, two)),
            text(MeasureUnits(subject_, Recipe(), cascades_, workers_)));
  EXPECT_EQ(text(MeasureChannels(subject, Recipe(), cascades, two)),
            text(MeasureChannels(subject_, Recipe(), cascades_, workers_)));
}

TEST_F(ChannelCascadeTest, AStartIsDeadNearTheErrorOfBlackImages) {
  EXPECT_TRUE((ReluStart{1, 0.16, 0.16, 0.0}.dead()));
  EXPECT_FALSE((ReluStart{1, 0.01, 0.16, 0.0}.dead()));
  // Of images that are mostly negative no such decoder gets below 2.7.
  EXPECT_FALSE((ReluStart{1, 2.75, 3.0, 2.7}.dead()));
  EXPECT_TRUE((ReluStart{1, 2.95, 3.0, 2.7}.dead()));
  EXPECT_EQ(cascades_.relu_starts.front().seed, 1u);
}

TEST_F(ChannelCascadeTest, MeanLogitsAreMeansByTheNetworksOwnAnswer) {
  const linalg::Matrix<float> logits = UnitOutputs(subject_, 9, subject_.judged, workers_);
  const linalg::Matrix<float> means = MeanLogits(subject_.network, subject_.judged, workers_);
  // Weighted by how many images there are of each class, they add up to all logits.
  std::vector<int> counts(means.rows());
  for (int b = 0; b < logits.rows(); ++b) {
    int best = 0;
    for (int k = 0; k < logits.columns(); ++k) {
      if (logits(b, k) > logits(b, best)) best = k;
    }
    ++counts[best];
  }
  for (int k = 0; k < logits.columns(); ++k) {
    double sum = 0.0, weighted = 0.0;
    for (int b = 0; b < logits.rows(); ++b) sum += logits(b, k);
    for (int c = 0; c < means.rows(); ++c) weighted += counts[c] * means(c, k);
    EXPECT_NEAR(weighted, sum, 1e-4);
  }
  const linalg::Matrix<float> one_hot = OneHot(3, 10.0f);
  EXPECT_EQ(one_hot(1, 1), 10.0f);
  EXPECT_EQ(one_hot(1, 2), 0.0f);
  const Decisions decisions =
      Decide(cascades_.linear, means, ClassMeans(data_.train), "mean-logits", "linear", workers_);
  EXPECT_EQ(decisions.rows.size(), 10u);
  EXPECT_EQ(decisions.images.columns(), 784);
}

TEST(VggSubjectTest, RejectsImagesThatDoNotFitTheNetwork) {
  const std::string images = ::testing::TempDir() + "/one.npy";
  const std::vector<float> pixels(144);
  ASSERT_TRUE(WriteNpyFile(MakeNpy(absl::MakeConstSpan(pixels), {1, 12, 12}), images).ok());
  EXPECT_FALSE(ReadVggSubject("/no/such/weights.safetensors", images).ok());
  EXPECT_FALSE(ReadVggSubject(images, "/no/such/images.npy").ok());
}

}  // namespace
}  // namespace infoflow::paper_figures
