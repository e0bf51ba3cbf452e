#include "paper_figures/renormalization/depth_curves.h"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "infoflow/datasets/synthetic_digits.h"
#include "infoflow/network/layers/network_sizes.h"
#include "infoflow/network/relative_entropy/relative_entropy.h"
#include "paper_figures/harness/field_reader.h"
#include "paper_figures/harness/field_writer.h"

namespace infoflow::paper_figures {
namespace {

constexpr double kWeightVariance = 1.5;
constexpr std::uint64_t kSeed = 3;

datasets::SplitDataset Digits() {
  datasets::SplitDataset data;
  data.train = datasets::SyntheticDigits(/*seed=*/1, /*first=*/0, /*count=*/256);
  data.test = datasets::SyntheticDigits(/*seed=*/1, /*first=*/10000, /*count=*/64);
  return data;
}

DepthCurveSettings Small() {
  DepthCurveSettings settings;
  settings.depth = 6;
  settings.width = 40;
  settings.samples = 20;
  settings.random_networks = 3;
  settings.epochs = 3;
  settings.batch = 32;
  settings.learning_rate = 0.05;
  settings.momentum = 0.8;
  return settings;
}

absl::StatusOr<DepthCurves> Compute(const DepthCurveSettings& settings, int threads = 1) {
  const datasets::SplitDataset data = Digits();
  return ComputeDepthCurves(settings, data, data.test.images.row(5), kWeightVariance, kSeed,
                            threads);
}

std::vector<double> RelativeEntropies(const std::vector<network::LayerRelativeEntropy>& layers) {
  std::vector<double> values;
  for (const network::LayerRelativeEntropy& layer : layers) {
    values.push_back(layer.relative_entropy);
  }
  return values;
}

TEST(DepthCurvesTest, SizesAreThePapersWideNetwork) {
  EXPECT_EQ(DepthCurveSizes(784, 10, 784, 30),
            network::NetworkSizes(network::SizeFamily::kWide, 784, 10, 30).value());
  EXPECT_EQ(DepthCurveSizes(784, 10, 196, 6), (std::vector<int>{784, 196, 196, 196, 196, 100, 10}));
  EXPECT_EQ(DepthCurveSizes(9, 2, 1, 3), (std::vector<int>{9, 1, 1, 2}));
}

TEST(DepthCurvesTest, StagesAreBeforeAfterOneEpochAndAfterTheLast) {
  DepthCurveSettings settings = Small();
  const absl::StatusOr<DepthCurves> curves = Compute(settings);
  ASSERT_TRUE(curves.ok()) << curves.status();
  ASSERT_EQ(curves->stages.size(), 3u);
  EXPECT_EQ(curves->stages[1].epoch, 1);
  EXPECT_EQ(curves->stages[2].epoch, 3);
  const std::vector<int> widths = {40, 40, 40, 40, 20, 10};
  for (const DepthCurve& curve : curves->stages) {
    ASSERT_EQ(curve.layers.size(), widths.size());
    for (std::size_t l = 0; l < widths.size(); ++l) EXPECT_EQ(curve.layers[l].width, widths[l]);
    EXPECT_EQ(curve.layers[0].relative_entropy, 0.0);
    EXPECT_GE(curve.accuracy, 0.0);
    EXPECT_LE(curve.accuracy, 1.0);
  }
  EXPECT_NE(RelativeEntropies(curves->stages[2].layers),
            RelativeEntropies(curves->stages[0].layers));

  settings.epochs = 1;
  const absl::StatusOr<DepthCurves> one = Compute(settings);
  ASSERT_TRUE(one.ok());
  ASSERT_EQ(one->stages.size(), 2u);
  EXPECT_EQ(FieldText(one->stages[1]), FieldText(curves->stages[1]));
}

// At a learning rate that float cannot add, training changes nothing.
TEST(DepthCurvesTest, WithoutLearningAllStagesAreTheFirst) {
  DepthCurveSettings settings = Small();
  settings.learning_rate = 1e-30;
  const absl::StatusOr<DepthCurves> curves = Compute(settings);
  ASSERT_TRUE(curves.ok());
  for (DepthCurve curve : curves->stages) {
    curve.epoch = 0;
    EXPECT_EQ(FieldText(curve), FieldText(curves->stages[0]));
  }
}

TEST(DepthCurvesTest, RandomNetworksHaveTheirOwnSeedsAndTheFirstIsTrained) {
  const DepthCurveSettings settings = Small();
  const absl::StatusOr<DepthCurves> curves = Compute(settings);
  ASSERT_TRUE(curves.ok());
  ASSERT_EQ(curves->random.size(), 3u);
  EXPECT_EQ(curves->random[0], RelativeEntropies(curves->stages[0].layers));
  const datasets::SplitDataset data = Digits();
  for (std::uint64_t k = 0; k < 3; ++k) {
    const absl::StatusOr<std::vector<network::LayerRelativeEntropy>> layers =
        MeasureRandomNetwork(settings, DepthCurveSizes(784, 10, settings.width, settings.depth),
                             kWeightVariance, data.test.images.row(5), kSeed + (k << 32));
    ASSERT_TRUE(layers.ok());
    EXPECT_EQ(curves->random[k], RelativeEntropies(*layers));
  }
  EXPECT_NE(curves->random[1], curves->random[2]);
}

// v_0 estimates q_0 = sigma_w^2 |x|^2/n + sigma_b^2 from `width` neurons: relative deviation
// sqrt(2 / width) = 0.022 of one network, 0.01 of five; 0.05 is five of these.
TEST(DepthCurvesTest, FirstLayerHasTheImagesVariance) {
  DepthCurveSettings settings = Small();
  settings.samples = 1;
  const std::vector<float> image(784, 0.5f);
  double variance = 0.0;
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const absl::StatusOr<std::vector<network::LayerRelativeEntropy>> layers = MeasureRandomNetwork(
        settings, DepthCurveSizes(784, 10, 4000, 3), kWeightVariance, image, seed);
    // Depth 3: only layer 0 is wide.
    ASSERT_TRUE(layers.ok()) << layers.status();
    variance += (*layers)[0].variance / 5.0;
  }
  EXPECT_NEAR(variance / (kWeightVariance * 0.25 + settings.bias_variance), 1.0, 0.05);
}

TEST(DepthCurvesTest, RecordIsTheSameForAnyNumberOfThreadsAndReadsBack) {
  const absl::StatusOr<DepthCurves> curves = Compute(Small());
  const absl::StatusOr<DepthCurves> threaded = Compute(Small(), /*threads=*/2);
  ASSERT_TRUE(curves.ok() && threaded.ok());
  const std::string text = FieldText(*curves);
  EXPECT_EQ(FieldText(*threaded), text);
  DepthCurves read;
  ASSERT_TRUE(ReadFields(text, &read).ok());
  EXPECT_EQ(FieldText(read), text);
  EXPECT_TRUE(std::isnan(read.stages[0].layers.back().gaussian_forward));
}

}  // namespace
}  // namespace infoflow::paper_figures
