#include "infoflow/linalg/row_product.h"

#include <algorithm>
#include <cstddef>

#include "infoflow/linalg/blas.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

#ifdef INFOFLOW_X86_KERNELS
#include "infoflow/linalg/internal/registers.h"
#endif

// The lanes of a tile of C stay in registers while the inner index runs. Bound with AVX-512: a step
// of a tile of 6 x 4 has 24 multiply-adds and 10 loads.

namespace infoflow::linalg {

namespace {

#ifdef INFOFLOW_X86_KERNELS

using internal::Registers256;
using internal::Registers512;

// Rows of A that stay in the second-level cache while those of B pass.
constexpr int kRowsAtOnce = 96;
// Rows of B in a tile: as many as Sums4 adds up.
constexpr int kTileColumns = 4;

template <typename T>
struct TileArguments {
  const T* a;
  std::ptrdiff_t a_stride;
  const T* b;
  std::ptrdiff_t b_stride;
  T* c;
  std::ptrdiff_t c_stride;
  int columns;  // 1 to kTileColumns; the last one stands in for those that do not exist
  int inner;    // at least 1
};

// Without FMA, which AVX-512 does not imply: for both.
#define INFOFLOW_IN_AVX2 __attribute__((target("avx2"))) inline __attribute__((always_inline))
#define INFOFLOW_IN_AVX512 INFOFLOW_AVX512 inline __attribute__((always_inline))

// Adds up the lanes of four vectors of 256 bits.
INFOFLOW_IN_AVX2 void Sums4(const __m256* v, float* to) {
  __m128 q[4], s[2];
  for (int i = 0; i < 4; ++i) {
    q[i] = _mm_add_ps(_mm256_castps256_ps128(v[i]), _mm256_extractf128_ps(v[i], 1));
  }
  for (int i = 0; i < 2; ++i) {
    s[i] = _mm_add_ps(_mm_unpacklo_ps(q[2 * i], q[2 * i + 1]),
                      _mm_unpackhi_ps(q[2 * i], q[2 * i + 1]));
  }
  _mm_storeu_ps(to, _mm_add_ps(_mm_movelh_ps(s[0], s[1]), _mm_movehl_ps(s[1], s[0])));
}

INFOFLOW_IN_AVX2 void Sums4(const __m256d* v, double* to) {
  __m128d q[4];
  for (int i = 0; i < 4; ++i) {
    q[i] = _mm_add_pd(_mm256_castpd256_pd128(v[i]), _mm256_extractf128_pd(v[i], 1));
  }
  for (int i = 0; i < 4; i += 2) {
    _mm_storeu_pd(to + i,
                  _mm_add_pd(_mm_unpacklo_pd(q[i], q[i + 1]), _mm_unpackhi_pd(q[i], q[i + 1])));
  }
}

template <typename Vector, typename T>
INFOFLOW_IN_AVX2 void StoreSums(const Vector* v, int count, T* to) {
  if (count == kTileColumns) return Sums4(v, to);
  T sums[kTileColumns];
  Sums4(v, sums);
  for (int j = 0; j < count; ++j) to[j] = sums[j];
}

INFOFLOW_IN_AVX512 __m256 AddHalves(__m512 v) {
  const __m256 high = _mm256_castpd_ps(_mm512_extractf64x4_pd(_mm512_castps_pd(v), 1));
  return _mm256_add_ps(_mm512_castps512_ps256(v), high);
}
INFOFLOW_IN_AVX512 __m256d AddHalves(__m512d v) {
  return _mm256_add_pd(_mm512_castpd512_pd256(v), _mm512_extractf64x4_pd(v, 1));
}

#undef INFOFLOW_IN_AVX2
#undef INFOFLOW_IN_AVX512

template <typename T, int kRows>
INFOFLOW_AVX512 void Tile512(const TileArguments<T>& tile) {
  using Registers = Registers512<T>;
  using Vector = typename Registers::Vector;
  constexpr int kLanes = Registers::kWidth;
  const T* a[kRows];
  const T* b[kTileColumns];
  for (int i = 0; i < kRows; ++i) a[i] = tile.a + i * tile.a_stride;
  for (int j = 0; j < kTileColumns; ++j) {
    b[j] = tile.b + std::min(j, tile.columns - 1) * tile.b_stride;
  }
  Vector sums[kRows][kTileColumns];
  int k = (tile.inner - 1) % kLanes + 1;
  {
    const typename Registers::Mask rest = Registers::First(k);
    Vector right[kTileColumns];
    for (int j = 0; j < kTileColumns; ++j) right[j] = Registers::Load(b[j], rest);
    for (int i = 0; i < kRows; ++i) {
      const Vector left = Registers::Load(a[i], rest);
      for (int j = 0; j < kTileColumns; ++j) {
        sums[i][j] = Registers::MultiplyAdd(left, right[j], Registers::Zero());
      }
    }
  }
  for (; k < tile.inner; k += kLanes) {
    Vector right[kTileColumns];
    for (int j = 0; j < kTileColumns; ++j) right[j] = Registers::Load(b[j] + k);
    // Those of the next tiles, which may come from memory; beyond the last row nothing happens.
    for (int j = 0; j < kTileColumns; ++j) {
      _mm_prefetch(b[j] + kTileColumns * tile.b_stride + k, _MM_HINT_T1);
    }
    for (int i = 0; i < kRows; ++i) {
      const Vector left = Registers::Load(a[i] + k);
      for (int j = 0; j < kTileColumns; ++j) {
        sums[i][j] = Registers::MultiplyAdd(left, right[j], sums[i][j]);
      }
    }
  }
  for (int i = 0; i < kRows; ++i) {
    typename Registers256<T>::Vector halves[kTileColumns];
    for (int j = 0; j < kTileColumns; ++j) halves[j] = AddHalves(sums[i][j]);
    StoreSums(halves, tile.columns, tile.c + i * tile.c_stride);
  }
}

// Every vector of lanes is two registers, of which one half is done after the other.
template <typename T, int kRows>
INFOFLOW_AVX2 void Tile256(const TileArguments<T>& tile) {
  using Registers = Registers256<T>;
  using Vector = typename Registers::Vector;
  constexpr int kHalf = Registers::kWidth;
  constexpr int kLanes = 2 * kHalf;
  const int first = (tile.inner - 1) % kLanes + 1;
  Vector halves[2][kRows][kTileColumns];
  for (int half = 0; half < 2; ++half) {
    const T* a[kRows];
    const T* b[kTileColumns];
    for (int i = 0; i < kRows; ++i) a[i] = tile.a + i * tile.a_stride + half * kHalf;
    for (int j = 0; j < kTileColumns; ++j) {
      b[j] = tile.b + std::min(j, tile.columns - 1) * tile.b_stride + half * kHalf;
    }
    const typename Registers::Mask rest = Registers::First(first - half * kHalf);
    Vector sums[kRows][kTileColumns];
    for (int i = 0; i < kRows; ++i) {
      const Vector left = Registers::Load(a[i], rest);
      for (int j = 0; j < kTileColumns; ++j) {
        sums[i][j] = Registers::MultiplyAdd(left, Registers::Load(b[j], rest), Registers::Zero());
      }
    }
    for (int k = first; k < tile.inner; k += kLanes) {
      Vector right[kTileColumns];
      for (int j = 0; j < kTileColumns; ++j) right[j] = Registers::Load(b[j] + k);
      for (int i = 0; i < kRows; ++i) {
        const Vector left = Registers::Load(a[i] + k);
        for (int j = 0; j < kTileColumns; ++j) {
          sums[i][j] = Registers::MultiplyAdd(left, right[j], sums[i][j]);
        }
      }
    }
    for (int i = 0; i < kRows; ++i) {
      for (int j = 0; j < kTileColumns; ++j) halves[half][i][j] = sums[i][j];
    }
  }
  for (int i = 0; i < kRows; ++i) {
    for (int j = 0; j < kTileColumns; ++j) halves[0][i][j] += halves[1][i][j];
    StoreSums(halves[0][i], tile.columns, tile.c + i * tile.c_stride);
  }
}

// tiles[r - 1] computes tiles of r rows.
template <typename T, int kMaxRows>
void MultiplyTiles(void (*const (&tiles)[kMaxRows])(const TileArguments<T>&), ConstMatrixView<T> a,
                   ConstMatrixView<T> b, MatrixView<T> c) {
  TileArguments<T> tile;
  tile.a_stride = a.stride();
  tile.b_stride = b.stride();
  tile.c_stride = c.stride();
  tile.inner = a.columns();
  for (int first = 0; first < c.rows(); first += kRowsAtOnce) {
    const int end = std::min(first + kRowsAtOnce, c.rows());
    for (int j = 0; j < c.columns(); j += kTileColumns) {
      tile.b = b.data() + j * b.stride();
      tile.columns = std::min(kTileColumns, c.columns() - j);
      for (int i = first; i < end; i += kMaxRows) {
        tile.a = a.data() + i * a.stride();
        tile.c = c.data() + i * c.stride() + j;
        tiles[std::min(kMaxRows, end - i) - 1](tile);
      }
    }
  }
}

#endif  // INFOFLOW_X86_KERNELS

template <typename T>
void Multiply(ConstMatrixView<T> a, ConstMatrixView<T> b, MatrixView<T> c) {
  INFOFLOW_CHECK(a.columns() == b.columns());
  INFOFLOW_CHECK(c.rows() == a.rows() && c.columns() == b.rows());
  if (a.columns() == 0) {
    for (int i = 0; i < c.rows(); ++i) std::fill(c.row(i).begin(), c.row(i).end(), T(0));
    return;
  }
  switch (ActiveKernelTarget()) {
#ifdef INFOFLOW_X86_KERNELS
    case KernelTarget::kAvx512:
      return MultiplyTiles<T, 6>({Tile512<T, 1>, Tile512<T, 2>, Tile512<T, 3>, Tile512<T, 4>,
                                  Tile512<T, 5>, Tile512<T, 6>},
                                 a, b, c);
    case KernelTarget::kAvx2:
      return MultiplyTiles<T, 2>({Tile256<T, 1>, Tile256<T, 2>}, a, b, c);
#endif
    default:
      Gemm(Transpose::kNo, Transpose::kYes, T(1), a, b, T(0), c);
  }
}

}  // namespace

void RowProduct(ConstMatrixView<float> a, ConstMatrixView<float> b, MatrixView<float> c) {
  Multiply<float>(a, b, c);
}
void RowProduct(ConstMatrixView<double> a, ConstMatrixView<double> b, MatrixView<double> c) {
  Multiply<double>(a, b, c);
}

}  // namespace infoflow::linalg
