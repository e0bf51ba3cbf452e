// Training on MNIST against one run of the authors' classes per setting (mnist_sgd_shrinking.csv),
// by bands: bazel test --config=mnist-t10k //infoflow/network/training:training_statistical_test
//
// The table has one seed per setting; ours is the median of three, over the first passes. Measured
// with eight seeds at weight variance 1.7 and rate 0.1: one run does not learn one of the ten
// classes before the fourth pass and is 0.06 behind (a saturated output has no gradient under the
// double softmax); the others' accuracies have a standard deviation of 0.007 after two passes and
// 0.003 after four. Where the table is above 0.85 the band is 0.03, more than three deviations of
// the difference of one run and a median of three. While accuracies rise fast, and at the small
// rate, where they still show which classes happened to start ahead, the bands of 0.12 and 0.2 are
// chosen, not derived. With the seeds fixed here the outcome changes only with the last digits of
// products.
//
// Eight settings, three seeds and four passes of 8,000 images take about four minutes of one core.

#include <algorithm>
#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/datasets/dataset_loader.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/network/layers/network_sizes.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/network/training/training.h"
#include "infoflow/network/training/training_evaluation.h"
#include "infoflow/numerics/statistics.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/worker_pool.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::network {
namespace {

constexpr int kSeeds = 3;
// Of the table's passes, those that are compared.
constexpr int kPasses = 4;

// Depth, weight variance, learning rate.
using Setting = std::tuple<int, double, double>;

// Loss and accuracy before training and after each pass.
absl::StatusOr<std::vector<Evaluation>> Train(const Setting& setting, std::uint64_t seed,
                                              int passes, const LabelledSamples<float>& train,
                                              const LabelledSamples<float>& test) {
  const auto [depth, weight_variance, rate] = setting;
  const std::vector<int> sizes =
      NetworkSizes(SizeFamily::kShrinkingCeiling, 784, 10, depth).value();
  TrainingOptions options;
  options.loss = LossConvention::kDoubleSoftmax;
  options.optimizer.learning_rate = rate;
  options.optimizer.momentum = 0.0;
  options.seed = seed;
  Training<float> training =
      Training<float>::Create(
          MakeDenseNetwork<float>(sizes, activation::Kind::kTanh, activation::Kind::kTanh,
                                  {weight_variance, 0.05}, seed)
              .value(),
          train, options)
          .value();
  WorkerPool workers(1);
  std::vector<Evaluation> history;
  for (int pass = 0; pass <= passes; ++pass) {
    if (pass > 0) {
      const absl::StatusOr<double> loss = training.RunEpoch(workers);
      if (!loss.ok()) return loss.status();
    }
    history.push_back(Evaluate(training.network(), test, options.loss, {}, workers));
  }
  return history;
}

TEST(TrainingStatisticalTest, LearnsMnistAsTheReferenceDoes) {
  if (!datasets::DatasetAvailable("mnist-t10k", "")) {
    GTEST_SKIP() << "built without --config=mnist-t10k";
  }
  datasets::DatasetOptions dataset;
  dataset.name = "mnist-t10k";
  const datasets::SplitDataset data = datasets::LoadDataset(dataset).value();
  const LabelledSamples<float> train = {data.train.images, data.train.labels};
  const LabelledSamples<float> test = {data.test.images, data.test.labels};
  for (testing::ReferenceTable& table :
       testing::ReferenceTable::Open("reconstruction", "mnist_sgd_shrinking.csv")) {
    // Time of another program on another day.
    table.Ignore("cpu_s");
    // Rows by pass.
    std::map<Setting, std::map<int, int>> runs;
    for (int row = 0; row < table.num_rows(); ++row) {
      ASSERT_EQ(table.Text(row, "size"), "shrinking");
      const int pass = static_cast<int>(table.Input(row, "epoch_of_8000"));
      if (pass > kPasses) continue;
      runs[{static_cast<int>(table.Input(row, "depth")), table.Input(row, "sigma_w2"),
            table.Input(row, "lr")}][pass] = row;
    }
    std::vector<Setting> settings;
    int passes = 0;
    for (const auto& [setting, rows] : runs) {
      settings.push_back(setting);
      passes = std::max(passes, rows.rbegin()->first);
    }
    std::vector<std::vector<Evaluation>> histories(settings.size() * kSeeds);
    const absl::Status status =
        ParallelFor(static_cast<int>(histories.size()), 0, [&](int item) -> absl::Status {
          const absl::StatusOr<std::vector<Evaluation>> history =
              Train(settings[item / kSeeds], 1 + item % kSeeds, passes, train, test);
          if (history.ok()) histories[item] = *history;
          return history.status();
        });
    ASSERT_TRUE(status.ok()) << status.message();
    for (std::size_t i = 0; i < settings.size(); ++i) {
      for (const auto& [pass, row] : runs[settings[i]]) {
        std::vector<double> accuracies, losses;
        for (int seed = 0; seed < kSeeds; ++seed) {
          accuracies.push_back(histories[i * kSeeds + seed][pass].accuracy);
          losses.push_back(histories[i * kSeeds + seed][pass].loss);
        }
        const double want = table.Input(row, "test_accuracy");
        const bool slow = std::get<2>(settings[i]) < 0.01;
        const double band = want > 0.85 ? 0.03 : slow ? 0.2 : 0.12;
        table.Compare(row, "test_accuracy", numerics::Median(accuracies), {0.0, band});
        table.Compare(row, "test_loss", numerics::Median(losses),
                      {0.0, want > 0.85 ? 0.015 : 0.05});
      }
    }
  }
}

}  // namespace
}  // namespace infoflow::network
