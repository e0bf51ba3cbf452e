#include "infoflow/linalg/transposed_copy.h"

#include <algorithm>
#include <cstddef>

#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

#ifdef INFOFLOW_X86_KERNELS
#include <immintrin.h>
#endif

namespace infoflow::linalg {

namespace {

// Rows and columns [.., ..) of A, number by number.
template <typename T>
void CopyPart(ConstMatrixView<T> a, int first_row, int end_row, int first_column, int end_column,
              MatrixView<T> b) {
  for (int j = first_column; j < end_column; ++j) {
    for (int i = first_row; i < end_row; ++i) b(j, i) = a(i, j);
  }
}

#ifdef INFOFLOW_X86_KERNELS

INFOFLOW_AVX2 void TransposeBlock(const float* a, std::ptrdiff_t a_stride, float* b,
                                  std::ptrdiff_t b_stride) {
  __m256 rows[8], pairs[8], fours[8];
  for (int i = 0; i < 8; ++i) rows[i] = _mm256_loadu_ps(a + i * a_stride);
  for (int i = 0; i < 8; i += 2) {
    pairs[i] = _mm256_unpacklo_ps(rows[i], rows[i + 1]);
    pairs[i + 1] = _mm256_unpackhi_ps(rows[i], rows[i + 1]);
  }
  for (int i = 0; i < 8; i += 4) {
    for (int half = 0; half < 2; ++half) {
      fours[i + 2 * half] = _mm256_shuffle_ps(pairs[i + half], pairs[i + half + 2], 0x44);
      fours[i + 2 * half + 1] = _mm256_shuffle_ps(pairs[i + half], pairs[i + half + 2], 0xee);
    }
  }
  for (int i = 0; i < 4; ++i) {
    _mm256_storeu_ps(b + i * b_stride, _mm256_permute2f128_ps(fours[i], fours[i + 4], 0x20));
    _mm256_storeu_ps(b + (i + 4) * b_stride, _mm256_permute2f128_ps(fours[i], fours[i + 4], 0x31));
  }
}

INFOFLOW_AVX2 void TransposeBlock(const double* a, std::ptrdiff_t a_stride, double* b,
                                  std::ptrdiff_t b_stride) {
  __m256d rows[4], pairs[4];
  for (int i = 0; i < 4; ++i) rows[i] = _mm256_loadu_pd(a + i * a_stride);
  for (int i = 0; i < 4; i += 2) {
    pairs[i] = _mm256_unpacklo_pd(rows[i], rows[i + 1]);
    pairs[i + 1] = _mm256_unpackhi_pd(rows[i], rows[i + 1]);
  }
  for (int i = 0; i < 2; ++i) {
    _mm256_storeu_pd(b + i * b_stride, _mm256_permute2f128_pd(pairs[i], pairs[i + 2], 0x20));
    _mm256_storeu_pd(b + (i + 2) * b_stride, _mm256_permute2f128_pd(pairs[i], pairs[i + 2], 0x31));
  }
}

template <typename T>
void CopyByRegisters(ConstMatrixView<T> a, MatrixView<T> b) {
  constexpr int kWidth = 32 / sizeof(T);
  const int rows = a.rows() / kWidth * kWidth;
  const int columns = a.columns() / kWidth * kWidth;
  // Rows of B that are written together fill lines of the cache while these are in it.
  for (int j = 0; j < columns; j += kWidth) {
    for (int i = 0; i < rows; i += kWidth)
      TransposeBlock(&a(i, j), a.stride(), &b(j, i), b.stride());
  }
  CopyPart(a, 0, rows, columns, a.columns(), b);
  CopyPart(a, rows, a.rows(), 0, a.columns(), b);
}

#endif  // INFOFLOW_X86_KERNELS

template <typename T>
void Copy(ConstMatrixView<T> a, MatrixView<T> b) {
  INFOFLOW_CHECK(a.rows() == b.columns() && a.columns() == b.rows());
#ifdef INFOFLOW_X86_KERNELS
  if (ActiveKernelTarget() != KernelTarget::kPlain) return CopyByRegisters(a, b);
#endif
  constexpr int kBlock = 16;
  for (int i = 0; i < a.rows(); i += kBlock) {
    for (int j = 0; j < a.columns(); j += kBlock) {
      CopyPart(a, i, std::min(i + kBlock, a.rows()), j, std::min(j + kBlock, a.columns()), b);
    }
  }
}

}  // namespace

void CopyTransposed(ConstMatrixView<float> a, MatrixView<float> b) { Copy(a, b); }
void CopyTransposed(ConstMatrixView<double> a, MatrixView<double> b) { Copy(a, b); }

}  // namespace infoflow::linalg
