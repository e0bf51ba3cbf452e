#include "infoflow/cascade/image_entropy.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::cascade {
namespace {

using linalg::Matrix;

template <typename T>
Matrix<T> Uniform(int rows, int columns, int index) {
  random::Stream stream(2, random::StreamUse::kTest, index);
  Matrix<T> matrix(rows, columns);
  random::FillUniform(stream, matrix.values());
  return matrix;
}

// Every length, so that whole blocks and remainders are met.
template <typename T>
void CheckAgainstPlainSums(double tolerance) {
  for (const int n : {1, 2, 7, 16, 33, 784}) {
    const Matrix<T> images = Uniform<T>(3, n, 1), others = Uniform<T>(3, n, 2);
    Matrix<T> p = images, q = others;
    const std::vector<double> got = OverwritingRelativeEntropies<T>(p, q);
    for (int b = 0; b < 3; ++b) {
      std::vector<double> sums(2), least(2);
      const Matrix<T>* const both[2] = {&images, &others};
      double want = 0.0;
      for (int s = 0; s < 2; ++s) {
        least[s] = *std::min_element(both[s]->row(b).begin(), both[s]->row(b).end());
        for (const T x : both[s]->row(b)) sums[s] += x - least[s] + kPixelFloor;
      }
      for (int i = 0; i < n; ++i) {
        const double p_i = (images(b, i) - least[0] + kPixelFloor) / sums[0];
        const double q_i = (others(b, i) - least[1] + kPixelFloor) / sums[1];
        want += p_i * std::log(p_i / q_i);
        EXPECT_NEAR(p(b, i), p_i, tolerance * p_i);
      }
      EXPECT_NEAR(got[b], want, tolerance * (1.0 + want)) << n;
    }
  }
}

TEST(ImageEntropyTest, AgreesWithPlainSums) {
  CheckAgainstPlainSums<double>(1e-13);
  CheckAgainstPlainSums<float>(3e-6);
}

TEST(ImageEntropyTest, RelativeEntropyOfKnownDistributions) {
  Matrix<double> p(1, 2), q(1, 2);
  p(0, 0) = 0.25, p(0, 1) = 0.75;
  q(0, 0) = q(0, 1) = 0.5;
  EXPECT_NEAR(DistributionRelativeEntropies<double>(p, q)[0],
              0.25 * std::log(0.5) + 0.75 * std::log(1.5), 1e-15);
  EXPECT_EQ(DistributionRelativeEntropies<double>(p, p)[0], 0.0);
}

TEST(ImageEntropyTest, NothingIsLostOfNan) {
  for (const int place : {0, 5, 20}) {
    Matrix<float> p = Uniform<float>(2, 21, 3), q = p;
    q(1, place) = std::numeric_limits<float>::quiet_NaN();
    const std::vector<double> got = OverwritingRelativeEntropies<float>(p, q);
    EXPECT_EQ(got[0], 0.0);
    EXPECT_TRUE(std::isnan(got[1])) << place;
    EXPECT_TRUE(std::isnan(DifferentialEntropy<float>(q)));
  }
}

TEST(ImageEntropyTest, DifferentialEntropyFollowsItsDefinition) {
  const int rows = 9, n = 20;
  const Matrix<float> images = Uniform<float>(rows, n, 4);
  double want = 0.0;
  std::vector<double> totals(rows);
  for (int b = 0; b < rows; ++b) {
    for (const float x : images.row(b)) totals[b] += x;
  }
  for (int i = 0; i < n; ++i) {
    double mean = 0.0, square = 0.0;
    for (int b = 0; b < rows; ++b) mean += images(b, i) / totals[b] / rows;
    for (int b = 0; b < rows; ++b) square += std::pow(images(b, i) / totals[b] - mean, 2);
    want += 0.5 * std::log(2.0 * M_PI * std::exp(1.0) * square / (rows - 1)) / n;
  }
  EXPECT_NEAR(DifferentialEntropy<float>(images), want, 1e-12);
}

// Quirks of the definition, kept.
TEST(ImageEntropyTest, DifferentialEntropyQuirks) {
  Matrix<float> equal(7, 5);
  for (int b = 0; b < 7; ++b) {
    for (int i = 0; i < 5; ++i) equal(b, i) = 0.1f * static_cast<float>(i + 1);
  }
  EXPECT_EQ(DifferentialEntropy<float>(equal), -std::numeric_limits<double>::infinity());
  // A common factor of an image changes nothing, even a negative one.
  const Matrix<double> images = Uniform<double>(4, 10, 5);
  Matrix<double> scaled = images;
  for (double& x : scaled.row(2)) x *= -3.0;
  EXPECT_NEAR(DifferentialEntropy<double>(scaled), DifferentialEntropy<double>(images), 1e-12);
}

}  // namespace
}  // namespace infoflow::cascade
