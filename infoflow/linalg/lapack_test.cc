#include "infoflow/linalg/lapack.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/numerics/constants.h"

namespace infoflow::linalg {
namespace {

// As documented in the header, relative to the Frobenius norm.
template <typename T>
constexpr double kAccuracy = std::is_same_v<T, float> ? 1e-5 : 1e-12;

using numerics::kPi;

// Numbers in [-1, 1) from a multiplicative hash.
template <typename T>
Matrix<T> Example(int rows, int columns) {
  Matrix<T> a(rows, columns);
  std::uint64_t index = 0;
  for (T& value : a.values()) {
    std::uint64_t z = ++index * 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 31)) * 0xbf58476d1ce4e5b9u;
    value = static_cast<T>(static_cast<double>((z ^ (z >> 29)) >> 11) * 0x1p-52 - 1.0);
  }
  return a;
}

template <typename T>
Matrix<T> SymmetricExample(int n) {
  Matrix<T> a = Example<T>(n, n);
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < i; ++j) a(j, i) = a(i, j);
  }
  return a;
}

template <typename T>
double Norm(const Matrix<T>& a) {
  double squares = 0;
  for (const T value : a.values()) squares += static_cast<double>(value) * value;
  return std::sqrt(squares);
}

// A B - C in double precision, element by element; `diagonal` scales the columns of A.
template <typename T>
double ProductError(const Matrix<T>& a, const std::vector<T>& diagonal, const Matrix<T>& b,
                    const Matrix<T>& c) {
  double worst = 0;
  for (int i = 0; i < c.rows(); ++i) {
    for (int j = 0; j < c.columns(); ++j) {
      double sum = 0;
      for (int k = 0; k < a.columns(); ++k) {
        sum += static_cast<double>(a(i, k)) * (diagonal.empty() ? 1.0 : diagonal[k]) * b(k, j);
      }
      worst = std::max(worst, std::abs(sum - c(i, j)));
    }
  }
  return worst;
}

template <typename T>
void ExpectOrthonormalRows(const Matrix<T>& a) {
  EXPECT_LT(ProductError<T>(a, {}, Transposed(a), Matrix<T>::Identity(a.rows())), kAccuracy<T>);
}

template <typename T>
class LapackTest : public ::testing::Test {};
using Precisions = ::testing::Types<float, double>;
TYPED_TEST_SUITE(LapackTest, Precisions);

constexpr int kSizes[] = {0, 1, 2, 3, 5, 17, 33, 100};

TYPED_TEST(LapackTest, SymmetricEigenpairsRebuildTheMatrix) {
  using T = TypeParam;
  for (const int n : kSizes) {
    SCOPED_TRACE(n);
    const Matrix<T> a = SymmetricExample<T>(n);
    const absl::StatusOr<SymmetricEigen<T>> eigen = DecomposeSymmetric(a);
    ASSERT_TRUE(eigen.ok()) << eigen.status();
    ASSERT_EQ(eigen->values.size(), n);
    EXPECT_TRUE(std::is_sorted(eigen->values.begin(), eigen->values.end()));
    const double tolerance = kAccuracy<T> * std::max(1.0, Norm(a));
    EXPECT_LT(ProductError(Transposed(eigen->vectors), eigen->values, eigen->vectors, a),
              tolerance);
    ExpectOrthonormalRows(eigen->vectors);
    const absl::StatusOr<std::vector<T>> values = SymmetricEigenvalues(a);
    ASSERT_TRUE(values.ok());
    for (int i = 0; i < n; ++i) EXPECT_NEAR((*values)[i], eigen->values[i], tolerance);
  }
}

TYPED_TEST(LapackTest, SymmetricReadsTheLowerTriangleOnlyAndThroughViews) {
  using T = TypeParam;
  Matrix<T> framed = Example<T>(9, 11);
  const Matrix<T> a = SymmetricExample<T>(5);
  for (int i = 0; i < 5; ++i) {
    for (int j = 0; j < 5; ++j) {
      framed(2 + i, 3 + j) = j <= i ? a(i, j) : std::numeric_limits<T>::quiet_NaN();
    }
  }
  const ConstMatrixView<T> view = framed.Block(2, 3, 5, 5);
  EXPECT_EQ(*SymmetricEigenvalues(view), *SymmetricEigenvalues(a));
}

TYPED_TEST(LapackTest, DegenerateAndDiagonalMatrices) {
  using T = TypeParam;
  EXPECT_EQ(*SymmetricEigenvalues(Matrix<T>(4, 4)), std::vector<T>(4, T(0)));
  EXPECT_EQ(*SymmetricEigenvalues(Matrix<T>::Identity(4)), std::vector<T>(4, T(1)));
  // All ones: n and n - 1 zeros.
  const std::vector<T> values = *SymmetricEigenvalues(Matrix<T>(6, 6, T(1)));
  for (int i = 0; i < 5; ++i) EXPECT_NEAR(values[i], 0.0, 6 * kAccuracy<T>);
  EXPECT_NEAR(values[5], 6.0, 6 * kAccuracy<T>);
}

TYPED_TEST(LapackTest, ExtremeScalesNeitherOverflowNorUnderflow) {
  using T = TypeParam;
  for (const T scale :
       {std::sqrt(std::numeric_limits<T>::max()) * T(100), std::numeric_limits<T>::min() * 1024}) {
    Matrix<T> a(2, 2, scale);
    a(0, 0) = a(1, 1) = 0;
    const std::vector<T> values = *SymmetricEigenvalues(a);
    EXPECT_NEAR(values[0] / scale, -1.0, kAccuracy<T>);
    EXPECT_NEAR(values[1] / scale, 1.0, kAccuracy<T>);
    EXPECT_NEAR((*SingularValues(a))[0] / scale, 1.0, kAccuracy<T>);
  }
}

TYPED_TEST(LapackTest, TridiagonalMatchesTheFreeChain) {
  using T = TypeParam;
  // 2 on the diagonal, -1 beside it: values 2 - 2 cos(pi k / (n + 1)).
  for (const int n : {1, 2, 3, 17, 100}) {
    SCOPED_TRACE(n);
    const std::vector<T> diagonal(n, T(2));
    const std::vector<T> off_diagonal(n - 1, T(-1));
    const absl::StatusOr<SymmetricEigen<T>> eigen = DecomposeTridiagonal(diagonal, off_diagonal);
    ASSERT_TRUE(eigen.ok()) << eigen.status();
    const std::vector<T> values = *TridiagonalEigenvalues(diagonal, off_diagonal);
    Matrix<T> a(n, n);
    for (int i = 0; i < n; ++i) {
      a(i, i) = T(2);
      if (i > 0) a(i, i - 1) = a(i - 1, i) = T(-1);
    }
    const double tolerance = kAccuracy<T> * Norm(a);
    for (int k = 0; k < n; ++k) {
      const double want = 2.0 - 2.0 * std::cos(kPi * (k + 1) / (n + 1));
      EXPECT_NEAR(eigen->values[k], want, tolerance);
      EXPECT_NEAR(values[k], want, tolerance);
    }
    ExpectOrthonormalRows(eigen->vectors);
    EXPECT_LT(ProductError(Transposed(eigen->vectors), eigen->values, eigen->vectors, a),
              tolerance);
  }
  EXPECT_TRUE((*TridiagonalEigenvalues(std::vector<T>{}, std::vector<T>{})).empty());
}

TYPED_TEST(LapackTest, TridiagonalThatSplits) {
  using T = TypeParam;
  const std::vector<T> values =
      *TridiagonalEigenvalues(std::vector<T>{3, 1, 0, 0}, std::vector<T>{0, 0, 2});
  const double want[] = {-2.0, 1.0, 2.0, 3.0};
  for (int i = 0; i < 4; ++i) EXPECT_NEAR(values[i], want[i], 4 * kAccuracy<T>);
}

TYPED_TEST(LapackTest, CholeskyFactorsSolvesAndGivesTheDeterminant) {
  using T = TypeParam;
  for (const int n : kSizes) {
    SCOPED_TRACE(n);
    // a = m m^T + 1
    const Matrix<T> m = Example<T>(n, n);
    Matrix<T> a(n, n);
    for (int i = 0; i < n; ++i) {
      for (int j = 0; j < n; ++j) {
        double sum = i == j ? 1.0 : 0.0;
        for (int k = 0; k < n; ++k) sum += static_cast<double>(m(i, k)) * m(j, k);
        a(i, j) = static_cast<T>(sum);
      }
    }
    const absl::StatusOr<Matrix<T>> factor = CholeskyFactor(a);
    ASSERT_TRUE(factor.ok()) << factor.status();
    const double tolerance = kAccuracy<T> * std::max(1.0, Norm(a));
    EXPECT_LT(ProductError(*factor, {}, Transposed(*factor), a), tolerance);
    for (int i = 0; i < n; ++i) {
      EXPECT_GT((*factor)(i, i), T(0));
      for (int j = i + 1; j < n; ++j) EXPECT_EQ((*factor)(i, j), T(0));
    }
    // All eigenvalues are at least 1, so errors of the solution are those of the residual.
    const Matrix<T> right = Example<T>(n, 3);
    Matrix<T> wide(n, 5);
    const MatrixView<T> x = wide.Block(0, 1, n, 3);
    for (int i = 0; i < n; ++i)
      std::copy(right.row(i).begin(), right.row(i).end(), x.row(i).begin());
    CholeskySolve(factor->view(), x);
    EXPECT_LT(ProductError(a, {}, Matrix<T>(x), right), tolerance);
    const std::vector<double> values = [&] {
      Matrix<double> wide_a(n, n);
      for (int i = 0; i < n; ++i) {
        for (int j = 0; j < n; ++j) wide_a(i, j) = a(i, j);
      }
      return *SymmetricEigenvalues(wide_a);
    }();
    double log_determinant = 0;
    for (const double value : values) log_determinant += std::log(value);
    EXPECT_NEAR(CholeskyLogDeterminant(factor->view()), log_determinant,
                kAccuracy<T> * 10 * std::max(1.0, log_determinant));
    double trace = 0;
    for (const double value : values) trace += 1.0 / value;
    EXPECT_NEAR(CholeskyInverseTrace(factor->view()), trace, tolerance * std::max(1.0, trace));
  }
}

TYPED_TEST(LapackTest, CholeskyNamesTheMinorThatFails) {
  using T = TypeParam;
  for (const int bad : {0, 1, 63, 64, 70, 99}) {
    Matrix<T> a = Matrix<T>::Identity(100);
    a(bad, bad) = T(-1);
    const absl::Status status = CholeskyFactor(a).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(status.message(),
              absl::StrCat("matrix is not positive definite: its leading minor of order ", bad + 1,
                           " of 100 is not positive"));
  }
  EXPECT_FALSE(CholeskyFactor(Matrix<T>(2, 2)).ok());
}

TYPED_TEST(LapackTest, QrRebuildsTheMatrix) {
  using T = TypeParam;
  for (const auto& [m, n] :
       {std::pair(0, 0), {1, 1}, {5, 0}, {3, 2}, {5, 5}, {33, 17}, {100, 40}}) {
    SCOPED_TRACE(::testing::Message() << m << " x " << n);
    const Matrix<T> a = Example<T>(m, n);
    const absl::StatusOr<Qr<T>> qr = ThinQr(a);
    ASSERT_TRUE(qr.ok()) << qr.status();
    ASSERT_EQ(qr->q.rows(), m);
    ASSERT_EQ(qr->q.columns(), n);
    EXPECT_LT(ProductError(qr->q, {}, qr->r, a), kAccuracy<T> * std::max(1.0, Norm(a)));
    ExpectOrthonormalRows(Transposed(qr->q));
    for (int i = 0; i < n; ++i) {
      for (int j = 0; j < i; ++j) EXPECT_EQ(qr->r(i, j), T(0));
    }
  }
  // Also without full rank the columns of Q are orthonormal.
  const absl::StatusOr<Qr<T>> qr = ThinQr(Matrix<T>(4, 3));
  ExpectOrthonormalRows(Transposed(qr->q));
}

TYPED_TEST(LapackTest, SvdRebuildsTheMatrix) {
  using T = TypeParam;
  for (const auto& [m, n] :
       {std::pair(0, 0), {1, 1}, {0, 4}, {5, 0}, {3, 2}, {2, 3}, {17, 33}, {33, 17}, {40, 40}}) {
    SCOPED_TRACE(::testing::Message() << m << " x " << n);
    const Matrix<T> a = Example<T>(m, n);
    const absl::StatusOr<Svd<T>> svd = ThinSvd(a);
    ASSERT_TRUE(svd.ok()) << svd.status();
    const double tolerance = kAccuracy<T> * std::max(1.0, Norm(a));
    EXPECT_LT(ProductError(svd->u, svd->values, svd->vt, a), tolerance);
    ExpectOrthonormalRows(Transposed(svd->u));
    ExpectOrthonormalRows(svd->vt);
    EXPECT_TRUE(std::is_sorted(svd->values.rbegin(), svd->values.rend()));
    const std::vector<T> values = *SingularValues(a);
    ASSERT_EQ(values.size(), std::min(m, n));
    for (int i = 0; i < values.size(); ++i) {
      EXPECT_NEAR(values[i], svd->values[i], tolerance);
      EXPECT_GE(values[i], T(0));
    }
  }
}

TYPED_TEST(LapackTest, SingularValuesWithoutFullRank) {
  using T = TypeParam;
  // The outer product of (1, 1, 1, 1) and (3, 4): one value, 2 * 5.
  Matrix<T> a(4, 2);
  for (int i = 0; i < 4; ++i) {
    a(i, 0) = T(3);
    a(i, 1) = T(4);
  }
  const std::vector<T> values = *SingularValues(a);
  EXPECT_NEAR(values[0], 10.0, 10 * kAccuracy<T>);
  EXPECT_NEAR(values[1], 0.0, 10 * kAccuracy<T>);
  EXPECT_EQ(*SingularValues(Matrix<T>(3, 2)), std::vector<T>(2, T(0)));
  EXPECT_LT(ProductError(ThinSvd(a)->u, ThinSvd(a)->values, ThinSvd(a)->vt, a), 10 * kAccuracy<T>);
}

TYPED_TEST(LapackTest, NotFiniteEntriesAreErrors) {
  using T = TypeParam;
  for (const T bad : {std::numeric_limits<T>::quiet_NaN(), std::numeric_limits<T>::infinity()}) {
    Matrix<T> a = SymmetricExample<T>(3);
    a(2, 1) = bad;
    for (const absl::Status& status :
         {SymmetricEigenvalues(a).status(), DecomposeSymmetric(a).status(),
          CholeskyFactor(a).status(), ThinQr(a).status(), SingularValues(a).status(),
          ThinSvd(a).status(), TridiagonalEigenvalues(a.row(2), a.row(0).subspan(1)).status(),
          DecomposeTridiagonal(a.row(0), a.row(2).subspan(1)).status()}) {
      EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument) << status;
    }
  }
}

TEST(LapackDeathTest, ChecksShapes) {
  const Matrix<double> a(2, 3);
  EXPECT_DEATH((void)SymmetricEigenvalues(a), "check failed");
  EXPECT_DEATH((void)CholeskyFactor(a), "check failed");
  EXPECT_DEATH((void)ThinQr(a), "check failed");
  const std::vector<double> three(3);
  EXPECT_DEATH((void)TridiagonalEigenvalues(three, three), "check failed");
}

}  // namespace
}  // namespace infoflow::linalg
