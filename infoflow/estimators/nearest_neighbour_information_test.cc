#include "infoflow/estimators/nearest_neighbour_information.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::estimators {
namespace {

constexpr double kExact = 1e-12;

double HarmonicDigamma(int n) {
  double sum = -0.57721566490153286;
  for (int j = 1; j < n; ++j) sum += 1.0 / j;
  return sum;
}

double PlainDistance(const linalg::Matrix<double>& x, int i, int j) {
  double largest = 0.0;
  for (int t = 0; t < x.columns(); ++t) largest = std::max(largest, std::fabs(x(i, t) - x(j, t)));
  return largest;
}

// The formula as it stands, term by term.
double PlainInformation(const linalg::Matrix<double>& x, const linalg::Matrix<double>& y, int k) {
  const int count = x.rows();
  double sum = 0.0;
  for (int i = 0; i < count; ++i) {
    std::vector<double> distances;
    for (int j = 0; j < count; ++j) {
      if (j != i) distances.push_back(std::max(PlainDistance(x, i, j), PlainDistance(y, i, j)));
    }
    std::nth_element(distances.begin(), distances.begin() + k - 1, distances.end());
    const double radius = distances[k - 1];
    int near_x = 0;
    int near_y = 0;
    for (int j = 0; j < count; ++j) {
      if (j == i) continue;
      near_x += PlainDistance(x, i, j) < radius;
      near_y += PlainDistance(y, i, j) < radius;
    }
    sum += HarmonicDigamma(near_x + 1) + HarmonicDigamma(near_y + 1);
  }
  return HarmonicDigamma(k) + HarmonicDigamma(count) - sum / count;
}

linalg::Matrix<double> Samples(int rows, int columns, int index) {
  linalg::Matrix<double> samples(rows, columns);
  random::Stream stream(11, random::StreamUse::kTest, index);
  random::FillNormal(stream, samples.values());
  return samples;
}

TEST(NearestNeighbourInformationTest, AgreesWithThePlainFormula) {
  for (const int x_columns : {1, 3, 8}) {
    for (const int y_columns : {1, 9}) {
      const linalg::Matrix<double> x = Samples(150, x_columns, x_columns);
      linalg::Matrix<double> y = Samples(150, y_columns, 100 + y_columns);
      for (int i = 0; i < 150; ++i) y(i, 0) += x(i, 0);
      for (const int k : {1, 3, 10}) {
        NeighbourInformationOptions options;
        options.neighbours = k;
        options.threads = 1;
        const double one = NearestNeighbourInformation(x, y, options).value();
        EXPECT_NEAR(one, PlainInformation(x, y, k), kExact)
            << x_columns << ", " << y_columns << ", k = " << k;
        EXPECT_NEAR(NearestNeighbourInformation(y, x, options).value(), one, kExact);
        options.threads = 3;
        EXPECT_EQ(NearestNeighbourInformation(x, y, options).value(), one);
      }
    }
  }
}

TEST(NearestNeighbourInformationTest, IsTheSameAfterShiftsAndACommonFactor) {
  linalg::Matrix<double> x = Samples(300, 2, 1);
  linalg::Matrix<double> y = Samples(300, 1, 2);
  for (int i = 0; i < 300; ++i) y(i, 0) += x(i, 1);
  const double information = NearestNeighbourInformation(x, y).value();
  EXPECT_GT(information, 0.1);
  for (double& value : x.values()) value = 4.0 * value + 1.0;
  for (double& value : y.values()) value = 4.0 * value - 2.0;
  EXPECT_NEAR(NearestNeighbourInformation(x, y).value(), information, 1e-6);
}

TEST(NearestNeighbourInformationTest, AcceptsTiesOfOneVariable) {
  // Y has two values: I(X;Y) <= ln 2 however X looks.
  linalg::Matrix<double> x = Samples(500, 1, 3);
  linalg::Matrix<double> y(500, 1);
  for (int i = 0; i < 500; ++i) y(i, 0) = x(i, 0) > 0.0 ? 10.0 : -10.0;
  EXPECT_NEAR(NearestNeighbourInformation(x, y).value(), std::log(2.0), 0.05);
}

TEST(NearestNeighbourInformationTest, RefusesBadInputInOneSentence) {
  const auto error = [](const linalg::Matrix<double>& x, const linalg::Matrix<double>& y) {
    const auto information = NearestNeighbourInformation(x, y);
    return information.ok() ? "no error" : std::string(information.status().message());
  };
  EXPECT_EQ(error(Samples(4, 1, 0), Samples(5, 1, 0)), "there are 4 samples of X and 5 of Y");
  EXPECT_EQ(error(Samples(4, 1, 0), linalg::Matrix<double>(4, 0)), "the samples have no columns");
  EXPECT_EQ(error(Samples(3, 1, 0), Samples(3, 1, 1)),
            "there are 3 samples; 3 neighbours of each need at least 4");
  EXPECT_EQ(error(linalg::Matrix<double>(5, 1), linalg::Matrix<double>(5, 1)),
            "samples 1 and 2 are equal; nearest neighbours need distinct samples, or a jitter "
            "such as 1e-10 that breaks ties");
}

}  // namespace
}  // namespace infoflow::estimators
