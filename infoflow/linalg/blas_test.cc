#include "infoflow/linalg/blas.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <tuple>
#include <type_traits>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"

namespace infoflow::linalg {
namespace {

// Relative to the root mean square of the result.
template <typename T>
constexpr double kBlasTolerance = std::is_same_v<T, float> ? 1e-5 : 1e-10;

// Numbers in [-1, 1) from a multiplicative hash: these tests need no randomness, only variety.
template <typename T>
T Entry(std::uint64_t seed, std::uint64_t index) {
  std::uint64_t z = (seed * 1000003 + index + 1) * 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 31)) * 0xbf58476d1ce4e5b9u;
  return static_cast<T>(static_cast<double>((z ^ (z >> 29)) >> 11) * 0x1p-52 - 1.0);
}

// A matrix inside a larger one: views of it have a stride. The frame is filled with NaN, which
// a kernel that reads or writes beyond its block would spread or lose.
template <typename T>
class Framed {
 public:
  static constexpr int kFrame = 3;
  Framed(int rows, int columns, std::uint64_t seed)
      : whole_(rows + 2 * kFrame, columns + 2 * kFrame, std::numeric_limits<T>::quiet_NaN()),
        rows_(rows),
        columns_(columns) {
    for (int i = 0; i < rows; ++i) {
      for (int j = 0; j < columns; ++j) {
        view()(i, j) = Entry<T>(seed, static_cast<std::uint64_t>(i) * columns + j);
      }
    }
  }
  MatrixView<T> view() { return whole_.Block(kFrame, kFrame, rows_, columns_); }
  void ExpectFrameUntouched() const {
    for (int i = 0; i < whole_.rows(); ++i) {
      for (int j = 0; j < whole_.columns(); ++j) {
        const bool inside =
            i >= kFrame && i < kFrame + rows_ && j >= kFrame && j < kFrame + columns_;
        ASSERT_TRUE(inside || std::isnan(whole_(i, j))) << i << ", " << j;
      }
    }
  }

 private:
  Matrix<T> whole_;
  int rows_;
  int columns_;
};

template <typename T>
std::vector<T> Entries(int size, std::uint64_t seed) {
  std::vector<T> x(size);
  for (int i = 0; i < size; ++i) x[i] = Entry<T>(seed, i);
  return x;
}

template <typename T>
double Element(ConstMatrixView<T> a, Transpose transpose, int i, int j) {
  return transpose == Transpose::kYes ? a(j, i) : a(i, j);
}

// alpha op(A) op(B) + beta C, added up in double one element at a time.
template <typename T>
Matrix<double> PlainGemm(Transpose ta, Transpose tb, double alpha, ConstMatrixView<T> a,
                         ConstMatrixView<T> b, double beta, ConstMatrixView<T> c) {
  Matrix<double> result(c.rows(), c.columns());
  const int inner = ta == Transpose::kYes ? a.rows() : a.columns();
  for (int i = 0; i < c.rows(); ++i) {
    for (int j = 0; j < c.columns(); ++j) {
      double sum = 0;
      for (int k = 0; k < inner; ++k) sum += Element(a, ta, i, k) * Element(b, tb, k, j);
      result(i, j) = alpha * sum + (beta == 0.0 ? 0.0 : beta * c(i, j));
    }
  }
  return result;
}

template <typename T>
void ExpectClose(ConstMatrixView<T> got, const Matrix<double>& want) {
  ASSERT_EQ(got.rows(), want.rows());
  ASSERT_EQ(got.columns(), want.columns());
  double squares = 0;
  for (const double w : want.values()) squares += w * w;
  const double rms = want.empty() ? 0.0 : std::sqrt(squares / want.size());
  for (int i = 0; i < want.rows(); ++i) {
    for (int j = 0; j < want.columns(); ++j) {
      ASSERT_NEAR(got(i, j), want(i, j), kBlasTolerance<T> * rms) << i << ", " << j;
    }
  }
}

Matrix<double> AsColumn(const std::vector<double>& x) {
  Matrix<double> column(static_cast<int>(x.size()), 1);
  for (int i = 0; i < column.rows(); ++i) column(i, 0) = x[i];
  return column;
}

template <typename T>
class BlasTest : public ::testing::Test {};
using Precisions = ::testing::Types<float, double>;
TYPED_TEST_SUITE(BlasTest, Precisions);

constexpr int kSizes[] = {0, 1, 2, 3, 5, 8, 17, 33};
constexpr Transpose kTransposes[] = {Transpose::kNo, Transpose::kYes};

TYPED_TEST(BlasTest, GemmMatchesPlainSumsForAllSmallShapes) {
  using T = TypeParam;
  for (const int m : kSizes) {
    for (const int n : kSizes) {
      for (const int k : kSizes) {
        for (const Transpose ta : kTransposes) {
          for (const Transpose tb : kTransposes) {
            SCOPED_TRACE(::testing::Message() << m << " x " << n << " x " << k);
            const bool a_is_transposed = ta == Transpose::kYes;
            const bool b_is_transposed = tb == Transpose::kYes;
            Framed<T> a(a_is_transposed ? k : m, a_is_transposed ? m : k, 1);
            Framed<T> b(b_is_transposed ? n : k, b_is_transposed ? k : n, 2);
            Framed<T> c(m, n, 3);
            const Matrix<double> want =
                PlainGemm<T>(ta, tb, 0.75, a.view(), b.view(), -0.5, c.view());
            Gemm(ta, tb, T(0.75), a.view(), b.view(), T(-0.5), c.view());
            ExpectClose<T>(c.view(), want);
            c.ExpectFrameUntouched();
          }
        }
      }
    }
  }
}

TYPED_TEST(BlasTest, GemmMatchesPlainSumsBeyondTheCacheBlocks) {
  using T = TypeParam;
  // One size above each block size of the builtin kernel.
  const std::tuple<int, int, int> shapes[] = {{131, 37, 300}, {5, 1029, 9}, {260, 3, 515}};
  for (const auto& [m, n, k] : shapes) {
    for (const Transpose tb : kTransposes) {
      Framed<T> a(m, k, 1);
      Framed<T> b(tb == Transpose::kYes ? n : k, tb == Transpose::kYes ? k : n, 2);
      Framed<T> c(m, n, 3);
      const Matrix<double> want =
          PlainGemm<T>(Transpose::kNo, tb, 1.0, a.view(), b.view(), 1.0, c.view());
      Gemm(Transpose::kNo, tb, T(1), a.view(), b.view(), T(1), c.view());
      ExpectClose<T>(c.view(), want);
      c.ExpectFrameUntouched();
    }
  }
}

TYPED_TEST(BlasTest, BetaZeroForgetsNaN) {
  using T = TypeParam;
  const T nan = std::numeric_limits<T>::quiet_NaN();
  Framed<T> a(4, 3, 1);
  Framed<T> b(3, 5, 2);
  Matrix<T> c(4, 5, nan);
  Gemm(Transpose::kNo, Transpose::kNo, T(1), a.view(), b.view(), T(0), c);
  for (const T value : c.values()) EXPECT_TRUE(std::isfinite(value));
  EXPECT_EQ(Product(a.view(), b.view()), c);

  std::vector<T> y(4, nan);
  Gemv(Transpose::kNo, T(1), a.view(), Entries<T>(3, 4), T(0), absl::MakeSpan(y));
  for (const T value : y) EXPECT_TRUE(std::isfinite(value));

  Matrix<T> s(4, 4, nan);
  Syrk(Transpose::kNo, T(1), a.view(), T(0), s);
  for (const T value : s.values()) EXPECT_TRUE(std::isfinite(value));

  Matrix<T> empty_sum(2, 2, nan);
  Gemm(Transpose::kNo, Transpose::kNo, T(1), Matrix<T>(2, 0), Matrix<T>(0, 2), T(0), empty_sum);
  EXPECT_EQ(empty_sum, (Matrix<T>(2, 2)));
}

TYPED_TEST(BlasTest, GemvMatchesGemm) {
  using T = TypeParam;
  for (const int m : kSizes) {
    for (const int n : kSizes) {
      for (const Transpose t : kTransposes) {
        SCOPED_TRACE(::testing::Message() << m << " x " << n);
        Framed<T> a(m, n, 1);
        const int in = t == Transpose::kYes ? m : n;
        const int out = t == Transpose::kYes ? n : m;
        std::vector<T> x = Entries<T>(in, 2);
        std::vector<T> y = Entries<T>(out, 3);
        const Matrix<double> want =
            PlainGemm<T>(t, Transpose::kNo, 1.5, a.view(), MatrixView<T>(absl::MakeSpan(x), in, 1),
                         -2.0, MatrixView<T>(absl::MakeSpan(y), out, 1));
        Gemv(t, T(1.5), a.view(), x, T(-2), absl::MakeSpan(y));
        ExpectClose<T>(MatrixView<T>(absl::MakeSpan(y), out, 1), want);
      }
    }
  }
}

TYPED_TEST(BlasTest, SyrkMatchesGemmAndIsSymmetric) {
  using T = TypeParam;
  for (const int n : {0, 1, 3, 17, 33, 150}) {
    for (const int k : {0, 1, 5, 40}) {
      for (const Transpose t : kTransposes) {
        SCOPED_TRACE(::testing::Message() << n << " x " << k);
        const bool transposed = t == Transpose::kYes;
        Framed<T> a(transposed ? k : n, transposed ? n : k, 1);
        Framed<T> c(n, n, 2);
        for (int i = 0; i < n; ++i) {
          for (int j = 0; j < i; ++j) c.view()(j, i) = c.view()(i, j);
        }
        const Matrix<double> want = PlainGemm<T>(t, transposed ? Transpose::kNo : Transpose::kYes,
                                                 0.5, a.view(), a.view(), 2.0, c.view());
        // The upper triangle is written but not read.
        for (int i = 0; i < n; ++i) {
          for (int j = 0; j < i; ++j) c.view()(j, i) = std::numeric_limits<T>::quiet_NaN();
        }
        Syrk(t, T(0.5), a.view(), T(2), c.view());
        ExpectClose<T>(c.view(), want);
        for (int i = 0; i < n; ++i) {
          for (int j = 0; j < i; ++j) ASSERT_EQ(c.view()(j, i), c.view()(i, j));
        }
        c.ExpectFrameUntouched();
      }
    }
  }
}

TYPED_TEST(BlasTest, GerAddsTheOuterProduct) {
  using T = TypeParam;
  for (const int m : kSizes) {
    for (const int n : kSizes) {
      Framed<T> a(m, n, 1);
      const std::vector<T> x = Entries<T>(m, 2);
      const std::vector<T> y = Entries<T>(n, 3);
      Matrix<double> want(m, n);
      for (int i = 0; i < m; ++i) {
        for (int j = 0; j < n; ++j) want(i, j) = a.view()(i, j) - 3.0 * x[i] * y[j];
      }
      Ger(T(-3), x, y, a.view());
      ExpectClose<T>(a.view(), want);
      a.ExpectFrameUntouched();
    }
  }
}

TYPED_TEST(BlasTest, VectorOperations) {
  using T = TypeParam;
  for (const int n : {0, 1, 2, 7, 15, 16, 17, 31, 32, 33, 1000}) {
    SCOPED_TRACE(n);
    const std::vector<T> x = Entries<T>(n, 1);
    std::vector<T> y = Entries<T>(n, 2);
    double dot = 0;
    double squares = 0;
    std::vector<double> sum(n);
    for (int i = 0; i < n; ++i) {
      dot += static_cast<double>(x[i]) * y[i];
      squares += static_cast<double>(x[i]) * x[i];
      sum[i] = y[i] + 0.25 * x[i];
    }
    EXPECT_NEAR(Dot(x, y), dot, kBlasTolerance<T> * std::max(squares, 1.0));
    EXPECT_NEAR(Norm2(x), std::sqrt(squares), kBlasTolerance<T> * std::sqrt(squares));
    Axpy(T(0.25), x, absl::MakeSpan(y));
    ExpectClose<T>(MatrixView<T>(absl::MakeSpan(y), n, 1), AsColumn(sum));
    Scale(T(2), absl::MakeSpan(y));
    for (double& s : sum) s *= 2;
    ExpectClose<T>(MatrixView<T>(absl::MakeSpan(y), n, 1), AsColumn(sum));
  }
}

TYPED_TEST(BlasTest, NormNeitherOverflowsNorUnderflows) {
  using T = TypeParam;
  const T large = std::numeric_limits<T>::max() / 4;
  const T small = std::numeric_limits<T>::min() * 4;
  EXPECT_NEAR(Norm2(std::vector<T>{large, large}) / large, std::sqrt(2.0), kBlasTolerance<T>);
  EXPECT_NEAR(Norm2(std::vector<T>{small, small}) / small, std::sqrt(2.0), kBlasTolerance<T>);
  EXPECT_EQ(Norm2(std::vector<T>{0, 0}), T(0));
}

TEST(BlasDeathTest, ChecksShapes) {
  Matrix<double> a(2, 3), b(3, 4), c(2, 5);
  EXPECT_DEATH(Gemm(Transpose::kNo, Transpose::kNo, 1.0, a, b, 0.0, c), "check failed");
  EXPECT_DEATH(Gemm(Transpose::kYes, Transpose::kNo, 1.0, a, b, 0.0, c), "check failed");
  EXPECT_DEATH(Product(a, a), "check failed");
  EXPECT_DEATH(Syrk(Transpose::kNo, 1.0, a, 0.0, c), "check failed");
  std::vector<double> x(2), y(3);
  EXPECT_DEATH(Gemv(Transpose::kNo, 1.0, a, x, 0.0, absl::MakeSpan(y)), "check failed");
  EXPECT_DEATH(Dot(x, y), "check failed");
  EXPECT_DEATH(Axpy(1.0, x, absl::MakeSpan(y)), "check failed");
}

}  // namespace
}  // namespace infoflow::linalg
