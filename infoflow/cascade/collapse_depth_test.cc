#include "infoflow/cascade/collapse_depth.h"

#include <cmath>
#include <string>

#include "gtest/gtest.h"
#include "infoflow/activation/function.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/mean_field/mean_field.h"
#include "infoflow/network/mean_field/recursion.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::cascade {
namespace {

activation::Function Tanh() { return activation::MakeFunction("tanh").value(); }

TEST(CollapseDepthTest, IsWhereTheRecursionCrossesTheResolution) {
  for (const double weight_variance : {0.3, 0.7, 1.0, 1.5}) {
    const CollapseDepthOptions options;
    const CollapseDepth depth =
        PredictCollapseDepth(Tanh(), weight_variance, 0.05, options).value();
    ASSERT_TRUE(depth.collapses);
    const double signal = weight_variance * options.images.mean_square;
    const auto states =
        network::MeanFieldTrajectory(
            Tanh(), weight_variance, 0.05,
            {signal + 0.05, signal * (1.0 - options.images.correlation) / (signal + 0.05)},
            depth.layer - 1)
            .value();
    EXPECT_LE(states[depth.layer - 1].decorrelation, options.resolution);
    EXPECT_GT(states[depth.layer - 2].decorrelation, options.resolution);
    // Asymptotically e^{-l / xi}: depth / xi tends to ln(1 / resolution) = 15.5.
    EXPECT_NEAR(depth.layer / depth.correlation_depth, 14.5, 2.0) << weight_variance;
  }
}

TEST(CollapseDepthTest, IsDeeperTowardsTheTransitionAndForFinerEyes) {
  int before = 0;
  for (const double weight_variance : {0.3, 0.7, 1.0, 1.5, 1.7}) {
    CollapseDepthOptions fine;
    fine.resolution *= 1e-3;
    const int layer = PredictCollapseDepth(Tanh(), weight_variance, 0.05, {}).value().layer;
    EXPECT_GT(layer, before);
    EXPECT_GT(PredictCollapseDepth(Tanh(), weight_variance, 0.05, fine).value().layer, layer);
    before = layer;
  }
  CollapseDepthOptions shallow;
  shallow.max_depth = 20;
  EXPECT_EQ(PredictCollapseDepth(Tanh(), 1.7, 0.05, shallow).value().layer, 21);
}

TEST(CollapseDepthTest, ChaoticNetworksDoNotCollapse) {
  const CollapseDepth depth = PredictCollapseDepth(Tanh(), 2.5, 0.05, {}).value();
  EXPECT_FALSE(depth.collapses);
  EXPECT_EQ(depth.layer, 10001);
}

TEST(CollapseDepthTest, EqualImagesAreCollapsedFromTheStart) {
  CollapseDepthOptions options;
  options.images.correlation = 1.0;
  EXPECT_EQ(PredictCollapseDepth(Tanh(), 1.0, 0.05, options).value().layer, 1);
}

TEST(CollapseDepthTest, CollapsedVarianceInvertsTheEntropy) {
  const double deviation = std::sqrt(CollapsedVariance(-13.0, 784)) / 784.0;
  EXPECT_NEAR(0.5 * std::log(2.0 * M_PI * std::exp(1.0)) + std::log(deviation), -13.0, 1e-12);
  EXPECT_NEAR(CollapsedVariance(kCollapsedEntropy, 784), CollapseDepthOptions().resolution, 1e-9);
}

TEST(CollapseDepthTest, MeasuresImages) {
  random::Stream stream(1, random::StreamUse::kTest, 6);
  linalg::Matrix<float> images(20, 30);
  random::FillUniform(stream, images.values());
  double products = 0.0, squares = 0.0;
  for (int a = 0; a < 20; ++a) {
    for (int b = 0; b < 20; ++b) {
      for (int i = 0; i < 30; ++i) {
        (a == b ? squares : products) += static_cast<double>(images(a, i)) * images(b, i);
      }
    }
  }
  const ImageStatistics statistics = MeasureImages(images);
  EXPECT_NEAR(statistics.mean_square, squares / 600.0, 1e-12);
  EXPECT_NEAR(statistics.correlation, products / (20 * 19) / (squares / 20), 1e-12);
}

TEST(CollapseDepthTest, RejectsBadArguments) {
  const auto error = [](double weight_variance, const CollapseDepthOptions& options) {
    return std::string(
        PredictCollapseDepth(Tanh(), weight_variance, 0.05, options).status().message());
  };
  CollapseDepthOptions options;
  EXPECT_NE(error(-1.0, options), "");
  options.resolution = 0.0;
  EXPECT_EQ(error(1.0, options), "resolution=0: must be above 0 and at most 2");
  options = {};
  options.images.correlation = 1.5;
  EXPECT_EQ(error(1.0, options), "input_correlation=1.5: must be from -1 to 1");
  options = {};
  options.images.mean_square = -0.1;
  EXPECT_EQ(error(1.0, options), "input_mean_square=-0.1: must be a finite number, at least 0");
  options = {};
  options.max_depth = 0;
  EXPECT_EQ(error(1.0, options), "max_depth=0: must be at least 1");
}

}  // namespace
}  // namespace infoflow::cascade
