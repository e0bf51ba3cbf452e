#include "infoflow/estimators/gaussian_entropy.h"

#include <cmath>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/haar.h"
#include "infoflow/linalg/lapack.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::estimators {
namespace {

constexpr double kExact = 1e-12;
using numerics::kLn2PiE;

linalg::Matrix<double> Samples(int rows, int columns) {
  linalg::Matrix<double> samples(rows, columns);
  random::Stream stream(20, random::StreamUse::kTest, columns);
  random::FillNormal(stream, samples.values());
  return samples;
}

TEST(GaussianEntropyTest, KnowsDiagonalAndTwoByTwoCovariances) {
  linalg::Matrix<double> covariance(3, 3);
  covariance(0, 0) = 1e-5;
  covariance(1, 1) = 4.0;
  covariance(2, 2) = 1e8;
  EXPECT_NEAR(GaussianEntropy(covariance).value(), 0.5 * (3 * kLn2PiE + std::log(4e3)), kExact);
  linalg::Matrix<double> two(2, 2, 0.6);
  two(0, 0) = two(1, 1) = 1.0;
  EXPECT_NEAR(GaussianEntropy(two).value(), kLn2PiE + 0.5 * std::log(0.64), kExact);
}

TEST(GaussianEntropyTest, LayerAgreesWithItsCovariance) {
  for (const int outputs : {5, 30, 60}) {
    const linalg::Matrix<double> weights = Samples(outputs, 30);
    for (const double noise : {0.01, 1.0}) {
      linalg::Matrix<double> covariance(outputs, outputs);
      linalg::Syrk(linalg::Transpose::kNo, 1.0, weights, 0.0, covariance);
      for (int i = 0; i < outputs; ++i) covariance(i, i) += noise;
      EXPECT_NEAR(LinearLayerEntropy(weights, noise).value(), GaussianEntropy(covariance).value(),
                  1e-10 * outputs);
    }
  }
}

// Known singular values down to far below the noise, which W^T W could not resolve.
TEST(GaussianEntropyTest, LayerKeepsSmallSingularValues) {
  constexpr int kSize = 60;
  random::Stream stream(21, random::StreamUse::kOrthogonalMatrix, 0);
  const linalg::Matrix<double> left = linalg::HaarOrthogonal(kSize, kSize, stream).value();
  linalg::Matrix<double> right = linalg::HaarOrthogonal(kSize, kSize, stream).value();
  std::vector<double> values(kSize);
  for (int i = 0; i < kSize; ++i) {
    values[i] = 400.0 * std::pow(10.0, -0.15 * i);
    for (int j = 0; j < kSize; ++j) right(i, j) *= values[i];
  }
  const linalg::Matrix<double> weights = linalg::Product(left, right);
  double want = 0.0;
  for (const double value : values) want += 0.5 * (kLn2PiE + std::log(1e-5 + value * value));
  EXPECT_NEAR(LinearLayerEntropy(values, kSize, 1e-5).value(), want, kExact * kSize);
  EXPECT_NEAR(LinearLayerEntropy(weights, 1e-5).value(), want, 1e-10 * kSize);
}

TEST(GaussianEntropyTest, PlugInAgreesWithThePlainCovariance) {
  const linalg::Matrix<double> samples = Samples(40, 5);
  linalg::Matrix<double> covariance(5, 5);
  for (int s = 0; s < 5; ++s) {
    for (int t = 0; t < 5; ++t) {
      double mean_s = 0.0;
      double mean_t = 0.0;
      for (int i = 0; i < 40; ++i) {
        mean_s += samples(i, s) / 40;
        mean_t += samples(i, t) / 40;
      }
      for (int i = 0; i < 40; ++i) {
        covariance(s, t) += (samples(i, s) - mean_s) * (samples(i, t) - mean_t) / 39;
      }
    }
  }
  const GaussianEntropyEstimate estimate = EstimateGaussianEntropy(samples).value();
  EXPECT_NEAR(estimate.plug_in, GaussianEntropy(covariance).value(), kExact);
  EXPECT_EQ(estimate.corrected, estimate.plug_in - estimate.bias);
  EXPECT_LT(estimate.bias, 0.0);
}

TEST(GaussianEntropyTest, BiasAndErrorHaveTheirLimits) {
  // One dimension, three samples: chi^2 of 2 degrees is exponential, E ln(chi^2/2) = -gamma.
  const GaussianEntropyEstimate small = EstimateGaussianEntropy(Samples(3, 1)).value();
  EXPECT_NEAR(small.bias, -0.5 * 0.57721566490153286, kExact);
  EXPECT_NEAR(small.error, 0.5 * std::sqrt(3.14159265358979324 * 3.14159265358979324 / 6.0),
              kExact);
  const GaussianEntropyEstimate large = EstimateGaussianEntropy(Samples(100000, 4)).value();
  EXPECT_NEAR(large.bias, -4.0 * 5.0 / 4e5, 1e-3 * 5e-5);
  EXPECT_NEAR(large.error, std::sqrt(4.0 / 2e5), 1e-3 * std::sqrt(4.0 / 2e5));
}

TEST(GaussianEntropyTest, ShiftsAndScalesEachColumn) {
  const linalg::Matrix<double> samples = Samples(60, 3);
  linalg::Matrix<double> moved = samples;
  for (int i = 0; i < 60; ++i) {
    moved(i, 0) = 1e-8 * samples(i, 0);
    moved(i, 1) = 1e6 * samples(i, 1) + 1e7;
    moved(i, 2) = samples(i, 2) - 5.0;
  }
  EXPECT_NEAR(EstimateGaussianEntropy(moved).value().plug_in,
              EstimateGaussianEntropy(samples).value().plug_in + std::log(1e-2), 1e-11);
}

// y = x + 2^-k z without rounding: det cov(x, y) = 4^-k (var x var z - cov(x, z)^2). The covariance
// itself has lost that determinant from k = 27 on.
TEST(GaussianEntropyTest, NearlyCollinearSamples) {
  constexpr int kRows = 60;
  linalg::Matrix<double> x(kRows, 2);
  random::Stream stream(22, random::StreamUse::kTest, 0);
  for (double& value : x.values()) value = static_cast<double>(stream() % 256) - 128.0;
  const double unrelated = EstimateGaussianEntropy(x).value().plug_in;
  for (const int k : {0, 10, 20, 28, 36, 43}) {
    linalg::Matrix<double> near = x;
    for (int i = 0; i < kRows; ++i) near(i, 1) = x(i, 0) + std::ldexp(x(i, 1), -k);
    const auto estimate = EstimateGaussianEntropy(near);
    ASSERT_TRUE(estimate.ok()) << k << ": " << estimate.status();
    // The columns' difference is not rounded.
    EXPECT_NEAR(estimate->plug_in, unrelated - k * numerics::kLn2, 1e-12 + std::ldexp(1e-19, k))
        << k;
  }
  // Rounded, such columns are the same.
  for (int i = 0; i < kRows; ++i) x(i, 1) = 1000.0 + x(i, 0) + std::ldexp(x(i, 1), -46);
  EXPECT_FALSE(EstimateGaussianEntropy(x).ok());
}

// Columns x_0 + 2^-k x_t without rounding: ln det S falls by 2 k ln 2 for each of them. The mean
// variance inflation factor is about 4^k: through all three ways to the determinant.
TEST(GaussianEntropyTest, ColumnsOfACommonPart) {
  constexpr int kRows = 200, kColumns = 20;
  linalg::Matrix<double> x(kRows, kColumns);
  random::Stream stream(23, random::StreamUse::kTest, 0);
  for (double& value : x.values()) value = static_cast<double>(stream() % 256) - 128.0;
  const double unrelated = EstimateGaussianEntropy(x).value().plug_in;
  for (int k = 0; k <= 30; ++k) {
    linalg::Matrix<double> near = x;
    for (int i = 0; i < kRows; ++i) {
      for (int t = 1; t < kColumns; ++t) near(i, t) = x(i, 0) + std::ldexp(x(i, t), -k);
    }
    const auto estimate = EstimateGaussianEntropy(near);
    ASSERT_TRUE(estimate.ok()) << k << ": " << estimate.status();
    EXPECT_NEAR(estimate->plug_in, unrelated - (kColumns - 1) * k * numerics::kLn2,
                kColumns * 1e-12 + std::ldexp(1e-19, k))
        << k;
  }
}

// One coordinate each: -(1/2) ln(1 - r^2), r Pearson's correlation; scales and shifts do not
// matter.
TEST(GaussianEntropyTest, InformationOfTwoColumns) {
  const linalg::Matrix<double> samples = Samples(50, 2);
  linalg::Matrix<double> x(50, 1), y(50, 1);
  for (int i = 0; i < 50; ++i) {
    x(i, 0) = samples(i, 0);
    y(i, 0) = 1e5 * (0.7 * samples(i, 0) + samples(i, 1)) - 3.0;
  }
  double mean_x = 0.0, mean_y = 0.0, xx = 0.0, yy = 0.0, xy = 0.0;
  for (int i = 0; i < 50; ++i) {
    mean_x += x(i, 0) / 50;
    mean_y += y(i, 0) / 50;
  }
  for (int i = 0; i < 50; ++i) {
    xx += (x(i, 0) - mean_x) * (x(i, 0) - mean_x);
    yy += (y(i, 0) - mean_y) * (y(i, 0) - mean_y);
    xy += (x(i, 0) - mean_x) * (y(i, 0) - mean_y);
  }
  const GaussianInformationEstimate estimate = EstimateGaussianInformation(x, y).value();
  EXPECT_NEAR(estimate.plug_in, -0.5 * std::log(1.0 - xy * xy / (xx * yy)), kExact);
  EXPECT_LT(estimate.corrected, estimate.plug_in);
  EXPECT_FALSE(EstimateGaussianInformation(x, x).ok());
  EXPECT_EQ(std::string(EstimateGaussianInformation(x, Samples(20, 1)).status().message()),
            "there are 50 samples of X and 20 of Y");
}

TEST(GaussianEntropyTest, RefusesBadInputInOneSentence) {
  const auto error = [](const linalg::Matrix<double>& samples) {
    const auto estimate = EstimateGaussianEntropy(samples);
    return estimate.ok() ? "no error" : std::string(estimate.status().message());
  };
  EXPECT_EQ(error(Samples(5, 5)),
            "there are 5 samples; a covariance in 5 dimensions needs at least 6");
  linalg::Matrix<double> plane = Samples(20, 3);
  for (int i = 0; i < 20; ++i) plane(i, 2) = plane(i, 0) - 2.0 * plane(i, 1);
  EXPECT_EQ(error(plane), "the samples lie in a hyperplane, where they have no normal law");
  for (int i = 0; i < 20; ++i) plane(i, 1) = 0.1;
  EXPECT_EQ(error(plane), "column 2 is constant or overflows: it has no normal law");
  EXPECT_EQ(std::string(GaussianEntropy(linalg::Matrix<double>(2, 3)).status().message()),
            "the covariance is 2 x 3; it must be square and not empty");
  EXPECT_FALSE(GaussianEntropy(linalg::Matrix<double>(2, 2, 1.0)).ok());
  EXPECT_EQ(std::string(LinearLayerEntropy({1.0, 2.0}, 3, 0.0).status().message()),
            "without noise the outputs lie in a subspace, where they have no entropy");
  EXPECT_EQ(std::string(LinearLayerEntropy({1.0}, 3, -1.0).status().message()),
            "noise_variance is -1; allowed are finite numbers of at least 0");
}

}  // namespace
}  // namespace infoflow::estimators
