#include "infoflow/network/relative_entropy/relative_entropy.h"

#include <cmath>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "infoflow/network/relative_entropy/activation_statistics.h"
#include "infoflow/network/relative_entropy/gaussian_relative_entropy.h"
#include "infoflow/network/relative_entropy/square_deviation.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::network {
namespace {

// As the header promises, relative to the sum of the terms' sizes.
constexpr double kDouble = 1e-12;
constexpr double kFloat = 1e-5;

// Random networks that own their numbers.
template <typename T>
struct OwnedNetwork {
  std::vector<linalg::Matrix<T>> weights;
  std::vector<std::vector<T>> biases;
  std::vector<T> input;

  OwnedNetwork(const std::vector<int>& widths, double weight_variance) {
    random::Stream stream(7, random::StreamUse::kTest, 0);
    for (std::size_t l = 0; l + 1 < widths.size(); ++l) {
      weights.emplace_back(widths[l + 1], widths[l]);
      for (T& w : weights.back().values()) {
        w = static_cast<T>(random::Normal(stream) * std::sqrt(weight_variance / widths[l]));
      }
      biases.emplace_back(widths[l + 1]);
      for (T& b : biases.back()) b = static_cast<T>(0.2 * random::Normal(stream));
    }
    for (int i = 0; i < widths[0]; ++i) input.push_back(static_cast<T>(0.5 + 0.05 * i));
  }

  DenseNetworkView<T> View() const {
    DenseNetworkView<T> view;
    for (std::size_t l = 0; l < weights.size(); ++l) view.layers.push_back({weights[l], biases[l]});
    view.activation = MakeElementwiseActivation<T>("tanh").value();
    return view;
  }
};

// The authors' expanded form: Q = sum f_jk (W^T W)_jk + 2 sum f_j (W^T (b - mu))_j + |b - mu|^2
// with f_j, f_jk the samples' moments of phi.
double NotebookSquare(const linalg::Matrix<double>& w, const std::vector<double>& b, double mu,
                      const std::vector<std::vector<double>>& phi) {
  const int inputs = w.columns(), outputs = w.rows();
  const double n = static_cast<double>(phi.size());
  double square = 0.0;
  for (int i = 0; i < outputs; ++i) square += (b[i] - mu) * (b[i] - mu);
  for (int j = 0; j < inputs; ++j) {
    double f_j = 0.0, projected = 0.0;
    for (const auto& sample : phi) f_j += sample[j] / n;
    for (int i = 0; i < outputs; ++i) projected += w(i, j) * (b[i] - mu);
    square += 2.0 * f_j * projected;
    for (int k = 0; k < inputs; ++k) {
      double f_jk = 0.0, gram = 0.0;
      for (const auto& sample : phi) f_jk += sample[j] * sample[k] / n;
      for (int i = 0; i < outputs; ++i) gram += w(i, j) * w(i, k);
      square += f_jk * gram;
    }
  }
  return square;
}

linalg::Matrix<double> Samples(int count, int width) {
  linalg::Matrix<double> samples(count, width);
  random::Stream stream(8, random::StreamUse::kTest, 1);
  for (double& z : samples.values()) z = 0.1 + 0.7 * random::Normal(stream);
  return samples;
}

TEST(RelativeEntropyTest, AgreesWithTheExpandedForm) {
  const OwnedNetwork<double> network({5, 9, 9, 7, 4}, 1.9);
  const linalg::Matrix<double> samples = Samples(13, 9);
  const auto layers =
      RelativeEntropyOfSamples<double>(network.View(), network.input, samples).value();
  const auto statistics = ComputeLayerStatistics<double>(network.View(), network.input).value();
  ASSERT_EQ(layers.size(), 4u);
  std::vector<std::vector<double>> phi;
  for (int k = 0; k < samples.rows(); ++k) {
    phi.emplace_back(samples.row(k).begin(), samples.row(k).end());
  }
  const double v0 = statistics[0].variance;
  EXPECT_EQ(layers[0].relative_entropy, 0.0);
  EXPECT_EQ(layers[0].quadratic, 4.5);
  EXPECT_NEAR(
      layers[0].negative_reference_entropy + layers[0].log_normalization + layers[0].quadratic, 0.0,
      kDouble);
  for (std::size_t m = 1; m < layers.size(); ++m) {
    for (auto& sample : phi) {
      for (double& value : sample) value = std::tanh(value);
    }
    const double mu = statistics[m].mean, v = statistics[m].variance;
    const double square = NotebookSquare(network.weights[m], network.biases[m], mu, phi);
    const int width = layers[m].width;
    EXPECT_EQ(layers[m].mean, mu);
    EXPECT_EQ(layers[m].variance, v);
    EXPECT_NEAR(layers[m].negative_reference_entropy, -4.5 * std::log(2.0 * M_PI * M_E * v0),
                kDouble);
    EXPECT_NEAR(layers[m].log_normalization, 0.5 * width * std::log(2.0 * M_PI * v), kDouble);
    EXPECT_NEAR(layers[m].quadratic / (square / (2.0 * v)), 1.0, kDouble);
    EXPECT_NEAR(
        layers[m].relative_entropy,
        layers[m].negative_reference_entropy + layers[m].log_normalization + layers[m].quadratic,
        kDouble);
    EXPECT_NEAR(
        layers[m].first_version,
        layers[m].negative_reference_entropy + layers[m].log_normalization + square / (2.0 * v0),
        kDouble * std::fabs(layers[m].log_normalization));
    if (width == 9) {
      const Gaussian p = {statistics[0].mean, v0}, q = {mu, v};
      EXPECT_NEAR(layers[m].gaussian_forward, 9.0 * GaussianRelativeEntropy(p, q), kDouble);
      EXPECT_NEAR(layers[m].gaussian_reverse, 9.0 * GaussianRelativeEntropy(q, p), kDouble);
      EXPECT_GT(layers[m].gaussian_forward, 0.0);
    } else {
      EXPECT_TRUE(std::isnan(layers[m].gaussian_forward));
      EXPECT_TRUE(std::isnan(layers[m].gaussian_reverse));
    }
    std::vector<std::vector<double>> next;
    for (const auto& sample : phi) {
      next.emplace_back();
      for (int i = 0; i < width; ++i) {
        double z = network.biases[m][i];
        for (std::size_t j = 0; j < sample.size(); ++j) z += network.weights[m](i, j) * sample[j];
        next.back().push_back(z);
      }
    }
    phi = next;
  }
}

TEST(RelativeEntropyTest, SameNumbersForAnyNumberOfThreadsAndOwnSamples) {
  const OwnedNetwork<double> network({6, 24, 24, 24}, 2.2);
  RelativeEntropyOptions options;
  options.num_samples = 1100;  // three blocks
  options.seed = 5;
  const auto one = RelativeEntropyWithDepth<double>(network.View(), network.input, options).value();
  options.threads = 4;
  const auto four =
      RelativeEntropyWithDepth<double>(network.View(), network.input, options).value();
  // Sample k is mu_0 + sqrt(v_0) times the normals of stream k.
  linalg::Matrix<double> samples(options.num_samples, 24);
  for (int k = 0; k < options.num_samples; ++k) {
    random::Stream stream(5, random::StreamUse::kEstimator, static_cast<std::uint32_t>(k));
    for (double& z : samples.row(k)) {
      z = one[0].mean + std::sqrt(one[0].variance) * random::Normal(stream);
    }
  }
  const auto given =
      RelativeEntropyOfSamples<double>(network.View(), network.input, samples, 3).value();
  for (std::size_t m = 0; m < one.size(); ++m) {
    EXPECT_EQ(one[m].quadratic, four[m].quadratic);
    EXPECT_EQ(one[m].quadratic, given[m].quadratic);
  }
  options.seed = 6;
  EXPECT_NE(
      RelativeEntropyWithDepth<double>(network.View(), network.input, options)->at(1).quadratic,
      one[1].quadratic);
}

TEST(RelativeEntropyTest, FloatAgreesWithDouble) {
  const std::vector<int> widths = {10, 40, 40, 40, 12};
  const OwnedNetwork<double> network(widths, 2.2);
  const OwnedNetwork<float> single(widths, 2.2);
  const linalg::Matrix<double> samples = Samples(50, 40);
  linalg::Matrix<float> single_samples(50, 40);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    single_samples.values()[i] = static_cast<float>(samples.values()[i]);
  }
  const auto want =
      RelativeEntropyOfSamples<double>(network.View(), network.input, samples).value();
  const auto got =
      RelativeEntropyOfSamples<float>(single.View(), single.input, single_samples).value();
  for (std::size_t m = 0; m < want.size(); ++m) {
    const double scale = std::fabs(want[m].negative_reference_entropy) +
                         std::fabs(want[m].log_normalization) + std::fabs(want[m].quadratic);
    EXPECT_NEAR(got[m].relative_entropy, want[m].relative_entropy, kFloat * scale);
    EXPECT_NEAR(got[m].variance / want[m].variance, 1.0, kFloat);
  }
}

// Weights that shrink the signal: D < 0, while both divergences are positive.
TEST(RelativeEntropyTest, IsNegativeWhereVariancesShrink) {
  const OwnedNetwork<double> network({300, 300, 300, 300}, 0.1);
  const auto layers = RelativeEntropyWithDepth<double>(network.View(), network.input).value();
  EXPECT_LT(layers[2].relative_entropy, 0.0);
  EXPECT_GT(layers[2].gaussian_forward, 0.0);
  EXPECT_GT(layers[2].gaussian_reverse, 0.0);
}

TEST(RelativeEntropyTest, BadInput) {
  OwnedNetwork<double> network({4, 5, 5}, 1.0);
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  RelativeEntropyOptions options;
  options.num_samples = 0;
  EXPECT_EQ(
      RelativeEntropyWithDepth<double>(network.View(), network.input, options).status().code(),
      kInvalid);
  const auto error = [&](const linalg::Matrix<double>& samples) {
    const auto result = RelativeEntropyOfSamples<double>(network.View(), network.input, samples);
    return result.ok() ? std::string() : std::string(result.status().message());
  };
  EXPECT_EQ(error(linalg::Matrix<double>(3, 4)),
            "samples have shape 3 x 4; there must be at least 1 with as many values as layer 0 has "
            "neurons, 5");
  EXPECT_NE(error(linalg::Matrix<double>()).find("shape 0 x 0"), std::string::npos);
  linalg::Matrix<double> broken(2, 5, 0.5);
  broken(1, 3) = std::nan("");
  EXPECT_NE(error(broken).find("not finite in layer 1"), std::string::npos);
  for (double& w : network.weights[1].values()) w = 0.0;
  for (double& b : network.biases[1]) b = 0.3;
  EXPECT_NE(error(linalg::Matrix<double>(2, 5, 0.5)).find("layer 1 are all equal"),
            std::string::npos);
}

TEST(SquareDeviationTest, AgreesWithThePlainSum) {
  for (const int size : {0, 1, 7, 8, 9, 31, 64, 100}) {
    std::vector<double> bias(size), values(size), plain(size);
    for (int i = 0; i < size; ++i) {
      bias[i] = 0.1 * i;
      plain[i] = values[i] = std::sin(i);
    }
    double want = 0.0;
    for (int i = 0; i < size; ++i) {
      plain[i] += bias[i];
      want += (plain[i] - 0.3) * (plain[i] - 0.3);
    }
    EXPECT_NEAR(internal::AddBiasAndSumSquares(bias, 0.3, absl::MakeSpan(values)), want,
                1e-14 * want);
    EXPECT_EQ(values, plain);
    std::vector<float> float_bias(bias.begin(), bias.end());
    std::vector<float> float_values(size);
    for (int i = 0; i < size; ++i) float_values[i] = static_cast<float>(std::sin(i));
    EXPECT_NEAR(internal::AddBiasAndSumSquares(float_bias, 0.3, absl::MakeSpan(float_values)), want,
                1e-5 * want);
  }
}

TEST(NotebookNormalizationTest, IsAnEntropy) {
  EXPECT_NEAR(NotebookNormalization(784, 1.5), 392.0 * std::log(2.0 * M_PI * M_E * 1.5), 1e-11);
}

}  // namespace
}  // namespace infoflow::network
