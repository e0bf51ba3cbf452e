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
  std::vector<double> means(dimension, 0.0);
  for (int i = 0; i < rows; ++i) {
    for (int t = 0; t < dimension; ++t) means[t] += points(i, t);
  }
  for (double& mean : means) mean /= std::max(rows, 1);
  double largest = 0.0;
  for (int i = 0; i < rows; ++i) {
    for (int t = 0; t < dimension; ++t) {
      largest = std::max(largest, std::fabs(points(i, t) - means[t]));
    }
  }
  FloatImage image;
  int exponent = 0;
  std::frexp(largest, &exponent);
  image.scale = std::ldexp(1.0, -std::clamp(exponent, -kMostExponent, kMostExponent));
  image.largest = largest * image.scale;

  std::vector<double> variances(dimension, 0.0);
  for (int i = 0; i < rows; ++i) {
    for (int t = 0; t < dimension; ++t) {
      const double deviation = (points(i, t) - means[t]) * image.scale;
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
    for (int t = 0; t < dimension; ++t) {
      const int column = order[t];
      row[t] = static_cast<float>((points(i, column) - means[column]) * image.scale);
    }
  }
  return image;
}

}  // namespace infoflow::estimators
