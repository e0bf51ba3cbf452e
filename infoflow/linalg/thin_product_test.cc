#include "infoflow/linalg/thin_product.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "gtest/gtest.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/linalg/transposed_copy.h"
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

// The definition: one chain of fused multiply-adds for each element, from `start` on.
template <typename T>
Matrix<T> Chains(ConstMatrixView<T> a, ConstMatrixView<T> b, T start) {
  Matrix<T> c(a.rows(), b.columns());
  for (int i = 0; i < c.rows(); ++i) {
    for (int j = 0; j < c.columns(); ++j) {
      T sum = start;
      for (int k = 0; k < a.columns(); ++k) sum = std::fma(a(i, k), b(k, j), sum);
      c(i, j) = sum;
    }
  }
  return c;
}

constexpr int kRows[] = {1, 2, 5, 6, 7, 13};
constexpr int kInner[] = {0, 1, 2, 3, 64, 65};
constexpr int kColumns[] = {1, 7, 8, 9, 16, 31, 48, 63, 64, 65, 100};

// Blocks of larger matrices, so that strides and what lies around C are tried as well.
template <typename T>
void CheckBits(int m, int k, int n, T start) {
  SCOPED_TRACE(testing::Message() << m << " x " << k << " x " << n << " from " << start);
  const Matrix<T> a = Numbers<T>(20, 70, 0.5), b = Numbers<T>(70, 110, 1.5);
  // op(A) is the same block either way.
  Matrix<T> turned(70, 20);
  CopyTransposed(a, turned);
  const bool transpose = k % 2 != 0;
  const ConstMatrixView<T> left = a.view().Block(1, 2, m, k);
  const ConstMatrixView<T> stored = transpose ? turned.view().Block(2, 1, k, m) : left;
  const Transpose op = transpose ? Transpose::kYes : Transpose::kNo;
  const ConstMatrixView<T> right = b.view().Block(3, 4, k, n);
  const Matrix<T> want = Chains(left, right, start);
  Matrix<T> around(m + 2, n + 3, T(9));
  const MatrixView<T> c = around.view().Block(1, 2, m, n);
  if (start == T(0)) {
    ThinProduct(op, stored, right, c);
  } else {
    for (int i = 0; i < m; ++i) std::fill(c.row(i).begin(), c.row(i).end(), start);
    AddThinProduct(op, stored, right, c);
  }
  for (int i = 0; i < around.rows(); ++i) {
    for (int j = 0; j < around.columns(); ++j) {
      const bool inside = i >= 1 && i <= m && j >= 2 && j < n + 2;
      ASSERT_EQ(around(i, j), inside ? want(i - 1, j - 2) : T(9)) << i << " " << j;
    }
  }
}

TEST(ThinProductTest, HasTheBitsOfTheDefinition) {
  if (ActiveKernelTarget() == KernelTarget::kPlain) GTEST_SKIP() << "that is BLAS, without bits";
  for (const int m : kRows) {
    for (const int k : kInner) {
      for (const int n : kColumns) {
        for (const double start : {0.0, 0.3}) {
          CheckBits<float>(m, k, n, static_cast<float>(start));
          CheckBits<double>(m, k, n, start);
        }
      }
    }
  }
}

template <typename T>
void CheckValues(double tolerance) {
  const Matrix<T> a = Numbers<T>(17, 50, 0.25), b = Numbers<T>(50, 40, 2.0);
  Matrix<T> c(17, 40, std::numeric_limits<T>::quiet_NaN());
  ThinProduct(Transpose::kNo, a, b, c);
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

// Also where that is Gemm.
template <typename T>
void CheckSum(double tolerance) {
  const Matrix<T> a = Numbers<T>(17, 50, 0.25), b = Numbers<T>(50, 40, 2.0);
  Matrix<T> whole(17, 40), parts(17, 40);
  ThinProduct(Transpose::kNo, a, b, whole);
  AddThinProduct(Transpose::kNo, a.Block(0, 0, 17, 20), b.Block(0, 0, 20, 40), parts);
  AddThinProduct(Transpose::kNo, a.Block(0, 20, 17, 0), b.Block(20, 0, 0, 40), parts);
  AddThinProduct(Transpose::kNo, a.Block(0, 20, 17, 30), b.Block(20, 0, 30, 40), parts);
  for (int i = 0; i < whole.rows(); ++i) {
    for (int j = 0; j < whole.columns(); ++j) ASSERT_NEAR(parts(i, j), whole(i, j), tolerance);
  }
}

TEST(ThinProductTest, AddsToWhatIsThere) {
  CheckSum<float>(5e-6);
  CheckSum<double>(1e-14);
}

TEST(ThinProductTest, EmptyShapes) {
  Matrix<float> c(2, 3, 5.0f);
  ThinProduct(Transpose::kNo, Matrix<float>(2, 0), Matrix<float>(0, 3), c);
  for (const float value : c.values()) EXPECT_EQ(value, 0.0f);
  Matrix<float> none(0, 3);
  ThinProduct(Transpose::kNo, Matrix<float>(0, 4), Matrix<float>(4, 3), none);
  Matrix<float> narrow(2, 0);
  ThinProduct(Transpose::kNo, Matrix<float>(2, 4), Matrix<float>(4, 0), narrow);
}

TEST(ThinProductDeathTest, ShapesMustFit) {
  Matrix<float> c(2, 2);
  EXPECT_DEATH(ThinProduct(Transpose::kNo, Matrix<float>(2, 3), Matrix<float>(2, 2), c), "");
}

}  // namespace
}  // namespace infoflow::linalg
