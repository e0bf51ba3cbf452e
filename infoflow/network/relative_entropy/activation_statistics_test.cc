#include "infoflow/network/relative_entropy/activation_statistics.h"

#include <cmath>
#include <limits>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"

namespace infoflow::network {
namespace {

TEST(LayerStatisticsTest, ByHand) {
  linalg::Matrix<double> first(2, 2), second(3, 2);
  first(0, 0) = 1.0;
  first(0, 1) = -2.0;
  first(1, 0) = 0.5;
  first(1, 1) = 0.25;
  second(0, 0) = 1.0;
  second(1, 1) = 2.0;
  second(2, 0) = -1.0;
  second(2, 1) = 0.5;
  const std::vector<double> b0 = {0.1, -0.2}, b1 = {0.0, 0.3, 0.6};
  DenseNetworkView<double> network;
  network.layers = {{first, b0}, {second, b1}};
  network.activation = MakeElementwiseActivation<double>("tanh").value();
  const std::vector<double> x = {0.7, 0.4};
  const auto statistics = ComputeLayerStatistics<double>(network, x).value();
  ASSERT_EQ(statistics.size(), 2u);
  const double z0 = 0.7 - 0.8 + 0.1, z1 = 0.35 + 0.1 - 0.2;
  EXPECT_EQ(statistics[0].width, 2);
  EXPECT_NEAR(statistics[0].mean, 0.5 * (z0 + z1), 1e-15);
  EXPECT_NEAR(statistics[0].variance, 0.25 * (z0 - z1) * (z0 - z1), 1e-15);
  const double y0 = std::tanh(z0), y1 = std::tanh(z1);
  const double u[] = {y0, 2.0 * y1 + 0.3, -y0 + 0.5 * y1 + 0.6};
  const double mean = (u[0] + u[1] + u[2]) / 3.0;
  double variance = 0.0;
  for (const double value : u) variance += (value - mean) * (value - mean) / 3.0;
  EXPECT_EQ(statistics[1].width, 3);
  EXPECT_NEAR(statistics[1].mean, mean, 1e-15);
  EXPECT_NEAR(statistics[1].variance, variance, 1e-15);
}

TEST(LayerStatisticsTest, BadInput) {
  const linalg::Matrix<double> weights(2, 2, 1.0);
  const std::vector<double> bias(2);
  DenseNetworkView<double> network;
  network.layers = {{weights, bias}};
  network.activation = MakeElementwiseActivation<double>("tanh").value();
  const std::vector<double> three(3), infinite = {1.0, std::numeric_limits<double>::infinity()};
  EXPECT_EQ(ComputeLayerStatistics<double>(network, three).status().code(),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(ComputeLayerStatistics<double>(network, infinite).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace infoflow::network
