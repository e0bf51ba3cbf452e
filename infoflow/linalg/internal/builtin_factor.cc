// Cholesky and Householder QR factorizations. Source: Golub and Van Loan, "Matrix
// computations" (4th ed.), sec. 4.2 and 5.2.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "infoflow/linalg/internal/blas_kernels.h"
#include "infoflow/linalg/internal/lapack_kernels.h"

namespace infoflow::linalg::internal {

namespace {

// Columns factored at a time; what is left of them is updated by matrix products.
constexpr int kBlock = 64;

template <typename T>
int BuiltinCholesky(int n, T* a) {
  const auto row = [a, n](int i) { return a + static_cast<std::ptrdiff_t>(i) * n; };
  for (int k0 = 0; k0 < n; k0 += kBlock) {
    const int k1 = std::min(n, k0 + kBlock);
    // The columns k0..k1 of L, all earlier ones already subtracted.
    for (int i = k0; i < n; ++i) {
      for (int j = k0; j < std::min(i, k1); ++j) {
        row(i)[j] = (row(i)[j] - (j > k0 ? DotKernel<T>(j - k0, row(i) + k0, row(j) + k0) : T(0))) /
                    row(j)[j];
      }
      if (i < k1) {
        const T square =
            row(i)[i] - (i > k0 ? DotKernel<T>(i - k0, row(i) + k0, row(i) + k0) : T(0));
        if (!(square > T(0))) return i + 1;
        row(i)[i] = std::sqrt(square);
      }
    }
    if (k1 < n) {
      SyrkKernel<T>(false, n - k1, k1 - k0, T(-1), row(k1) + k0, n, T(1), row(k1) + k1, n);
    }
  }
  return 0;
}

// Works on A^T, whose rows are the columns that reflections act on.
template <typename T>
int BuiltinQr(int m, int n, T* a, T* r) {
  std::vector<T> columns(static_cast<std::size_t>(m) * n);
  const auto column = [&columns, m](int j) {
    return columns.data() + static_cast<std::ptrdiff_t>(j) * m;
  };
  for (int i = 0; i < m; ++i) {
    for (int j = 0; j < n; ++j) column(j)[i] = a[static_cast<std::ptrdiff_t>(i) * n + j];
  }
  std::fill(r, r + static_cast<std::ptrdiff_t>(n) * n, T(0));
  std::vector<T> tau(n, T(0));
  std::vector<T> products(n);
  for (int k = 0; k < n; ++k) {
    T* v = column(k) + k;
    const int size = m - k;
    const T norm = Norm2Kernel<T>(size, v);
    T* diagonal = r + static_cast<std::ptrdiff_t>(k) * n + k;
    if (norm == T(0)) {
      v[0] = T(1);
      continue;
    }
    const T alpha = v[0] > T(0) ? -norm : norm;
    tau[k] = (alpha - v[0]) / alpha;
    const T denominator = v[0] - alpha;
    for (int i = 1; i < size; ++i) v[i] /= denominator;
    v[0] = T(1);
    *diagonal = alpha;
    if (k + 1 < n) {
      // Each later column c becomes c - tau (v.c) v; its element k is then final.
      GemvKernel<T>(false, n - k - 1, size, tau[k], column(k + 1) + k, m, v, T(0), products.data());
      GerKernel<T>(n - k - 1, size, T(-1), products.data(), v, column(k + 1) + k, m);
      for (int j = k + 1; j < n; ++j) diagonal[j - k] = column(j)[k];
    }
  }
  // Q = H_0 H_1 ... H_{n-1} on the first n unit vectors, from the last reflection on. Those of
  // the columns j >= k alone are touched by H_k.
  std::vector<T> v(m);
  for (int k = n - 1; k >= 0; --k) {
    const int size = m - k;
    std::copy(column(k) + k, column(k) + m, v.begin());
    std::fill(column(k), column(k) + m, T(0));
    column(k)[k] = T(1);
    if (tau[k] == T(0)) continue;
    GemvKernel<T>(false, n - k, size, tau[k], column(k) + k, m, v.data(), T(0), products.data());
    GerKernel<T>(n - k, size, T(-1), products.data(), v.data(), column(k) + k, m);
  }
  for (int i = 0; i < m; ++i) {
    for (int j = 0; j < n; ++j) a[static_cast<std::ptrdiff_t>(i) * n + j] = column(j)[i];
  }
  return 0;
}

}  // namespace

template <>
int CholeskyKernel<float>(int n, float* a) {
  return BuiltinCholesky<float>(n, a);
}
template <>
int CholeskyKernel<double>(int n, double* a) {
  return BuiltinCholesky<double>(n, a);
}
template <>
int QrKernel<float>(int m, int n, float* a, float* r) {
  return BuiltinQr<float>(m, n, a, r);
}
template <>
int QrKernel<double>(int m, int n, double* a, double* r) {
  return BuiltinQr<double>(m, n, a, r);
}

}  // namespace infoflow::linalg::internal
