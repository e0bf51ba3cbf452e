#include "paper_figures/shared/dense_training.h"

#include <cmath>
#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/datasets/synthetic_digits.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/support/interrupt.h"

namespace infoflow::paper_figures {
namespace {

datasets::SplitDataset Digits() {
  datasets::SplitDataset data;
  data.train = datasets::SyntheticDigits(/*seed=*/1, /*first=*/0, /*count=*/512);
  data.test = datasets::SyntheticDigits(/*seed=*/1, /*first=*/10000, /*count=*/256);
  return data;
}

DenseTraining Small(const datasets::SplitDataset& data) {
  DenseTraining training;
  training.sizes = UniformSizes(data.train.images.columns(), 30, data.train.classes, 3);
  training.weight_variance = 1.5;
  training.bias_variance = 0.05;
  training.options.loss = network::LossConvention::kDoubleSoftmax;
  training.options.optimizer.learning_rate = 0.1;
  training.options.minibatches.batch = 32;
  return training;
}

TEST(DenseTrainingTest, LearnsDigits) {
  const datasets::SplitDataset data = Digits();
  absl::StatusOr<network::Training<float>> training =
      StartTraining(Small(data), Labelled(data.train));
  ASSERT_TRUE(training.ok()) << training.status();
  WorkerPool workers(1);
  const absl::StatusOr<double> none = TrainUntil(0, *training, workers);
  ASSERT_TRUE(none.ok());
  EXPECT_TRUE(std::isnan(*none));
  const absl::StatusOr<double> first = TrainUntil(1, *training, workers);
  const absl::StatusOr<double> last = TrainUntil(8, *training, workers);
  ASSERT_TRUE(first.ok() && last.ok());
  EXPECT_LT(*last, *first);
  const double accuracy = Evaluate(training->network(), Labelled(data.test),
                                   network::LossConvention::kDoubleSoftmax, {}, workers)
                              .accuracy;
  // Chance is 0.1, with a deviation of 0.02.
  EXPECT_GT(accuracy, 0.3);
}

TEST(DenseTrainingTest, StagesAreOneTraining) {
  const datasets::SplitDataset data = Digits();
  WorkerPool workers(1);
  std::vector<double> losses;
  for (const std::vector<int>& stages : {std::vector<int>{1, 3}, std::vector<int>{3}}) {
    absl::StatusOr<network::Training<float>> training =
        StartTraining(Small(data), Labelled(data.train));
    ASSERT_TRUE(training.ok());
    double loss = 0.0;
    for (const int stage : stages) loss = TrainUntil(stage, *training, workers).value();
    losses.push_back(loss);
  }
  EXPECT_EQ(losses[0], losses[1]);
}

TEST(DenseTrainingTest, AnInterruptedTrainingGoesOn) {
  const datasets::SplitDataset data = Digits();
  WorkerPool workers(1);
  const std::string path = absl::StrCat(testing::TempDir(), "/network.checkpoint");
  std::filesystem::remove(path);
  const auto start = [&] { return StartTraining(Small(data), Labelled(data.train)).value(); };
  network::Training<float> straight = start(), first = start(), second = start();
  ASSERT_TRUE(TrainKeptUntil(3, "", straight, workers).ok());
  ASSERT_TRUE(TrainKeptUntil(1, path, first, workers).ok());
  CatchInterrupts();
  std::raise(SIGINT);
  EXPECT_EQ(TrainKeptUntil(3, path, first, workers).message(), "interrupted by SIGINT");
  ClearInterrupt();
  ASSERT_TRUE(TrainKeptUntil(3, path, second, workers).ok());
  EXPECT_EQ(second.network().all_parameters(), straight.network().all_parameters());
}

TEST(DenseTrainingTest, UniformSizesHaveOneWidth) {
  EXPECT_EQ(UniformSizes(784, 60, 10, 4), (std::vector<int>{784, 60, 60, 60, 10}));
}

}  // namespace
}  // namespace infoflow::paper_figures
