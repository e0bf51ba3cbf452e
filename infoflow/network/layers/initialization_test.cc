#include "infoflow/network/layers/initialization.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::network {
namespace {

TEST(InitializationTest, GaussianScalesNormalVariates) {
  const Network<double> network =
      MakeDenseNetwork<double>({4, 3, 2}, activation::Kind::kTanh, activation::Kind::kLinear,
                               {1.5, 0.05}, 7)
          .value();
  EXPECT_EQ(network.Describe(), "dense(4,3,tanh) dense(3,2,linear)");
  for (int layer = 0; layer < 2; ++layer) {
    random::Stream stream(7, random::StreamUse::kWeights, layer);
    const int fan_in = layer == 0 ? 4 : 3;
    const int weights = layer == 0 ? 12 : 6;
    const absl::Span<const double> parameters = network.parameters(layer);
    for (int i = 0; i < static_cast<int>(parameters.size()); ++i) {
      const double scale = i < weights ? std::sqrt(1.5 / fan_in) : std::sqrt(0.05);
      EXPECT_DOUBLE_EQ(parameters[i], scale * random::Normal(stream));
    }
  }
}

// Pins the numbers: results of seeds are promised to stay.
TEST(InitializationTest, IsStable) {
  Network<float> network = MakeDenseNetwork<float>({3, 2}, activation::Kind::kTanh,
                                                   activation::Kind::kTanh, {1.0, 1.0}, 1)
                               .value();
  const std::vector<float> again(network.all_parameters().begin(), network.all_parameters().end());
  random::Stream stream(1, random::StreamUse::kWeights, 0);
  for (int i = 0; i < 8; ++i) {
    const float normal = random::NormalFloat(stream);
    EXPECT_FLOAT_EQ(again[i], i < 6 ? normal * static_cast<float>(std::sqrt(1.0 / 3.0)) : normal);
  }
}

TEST(InitializationTest, UniformStaysWithinItsBound) {
  Network<float> network = MakeDenseNetwork<float>({16, 50}, activation::Kind::kTanh,
                                                   activation::Kind::kTanh, {1.0, 1.0}, 1)
                               .value();
  InitializeUniform<float>(3, network);
  float largest = 0.0f;
  for (const float value : network.all_parameters()) largest = std::max(largest, std::abs(value));
  EXPECT_LE(largest, 0.25f);
  EXPECT_GT(largest, 0.245f);
}

TEST(InitializationTest, RejectsWhatMakesNoSense) {
  const auto message = [](std::vector<int> sizes, GaussianInitialization initialization) {
    return std::string(MakeDenseNetwork<float>(sizes, activation::Kind::kTanh,
                                               activation::Kind::kTanh, initialization, 1)
                           .status()
                           .message());
  };
  EXPECT_EQ(message({3, 2}, {-1.0, 0.05}),
            "weight_variance=-1: must be a finite number, at least 0");
  EXPECT_EQ(message({3, 2}, {1.0, std::nan("")}),
            "bias_variance=nan: must be a finite number, at least 0");
  EXPECT_EQ(message({3, 0, 2}, {1.0, 0.05}), "size 0 of layer 1: must be at least 1");
  EXPECT_EQ(message({3}, {1.0, 0.05}), "a network needs at least one layer");
}

}  // namespace
}  // namespace infoflow::network
