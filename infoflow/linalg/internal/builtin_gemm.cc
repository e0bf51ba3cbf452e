// Blocked matrix product: panels of A and B are packed so that the innermost loop reads both
// without gaps, and a tile of kTileRows x kTileColumns of C stays in registers meanwhile.
//
// Every element of C is sum over blocks of kInner terms, each block added up in index order:
// the result does not depend on the instruction set.

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <vector>

#include "infoflow/linalg/internal/blas_kernels.h"
#include "infoflow/support/kernel.h"

namespace infoflow::linalg::internal {

namespace {

// 32 bytes are one AVX register or two SSE or NEON ones.
constexpr int kVectorBytes = 32;
constexpr int kTileRows = 4;
constexpr int kTileVectors = 2;
// A block of A (kRows x kInner) fits the second-level cache, a strip of B the first.
constexpr int kInner = 256;
constexpr int kRows = 128;
constexpr int kColumns = 1024;

template <typename T>
constexpr int kTileColumns = kTileVectors*(kVectorBytes / static_cast<int>(sizeof(T)));

template <typename T>
struct Vector;
template <>
struct Vector<float> {
  typedef float Type __attribute__((vector_size(kVectorBytes)));
};
template <>
struct Vector<double> {
  typedef double Type __attribute__((vector_size(kVectorBytes)));
};

// C (m x n) += alpha A B for packed panels with inner size k.
template <typename T>
INFOFLOW_KERNEL void MultiplyPanels(int m, int n, int k, T alpha, const T* packed_a,
                                    const T* packed_b, T* c, int ldc) {
  using V = typename Vector<T>::Type;
  constexpr int kWidth = kVectorBytes / sizeof(T);
  for (int j0 = 0; j0 < n; j0 += kTileColumns<T>) {
    const int columns = std::min(kTileColumns<T>, n - j0);
    for (int i0 = 0; i0 < m; i0 += kTileRows) {
      const int rows = std::min(kTileRows, m - i0);
      const T* a = packed_a + static_cast<std::ptrdiff_t>(i0) * k;
      const T* b = packed_b + static_cast<std::ptrdiff_t>(j0) * k;
      V tile[kTileRows][kTileVectors] = {};
      for (int p = 0; p < k; ++p, a += kTileRows, b += kTileColumns<T>) {
        V b0, b1;
        std::memcpy(&b0, b, kVectorBytes);
        std::memcpy(&b1, b + kWidth, kVectorBytes);
        for (int i = 0; i < kTileRows; ++i) {
          tile[i][0] += a[i] * b0;
          tile[i][1] += a[i] * b1;
        }
      }
      T values[kTileRows][kTileColumns<T>];
      std::memcpy(values, tile, sizeof(values));
      for (int i = 0; i < rows; ++i) {
        T* out = c + static_cast<std::ptrdiff_t>(i0 + i) * ldc + j0;
        for (int j = 0; j < columns; ++j) out[j] += alpha * values[i][j];
      }
    }
  }
}

// Strips of `width` rows of op(X), each strip stored inner index first, padded with zeros:
// packed[strip][p][i] = X(first + strip * width + i, first_inner + p).
// `across` is the stride between rows of op(X), `along` the one between inner indices.
template <typename T>
void Pack(const T* x, std::ptrdiff_t across, std::ptrdiff_t along, int count, int k, int width,
          T* packed) {
  for (int i0 = 0; i0 < count; i0 += width) {
    const int rows = std::min(width, count - i0);
    const T* strip = x + i0 * across;
    if (rows == width && across == 1) {
      for (int p = 0; p < k; ++p) std::copy_n(strip + p * along, width, packed + p * width);
    } else {
      for (int i = 0; i < rows; ++i) {
        for (int p = 0; p < k; ++p) packed[p * width + i] = strip[i * across + p * along];
      }
      for (int i = rows; i < width; ++i) {
        for (int p = 0; p < k; ++p) packed[p * width + i] = T(0);
      }
    }
    packed += static_cast<std::ptrdiff_t>(width) * k;
  }
}

int RoundedUp(int size, int unit) { return (size + unit - 1) / unit * unit; }

template <typename T>
void BuiltinGemm(bool transpose_a, bool transpose_b, int m, int n, int k, T alpha, const T* a,
                 int lda, const T* b, int ldb, T beta, T* c, int ldc) {
  for (int i = 0; i < m; ++i) {
    T* row = c + static_cast<std::ptrdiff_t>(i) * ldc;
    if (beta == T(0)) {
      std::fill(row, row + n, T(0));
    } else if (beta != T(1)) {
      for (int j = 0; j < n; ++j) row[j] *= beta;
    }
  }
  const std::ptrdiff_t a_across = transpose_a ? 1 : lda;
  const std::ptrdiff_t a_along = transpose_a ? lda : 1;
  const std::ptrdiff_t b_across = transpose_b ? ldb : 1;
  const std::ptrdiff_t b_along = transpose_b ? 1 : ldb;
  const int depth = std::min(k, kInner);
  // Kept from product to product, at most kRows and kColumns times kInner.
  thread_local std::vector<T> packed_a, packed_b;
  const auto at_least = [depth](int lines, std::vector<T>& packed) {
    const std::size_t size = static_cast<std::size_t>(lines) * depth;
    if (packed.size() < size) packed.resize(size);
  };
  at_least(RoundedUp(std::min(m, kRows), kTileRows), packed_a);
  at_least(RoundedUp(std::min(n, kColumns), kTileColumns<T>), packed_b);
  for (int j0 = 0; j0 < n; j0 += kColumns) {
    const int columns = std::min(kColumns, n - j0);
    for (int p0 = 0; p0 < k; p0 += kInner) {
      const int inner = std::min(kInner, k - p0);
      Pack(b + j0 * b_across + p0 * b_along, b_across, b_along, columns, inner, kTileColumns<T>,
           packed_b.data());
      for (int i0 = 0; i0 < m; i0 += kRows) {
        const int rows = std::min(kRows, m - i0);
        Pack(a + i0 * a_across + p0 * a_along, a_across, a_along, rows, inner, kTileRows,
             packed_a.data());
        RunKernel<MultiplyPanels<T>>(rows, columns, inner, alpha, packed_a.data(), packed_b.data(),
                                     c + static_cast<std::ptrdiff_t>(i0) * ldc + j0, ldc);
      }
    }
  }
}

// Block rows of C, each only as far as its diagonal block.
template <typename T>
void BuiltinSyrk(bool transpose, int n, int k, T alpha, const T* a, int lda, T beta, T* c,
                 int ldc) {
  for (int i0 = 0; i0 < n; i0 += kRows) {
    const int rows = std::min(kRows, n - i0);
    const T* block = a + i0 * static_cast<std::ptrdiff_t>(transpose ? 1 : lda);
    BuiltinGemm<T>(transpose, !transpose, rows, i0 + rows, k, alpha, block, lda, a, lda, beta,
                   c + static_cast<std::ptrdiff_t>(i0) * ldc, ldc);
  }
}

}  // namespace

template <>
void GemmKernel<float>(bool transpose_a, bool transpose_b, int m, int n, int k, float alpha,
                       const float* a, int lda, const float* b, int ldb, float beta, float* c,
                       int ldc) {
  BuiltinGemm<float>(transpose_a, transpose_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}
template <>
void GemmKernel<double>(bool transpose_a, bool transpose_b, int m, int n, int k, double alpha,
                        const double* a, int lda, const double* b, int ldb, double beta, double* c,
                        int ldc) {
  BuiltinGemm<double>(transpose_a, transpose_b, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
}
template <>
void SyrkKernel<float>(bool transpose, int n, int k, float alpha, const float* a, int lda,
                       float beta, float* c, int ldc) {
  BuiltinSyrk<float>(transpose, n, k, alpha, a, lda, beta, c, ldc);
}
template <>
void SyrkKernel<double>(bool transpose, int n, int k, double alpha, const double* a, int lda,
                        double beta, double* c, int ldc) {
  BuiltinSyrk<double>(transpose, n, k, alpha, a, lda, beta, c, ldc);
}

}  // namespace infoflow::linalg::internal
