#include "infoflow/linalg/thin_product.h"

#include <cmath>
#include <limits>

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

// The definition: one chain of fused multiply-adds for each element.
Matrix<float> Chains(ConstMatrixView<float> a, ConstMatrixView<float> b) {
  Matrix<float> c(a.rows(), b.columns());
  for (int i = 0; i < c.rows(); ++i) {
    for (int j = 0; j < c.columns(); ++j) {
      float sum = 0.0f;
      for (int k = 0; k < a.columns(); ++k) sum = std::fma(a(i, k), b(k, j), sum);
      c(i, j) = sum;
    }
  }
  return c;
}

constexpr int kRows[] = {1, 2, 5, 6, 7, 13};
constexpr int kInner[] = {0, 1, 3, 64};
constexpr int kColumns[] = {1, 7, 8, 9, 16, 31, 48, 63, 64, 65, 100};

// Blocks of larger matrices, so that strides and what lies around C are tried as well.
TEST(ThinProductTest, HasTheBitsOfTheDefinition) {
  if (ActiveKernelTarget() == KernelTarget::kPlain) GTEST_SKIP() << "that is BLAS, without bits";
  const Matrix<float> a = Numbers<float>(20, 70, 0.5), b = Numbers<float>(70, 110, 1.5);
  for (const int m : kRows) {
    for (const int k : kInner) {
      for (const int n : kColumns) {
        SCOPED_TRACE(testing::Message() << m << " x " << k << " x " << n);
        const ConstMatrixView<float> left = a.view().Block(1, 2, m, k);
        const ConstMatrixView<float> right = b.view().Block(3, 4, k, n);
        const Matrix<float> want = Chains(left, right);
        Matrix<float> around(m + 2, n + 3, 9.0f);
        ThinProduct(left, right, around.view().Block(1, 2, m, n));
        for (int i = 0; i < around.rows(); ++i) {
          for (int j = 0; j < around.columns(); ++j) {
            const bool inside = i >= 1 && i <= m && j >= 2 && j < n + 2;
            ASSERT_EQ(around(i, j), inside ? want(i - 1, j - 2) : 9.0f) << i << " " << j;
          }
        }
      }
    }
  }
}

template <typename T>
void CheckValues(double tolerance) {
  const Matrix<T> a = Numbers<T>(17, 50, 0.25), b = Numbers<T>(50, 40, 2.0);
  Matrix<T> c(17, 40, std::numeric_limits<T>::quiet_NaN());
  ThinProduct(a, b, c);
  for (int i = 0; i < c.rows(); ++i) {
    for (int j = 0; j < c.columns(); ++j) {
      double want = 0.0;
      for (int k = 0; k < a.columns(); ++k) want += static_cast<double>(a(i, k)) * b(k, j);
      ASSERT_NEAR(c(i, j), want, tolerance);
    }
  }
}

TEST(ThinProductTest, IsTheProduct) {
  CheckValues<float>(5e-6);
  CheckValues<double>(1e-14);
}

TEST(ThinProductTest, EmptyShapes) {
  Matrix<float> c(2, 3, 5.0f);
  ThinProduct(Matrix<float>(2, 0), Matrix<float>(0, 3), c);
  for (const float value : c.values()) EXPECT_EQ(value, 0.0f);
  Matrix<float> none(0, 3);
  ThinProduct(Matrix<float>(0, 4), Matrix<float>(4, 3), none);
  Matrix<float> narrow(2, 0);
  ThinProduct(Matrix<float>(2, 4), Matrix<float>(4, 0), narrow);
}

TEST(ThinProductDeathTest, ShapesMustFit) {
  Matrix<float> c(2, 2);
  EXPECT_DEATH(ThinProduct(Matrix<float>(2, 3), Matrix<float>(2, 2), c), "");
}

}  // namespace
}  // namespace infoflow::linalg
