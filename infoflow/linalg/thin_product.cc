#include "infoflow/linalg/thin_product.h"

#include <algorithm>
#include <cstddef>

#include "infoflow/linalg/blas.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

#ifdef INFOFLOW_X86_KERNELS
#include <immintrin.h>
#endif

// A tile of C stays in registers while the inner index runs: kTileRows numbers of A, each spread
// over a register, times some vectors of a row of B. Intrinsics, because the compiler's own vector
// types have no fused multiply-add while contraction is switched off.
//
// Bound with AVX-512: a step of a 6 x 64 tile has 24 multiply-adds and 10 loads, two of either a
// cycle, so that the multiply-adds decide.

namespace infoflow::linalg {

namespace {

#ifdef INFOFLOW_X86_KERNELS

constexpr int kTileRows = 6;

struct TileArguments {
  const float* a;
  std::ptrdiff_t a_stride;
  const float* b;
  std::ptrdiff_t b_stride;
  float* c;
  std::ptrdiff_t c_stride;
  int rows;  // 1 to kTileRows; the last one stands in for those that do not exist
  // At least 1: were it possible that the loop does not run, GCC 12 would keep the sums in memory.
  int inner;
  int columns;  // the last vector may have fewer than its width
};

template <int kVectors>
INFOFLOW_AVX512 void Tile512(const TileArguments& tile) {
  constexpr int kWidth = 16;
  constexpr int kLast = kVectors - 1;
  const __mmask16 tail = static_cast<__mmask16>((1u << (tile.columns - kWidth * kLast)) - 1u);
  __m512 sums[kTileRows][kVectors];
  for (int i = 0; i < kTileRows; ++i) {
    for (int j = 0; j < kVectors; ++j) sums[i][j] = _mm512_setzero_ps();
  }
  const float* a[kTileRows];
  for (int i = 0; i < kTileRows; ++i) a[i] = tile.a + std::min(i, tile.rows - 1) * tile.a_stride;
  const float* b = tile.b;
  int k = 0;
  do {
    __m512 row[kVectors];
    for (int j = 0; j < kLast; ++j) row[j] = _mm512_loadu_ps(b + kWidth * j);
    row[kLast] = _mm512_maskz_loadu_ps(tail, b + kWidth * kLast);
    for (int i = 0; i < kTileRows; ++i) {
      const __m512 factor = _mm512_set1_ps(a[i][k]);
      for (int j = 0; j < kVectors; ++j) {
        sums[i][j] = _mm512_fmadd_ps(factor, row[j], sums[i][j]);
      }
    }
    b += tile.b_stride;
  } while (++k < tile.inner);
  for (int i = 0; i < kTileRows; ++i) {
    float* const c = tile.c + std::min(i, tile.rows - 1) * tile.c_stride;
    for (int j = 0; j < kLast; ++j) _mm512_storeu_ps(c + kWidth * j, sums[i][j]);
    _mm512_mask_storeu_ps(c + kWidth * kLast, tail, sums[i][kLast]);
  }
}

template <int kVectors>
INFOFLOW_AVX2 void Tile256(const TileArguments& tile) {
  constexpr int kWidth = 8;
  constexpr int kLast = kVectors - 1;
  const __m256i tail = _mm256_cmpgt_epi32(_mm256_set1_epi32(tile.columns - kWidth * kLast),
                                          _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
  __m256 sums[kTileRows][kVectors];
  for (int i = 0; i < kTileRows; ++i) {
    for (int j = 0; j < kVectors; ++j) sums[i][j] = _mm256_setzero_ps();
  }
  const float* a[kTileRows];
  for (int i = 0; i < kTileRows; ++i) a[i] = tile.a + std::min(i, tile.rows - 1) * tile.a_stride;
  const float* b = tile.b;
  int k = 0;
  do {
    __m256 row[kVectors];
    for (int j = 0; j < kLast; ++j) row[j] = _mm256_loadu_ps(b + kWidth * j);
    row[kLast] = _mm256_maskload_ps(b + kWidth * kLast, tail);
    for (int i = 0; i < kTileRows; ++i) {
      const __m256 factor = _mm256_set1_ps(a[i][k]);
      for (int j = 0; j < kVectors; ++j) {
        sums[i][j] = _mm256_fmadd_ps(factor, row[j], sums[i][j]);
      }
    }
    b += tile.b_stride;
  } while (++k < tile.inner);
  for (int i = 0; i < kTileRows; ++i) {
    float* const c = tile.c + std::min(i, tile.rows - 1) * tile.c_stride;
    for (int j = 0; j < kLast; ++j) _mm256_storeu_ps(c + kWidth * j, sums[i][j]);
    _mm256_maskstore_ps(c + kWidth * kLast, tail, sums[i][kLast]);
  }
}

// tiles[v - 1] computes tiles of v vectors of `width` numbers.
template <int kMaxVectors>
void MultiplyTiles(void (*const (&tiles)[kMaxVectors])(const TileArguments&), int width,
                   ConstMatrixView<float> a, ConstMatrixView<float> b, MatrixView<float> c) {
  if (a.columns() == 0) {
    for (int i = 0; i < c.rows(); ++i) std::fill(c.row(i).begin(), c.row(i).end(), 0.0f);
    return;
  }
  for (int column = 0; column < c.columns(); column += kMaxVectors * width) {
    const int columns = std::min(kMaxVectors * width, c.columns() - column);
    const auto multiply = tiles[(columns + width - 1) / width - 1];
    for (int i = 0; i < c.rows(); i += kTileRows) {
      multiply({a.data() + i * a.stride(), a.stride(), b.data() + column, b.stride(),
                c.data() + i * c.stride() + column, c.stride(), std::min(kTileRows, c.rows() - i),
                a.columns(), columns});
    }
  }
}

#endif  // INFOFLOW_X86_KERNELS

template <typename T>
void CheckShapes(ConstMatrixView<T> a, ConstMatrixView<T> b, MatrixView<T> c) {
  INFOFLOW_CHECK(a.columns() == b.rows() && c.rows() == a.rows() && c.columns() == b.columns());
}

}  // namespace

void ThinProduct(ConstMatrixView<float> a, ConstMatrixView<float> b, MatrixView<float> c) {
  CheckShapes(a, b, c);
  switch (ActiveKernelTarget()) {
#ifdef INFOFLOW_X86_KERNELS
    case KernelTarget::kAvx512:
      return MultiplyTiles<4>({Tile512<1>, Tile512<2>, Tile512<3>, Tile512<4>}, 16, a, b, c);
    case KernelTarget::kAvx2:
      return MultiplyTiles<2>({Tile256<1>, Tile256<2>}, 8, a, b, c);
#endif
    default:
      Gemm(Transpose::kNo, Transpose::kNo, 1.0f, a, b, 0.0f, c);
  }
}

void ThinProduct(ConstMatrixView<double> a, ConstMatrixView<double> b, MatrixView<double> c) {
  CheckShapes(a, b, c);
  Gemm(Transpose::kNo, Transpose::kNo, 1.0, a, b, 0.0, c);
}

}  // namespace infoflow::linalg
