#include "infoflow/replica/spectra/spectrum_weights.h"

#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/haar.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::replica {
namespace {

using linalg::Matrix;

constexpr double kExact = 1e-12;

Matrix<double> Normal(int rows, int columns, std::uint32_t index) {
  random::Stream stream(1, random::StreamUse::kTest, index);
  Matrix<double> matrix(rows, columns);
  for (int i = 0; i < rows; ++i) random::FillNormal(stream, matrix.row(i));
  return matrix;
}

// U diag(singular) V^T has the squares of `singular` by construction.
TEST(SpectrumWeightsTest, FindsTheSquaresOfSingularValues) {
  const std::vector<double> singular = {0.5, 1.0, 3.0};
  random::Stream stream(2, random::StreamUse::kTest, 0);
  for (const bool wide : {false, true}) {
    const int rows = wide ? 3 : 5;
    const int columns = wide ? 5 : 3;
    Matrix<double> diagonal(rows, columns);
    for (int i = 0; i < 3; ++i) diagonal(i, i) = singular[i];
    const Matrix<double> left = linalg::HaarOrthogonal(rows, rows, stream).value();
    const Matrix<double> right = linalg::HaarOrthogonal(columns, columns, stream).value();
    const Matrix<double> weights = linalg::Product(linalg::Product(left, diagonal), right);
    const std::vector<double> eigenvalues = WeightEigenvalues(weights).value();
    const std::vector<double> expected =
        wide ? std::vector<double>{0.0, 0.0, 0.25, 1.0, 9.0} : std::vector<double>{0.25, 1.0, 9.0};
    ASSERT_EQ(eigenvalues.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
      EXPECT_NEAR(eigenvalues[i], expected[i], kExact) << "wide " << wide << ", " << i;
    }
  }
}

// Trace and shape: E[lambda] = ||W||^2 / N, and the zeros are exact.
TEST(SpectrumWeightsTest, KeepsTraceShapeAndZeros) {
  const Matrix<double> weights = Normal(4, 10, 0);
  double norm = 0.0;
  for (int i = 0; i < 4; ++i) {
    for (const double value : weights.row(i)) norm += value * value;
  }
  const auto spectrum = SpectrumOfWeights(weights).value();
  EXPECT_DOUBLE_EQ(spectrum->aspect_ratio(), 0.4);
  EXPECT_NEAR(spectrum->rank_fraction(), 0.4, 1e-15);
  EXPECT_EQ(spectrum->null_rows(), 0.0);
  EXPECT_NEAR(spectrum->mean(), norm / 10.0, kExact * norm);
}

TEST(SpectrumWeightsTest, ProductIsThatOfTheMultipliedMatrices) {
  const std::vector<Matrix<double>> weights = {Normal(6, 8, 1), Normal(5, 6, 2), Normal(7, 5, 3)};
  const auto product = SpectrumOfProduct(weights).value();
  // By hand, without BLAS.
  Matrix<double> expected(7, 8);
  for (int i = 0; i < 7; ++i) {
    for (int j = 0; j < 8; ++j) {
      for (int a = 0; a < 5; ++a) {
        for (int b = 0; b < 6; ++b) {
          expected(i, j) += weights[2](i, a) * weights[1](a, b) * weights[0](b, j);
        }
      }
    }
  }
  const auto direct = SpectrumOfWeights(expected).value();
  EXPECT_NEAR(product->rank_fraction(), 5.0 / 8.0, 1e-15);
  for (const double s : {0.1, 1.0, 30.0}) {
    EXPECT_NEAR(product->Sums(s).shrinkage, direct->Sums(s).shrinkage, kExact) << s;
  }
}

TEST(SpectrumWeightsTest, RefusesWhatHasNoSpectrum) {
  Matrix<double> weights(2, 2);
  EXPECT_FALSE(SpectrumOfWeights(weights).ok());  // all zero
  weights(1, 0) = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(WeightEigenvalues(weights).status().message(),
            "the weight nan in row 2 is not a finite number of size up to 1e+100");
  weights(1, 0) = 1e200;
  EXPECT_EQ(
      WeightEigenvalues(weights).status().message(),
      "the weight 9.9999999999999997e+199 in row 2 is not a finite number of size up to 1e+100");
  EXPECT_EQ(WeightEigenvalues(Matrix<double>()).status().message(),
            "a weight matrix has no entries");
  const std::vector<Matrix<double>> unchained = {Normal(3, 2, 4), Normal(2, 2, 5)};
  EXPECT_EQ(SpectrumOfProduct(unchained).status().message(),
            "weight matrix 2 takes 2 inputs, but the one before it has 3 outputs");
  EXPECT_EQ(SpectrumOfProduct({}).status().message(), "a product needs a weight matrix");
}

}  // namespace
}  // namespace infoflow::replica
