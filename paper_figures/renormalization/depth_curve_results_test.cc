#include "paper_figures/renormalization/depth_curve_results.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/status/statusor.h"
#include "gtest/gtest.h"
#include "paper_figures/renormalization/depth_curves.h"

namespace infoflow::paper_figures {
namespace {

// Quadrature and fixed points.
constexpr double kTolerance = 1e-8;
constexpr double kBias = 0.05;
constexpr double kMeanSquare = 0.068;

// E f(sqrt(q) z), z ~ N(0, 1), by the trapezoidal rule, exact to rounding for smooth f.
template <typename F>
double GaussianMean(double q, F f) {
  double sum = 0.0;
  for (double z = -12.0; z <= 12.0; z += 0.01) sum += std::exp(-0.5 * z * z) * f(std::sqrt(q) * z);
  return 0.01 * sum / std::sqrt(2.0 * M_PI);
}

// q_0, q_1, ... of tanh networks.
std::vector<double> Variances(double weight_variance, double first, int layers) {
  std::vector<double> q = {first};
  while (static_cast<int>(q.size()) < layers) {
    q.push_back(weight_variance *
                    GaussianMean(q.back(), [](double x) { return std::tanh(x) * std::tanh(x); }) +
                kBias);
  }
  return q;
}

DepthCurveSettings Small() {
  DepthCurveSettings settings;
  settings.bias_variance = kBias;
  settings.depth = 7;
  settings.width = 20;
  settings.samples = 10;
  return settings;
}

WideLimit Limit(const DepthCurveSettings& settings) {
  return WideLimit::Create(settings, kMeanSquare).value();
}

TEST(PlateauTest, LeavesOutEarlyAndNarrowLayers) {
  const numerics::MeanEstimate plateau = Plateau({0.0, 7.0, 1.0, 2.0, 3.0, 6.0, -80.0, -90.0}, 2);
  EXPECT_DOUBLE_EQ(plateau.mean, 3.0);
  EXPECT_DOUBLE_EQ(plateau.variance, 14.0 / 3.0);
  EXPECT_EQ(Plateau({5.0, 4.0, 0.0, 0.0}, 1).mean, 4.0);
}

TEST(WideLimitTest, IsTheRecursionOfVariances) {
  const DepthCurveSettings settings = Small();
  const double first = 1.3 * kMeanSquare + kBias;
  const std::vector<double> q = Variances(1.3, first, 300);
  const auto layers = Limit(settings).Layers(1.3);
  ASSERT_TRUE(layers.ok());
  ASSERT_EQ(layers->size(), 7u);
  for (int l = 0; l < 7; ++l) {
    EXPECT_NEAR((*layers)[l].relative_entropy, 0.5 * std::log(q[l] / first), kTolerance);
  }
  EXPECT_NEAR(Limit(settings).Plateau(1.3).value(), 20.0 * 0.5 * std::log(q.back() / first),
              kTolerance);
  // Ordered: c* = 1, where the slope is sigma_w^2 E phi'^2.
  const double chi =
      1.3 * GaussianMean(q.back(), [](double x) { return 1.0 / std::pow(std::cosh(x), 4); });
  ASSERT_LT(chi, 1.0);
  EXPECT_NEAR(Limit(settings).CorrelationDepth(1.3).value(), -1.0 / std::log(chi), 1e-6);
}

network::LayerRelativeEntropy Layer(int width, double relative_entropy) {
  network::LayerRelativeEntropy layer;
  layer.width = width;
  layer.mean = 0.1;
  layer.variance = 0.2;
  layer.relative_entropy = relative_entropy;
  layer.gaussian_forward = 0.5 * relative_entropy;
  layer.gaussian_reverse = 0.25 * relative_entropy;
  return layer;
}

TEST(StageRowsTest, SummarizeHandMadeCurves) {
  const DepthCurveSettings settings = Small();
  DepthCurves curves;
  curves.random = {{0, 1, 2, 4, 6, -3, -9}, {0, 3, 2, 8, 10, -5, -9}};
  for (const int epoch : {0, 4}) {
    DepthCurve& curve = curves.stages.emplace_back();
    curve.epoch = epoch;
    curve.accuracy = 0.25;
    for (int l = 0; l < 7; ++l) {
      curve.layers.push_back(Layer(l < 5 ? 20 : 10, (epoch + 1) * l * l));
    }
  }
  const auto stages = MakeStageRows(1.3, curves, settings, /*plateau_from=*/3, Limit(settings));
  ASSERT_TRUE(stages.ok()) << stages.status();
  ASSERT_EQ(stages->size(), 2u);
  // (N/2) ln(2 pi e sigma_w^2)
  const double normalization = 10.0 * std::log(2.0 * M_PI * std::exp(1.0) * 1.3);
  const PlateauRow& plateau = (*stages)[1].plateau;
  EXPECT_EQ(plateau.epoch, 4);
  EXPECT_EQ(plateau.accuracy, 0.25);
  EXPECT_DOUBLE_EQ(plateau.plateau, 62.5);  // of 45 and 80
  EXPECT_DOUBLE_EQ(plateau.scatter, 35.0 / std::sqrt(2.0));
  EXPECT_NEAR(plateau.normalized, 62.5 / normalization, 1e-12);
  EXPECT_DOUBLE_EQ(plateau.random_mean, 7.0);  // of 5 and 9
  EXPECT_DOUBLE_EQ(plateau.random_deviation, 4.0 / std::sqrt(2.0));
  EXPECT_EQ(plateau.mean_field, Limit(settings).Plateau(1.3).value());

  const std::vector<double> q = Variances(1.3, 1.3 * kMeanSquare + kBias, 7);
  const std::vector<LayerRow>& layers = (*stages)[1].layers;
  ASSERT_EQ(layers.size(), 7u);
  EXPECT_EQ(layers[3].layer, 3);
  EXPECT_EQ(layers[3].relative_entropy, 45.0);
  EXPECT_NEAR(layers[3].normalized, 45.0 / normalization, 1e-12);
  EXPECT_EQ(layers[3].gaussian_forward, 22.5);
  EXPECT_DOUBLE_EQ(layers[3].random_mean, 6.0);
  EXPECT_DOUBLE_EQ(layers[3].random_deviation, 4.0 / std::sqrt(2.0));
  // D(N(0, a) || N(0, b)) = (ln(b/a) + a/b - 1) / 2 per neuron
  const double ratio = q[0] / q[3];
  EXPECT_NEAR(layers[3].mean_field, -10.0 * std::log(ratio), kTolerance);
  EXPECT_NEAR(layers[3].mean_field_forward, 10.0 * (ratio - 1.0 - std::log(ratio)), kTolerance);
  EXPECT_NEAR(layers[3].mean_field_reverse, 10.0 * (1.0 / ratio - 1.0 + std::log(ratio)),
              kTolerance);
  EXPECT_TRUE(std::isnan(layers[5].mean_field));
  EXPECT_EQ(layers[5].relative_entropy, 125.0);
}

TEST(OrderChaosRowsTest, DepthScaleIsLongestNextToTheCriticalLine) {
  const auto rows = OrderChaosRows(Limit(Small()));
  ASSERT_TRUE(rows.ok());
  EXPECT_EQ(rows->front().weight_variance, 1.0);
  EXPECT_EQ(rows->back().weight_variance, 3.75);
  const auto longest = std::max_element(
      rows->begin(), rows->end(),
      [](const auto& a, const auto& b) { return a.correlation_depth < b.correlation_depth; });
  // chi_1 = 1 at 1.76095 (testdata/reference/renormalization/net_critical_line.csv).
  EXPECT_EQ(longest->weight_variance, 1.75);
  EXPECT_EQ(longest->mean_field, Limit(Small()).Plateau(1.75).value());
}

TEST(BrightRowsTest, FollowTheScaledImage) {
  const DepthCurveSettings settings = Small();
  std::vector<float> image(49);
  for (int i = 0; i < 49; ++i) image[i] = 0.01f * static_cast<float>(i);
  double mean_square = 0.0;
  for (const float pixel : image) mean_square += pixel * pixel / 49.0;
  const WideLimit limit = WideLimit::Create(settings, mean_square).value();
  const auto rows = BrightRows(settings, limit, image, /*classes=*/3, /*seed=*/2);
  ASSERT_TRUE(rows.ok()) << rows.status();
  ASSERT_EQ(rows->size(), 5u);

  const std::vector<double> q = Variances(kBrightWeightVariance, kBrightFirstVariance, 5);
  for (int l = 0; l < 5; ++l) {
    EXPECT_EQ((*rows)[l].layer, l);
    EXPECT_NEAR((*rows)[l].mean_field, 10.0 * std::log(q[l] / q[0]), kTolerance);
  }
  // The image whose q_0 is asked for.
  const double scale =
      std::sqrt((kBrightFirstVariance - kBias) / (kBrightWeightVariance * mean_square));
  for (float& pixel : image) pixel = static_cast<float>(scale * pixel);
  const auto layers = MeasureRandomNetwork(settings, DepthCurveSizes(49, 3, 20, 7),
                                           kBrightWeightVariance, image, /*seed=*/2);
  ASSERT_TRUE(layers.ok());
  EXPECT_NEAR((*rows)[3].relative_entropy, (*layers)[3].relative_entropy, 1e-3);
  EXPECT_NEAR((*rows)[3].gaussian_forward, (*layers)[3].gaussian_forward, 1e-3);
}

}  // namespace
}  // namespace infoflow::paper_figures
