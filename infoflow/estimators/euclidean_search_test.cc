#include "infoflow/estimators/euclidean_search.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::estimators {
namespace {

// Sums of some 1000 squares in another order.
constexpr double kExact = 1e-14;

// The plain double loop in double precision.
void ExpectPlainAnswers(const linalg::Matrix<double>& points) {
  const int rows = points.rows();
  for (const int k : {1, 3, rows - 1}) {
    const std::vector<double> one = EuclideanNeighbourDistances(points, k, 1);
    for (int i = 0; i < rows; ++i) {
      std::vector<double> distances;
      for (int j = 0; j < rows; ++j) {
        double sum = 0.0;
        for (int t = 0; t < points.columns(); ++t) {
          sum += (points(i, t) - points(j, t)) * (points(i, t) - points(j, t));
        }
        if (j != i) distances.push_back(std::sqrt(sum));
      }
      std::nth_element(distances.begin(), distances.begin() + (k - 1), distances.end());
      EXPECT_NEAR(one[i], distances[k - 1], kExact * distances[k - 1]) << i << " " << k;
    }
    EXPECT_EQ(EuclideanNeighbourDistances(points, k, 3), one);
  }
}

linalg::Matrix<double> Samples(int rows, int columns, int index) {
  linalg::Matrix<double> samples(rows, columns);
  random::Stream stream(5, random::StreamUse::kTest, index);
  random::FillNormal(stream, samples.values());
  return samples;
}

TEST(EuclideanSearchTest, AgreesWithThePlainSearchAtEverySize) {
  for (const int columns : {1, 7, 64, 300}) {
    for (const int rows : {4, 65, 200}) {
      SCOPED_TRACE(testing::Message() << rows << " x " << columns);
      ExpectPlainAnswers(Samples(rows, columns, columns));
    }
  }
  ExpectPlainAnswers(Samples(130, 1000, 0));
}

TEST(EuclideanSearchTest, CrossesTiles) {
  const linalg::Matrix<double> points = Samples(2300, 7, 0);
  const std::vector<double> distances = EuclideanNeighbourDistances(points, 2, 1);
  for (const int i : {0, 127, 128, 2047, 2048, 2299}) {
    std::vector<double> plain;
    for (int j = 0; j < points.rows(); ++j) {
      double sum = 0.0;
      for (int t = 0; t < 7; ++t) {
        sum += (points(i, t) - points(j, t)) * (points(i, t) - points(j, t));
      }
      if (j != i) plain.push_back(std::sqrt(sum));
    }
    std::nth_element(plain.begin(), plain.begin() + 1, plain.end());
    EXPECT_NEAR(distances[i], plain[1], kExact * plain[1]) << i;
  }
}

TEST(EuclideanSearchTest, SuffersNoCancellation) {
  // Clusters of four whose members differ in the tenth digit, far from the origin.
  linalg::Matrix<double> points = Samples(80, 20, 1);
  for (int i = 0; i < 80; ++i) {
    for (int t = 0; t < 20; ++t) {
      points(i, t) = 1e3 + points(i - i % 4, t) + (i % 4 == 0 ? 0.0 : 1e-10 * (i % 4) * (t + 1));
    }
  }
  ExpectPlainAnswers(points);
}

TEST(EuclideanSearchTest, AgreesForSizesFarFromOne) {
  for (const double size : {1e-140, 1e-45, 1e40, 1e149}) {
    linalg::Matrix<double> points = Samples(40, 10, 2);
    for (double& value : points.values()) value *= size;
    SCOPED_TRACE(size);
    ExpectPlainAnswers(points);
  }
  // One outlier, and one column that is all that float sees.
  linalg::Matrix<double> points = Samples(40, 10, 3);
  points(7, 2) = 1e12;
  ExpectPlainAnswers(points);
  for (int i = 0; i < 40; ++i) points(i, 4) = i % 2 == 0 ? 1e20 : 0.0;
  ExpectPlainAnswers(points);
}

TEST(EuclideanSearchTest, AcceptsCopies) {
  for (const double r : EuclideanNeighbourDistances(linalg::Matrix<double>(20, 9, 0.5), 3, 1)) {
    EXPECT_EQ(r, 0.0);
  }
}

}  // namespace
}  // namespace infoflow::estimators
