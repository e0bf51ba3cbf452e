#include "infoflow/linalg/blas.h"

#include <algorithm>
#include <cstddef>
#include <limits>

#include "infoflow/linalg/internal/blas_kernels.h"
#include "infoflow/support/check.h"

namespace infoflow::linalg {

namespace {

// The libraries count in 32 bits.
int LibrarySize(std::ptrdiff_t size) {
  INFOFLOW_CHECK(size <= std::numeric_limits<int>::max());
  return static_cast<int>(size);
}

// Row stride as the libraries want it: at least 1, also where there is at most one column.
template <typename T>
int LeadingDimension(BasicMatrixView<T> a) {
  return LibrarySize(std::max<std::ptrdiff_t>(a.stride(), 1));
}

template <typename T>
void ScaleOutput(T beta, absl::Span<T> y) {
  if (beta == T(1) || y.empty()) return;
  if (beta == T(0)) {
    std::fill(y.begin(), y.end(), T(0));
  } else {
    Scale(beta, y);
  }
}

template <typename T>
void CheckedGemm(Transpose transpose_a, Transpose transpose_b, T alpha, ConstMatrixView<T> a,
                 ConstMatrixView<T> b, T beta, MatrixView<T> c) {
  const bool ta = transpose_a == Transpose::kYes;
  const bool tb = transpose_b == Transpose::kYes;
  const int inner = ta ? a.rows() : a.columns();
  INFOFLOW_CHECK((ta ? a.columns() : a.rows()) == c.rows());
  INFOFLOW_CHECK((tb ? b.rows() : b.columns()) == c.columns());
  INFOFLOW_CHECK((tb ? b.columns() : b.rows()) == inner);
  if (c.empty()) return;
  if (inner == 0) {
    for (int i = 0; i < c.rows(); ++i) ScaleOutput(beta, c.row(i));
    return;
  }
  internal::GemmKernel<T>(ta, tb, c.rows(), c.columns(), inner, alpha, a.data(),
                          LeadingDimension(a), b.data(), LeadingDimension(b), beta, c.data(),
                          LeadingDimension(c));
}

template <typename T>
Matrix<T> CheckedProduct(ConstMatrixView<T> a, ConstMatrixView<T> b) {
  Matrix<T> c(a.rows(), b.columns());
  CheckedGemm<T>(Transpose::kNo, Transpose::kNo, T(1), a, b, T(0), c);
  return c;
}

template <typename T>
void CheckedGemv(Transpose transpose, T alpha, ConstMatrixView<T> a, absl::Span<const T> x, T beta,
                 absl::Span<T> y) {
  const bool t = transpose == Transpose::kYes;
  INFOFLOW_CHECK(x.size() == static_cast<std::size_t>(t ? a.rows() : a.columns()));
  INFOFLOW_CHECK(y.size() == static_cast<std::size_t>(t ? a.columns() : a.rows()));
  if (y.empty()) return;
  if (x.empty()) {
    ScaleOutput(beta, y);
    return;
  }
  internal::GemvKernel<T>(t, a.rows(), a.columns(), alpha, a.data(), LeadingDimension(a), x.data(),
                          beta, y.data());
}

// The upper triangle from the lower one, in blocks that stay in the first-level cache.
template <typename T>
void MirrorLowerTriangle(MatrixView<T> c) {
  constexpr int kBlock = 16;
  for (int top = 0; top < c.rows(); top += kBlock) {
    const int end = std::min(top + kBlock, c.rows());
    for (int left = 0; left <= top; left += kBlock) {
      for (int j = left; j < std::min(left + kBlock, end); ++j) {
        for (int i = std::max(top, j + 1); i < end; ++i) c(j, i) = c(i, j);
      }
    }
  }
}

template <typename T>
void CheckedSyrk(Transpose transpose, T alpha, ConstMatrixView<T> a, T beta, MatrixView<T> c) {
  const bool t = transpose == Transpose::kYes;
  const int inner = t ? a.rows() : a.columns();
  INFOFLOW_CHECK(c.rows() == c.columns());
  INFOFLOW_CHECK((t ? a.columns() : a.rows()) == c.rows());
  if (c.empty()) return;
  if (inner == 0) {
    for (int i = 0; i < c.rows(); ++i) ScaleOutput(beta, c.row(i).subspan(0, i + 1));
  } else {
    internal::SyrkKernel<T>(t, c.rows(), inner, alpha, a.data(), LeadingDimension(a), beta,
                            c.data(), LeadingDimension(c));
  }
  MirrorLowerTriangle(c);
}

template <typename T>
void CheckedGer(T alpha, absl::Span<const T> x, absl::Span<const T> y, MatrixView<T> a) {
  INFOFLOW_CHECK(x.size() == static_cast<std::size_t>(a.rows()));
  INFOFLOW_CHECK(y.size() == static_cast<std::size_t>(a.columns()));
  if (a.empty()) return;
  internal::GerKernel<T>(a.rows(), a.columns(), alpha, x.data(), y.data(), a.data(),
                         LeadingDimension(a));
}

template <typename T>
T CheckedDot(absl::Span<const T> x, absl::Span<const T> y) {
  INFOFLOW_CHECK(x.size() == y.size());
  return x.empty() ? T(0) : internal::DotKernel<T>(LibrarySize(x.size()), x.data(), y.data());
}

template <typename T>
void CheckedAxpy(T alpha, absl::Span<const T> x, absl::Span<T> y) {
  INFOFLOW_CHECK(x.size() == y.size());
  if (!x.empty()) internal::AxpyKernel<T>(LibrarySize(x.size()), alpha, x.data(), y.data());
}

template <typename T>
void CheckedScale(T alpha, absl::Span<T> x) {
  if (!x.empty()) internal::ScaleKernel<T>(LibrarySize(x.size()), alpha, x.data());
}

template <typename T>
T CheckedNorm2(absl::Span<const T> x) {
  return x.empty() ? T(0) : internal::Norm2Kernel<T>(LibrarySize(x.size()), x.data());
}

}  // namespace

void Gemm(Transpose transpose_a, Transpose transpose_b, float alpha, ConstMatrixView<float> a,
          ConstMatrixView<float> b, float beta, MatrixView<float> c) {
  CheckedGemm<float>(transpose_a, transpose_b, alpha, a, b, beta, c);
}
void Gemm(Transpose transpose_a, Transpose transpose_b, double alpha, ConstMatrixView<double> a,
          ConstMatrixView<double> b, double beta, MatrixView<double> c) {
  CheckedGemm<double>(transpose_a, transpose_b, alpha, a, b, beta, c);
}

Matrix<float> Product(ConstMatrixView<float> a, ConstMatrixView<float> b) {
  return CheckedProduct<float>(a, b);
}
Matrix<double> Product(ConstMatrixView<double> a, ConstMatrixView<double> b) {
  return CheckedProduct<double>(a, b);
}

void Gemv(Transpose transpose, float alpha, ConstMatrixView<float> a, absl::Span<const float> x,
          float beta, absl::Span<float> y) {
  CheckedGemv<float>(transpose, alpha, a, x, beta, y);
}
void Gemv(Transpose transpose, double alpha, ConstMatrixView<double> a, absl::Span<const double> x,
          double beta, absl::Span<double> y) {
  CheckedGemv<double>(transpose, alpha, a, x, beta, y);
}

void Syrk(Transpose transpose, float alpha, ConstMatrixView<float> a, float beta,
          MatrixView<float> c) {
  CheckedSyrk<float>(transpose, alpha, a, beta, c);
}
void Syrk(Transpose transpose, double alpha, ConstMatrixView<double> a, double beta,
          MatrixView<double> c) {
  CheckedSyrk<double>(transpose, alpha, a, beta, c);
}

void Ger(float alpha, absl::Span<const float> x, absl::Span<const float> y, MatrixView<float> a) {
  CheckedGer<float>(alpha, x, y, a);
}
void Ger(double alpha, absl::Span<const double> x, absl::Span<const double> y,
         MatrixView<double> a) {
  CheckedGer<double>(alpha, x, y, a);
}

float Dot(absl::Span<const float> x, absl::Span<const float> y) { return CheckedDot<float>(x, y); }
double Dot(absl::Span<const double> x, absl::Span<const double> y) {
  return CheckedDot<double>(x, y);
}

void Axpy(float alpha, absl::Span<const float> x, absl::Span<float> y) {
  CheckedAxpy<float>(alpha, x, y);
}
void Axpy(double alpha, absl::Span<const double> x, absl::Span<double> y) {
  CheckedAxpy<double>(alpha, x, y);
}

void Scale(float alpha, absl::Span<float> x) { CheckedScale<float>(alpha, x); }
void Scale(double alpha, absl::Span<double> x) { CheckedScale<double>(alpha, x); }

float Norm2(absl::Span<const float> x) { return CheckedNorm2<float>(x); }
double Norm2(absl::Span<const double> x) { return CheckedNorm2<double>(x); }

}  // namespace infoflow::linalg
