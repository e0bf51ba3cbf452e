#include "infoflow/estimators/float_image.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "absl/types/span.h"
#include "infoflow/support/check.h"

namespace infoflow::estimators {

namespace {

// 2^+-kMostExponent and products with coordinates stay within the range of double.
constexpr int kMostExponent = 500;

}  // namespace

FloatImage MakeFloatImage(linalg::ConstMatrixView<double> points, int columns) {
  INFOFLOW_CHECK(columns >= points.columns());
  const int rows = points.rows();
  const int dimension = points.columns();
  if (rows == 0) return FloatImage{linalg::Matrix<float>(0, columns), 1.0, 0.0};
  std::vector<double> means(dimension, 0.0);
  std::vector<double> least(points.row(0).begin(), points.row(0).end());
  std::vector<double> most = least;
  for (int i = 0; i < rows; ++i) {
    const double* point = points.row(i).data();
    for (int t = 0; t < dimension; ++t) {
      means[t] += point[t];
      least[t] = std::min(least[t], point[t]);
      most[t] = std::max(most[t], point[t]);
    }
  }
  double largest = 0.0;
  for (int t = 0; t < dimension; ++t) {
    means[t] /= rows;
    largest = std::max({largest, most[t] - means[t], means[t] - least[t]});
  }
  FloatImage image;
  int exponent = 0;
  std::frexp(largest, &exponent);
  image.scale = std::ldexp(1.0, -std::clamp(exponent, -kMostExponent, kMostExponent));
  image.largest = largest * image.scale;

  std::vector<double> variances(dimension, 0.0);
  for (int i = 0; i < rows; ++i) {
    const double* point = points.row(i).data();
    for (int t = 0; t < dimension; ++t) {
      const double deviation = (point[t] - means[t]) * image.scale;
      variances[t] += deviation * deviation;
    }
  }
  std::vector<int> order(dimension);
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&](int s, int t) { return variances[s] > variances[t]; });
  image.values = linalg::Matrix<float>(rows, columns);
  for (int i = 0; i < rows; ++i) {
    const absl::Span<float> row = image.values.row(i);
    const double* point = points.row(i).data();
    for (int t = 0; t < dimension; ++t) {
      const int column = order[t];
      row[t] = static_cast<float>((point[column] - means[column]) * image.scale);
    }
  }
  return image;
}

}  // namespace infoflow::estimators
