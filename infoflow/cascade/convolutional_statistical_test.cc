// Cascades of convolutional and residual networks on MNIST against runs of PyTorch
// (conv_stat_layers.csv), by bands:
// bazel test --config=mnist-t10k //infoflow/cascade:convolutional_statistical_test
//
// The table's seeds (three or four of each network) spread by 0.06 in the normalised differential
// entropy where a network does not collapse and by 0.6 on the flank, by 5 % in the error of
// reconstructions, 0.04 in the median relative entropy, 25 % in the decoders' error, and by a
// factor 1.8 in the activations' mean square below sigma_w^2 = 1. Bands are three to four times
// that about the mean over the table's seeds; with both seeds fixed here the outcome never changes.
// Where the flank begins, and its band of 0.3 for the median relative entropy, were settled after a
// look at these seeds (0.24 at most).
// The first two layers depend on how the first decoder started.

#include <cmath>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/cascade/cascade_profile.h"
#include "infoflow/cascade/cascade_training.h"
#include "infoflow/cascade/convolutional_cascade.h"
#include "infoflow/datasets/dataset_loader.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/convolutional_network.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/support/worker_pool.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::cascade {
namespace {

// Of networks, decoders and the order of images.
constexpr std::uint64_t kSeeds[] = {1, 2};
constexpr int kFirstLayer = 3;
// A network collapses when its deepest normalised differential entropy in the table is below
// kCollapsing; from kFlank on downwards its layers are then on the flank, where the table's seeds
// scatter: by 0.6 in one layer that is at -7.3.
constexpr double kCollapsing = -8.0;
constexpr double kFlank = -6.85;

struct LayerMeans {
  int seeds = 0;
  double entropy = 0.0, mse = 0.0, relative_entropy = 0.0, decoder_mse = 0.0;
  double log_mean_square = 0.0;
};

struct ReferenceRun {
  int first_row = 0;
  std::map<int, LayerMeans> layers;  // sums over seeds
};

std::map<std::string, ReferenceRun> Runs(testing::ReferenceTable& table) {
  std::map<std::string, ReferenceRun> runs;
  for (int row = 0; row < table.num_rows(); ++row) {
    const std::string key =
        absl::StrCat(table.Text(row, "network"), " sigma_w^2=", table.Input(row, "sigma_w2"),
                     " steps=", table.Input(row, "steps"), " depth=", table.Input(row, "depth"));
    ReferenceRun& run = runs.try_emplace(key, ReferenceRun{row, {}}).first->second;
    LayerMeans& layer = run.layers[static_cast<int>(table.Input(row, "layer"))];
    ++layer.seeds;
    layer.entropy += table.Input(row, "dif_normalised");
    layer.mse += table.Input(row, "recon_mse");
    layer.relative_entropy += table.Input(row, "rel_median");
    layer.decoder_mse += table.Input(row, "decoder_mse_test");
    layer.log_mean_square += std::log(table.Input(row, "activation_q"));
    for (const char* other :
         {"sigma_b2", "learning_rate", "batch", "channels", "seed", "dif_raw", "rel_mean"}) {
      table.Input(row, other);
    }
  }
  return runs;
}

double MeanSquare(linalg::ConstMatrixView<float> values) {
  double sum = 0.0;
  for (int b = 0; b < values.rows(); ++b) {
    for (const float x : values.row(b)) sum += static_cast<double>(x) * x;
  }
  return sum / (static_cast<double>(values.rows()) * values.columns());
}

void CheckRun(testing::ReferenceTable& table, const ReferenceRun& run, std::uint64_t seed,
              const datasets::SplitDataset& data) {
  const int row = run.first_row;
  const network::ConvolutionalOptions options = network::ConvolutionalOptions::OfDepth(
      static_cast<int>(table.Input(row, "depth")), static_cast<int>(table.Input(row, "channels")),
      table.Text(row, "network") == "resnet");
  const network::Network<float> network =
      network::MakeConvolutionalNetwork<float>(
          options, {table.Input(row, "sigma_w2"), table.Input(row, "sigma_b2")}, seed)
          .value();
  Cascade<float> cascade = MakeConvolutionalCascade<float>(network, options, seed).value();
  WorkerPool workers(0);
  const int steps = static_cast<int>(table.Input(row, "steps"));
  if (steps > 0) {
    CascadeTrainingOptions training_options;
    training_options.seed = seed;
    training_options.minibatches.batch = static_cast<int>(table.Input(row, "batch"));
    training_options.optimizer.learning_rate = table.Input(row, "learning_rate");
    CascadeTraining<float> training =
        CascadeTraining<float>::Create(std::move(cascade), data.train.images, training_options)
            .value();
    ASSERT_TRUE(training.RunBatches(steps, workers).ok());
    cascade = training.cascade();
  }
  ProfileOptions profile_options;
  profile_options.layers_left_out = 0;
  const CascadeProfile profile =
      ComputeProfile<float>(cascade, data.test.images, profile_options, workers).value();
  network::NetworkWorkspace<float> workspace(network, data.test.size());
  network::Forward<float>(network, data.test.images, workspace, workers);
  ASSERT_EQ(profile.layers.size(), run.layers.size());
  if (steps > 0) {
    EXPECT_LT(profile.layers[0].reconstruction_mse, 0.02);
  }
  const LayerMeans& deepest = run.layers.rbegin()->second;
  const bool collapsing = deepest.entropy / deepest.seeds < kCollapsing;
  for (const auto& [index, sums] : run.layers) {
    if (index < kFirstLayer || steps == 0) continue;
    SCOPED_TRACE(absl::StrCat("layer ", index));
    const LayerProfile& layer = profile.layers[index - 1];
    const double n = sums.seeds, entropy = sums.entropy / n;
    const bool flank = collapsing && entropy < kFlank;
    EXPECT_NEAR(layer.normalized_differential_entropy, entropy, flank ? 2.0 : 0.25);
    EXPECT_NEAR(layer.reconstruction_mse / (sums.mse / n), 1.0, 0.25);
    EXPECT_NEAR(layer.relative_entropy_median, sums.relative_entropy / n, flank ? 0.3 : 0.2);
    EXPECT_NEAR(std::log(layer.decoder_mse / (sums.decoder_mse / n)), 0.0, std::log(2.0));
    EXPECT_NEAR(std::log(MeanSquare(workspace.output(index - 1))), sums.log_mean_square / n,
                std::log(5.0));
  }
}

TEST(ConvolutionalStatisticalTest, AgreesWithTheReferenceOnMnist) {
  if (!datasets::DatasetAvailable("mnist-t10k", "")) {
    GTEST_SKIP() << "built without --config=mnist-t10k";
  }
  datasets::DatasetOptions dataset;
  dataset.name = "mnist-t10k";
  dataset.test_count = 100;
  const datasets::SplitDataset data = datasets::LoadDataset(dataset).value();
  for (testing::ReferenceTable& table :
       testing::ReferenceTable::Open("reconstruction", "conv_stat_layers.csv")) {
    for (const auto& [name, run] : Runs(table)) {
      for (const std::uint64_t seed : kSeeds) {
        SCOPED_TRACE(absl::StrCat(name, " seed=", seed));
        CheckRun(table, run, seed, data);
      }
    }
  }
}

}  // namespace
}  // namespace infoflow::cascade
