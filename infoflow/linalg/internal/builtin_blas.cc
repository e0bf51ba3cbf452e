#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>

#include "infoflow/linalg/internal/blas_kernels.h"

namespace infoflow::linalg::internal {

namespace {

// Partial sums of a dot product. Their number is fixed, so that the result does not depend on
// the width of the machine's registers.
constexpr int kPartialSums = 16;

template <typename T>
T BuiltinDot(int n, const T* x, const T* y) {
  T sums[kPartialSums] = {};
  int i = 0;
  for (; i + kPartialSums <= n; i += kPartialSums) {
    for (int s = 0; s < kPartialSums; ++s) sums[s] += x[i + s] * y[i + s];
  }
  for (int s = 0; i + s < n; ++s) sums[s] += x[i + s] * y[i + s];
  for (int half = kPartialSums / 2; half > 0; half /= 2) {
    for (int s = 0; s < half; ++s) sums[s] += sums[s + half];
  }
  return sums[0];
}

template <typename T>
void BuiltinAxpy(int n, T alpha, const T* __restrict x, T* __restrict y) {
  for (int i = 0; i < n; ++i) y[i] += alpha * x[i];
}

template <typename T>
void BuiltinScale(int n, T alpha, T* x) {
  for (int i = 0; i < n; ++i) x[i] *= alpha;
}

template <typename T>
T BuiltinNorm2(int n, const T* x) {
  T largest = 0;
  for (int i = 0; i < n; ++i) {
    if (std::isnan(x[i])) return x[i];
    largest = std::max(largest, std::abs(x[i]));
  }
  if (largest == T(0) || std::isinf(largest)) return largest;
  T sum = 0;
  for (int i = 0; i < n; ++i) sum += (x[i] / largest) * (x[i] / largest);
  return largest * std::sqrt(sum);
}

template <typename T>
void BuiltinGemv(bool transpose, int m, int n, T alpha, const T* a, int lda, const T* x, T beta,
                 T* y) {
  const int size = transpose ? n : m;
  if (beta == T(0)) {
    std::fill(y, y + size, T(0));
  } else if (beta != T(1)) {
    BuiltinScale(size, beta, y);
  }
  for (int i = 0; i < m; ++i) {
    const T* row = a + static_cast<std::ptrdiff_t>(i) * lda;
    if (transpose) {
      BuiltinAxpy(n, alpha * x[i], row, y);
    } else {
      y[i] += alpha * BuiltinDot(n, row, x);
    }
  }
}

template <typename T>
void BuiltinGer(int m, int n, T alpha, const T* x, const T* y, T* a, int lda) {
  for (int i = 0; i < m; ++i) {
    BuiltinAxpy(n, alpha * x[i], y, a + static_cast<std::ptrdiff_t>(i) * lda);
  }
}

// Row i of X needs the rows before it (forward) or after it (backward). With the triangle
// transposed its row i tells what row i of X takes from the rows still to be found.
template <typename T>
void BuiltinTriangularSolve(bool lower, bool transpose, int n, int columns, const T* a, int lda,
                            T* b, int ldb) {
  const bool forward = lower != transpose;
  for (int step = 0; step < n; ++step) {
    const int i = forward ? step : n - 1 - step;
    const T* triangle_row = a + static_cast<std::ptrdiff_t>(i) * lda;
    T* row = b + static_cast<std::ptrdiff_t>(i) * ldb;
    const int first = lower ? 0 : i + 1;
    const int last = lower ? i : n;
    if (!transpose) {
      for (int k = first; k < last; ++k) {
        BuiltinAxpy(columns, -triangle_row[k], b + static_cast<std::ptrdiff_t>(k) * ldb, row);
      }
    }
    for (int j = 0; j < columns; ++j) row[j] /= triangle_row[i];
    if (transpose) {
      for (int k = first; k < last; ++k) {
        BuiltinAxpy(columns, -triangle_row[k], row, b + static_cast<std::ptrdiff_t>(k) * ldb);
      }
    }
  }
}

}  // namespace

#define INFOFLOW_BLAS_KERNELS(T)                                                             \
  template <>                                                                                \
  void GemvKernel<T>(bool transpose, int m, int n, T alpha, const T* a, int lda, const T* x, \
                     T beta, T* y) {                                                         \
    BuiltinGemv<T>(transpose, m, n, alpha, a, lda, x, beta, y);                              \
  }                                                                                          \
  template <>                                                                                \
  void GerKernel<T>(int m, int n, T alpha, const T* x, const T* y, T* a, int lda) {          \
    BuiltinGer<T>(m, n, alpha, x, y, a, lda);                                                \
  }                                                                                          \
  template <>                                                                                \
  T DotKernel<T>(int n, const T* x, const T* y) {                                            \
    return BuiltinDot<T>(n, x, y);                                                           \
  }                                                                                          \
  template <>                                                                                \
  void AxpyKernel<T>(int n, T alpha, const T* x, T* y) {                                     \
    BuiltinAxpy<T>(n, alpha, x, y);                                                          \
  }                                                                                          \
  template <>                                                                                \
  void ScaleKernel<T>(int n, T alpha, T* x) {                                                \
    BuiltinScale<T>(n, alpha, x);                                                            \
  }                                                                                          \
  template <>                                                                                \
  T Norm2Kernel<T>(int n, const T* x) {                                                      \
    return BuiltinNorm2<T>(n, x);                                                            \
  }                                                                                          \
  template <>                                                                                \
  void TriangularSolveKernel<T>(bool lower, bool transpose, int n, int columns, const T* a,  \
                                int lda, T* b, int ldb) {                                    \
    BuiltinTriangularSolve<T>(lower, transpose, n, columns, a, lda, b, ldb);                 \
  }

INFOFLOW_BLAS_KERNELS(float)
INFOFLOW_BLAS_KERNELS(double)

#undef INFOFLOW_BLAS_KERNELS

int GetLibraryThreads() { return 1; }
void SetLibraryThreads(int) {}

std::string LibraryName() { return "builtin"; }
std::string LibraryKernel() { return "plain"; }
std::string LibraryConfiguration() { return "blocked kernels of infoflow, one thread"; }

}  // namespace infoflow::linalg::internal
