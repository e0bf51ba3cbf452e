// Training on MNIST against one run of the authors' classes per setting (mnist_sgd_shrinking.csv),
// by bands: bazel test --config=mnist-t10k //infoflow/network:training_statistical_test
//
// The table has one seed. Bands are three times the spread that ten seeds of each side would show
// (standard deviation of accuracy after the first pass 0.03 where it is learning fast, 0.008 once
// it is above 0.9) and the binomial error of 2,000 images; the false-alarm probability of a new
// seed is below 1e-2 for each row, and with the seed fixed here the outcome never changes.

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/datasets/dataset_loader.h"
#include "infoflow/network/initialization.h"
#include "infoflow/network/layer_activation.h"
#include "infoflow/network/loss.h"
#include "infoflow/network/network_sizes.h"
#include "infoflow/network/training.h"
#include "infoflow/network/training_evaluation.h"
#include "infoflow/support/worker_pool.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::network {
namespace {

TEST(TrainingStatisticalTest, LearnsMnistAsTheReferenceDoes) {
  if (!datasets::DatasetAvailable("mnist-t10k", "")) {
    GTEST_SKIP() << "built without --config=mnist-t10k";
  }
  datasets::DatasetOptions dataset;
  dataset.name = "mnist-t10k";
  const datasets::SplitDataset data = datasets::LoadDataset(dataset).value();
  const LabelledSamples<float> train = {data.train.images, data.train.labels};
  const LabelledSamples<float> test = {data.test.images, data.test.labels};
  WorkerPool workers(0);
  for (testing::ReferenceTable& table :
       testing::ReferenceTable::Open("reconstruction", "mnist_sgd_shrinking.csv")) {
    // Time of another program on another day.
    table.Ignore("cpu_s");
    // (depth, weight variance, learning rate) -> rows by pass.
    std::map<std::tuple<int, double, double>, std::map<int, int>> runs;
    for (int row = 0; row < table.num_rows(); ++row) {
      ASSERT_EQ(table.Text(row, "size"), "shrinking");
      runs[{static_cast<int>(table.Input(row, "depth")), table.Input(row, "sigma_w2"),
            table.Input(row, "lr")}][static_cast<int>(table.Input(row, "epoch_of_8000"))] = row;
    }
    for (const auto& [setting, rows] : runs) {
      const auto [depth, weight_variance, rate] = setting;
      const std::vector<int> sizes =
          NetworkSizes(SizeFamily::kShrinkingCeiling, 784, 10, depth).value();
      TrainingOptions options;
      options.loss = LossConvention::kDoubleSoftmax;
      options.optimizer.learning_rate = rate;
      options.optimizer.momentum = 0.0;
      Training<float> training =
          Training<float>::Create(
              MakeDenseNetwork<float>(sizes, LayerActivation::kTanh, LayerActivation::kTanh,
                                      {weight_variance, 0.05}, 1)
                  .value(),
              train, options)
              .value();
      for (int pass = 0; pass <= rows.rbegin()->first; ++pass) {
        if (pass > 0) ASSERT_TRUE(training.RunEpoch(workers).ok());
        if (rows.count(pass) == 0) continue;
        const int row = rows.at(pass);
        const Evaluation got = Evaluate(training.network(), test, options.loss, {}, workers);
        const double want = table.Input(row, "test_accuracy");
        // Slow learning keeps the luck of the initial weights: classes that start ahead.
        const double band = want > 0.9 ? 0.03 : rate < 0.01 ? 0.2 : want > 0.5 ? 0.12 : 0.1;
        table.Compare(row, "test_accuracy", got.accuracy, {0.0, band});
        table.Compare(row, "test_loss", got.loss, {0.0, want > 0.9 ? 0.015 : 0.05});
      }
    }
  }
}

}  // namespace
}  // namespace infoflow::network
