#include "paper_figures/reconstruction/column_training.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "infoflow/datasets/synthetic_digits.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/network/training/training.h"
#include "infoflow/network/training/training_evaluation.h"
#include "paper_figures/shared/dense_training.h"

namespace infoflow::paper_figures {
namespace {

using network::LossConvention;

const datasets::SplitDataset& Digits() {
  static const auto& digits = *new datasets::SplitDataset{
      datasets::SyntheticDigits(/*seed=*/1, /*first=*/0, /*count=*/512),
      datasets::SyntheticDigits(/*seed=*/1, /*first=*/10000, /*count=*/256)};
  return digits;
}

TrainingOutcome Train(const ColumnTraining& training, int depth) {
  WorkerPool workers(1);
  return TrainNetwork(training, 1.5, depth, Digits(), /*seed=*/3, workers).value();
}

// The accuracy of networks with these sizes, written out.
double Accuracy(const std::vector<int>& sizes, int epochs) {
  DenseTraining dense;
  dense.sizes = sizes;
  dense.weight_variance = 1.5;
  dense.bias_variance = 0.05;
  dense.options.loss = LossConvention::kDoubleSoftmax;
  dense.options.optimizer.learning_rate = 0.1;
  dense.options.optimizer.momentum = 0.0;
  dense.options.minibatches.batch = 32;
  dense.options.seed = 3;
  WorkerPool workers(1);
  auto training = StartTraining(dense, Labelled(Digits().train)).value();
  EXPECT_TRUE(TrainUntil(epochs, training, workers).ok());
  return Evaluate(training.network(), Labelled(Digits().test), LossConvention::kDoubleSoftmax, {},
                  workers)
      .accuracy;
}

TEST(ColumnTrainingTest, GridTrainsTheLayersOfColumnsToTheEnd) {
  const ColumnTraining training = {DepthSearch::kGrid, 20, 0.05, 32, 4, 0.1};
  const TrainingOutcome outcome = Train(training, 3);
  EXPECT_EQ(outcome.epochs, 4);
  EXPECT_EQ(outcome.accuracy, Accuracy({784, 20, 20, 10}, 4));
}

TEST(ColumnTrainingTest, WideAndShrinkingNetworksOfThePaper) {
  EXPECT_EQ(Train({DepthSearch::kGrid, 0, 0.05, 32, 1, 0.1}, 2).accuracy,
            Accuracy({784, 400, 10}, 1));
  EXPECT_EQ(Train({DepthSearch::kFalling, 0, 0.05, 32, 1, 0.1}, 3).accuracy,
            Accuracy({784, 397, 10}, 1));
}

TEST(ColumnTrainingTest, SearchEndsWithTheFirstPassAboveTheBound) {
  const ColumnTraining training = {DepthSearch::kFalling, 20, 0.05, 32, 60, 0.1};
  const TrainingOutcome outcome = Train(training, 4);
  ASSERT_GT(outcome.epochs, 1);
  ASSERT_LT(outcome.epochs, 60);
  EXPECT_GT(outcome.accuracy, kTrained);
  const std::vector<int> sizes = {784, 20, 20, 20, 10};
  EXPECT_EQ(outcome.accuracy, Accuracy(sizes, outcome.epochs));
  EXPECT_LE(Accuracy(sizes, outcome.epochs - 1), kTrained);
}

TEST(ColumnTrainingTest, SearchGivesTheBestOfAllPasses) {
  const ColumnTraining training = {DepthSearch::kFalling, 20, 0.05, 32, 3, 1e-9};
  const TrainingOutcome outcome = Train(training, 4);
  EXPECT_EQ(outcome.epochs, 3);
  EXPECT_LE(outcome.accuracy, kTrained);
  EXPECT_GT(outcome.accuracy, 0.0);
}

TEST(ColumnTrainingTest, ReportsErrors) {
  WorkerPool workers(1);
  const auto outcome = TrainNetwork({DepthSearch::kGrid, 20, 0.05, 0, 4, 0.1}, 1.5, 3, Digits(),
                                    /*seed=*/3, workers);
  EXPECT_THAT(outcome.status().message(), ::testing::HasSubstr("batch"));
}

}  // namespace
}  // namespace infoflow::paper_figures
