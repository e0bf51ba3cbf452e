#include "infoflow/linalg/row_product.h"

#include <cmath>
#include <limits>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/kernel.h"

namespace infoflow::linalg {
namespace {

// Numbers without a pattern in [-1, 1].
template <typename T>
Matrix<T> Numbers(int rows, int columns, double shift) {
  Matrix<T> matrix(rows, columns);
  for (int i = 0; i < rows; ++i) {
    for (int j = 0; j < columns; ++j) {
      matrix(i, j) = static_cast<T>(std::sin(12.9898 * i + 78.233 * j + shift));
    }
  }
  return matrix;
}

// The definition.
template <typename T>
T InLanes(absl::Span<const T> a, absl::Span<const T> b) {
  constexpr int kLanes = 64 / sizeof(T);
  T lanes[kLanes] = {};
  const int size = static_cast<int>(a.size());
  const int rest = (size - 1) % kLanes + 1;
  for (int l = 0; l < kLanes; ++l) {
    if (l < rest) lanes[l] = std::fma(a[l], b[l], T(0));
    for (int k = rest + l; k < size; k += kLanes) lanes[l] = std::fma(a[k], b[k], lanes[l]);
  }
  for (int half = kLanes / 2; half > 0; half /= 2) {
    for (int l = 0; l < half; ++l) lanes[l] += lanes[l + half];
  }
  return lanes[0];
}

// Blocks of larger matrices, so that strides and what lies around C are tried as well.
template <typename T>
void CheckShape(int m, int k, int n) {
  SCOPED_TRACE(testing::Message() << m << " x " << k << " x " << n);
  const Matrix<T> a = Numbers<T>(110, 70, 0.5), b = Numbers<T>(20, 70, 1.5);
  const ConstMatrixView<T> left = a.view().Block(1, 2, m, k);
  const ConstMatrixView<T> right = b.view().Block(3, 4, n, k);
  Matrix<T> around(m + 2, n + 3, T(9));
  RowProduct(left, right, around.view().Block(1, 2, m, n));
  // Where this is BLAS there are no bits: k roundings of sums below k.
  const bool bits = ActiveKernelTarget() != KernelTarget::kPlain;
  const double tolerance = bits ? 0.0 : 0.5 * k * k * std::numeric_limits<T>::epsilon();
  for (int i = 0; i < around.rows(); ++i) {
    for (int j = 0; j < around.columns(); ++j) {
      const bool inside = i >= 1 && i <= m && j >= 2 && j < n + 2;
      const T want = inside ? InLanes<T>(left.row(i - 1), right.row(j - 2)) : T(9);
      ASSERT_NEAR(around(i, j), want, tolerance) << i << " " << j;
    }
  }
}

TEST(RowProductTest, HasTheBitsOfTheDefinition) {
  for (const int m : {1, 2, 5, 6, 7, 13, 96, 101}) {
    for (const int k : {1, 3, 8, 15, 16, 17, 32, 50, 64}) {
      for (const int n : {1, 3, 4, 6, 17}) {
        CheckShape<float>(m, k, n);
        CheckShape<double>(m, k, n);
      }
    }
  }
}

TEST(RowProductTest, EmptyShapes) {
  Matrix<float> c(2, 3, 5.0f);
  RowProduct(Matrix<float>(2, 0), Matrix<float>(3, 0), c);
  for (const float value : c.values()) EXPECT_EQ(value, 0.0f);
  Matrix<float> none(0, 3);
  RowProduct(Matrix<float>(0, 4), Matrix<float>(3, 4), none);
  Matrix<float> narrow(2, 0);
  RowProduct(Matrix<float>(2, 4), Matrix<float>(0, 4), narrow);
}

TEST(RowProductDeathTest, ShapesMustFit) {
  Matrix<float> c(2, 2);
  EXPECT_DEATH(RowProduct(Matrix<float>(2, 3), Matrix<float>(2, 2), c), "");
}

}  // namespace
}  // namespace infoflow::linalg
