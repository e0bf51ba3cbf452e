#include "infoflow/replica/saddle/entropy.h"

#include <cmath>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/replica/model/network.h"
#include "infoflow/replica/model/network_parser.h"

namespace infoflow::replica {
namespace {

constexpr double kFixedPoint = 1e-8;

Network Parse(const char* prior, const char* layers) { return ParseNetwork(prior, layers).value(); }

// H(Y)/n of y = sign(W x + sqrt(noise) xi) for x uniform on the corners of the cube, by summing
// over all x and y.
double EnumeratedEntropy(int size, double noise, int sample) {
  random::Stream stream(11, random::StreamUse::kTest, 100 * size + sample);
  linalg::Matrix<double> weights(size, size);
  for (double& value : weights.values()) value = random::Normal(stream) / std::sqrt(size);
  const int count = 1 << size;
  std::vector<double> output(count, 0.0);
  std::vector<double> law = {1.0};
  for (int x = 0; x < count; ++x) {
    // Given x the components of y are independent: doubling builds their joint law.
    law.assign(1, 1.0 / count);
    for (int i = 0; i < size; ++i) {
      double field = 0.0;
      for (int j = 0; j < size; ++j) field += (x >> j & 1 ? 1.0 : -1.0) * weights(i, j);
      const double up = 0.5 * std::erfc(-field / std::sqrt(2.0 * noise));
      const std::size_t half = law.size();
      law.resize(2 * half);
      for (std::size_t y = 0; y < half; ++y) {
        law[half + y] = law[y] * up;
        law[y] *= 1.0 - up;
      }
    }
    for (int y = 0; y < count; ++y) output[y] += law[y];
  }
  double entropy = 0.0;
  for (const double p : output) {
    if (p > 0.0) entropy -= p * std::log(p);
  }
  return entropy / size;
}

TEST(EntropyTest, EnumerationTendsToTheReplicaEntropy) {
  const double noise = 0.5;
  const double limit =
      ComputeEntropy(Parse("bimodal:p=0.5", "probit:alpha=1,noise=0.5")).value().entropy;
  double last = 1.0;
  for (const auto& [size, samples] : {std::pair{2, 4000}, {4, 1000}, {10, 24}}) {
    double mean = 0.0;
    for (int sample = 0; sample < samples; ++sample) {
      mean += EnumeratedEntropy(size, noise, sample) / samples;
    }
    const double error = std::abs(mean - limit);
    EXPECT_LT(error, last) << size;
    last = error;
  }
  EXPECT_LT(last, 0.01);
}

TEST(EntropyTest, InformationIsEntropyLessNoise) {
  const LayerEntropy result = ComputeEntropy(Parse("normal", "linear:alpha=2,noise=0.1")).value();
  EXPECT_NEAR(result.entropy - result.mutual_information, std::log(2.0 * M_PI * M_E * 0.1), 1e-12);
  EXPECT_EQ(InputInformation(result).value(), result.mutual_information);
}

TEST(EntropyTest, InputInformationNeedsNoiselessInnerLayers) {
  const LayerEntropy noisy =
      ComputeEntropy(Parse("normal", "relu:alpha=1,noise=0.1;linear:alpha=1,noise=0.1")).value();
  EXPECT_TRUE(noisy.inner_noise);
  EXPECT_EQ(InputInformation(noisy).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(EntropyTest, DataProcessing) {
  const std::vector<LayerEntropy> layers =
      ComputeLayerEntropies(
          Parse("normal", "relu:alpha=1;hardtanh:alpha=0.8;linear:alpha=0.5,noise=0.01"))
          .value();
  ASSERT_EQ(layers.size(), 3u);
  for (int l = 1; l < 3; ++l) {
    EXPECT_LT(InputInformation(layers[l]).value(), InputInformation(layers[l - 1]).value());
    EXPECT_GT(layers[l].mean_squared_error, layers[l - 1].mean_squared_error);
  }
}

TEST(EntropyTest, HiddenLayersKeepTheirNoiseOrBorrow) {
  const auto own =
      ComputeLayerEntropies(Parse("normal", "linear:alpha=1,noise=0.3;linear:alpha=1,noise=0.1"))
          .value();
  EXPECT_NEAR(own[0].entropy,
              ComputeEntropy(Parse("normal", "linear:alpha=1,noise=0.3")).value().entropy,
              kFixedPoint);
  const auto borrowed =
      ComputeLayerEntropies(Parse("normal", "linear:alpha=1;linear:alpha=1,noise=0.1")).value();
  EXPECT_NEAR(borrowed[0].entropy,
              ComputeEntropy(Parse("normal", "linear:alpha=1,noise=0.1")).value().entropy,
              kFixedPoint);
}

TEST(EntropyTest, WithoutNoise) {
  const LayerEntropy discrete = ComputeEntropy(Parse("normal", "probit:alpha=1,noise=0")).value();
  EXPECT_EQ(discrete.entropy, discrete.mutual_information);
  EXPECT_TRUE(std::isinf(
      ComputeEntropy(Parse("normal", "linear:alpha=0.5,noise=0")).value().mutual_information));
}

}  // namespace
}  // namespace infoflow::replica
