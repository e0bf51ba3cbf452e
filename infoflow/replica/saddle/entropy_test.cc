#include "infoflow/replica/saddle/entropy.h"

#include <cmath>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
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

// A discrete input is recovered: H = H(X) + (alpha/2) ln(2 pi e D), for any activation that
// determines it up to the mean of ln f'.
TEST(EntropyTest, DiscreteInputsAtAnyLittleNoise) {
  for (const double noise : {1e-5, 1e-18, 1e-20, 1e-24, 1e-30, 1e-60, 1e-119}) {
    for (const char* activation : {"linear", "leaky-relu"}) {
      const std::string layers = absl::StrCat(activation, ":alpha=1,noise=", noise);
      const LayerEntropy result = ComputeEntropy(Parse("bimodal", layers.c_str())).value();
      // The slopes 1 and 0.01 on either side.
      const double log_slope = activation[1] == 'i' ? 0.0 : 0.5 * std::log(0.01);
      EXPECT_NEAR(result.entropy,
                  std::log(2.0) + 0.5 * std::log(2.0 * M_PI * M_E * noise) + log_slope, 1e-10)
          << layers;
      EXPECT_NEAR(result.mutual_information, std::log(2.0), 1e-10) << layers;
      EXPECT_EQ(result.solution.fixed_points.size(), 1u) << layers;
    }
    // Two layers without loss between them.
    const std::string layers = absl::StrCat("linear:alpha=2;linear:alpha=1,noise=", noise);
    EXPECT_NEAR(ComputeEntropy(Parse("bimodal", layers.c_str())).value().mutual_information,
                std::log(2.0), 1e-10)
        << layers;
  }
  for (const char* scale :
       {"0.1,weight_var=1e24", "0.1,weight_var=1e30", "1e-60,weight_var=1e-50"}) {
    const std::string layers = absl::StrCat("linear:alpha=1,noise=", scale);
    EXPECT_NEAR(ComputeEntropy(Parse("bimodal", layers.c_str())).value().mutual_information,
                std::log(2.0), 1e-10)
        << layers;
  }
}

// H = const + ((alpha - d)/2) ln D with d the dimension of the input, 1 for a normal law and p for
// spike and slab, while it can be recovered.
TEST(EntropyTest, SlopesInTheNoise) {
  struct Case {
    const char* prior;
    const char* layer;
    double slope;
  };
  for (const Case& at : {Case{"normal", "tanh:alpha=2", 0.5},
                         {"normal", "linear:alpha=3", 1.0},
                         {"normal", "leaky-relu:alpha=2", 0.5},
                         {"spike-slab:p=0.3", "linear:alpha=1", 0.35},
                         {"spike-slab:p=0.3", "relu:alpha=4", 0.85}}) {
    const auto entropy = [&](const char* noise) {
      const std::string layers = absl::StrCat(at.layer, ",noise=", noise);
      return ComputeEntropy(Parse(at.prior, layers.c_str())).value().entropy;
    };
    const double middle = entropy("1e-30");
    for (const auto& [noise, steps] :
         {std::pair{"1e-20", 10.0}, {"1e-24", 6.0}, {"1e-40", -10.0}, {"1e-110", -80.0}}) {
      EXPECT_NEAR((entropy(noise) - middle) / (steps * std::log(10.0)), at.slope, 1e-8)
          << at.prior << " " << at.layer << " " << noise;
    }
  }
}

// The exact entropy of a square linear layer, (1/2)(1 + ln 2 pi) and a term of the order of
// sqrt(D), and units that change nothing.
TEST(EntropyTest, LargeWeightsAreLittleNoise) {
  const double unit = ComputeEntropy(Parse("normal", "linear:alpha=1,noise=1e-30")).value().entropy;
  for (const auto& [noise, variance, power] :
       {std::tuple{"0.1", "1e29", 29.0}, {"1e-60", "1e-30", -30.0}, {"1e60", "1e90", 90.0}}) {
    const std::string layers =
        absl::StrCat("linear:alpha=1,noise=", noise, ",weight_var=", variance);
    EXPECT_NEAR(ComputeEntropy(Parse("normal", layers.c_str())).value().entropy,
                unit + 0.5 * power * std::log(10.0), 1e-10)
        << layers;
  }
}

TEST(EntropyTest, HardtanhAtAnyLittleNoise) {
  // Atoms with probability 1 - erf(1/sqrt 2); the rest of the outputs, more than there are inputs,
  // decides the slope: (3 erf(1/sqrt 2) - 1)/2.
  const auto entropy = [](const char* noise) {
    const std::string layers = absl::StrCat("hardtanh:alpha=3,noise=", noise);
    return ComputeEntropy(Parse("normal", layers.c_str())).value().entropy;
  };
  const double slope = (3.0 * std::erf(std::sqrt(0.5)) - 1.0) / 2.0;
  EXPECT_NEAR((entropy("1e-60") - entropy("1e-31")) / (-29.0 * std::log(10.0)), slope, 1e-8);
  EXPECT_NEAR((entropy("1e-110") - entropy("1e-40")) / (-70.0 * std::log(10.0)), slope, 1e-8);
}

TEST(EntropyTest, WithoutNoise) {
  const LayerEntropy discrete = ComputeEntropy(Parse("normal", "probit:alpha=1,noise=0")).value();
  EXPECT_EQ(discrete.entropy, discrete.mutual_information);
  EXPECT_TRUE(std::isinf(
      ComputeEntropy(Parse("normal", "linear:alpha=0.5,noise=0")).value().mutual_information));
}

}  // namespace
}  // namespace infoflow::replica
