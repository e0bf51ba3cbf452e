#include "infoflow/linalg/thin_product.h"

#include <algorithm>
#include <cstddef>

#include "infoflow/linalg/blas.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

#ifdef INFOFLOW_X86_KERNELS
#include "infoflow/linalg/internal/registers.h"
#endif

// A tile of C stays in registers while the inner index runs: kTileRows numbers of A, each spread
// over a register, times some vectors of a row of B.
//
// Bound with AVX-512: a step of a tile of 6 rows and 4 vectors has 24 multiply-adds and 10 loads,
// two of either a cycle, so that the multiply-adds decide.

namespace infoflow::linalg {

namespace {

#ifdef INFOFLOW_X86_KERNELS

constexpr int kTileRows = 6;
// Of B, that are fetched before they are needed: some 300 cycles.
constexpr int kRowsAhead = 12;

template <typename T>
struct TileArguments {
  const T* a;
  std::ptrdiff_t a_stride;  // from row to row of op(A)
  std::ptrdiff_t a_step;    // along its rows
  const T* b;
  std::ptrdiff_t b_stride;
  T* c;
  std::ptrdiff_t c_stride;
  int rows;  // 1 to kTileRows; the last one stands in for those that do not exist
  // At least 1: were it possible that the loop does not run, GCC 12 would keep the sums in memory.
  int inner;
  int columns;  // the last vector may have fewer than its width
};

template <typename T, int kVectors, bool kAdd>
INFOFLOW_AVX512 void Tile512(const TileArguments<T>& tile) {
  using Registers = internal::Registers512<T>;
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
  std::ptrdiff_t at = 0;
  int k = 0;
  do {
    typename Registers::Vector row[kVectors];
    for (int j = 0; j < kLast; ++j) row[j] = Registers::Load(b + kWidth * j);
    row[kLast] = Registers::Load(b + kWidth * kLast, tail);
    // Rows that may come from memory, in steps that no processor foresees; beyond B nothing
    // happens.
    for (int j = 0; j < kVectors; ++j) {
      _mm_prefetch(b + kRowsAhead * tile.b_stride + kWidth * j, _MM_HINT_T0);
    }
    for (int i = 0; i < kTileRows; ++i) {
      const typename Registers::Vector factor = Registers::Spread(a[i] + at);
      for (int j = 0; j < kVectors; ++j) {
        sums[i][j] = Registers::MultiplyAdd(factor, row[j], sums[i][j]);
      }
    }
    at += tile.a_step;
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
  using Registers = internal::Registers256<T>;
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
  std::ptrdiff_t at = 0;
  int k = 0;
  do {
    typename Registers::Vector row[kVectors];
    for (int j = 0; j < kLast; ++j) row[j] = Registers::Load(b + kWidth * j);
    row[kLast] = Registers::Load(b + kWidth * kLast, tail);
    for (int i = 0; i < kTileRows; ++i) {
      const typename Registers::Vector factor = Registers::Spread(a[i] + at);
      for (int j = 0; j < kVectors; ++j) {
        sums[i][j] = Registers::MultiplyAdd(factor, row[j], sums[i][j]);
      }
    }
    at += tile.a_step;
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
                   bool transpose_a, ConstMatrixView<T> a, ConstMatrixView<T> b, MatrixView<T> c) {
  TileArguments<T> tile;
  tile.a_stride = transpose_a ? 1 : a.stride();
  tile.a_step = transpose_a ? a.stride() : 1;
  tile.b_stride = b.stride();
  tile.c_stride = c.stride();
  tile.inner = b.rows();
  for (int column = 0; column < c.columns(); column += kMaxVectors * width) {
    tile.columns = std::min(kMaxVectors * width, c.columns() - column);
    tile.b = b.data() + column;
    const auto multiply = tiles[(tile.columns + width - 1) / width - 1];
    for (int i = 0; i < c.rows(); i += kTileRows) {
      tile.a = a.data() + i * tile.a_stride;
      tile.c = c.data() + i * c.stride() + column;
      tile.rows = std::min(kTileRows, c.rows() - i);
      multiply(tile);
    }
  }
}

#endif  // INFOFLOW_X86_KERNELS

template <typename T, bool kAdd>
void Multiply(Transpose transpose_a, ConstMatrixView<T> a, ConstMatrixView<T> b, MatrixView<T> c) {
  const bool ta = transpose_a == Transpose::kYes;
  INFOFLOW_CHECK((ta ? a.rows() : a.columns()) == b.rows());
  INFOFLOW_CHECK(c.rows() == (ta ? a.columns() : a.rows()) && c.columns() == b.columns());
  if (b.rows() == 0) {
    for (int i = 0; i < c.rows() && !kAdd; ++i) std::fill(c.row(i).begin(), c.row(i).end(), T(0));
    return;
  }
  switch (ActiveKernelTarget()) {
#ifdef INFOFLOW_X86_KERNELS
    case KernelTarget::kAvx512:
      return MultiplyTiles<T, 4>(
          {Tile512<T, 1, kAdd>, Tile512<T, 2, kAdd>, Tile512<T, 3, kAdd>, Tile512<T, 4, kAdd>},
          internal::Registers512<T>::kWidth, ta, a, b, c);
    case KernelTarget::kAvx2:
      return MultiplyTiles<T, 2>({Tile256<T, 1, kAdd>, Tile256<T, 2, kAdd>},
                                 internal::Registers256<T>::kWidth, ta, a, b, c);
#endif
    default:
      Gemm(transpose_a, Transpose::kNo, T(1), a, b, T(kAdd ? 1 : 0), c);
  }
}

}  // namespace

void ThinProduct(Transpose transpose_a, ConstMatrixView<float> a, ConstMatrixView<float> b,
                 MatrixView<float> c) {
  Multiply<float, false>(transpose_a, a, b, c);
}
void ThinProduct(Transpose transpose_a, ConstMatrixView<double> a, ConstMatrixView<double> b,
                 MatrixView<double> c) {
  Multiply<double, false>(transpose_a, a, b, c);
}

void AddThinProduct(Transpose transpose_a, ConstMatrixView<float> a, ConstMatrixView<float> b,
                    MatrixView<float> c) {
  Multiply<float, true>(transpose_a, a, b, c);
}
void AddThinProduct(Transpose transpose_a, ConstMatrixView<double> a, ConstMatrixView<double> b,
                    MatrixView<double> c) {
  Multiply<double, true>(transpose_a, a, b, c);
}

}  // namespace infoflow::linalg
