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
// Bound with AVX-512: a step of a tile of 6 rows and 4 vectors has 24 multiply-adds and 10 loads,
// two of either a cycle, so that the multiply-adds decide.

namespace infoflow::linalg {

namespace {

#ifdef INFOFLOW_X86_KERNELS

constexpr int kTileRows = 6;

template <typename T>
struct TileArguments {
  const T* a;
  std::ptrdiff_t a_stride;
  const T* b;
  std::ptrdiff_t b_stride;
  T* c;
  std::ptrdiff_t c_stride;
  int rows;  // 1 to kTileRows; the last one stands in for those that do not exist
  // At least 1: were it possible that the loop does not run, GCC 12 would keep the sums in memory.
  int inner;
  int columns;  // the last vector may have fewer than its width
};

// Vectors of T, of 512 bits and of 256 bits.
template <typename T>
struct Registers512;
template <typename T>
struct Registers256;

#define INFOFLOW_IN_AVX512 INFOFLOW_AVX512 __attribute__((always_inline))
#define INFOFLOW_IN_AVX2 INFOFLOW_AVX2 __attribute__((always_inline))

template <>
struct Registers512<float> {
  using Vector = __m512;
  using Mask = __mmask16;
  static constexpr int kWidth = 16;
  INFOFLOW_IN_AVX512 static Mask First(int count) { return static_cast<Mask>((1u << count) - 1u); }
  INFOFLOW_IN_AVX512 static Vector Zero() { return _mm512_setzero_ps(); }
  INFOFLOW_IN_AVX512 static Vector Spread(const float* from) { return _mm512_set1_ps(*from); }
  INFOFLOW_IN_AVX512 static Vector Load(const float* from) { return _mm512_loadu_ps(from); }
  INFOFLOW_IN_AVX512 static Vector Load(const float* from, Mask mask) {
    return _mm512_maskz_loadu_ps(mask, from);
  }
  INFOFLOW_IN_AVX512 static Vector MultiplyAdd(Vector x, Vector y, Vector z) {
    return _mm512_fmadd_ps(x, y, z);
  }
  INFOFLOW_IN_AVX512 static void Store(float* to, Vector vector) { _mm512_storeu_ps(to, vector); }
  INFOFLOW_IN_AVX512 static void Store(float* to, Mask mask, Vector vector) {
    _mm512_mask_storeu_ps(to, mask, vector);
  }
};

template <>
struct Registers512<double> {
  using Vector = __m512d;
  using Mask = __mmask8;
  static constexpr int kWidth = 8;
  INFOFLOW_IN_AVX512 static Mask First(int count) { return static_cast<Mask>((1u << count) - 1u); }
  INFOFLOW_IN_AVX512 static Vector Zero() { return _mm512_setzero_pd(); }
  INFOFLOW_IN_AVX512 static Vector Spread(const double* from) { return _mm512_set1_pd(*from); }
  INFOFLOW_IN_AVX512 static Vector Load(const double* from) { return _mm512_loadu_pd(from); }
  INFOFLOW_IN_AVX512 static Vector Load(const double* from, Mask mask) {
    return _mm512_maskz_loadu_pd(mask, from);
  }
  INFOFLOW_IN_AVX512 static Vector MultiplyAdd(Vector x, Vector y, Vector z) {
    return _mm512_fmadd_pd(x, y, z);
  }
  INFOFLOW_IN_AVX512 static void Store(double* to, Vector vector) { _mm512_storeu_pd(to, vector); }
  INFOFLOW_IN_AVX512 static void Store(double* to, Mask mask, Vector vector) {
    _mm512_mask_storeu_pd(to, mask, vector);
  }
};

template <>
struct Registers256<float> {
  using Vector = __m256;
  using Mask = __m256i;
  static constexpr int kWidth = 8;
  INFOFLOW_IN_AVX2 static Mask First(int count) {
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(count), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
  }
  INFOFLOW_IN_AVX2 static Vector Zero() { return _mm256_setzero_ps(); }
  INFOFLOW_IN_AVX2 static Vector Spread(const float* from) { return _mm256_set1_ps(*from); }
  INFOFLOW_IN_AVX2 static Vector Load(const float* from) { return _mm256_loadu_ps(from); }
  INFOFLOW_IN_AVX2 static Vector Load(const float* from, Mask mask) {
    return _mm256_maskload_ps(from, mask);
  }
  INFOFLOW_IN_AVX2 static Vector MultiplyAdd(Vector x, Vector y, Vector z) {
    return _mm256_fmadd_ps(x, y, z);
  }
  INFOFLOW_IN_AVX2 static void Store(float* to, Vector vector) { _mm256_storeu_ps(to, vector); }
  INFOFLOW_IN_AVX2 static void Store(float* to, Mask mask, Vector vector) {
    _mm256_maskstore_ps(to, mask, vector);
  }
};

template <>
struct Registers256<double> {
  using Vector = __m256d;
  using Mask = __m256i;
  static constexpr int kWidth = 4;
  INFOFLOW_IN_AVX2 static Mask First(int count) {
    return _mm256_cmpgt_epi64(_mm256_set1_epi64x(count), _mm256_setr_epi64x(0, 1, 2, 3));
  }
  INFOFLOW_IN_AVX2 static Vector Zero() { return _mm256_setzero_pd(); }
  INFOFLOW_IN_AVX2 static Vector Spread(const double* from) { return _mm256_set1_pd(*from); }
  INFOFLOW_IN_AVX2 static Vector Load(const double* from) { return _mm256_loadu_pd(from); }
  INFOFLOW_IN_AVX2 static Vector Load(const double* from, Mask mask) {
    return _mm256_maskload_pd(from, mask);
  }
  INFOFLOW_IN_AVX2 static Vector MultiplyAdd(Vector x, Vector y, Vector z) {
    return _mm256_fmadd_pd(x, y, z);
  }
  INFOFLOW_IN_AVX2 static void Store(double* to, Vector vector) { _mm256_storeu_pd(to, vector); }
  INFOFLOW_IN_AVX2 static void Store(double* to, Mask mask, Vector vector) {
    _mm256_maskstore_pd(to, mask, vector);
  }
};

#undef INFOFLOW_IN_AVX512
#undef INFOFLOW_IN_AVX2

template <typename T, int kVectors, bool kAdd>
INFOFLOW_AVX512 void Tile512(const TileArguments<T>& tile) {
  using Registers = Registers512<T>;
  constexpr int kWidth = Registers::kWidth;
  constexpr int kLast = kVectors - 1;
  const typename Registers::Mask tail = Registers::First(tile.columns - kWidth * kLast);
  typename Registers::Vector sums[kTileRows][kVectors];
  for (int i = 0; i < kTileRows; ++i) {
    const T* const c = tile.c + std::min(i, tile.rows - 1) * tile.c_stride;
    for (int j = 0; j < kLast; ++j) {
      sums[i][j] = kAdd ? Registers::Load(c + kWidth * j) : Registers::Zero();
    }
    sums[i][kLast] = kAdd ? Registers::Load(c + kWidth * kLast, tail) : Registers::Zero();
  }
  const T* a[kTileRows];
  for (int i = 0; i < kTileRows; ++i) a[i] = tile.a + std::min(i, tile.rows - 1) * tile.a_stride;
  const T* b = tile.b;
  int k = 0;
  do {
    typename Registers::Vector row[kVectors];
    for (int j = 0; j < kLast; ++j) row[j] = Registers::Load(b + kWidth * j);
    row[kLast] = Registers::Load(b + kWidth * kLast, tail);
    for (int i = 0; i < kTileRows; ++i) {
      const typename Registers::Vector factor = Registers::Spread(a[i] + k);
      for (int j = 0; j < kVectors; ++j) {
        sums[i][j] = Registers::MultiplyAdd(factor, row[j], sums[i][j]);
      }
    }
    b += tile.b_stride;
  } while (++k < tile.inner);
  for (int i = 0; i < kTileRows; ++i) {
    T* const c = tile.c + std::min(i, tile.rows - 1) * tile.c_stride;
    for (int j = 0; j < kLast; ++j) Registers::Store(c + kWidth * j, sums[i][j]);
    Registers::Store(c + kWidth * kLast, tail, sums[i][kLast]);
  }
}

template <typename T, int kVectors, bool kAdd>
INFOFLOW_AVX2 void Tile256(const TileArguments<T>& tile) {
  using Registers = Registers256<T>;
  constexpr int kWidth = Registers::kWidth;
  constexpr int kLast = kVectors - 1;
  const typename Registers::Mask tail = Registers::First(tile.columns - kWidth * kLast);
  typename Registers::Vector sums[kTileRows][kVectors];
  for (int i = 0; i < kTileRows; ++i) {
    const T* const c = tile.c + std::min(i, tile.rows - 1) * tile.c_stride;
    for (int j = 0; j < kLast; ++j) {
      sums[i][j] = kAdd ? Registers::Load(c + kWidth * j) : Registers::Zero();
    }
    sums[i][kLast] = kAdd ? Registers::Load(c + kWidth * kLast, tail) : Registers::Zero();
  }
  const T* a[kTileRows];
  for (int i = 0; i < kTileRows; ++i) a[i] = tile.a + std::min(i, tile.rows - 1) * tile.a_stride;
  const T* b = tile.b;
  int k = 0;
  do {
    typename Registers::Vector row[kVectors];
    for (int j = 0; j < kLast; ++j) row[j] = Registers::Load(b + kWidth * j);
    row[kLast] = Registers::Load(b + kWidth * kLast, tail);
    for (int i = 0; i < kTileRows; ++i) {
      const typename Registers::Vector factor = Registers::Spread(a[i] + k);
      for (int j = 0; j < kVectors; ++j) {
        sums[i][j] = Registers::MultiplyAdd(factor, row[j], sums[i][j]);
      }
    }
    b += tile.b_stride;
  } while (++k < tile.inner);
  for (int i = 0; i < kTileRows; ++i) {
    T* const c = tile.c + std::min(i, tile.rows - 1) * tile.c_stride;
    for (int j = 0; j < kLast; ++j) Registers::Store(c + kWidth * j, sums[i][j]);
    Registers::Store(c + kWidth * kLast, tail, sums[i][kLast]);
  }
}

// tiles[v - 1] computes tiles of v vectors of `width` numbers.
template <typename T, int kMaxVectors>
void MultiplyTiles(void (*const (&tiles)[kMaxVectors])(const TileArguments<T>&), int width,
                   ConstMatrixView<T> a, ConstMatrixView<T> b, MatrixView<T> c) {
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

template <typename T, bool kAdd>
void Multiply(ConstMatrixView<T> a, ConstMatrixView<T> b, MatrixView<T> c) {
  INFOFLOW_CHECK(a.columns() == b.rows() && c.rows() == a.rows() && c.columns() == b.columns());
  if (a.columns() == 0) {
    for (int i = 0; i < c.rows() && !kAdd; ++i) std::fill(c.row(i).begin(), c.row(i).end(), T(0));
    return;
  }
  switch (ActiveKernelTarget()) {
#ifdef INFOFLOW_X86_KERNELS
    case KernelTarget::kAvx512:
      return MultiplyTiles<T, 4>(
          {Tile512<T, 1, kAdd>, Tile512<T, 2, kAdd>, Tile512<T, 3, kAdd>, Tile512<T, 4, kAdd>},
          Registers512<T>::kWidth, a, b, c);
    case KernelTarget::kAvx2:
      return MultiplyTiles<T, 2>({Tile256<T, 1, kAdd>, Tile256<T, 2, kAdd>},
                                 Registers256<T>::kWidth, a, b, c);
#endif
    default:
      Gemm(Transpose::kNo, Transpose::kNo, T(1), a, b, T(kAdd ? 1 : 0), c);
  }
}

}  // namespace

void ThinProduct(ConstMatrixView<float> a, ConstMatrixView<float> b, MatrixView<float> c) {
  Multiply<float, false>(a, b, c);
}
void ThinProduct(ConstMatrixView<double> a, ConstMatrixView<double> b, MatrixView<double> c) {
  Multiply<double, false>(a, b, c);
}

void AddThinProduct(ConstMatrixView<float> a, ConstMatrixView<float> b, MatrixView<float> c) {
  Multiply<float, true>(a, b, c);
}
void AddThinProduct(ConstMatrixView<double> a, ConstMatrixView<double> b, MatrixView<double> c) {
  Multiply<double, true>(a, b, c);
}

}  // namespace infoflow::linalg
