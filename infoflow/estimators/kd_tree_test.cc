#include "infoflow/estimators/kd_tree.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::estimators {
namespace {

double PlainDistance(absl::Span<const double> x, absl::Span<const double> y, Norm norm) {
  double largest = 0.0;
  double sum = 0.0;
  for (std::size_t t = 0; t < x.size(); ++t) {
    largest = std::max(largest, std::fabs(x[t] - y[t]));
    sum += (x[t] - y[t]) * (x[t] - y[t]);
  }
  return norm == Norm::kMaximum ? largest : std::sqrt(sum);
}

std::vector<double> PlainDistances(const linalg::Matrix<double>& points, int i, Norm norm) {
  std::vector<double> distances;
  for (int j = 0; j < points.rows(); ++j) {
    if (j != i) distances.push_back(PlainDistance(points.row(i), points.row(j), norm));
  }
  std::sort(distances.begin(), distances.end());
  return distances;
}

void ExpectPlainAnswers(const linalg::Matrix<double>& points) {
  const KdTree tree(points);
  for (int i = 0; i < points.rows(); ++i) {
    for (const Norm norm : {Norm::kMaximum, Norm::kEuclidean}) {
      const std::vector<double> distances = PlainDistances(points, i, norm);
      for (const int k : {1, 2, 7, points.rows() - 1}) {
        if (k >= points.rows()) continue;
        // The same operations in the same order: the same bits.
        EXPECT_EQ(tree.NeighbourDistance(i, k, norm), distances[k - 1]) << i << " " << k;
      }
    }
    const std::vector<double> distances = PlainDistances(points, i, Norm::kMaximum);
    // On, between and beyond the distances that there are: nearer means strictly.
    for (const double radius : {0.0, distances[0], 0.5 * (distances[0] + distances.back()),
                                distances.back(), 2.0 * distances.back() + 1.0}) {
      const int want = static_cast<int>(
          std::lower_bound(distances.begin(), distances.end(), radius) - distances.begin());
      EXPECT_EQ(tree.CountWithin(i, radius), want) << i << " " << radius;
    }
  }
}

TEST(KdTreeTest, AgreesWithThePlainSearchOnNormalSamples) {
  for (const int dimension : {1, 2, 3, 6, 11}) {
    for (const int rows : {2, 8, 12, 13, 200}) {
      SCOPED_TRACE(testing::Message() << rows << " x " << dimension);
      linalg::Matrix<double> points(rows, dimension);
      random::Stream stream(3, random::StreamUse::kTest, dimension);
      random::FillNormal(stream, points.values());
      ExpectPlainAnswers(points);
    }
  }
}

TEST(KdTreeTest, AgreesOnALatticeFullOfTies) {
  linalg::Matrix<double> points(144, 2);
  for (int i = 0; i < 144; ++i) {
    points(i, 0) = i % 12;
    const int row = i / 12;
    points(i, 1) = row;
  }
  ExpectPlainAnswers(points);
}

TEST(KdTreeTest, AgreesOnCopiesAndLines) {
  linalg::Matrix<double> points(60, 3, 0.25);
  ExpectPlainAnswers(points);
  for (int i = 0; i < 60; ++i) {
    const int third = i / 3;
    points(i, 1) = 0.1 * third;
  }
  ExpectPlainAnswers(points);
}

}  // namespace
}  // namespace infoflow::estimators
