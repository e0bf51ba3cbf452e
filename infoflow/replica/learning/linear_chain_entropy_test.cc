#include "infoflow/replica/learning/linear_chain_entropy.h"

#include <cmath>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/estimators/gaussian_entropy.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::replica {
namespace {

using linalg::Matrix;

Matrix<double> Gaussian(int rows, int columns, int index) {
  random::Stream stream(1, random::StreamUse::kTest, index);
  Matrix<double> matrix(rows, columns);
  random::FillNormal(stream, matrix.values());
  linalg::Scale(1.0 / std::sqrt(static_cast<double>(rows)), matrix.values());
  return matrix;
}

// The covariance itself, where its numbers are far enough from each other.
TEST(LinearChainEntropyTest, IsTheLogDeterminantOfTheCovariance) {
  const double noise = 0.01, data_noise = 0.1;
  const Matrix<double> generator = Gaussian(3, 7, 0);
  const std::vector<Matrix<double>> weights = {Gaussian(7, 9, 1), Gaussian(9, 4, 2)};
  const std::vector<double> got =
      LinearChainEntropies(GeneratedInputFactor(generator, data_noise), weights, noise, 3).value();
  Matrix<double> covariance = linalg::Product(linalg::Transposed(generator), generator);
  for (int i = 0; i < 7; ++i) covariance(i, i) += data_noise;
  for (std::size_t l = 0; l < weights.size(); ++l) {
    covariance =
        linalg::Product(linalg::Transposed(weights[l]), linalg::Product(covariance, weights[l]));
    Matrix<double> measured = covariance;
    for (int i = 0; i < measured.rows(); ++i) measured(i, i) += noise;
    EXPECT_NEAR(got[l], estimators::GaussianEntropy(measured.view()).value() / 3, 1e-12);
  }
}

TEST(LinearChainEntropyTest, NoFactorIsTheIdentity) {
  const std::vector<Matrix<double>> weights = {Gaussian(6, 6, 1), Gaussian(6, 2, 2)};
  const auto with = LinearChainEntropies(Matrix<double>::Identity(6), weights, 1e-5, 6).value();
  const auto without = LinearChainEntropies({}, weights, 1e-5, 6).value();
  for (int l = 0; l < 2; ++l) EXPECT_NEAR(with[l], without[l], 1e-13);
}

TEST(LinearChainEntropyTest, NamesWhatDoesNotChain) {
  EXPECT_EQ(
      LinearChainEntropies({}, {Gaussian(6, 5, 1), Gaussian(6, 2, 2)}, 1e-5, 6).status().message(),
      "weights 2 take 6 inputs, not 5");
}

}  // namespace
}  // namespace infoflow::replica
