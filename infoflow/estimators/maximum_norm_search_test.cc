#include "infoflow/estimators/maximum_norm_search.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::estimators {
namespace {

double PlainDistance(absl::Span<const double> x, absl::Span<const double> y) {
  double largest = 0.0;
  for (std::size_t t = 0; t < x.size(); ++t) largest = std::max(largest, std::fabs(x[t] - y[t]));
  return largest;
}

// The plain double loop in double precision.
void ExpectPlainAnswers(const linalg::Matrix<double>& points) {
  const int rows = points.rows();
  linalg::Matrix<double> sorted(rows, rows - 1);
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < rows; ++j) {
      if (j != i) sorted(i, j - (j > i)) = PlainDistance(points.row(i), points.row(j));
    }
    std::sort(sorted.row(i).begin(), sorted.row(i).end());
  }
  for (const int k : {1, 3, rows - 1}) {
    const std::vector<double> one = MaximumNormNeighbourDistances(points, k, 1);
    for (int i = 0; i < rows; ++i) EXPECT_EQ(one[i], sorted(i, k - 1)) << i << " " << k;
    EXPECT_EQ(MaximumNormNeighbourDistances(points, k, 3), one);
    // Radii that are distances: strictly nearer is what counts.
    const std::vector<int> counts = MaximumNormCountsWithin(points, one, 1);
    for (int i = 0; i < rows; ++i) {
      const auto row = sorted.row(i);
      EXPECT_EQ(counts[i], std::lower_bound(row.begin(), row.end(), one[i]) - row.begin()) << i;
    }
    EXPECT_EQ(MaximumNormCountsWithin(points, one, 3), counts);
  }
}

linalg::Matrix<double> Samples(int rows, int columns, int index) {
  linalg::Matrix<double> samples(rows, columns);
  random::Stream stream(4, random::StreamUse::kTest, index);
  random::FillNormal(stream, samples.values());
  return samples;
}

TEST(MaximumNormSearchTest, AgreesWithThePlainSearchAtEverySize) {
  for (const int columns : {1, 7, 63, 64, 65, 300}) {
    for (const int rows : {4, 17, 130}) {
      SCOPED_TRACE(testing::Message() << rows << " x " << columns);
      ExpectPlainAnswers(Samples(rows, columns, columns));
    }
  }
}

TEST(MaximumNormSearchTest, ResolvesWhatFloatCannot) {
  // Clusters of four whose members differ in the tenth digit, far from the origin.
  linalg::Matrix<double> points = Samples(80, 20, 1);
  for (int i = 0; i < 80; ++i) {
    for (int t = 0; t < 20; ++t) {
      points(i, t) = 1e3 + points(i - i % 4, t) + (i % 4 == 0 ? 0.0 : 1e-10 * (i % 4) * (t + 1));
    }
  }
  ExpectPlainAnswers(points);
}

TEST(MaximumNormSearchTest, AgreesForSizesFarFromOne) {
  for (const double size : {1e-300, 1e-45, 1e40, 1e149}) {
    linalg::Matrix<double> points = Samples(40, 10, 2);
    for (double& value : points.values()) value *= size;
    SCOPED_TRACE(size);
    ExpectPlainAnswers(points);
  }
  // One column is all that float sees.
  linalg::Matrix<double> points = Samples(40, 10, 3);
  for (int i = 0; i < 40; ++i) points(i, 4) = i % 2 == 0 ? 1e20 : 0.0;
  ExpectPlainAnswers(points);
}

TEST(MaximumNormSearchTest, AcceptsCopiesAndLargeRadii) {
  const linalg::Matrix<double> points(20, 9, 0.5);
  for (const double r : MaximumNormNeighbourDistances(points, 3, 1)) EXPECT_EQ(r, 0.0);
  const std::vector<double> radii = {0.0, 1e-300, 1.0, 1e300, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0,
                                     0.0, 0.0,    0.0, 0.0,   0.0, 0.0, 0.0, 0.0, 0.0, 0.0};
  const std::vector<int> counts = MaximumNormCountsWithin(points, radii, 1);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(counts[i], i >= 1 && i <= 3 ? 19 : 0) << i;
}

}  // namespace
}  // namespace infoflow::estimators
