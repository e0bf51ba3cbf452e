#include "infoflow/network/convolution/tap_tiles.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "absl/types/span.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

#ifdef INFOFLOW_X86_KERNELS
#include <immintrin.h>
#endif

// For products a tile is some images times one or two vectors of output channels, for gradients
// some input channels times one or two vectors of output channels. Intrinsics, because the
// compiler's own vector types have no fused multiply-add while contraction is switched off; written
// out for either width, because a template has one instruction set.

namespace infoflow::network::internal {

namespace {

#ifdef INFOFLOW_X86_KERNELS

// The most images (or input channels) of a tile with one and with two vectors.
constexpr int kRowsOfOne512 = 20;
constexpr int kRowsOfTwo512 = 12;
constexpr int kRowsOfOne256 = 12;
constexpr int kRowsOfTwo256 = 6;

// Column `column` on, at most two vectors; the last vector may have fewer than its width.
//
// Images in fours, since an address has a base and a multiple of one other register.
template <int kRows, int kVectors>
INFOFLOW_AVX512 void ProductTile512(const TapProductArguments<float>& a, int column, int columns) {
  constexpr int kWidth = 16;
  constexpr int kLast = kVectors - 1;
  constexpr int kFours = (kRows + 3) / 4;
  const __mmask16 tail = static_cast<__mmask16>((1u << (columns - kWidth * kLast)) - 1u);
  const std::ptrdiff_t stride = a.from_stride;
  for (int g = 0; g < a.groups->size(); ++g) {
    __m512 sums[kRows][kVectors];
    for (int i = 0; i < kRows; ++i) {
      for (int j = 0; j < kVectors; ++j) {
        sums[i][j] = a.bias == nullptr ? _mm512_setzero_ps()
                     : j < kLast       ? _mm512_loadu_ps(a.bias + column + kWidth * j)
                                 : _mm512_maskz_loadu_ps(tail, a.bias + column + kWidth * kLast);
      }
    }
    for (const Tap& tap : a.groups->taps(g)) {
      const float* x[kFours];
      for (int i = 0; i < kFours; ++i) {
        x[i] = a.from + 4 * i * stride + static_cast<std::ptrdiff_t>(tap.from) * a.in;
      }
      const float* w = a.weights + static_cast<std::ptrdiff_t>(tap.tap) * a.in * a.out + column;
      int k = 0;
      do {
        __m512 row[kVectors];
        for (int j = 0; j < kLast; ++j) row[j] = _mm512_loadu_ps(w + kWidth * j);
        row[kLast] = _mm512_maskz_loadu_ps(tail, w + kWidth * kLast);
#pragma GCC unroll 20
        for (int i = 0; i < kRows; ++i) {
          const __m512 factor = _mm512_set1_ps(x[i / 4][(i % 4) * stride]);
          for (int j = 0; j < kVectors; ++j) {
            sums[i][j] = _mm512_fmadd_ps(factor, row[j], sums[i][j]);
          }
        }
        for (int i = 0; i < kFours; ++i) ++x[i];
        w += a.out;
      } while (++k < a.in);
    }
    float* to = a.to + static_cast<std::ptrdiff_t>(a.groups->target(g)) * a.out + column;
#pragma GCC unroll 20
    for (int i = 0; i < kRows; ++i, to += a.to_stride) {
      for (int j = 0; j < kLast; ++j) _mm512_storeu_ps(to + kWidth * j, sums[i][j]);
      _mm512_mask_storeu_ps(to + kWidth * kLast, tail, sums[i][kLast]);
    }
  }
}

template <int kRows, int kVectors>
INFOFLOW_AVX512 void GradientTile512(const TapGradientArguments<float>& a, int first, int column,
                                     int columns) {
  constexpr int kWidth = 16;
  constexpr int kLast = kVectors - 1;
  const __mmask16 tail = static_cast<__mmask16>((1u << (columns - kWidth * kLast)) - 1u);
  __m512 sums[kRows][kVectors];
  float* const gradient = a.gradient + static_cast<std::ptrdiff_t>(first) * a.out + column;
#pragma GCC unroll 20
  for (int i = 0; i < kRows; ++i) {
    for (int j = 0; j < kLast; ++j) sums[i][j] = _mm512_loadu_ps(gradient + i * a.out + kWidth * j);
    sums[i][kLast] = _mm512_maskz_loadu_ps(tail, gradient + i * a.out + kWidth * kLast);
  }
  for (int p = 0; p < a.num_pairs; ++p) {
    const float* x = a.from + static_cast<std::ptrdiff_t>(a.pairs[p].from) * a.in + first;
    const float* g = a.to + static_cast<std::ptrdiff_t>(a.pairs[p].tap) * a.out + column;
    int b = 0;
    do {
      __m512 row[kVectors];
      for (int j = 0; j < kLast; ++j) row[j] = _mm512_loadu_ps(g + kWidth * j);
      row[kLast] = _mm512_maskz_loadu_ps(tail, g + kWidth * kLast);
#pragma GCC unroll 20
      for (int i = 0; i < kRows; ++i) {
        const __m512 factor = _mm512_set1_ps(x[i]);
        for (int j = 0; j < kVectors; ++j) {
          sums[i][j] = _mm512_fmadd_ps(factor, row[j], sums[i][j]);
        }
      }
      x += a.from_stride;
      g += a.to_stride;
    } while (++b < a.rows);
  }
#pragma GCC unroll 20
  for (int i = 0; i < kRows; ++i) {
    for (int j = 0; j < kLast; ++j) _mm512_storeu_ps(gradient + i * a.out + kWidth * j, sums[i][j]);
    _mm512_mask_storeu_ps(gradient + i * a.out + kWidth * kLast, tail, sums[i][kLast]);
  }
}

INFOFLOW_AVX2 INFOFLOW_KERNEL __m256i Tail256(int columns) {
  return _mm256_cmpgt_epi32(_mm256_set1_epi32(columns), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
}

template <int kRows, int kVectors>
INFOFLOW_AVX2 void ProductTile256(const TapProductArguments<float>& a, int column, int columns) {
  constexpr int kWidth = 8;
  constexpr int kLast = kVectors - 1;
  constexpr int kFours = (kRows + 3) / 4;
  const __m256i tail = Tail256(columns - kWidth * kLast);
  const std::ptrdiff_t stride = a.from_stride;
  for (int g = 0; g < a.groups->size(); ++g) {
    __m256 sums[kRows][kVectors];
    for (int i = 0; i < kRows; ++i) {
      for (int j = 0; j < kVectors; ++j) {
        sums[i][j] = a.bias == nullptr ? _mm256_setzero_ps()
                     : j < kLast       ? _mm256_loadu_ps(a.bias + column + kWidth * j)
                                       : _mm256_maskload_ps(a.bias + column + kWidth * kLast, tail);
      }
    }
    for (const Tap& tap : a.groups->taps(g)) {
      const float* x[kFours];
      for (int i = 0; i < kFours; ++i) {
        x[i] = a.from + 4 * i * stride + static_cast<std::ptrdiff_t>(tap.from) * a.in;
      }
      const float* w = a.weights + static_cast<std::ptrdiff_t>(tap.tap) * a.in * a.out + column;
      int k = 0;
      do {
        __m256 row[kVectors];
        for (int j = 0; j < kLast; ++j) row[j] = _mm256_loadu_ps(w + kWidth * j);
        row[kLast] = _mm256_maskload_ps(w + kWidth * kLast, tail);
#pragma GCC unroll 20
        for (int i = 0; i < kRows; ++i) {
          const __m256 factor = _mm256_set1_ps(x[i / 4][(i % 4) * stride]);
          for (int j = 0; j < kVectors; ++j) {
            sums[i][j] = _mm256_fmadd_ps(factor, row[j], sums[i][j]);
          }
        }
        for (int i = 0; i < kFours; ++i) ++x[i];
        w += a.out;
      } while (++k < a.in);
    }
    float* to = a.to + static_cast<std::ptrdiff_t>(a.groups->target(g)) * a.out + column;
#pragma GCC unroll 20
    for (int i = 0; i < kRows; ++i, to += a.to_stride) {
      for (int j = 0; j < kLast; ++j) _mm256_storeu_ps(to + kWidth * j, sums[i][j]);
      _mm256_maskstore_ps(to + kWidth * kLast, tail, sums[i][kLast]);
    }
  }
}

template <int kRows, int kVectors>
INFOFLOW_AVX2 void GradientTile256(const TapGradientArguments<float>& a, int first, int column,
                                   int columns) {
  constexpr int kWidth = 8;
  constexpr int kLast = kVectors - 1;
  const __m256i tail = Tail256(columns - kWidth * kLast);
  __m256 sums[kRows][kVectors];
  float* const gradient = a.gradient + static_cast<std::ptrdiff_t>(first) * a.out + column;
#pragma GCC unroll 20
  for (int i = 0; i < kRows; ++i) {
    for (int j = 0; j < kLast; ++j) sums[i][j] = _mm256_loadu_ps(gradient + i * a.out + kWidth * j);
    sums[i][kLast] = _mm256_maskload_ps(gradient + i * a.out + kWidth * kLast, tail);
  }
  for (int p = 0; p < a.num_pairs; ++p) {
    const float* x = a.from + static_cast<std::ptrdiff_t>(a.pairs[p].from) * a.in + first;
    const float* g = a.to + static_cast<std::ptrdiff_t>(a.pairs[p].tap) * a.out + column;
    int b = 0;
    do {
      __m256 row[kVectors];
      for (int j = 0; j < kLast; ++j) row[j] = _mm256_loadu_ps(g + kWidth * j);
      row[kLast] = _mm256_maskload_ps(g + kWidth * kLast, tail);
#pragma GCC unroll 20
      for (int i = 0; i < kRows; ++i) {
        const __m256 factor = _mm256_set1_ps(x[i]);
        for (int j = 0; j < kVectors; ++j) {
          sums[i][j] = _mm256_fmadd_ps(factor, row[j], sums[i][j]);
        }
      }
      x += a.from_stride;
      g += a.to_stride;
    } while (++b < a.rows);
  }
#pragma GCC unroll 20
  for (int i = 0; i < kRows; ++i) {
    for (int j = 0; j < kLast; ++j) _mm256_storeu_ps(gradient + i * a.out + kWidth * j, sums[i][j]);
    _mm256_maskstore_ps(gradient + i * a.out + kWidth * kLast, tail, sums[i][kLast]);
  }
}

using ProductTile = void (*)(const TapProductArguments<float>&, int, int);
using GradientTile = void (*)(const TapGradientArguments<float>&, int, int, int);

template <int kVectors, std::size_t... kIndices>
constexpr std::array<ProductTile, sizeof...(kIndices)> ProductTiles512(
    std::index_sequence<kIndices...>) {
  return {ProductTile512<kIndices + 1, kVectors>...};
}
template <int kVectors, std::size_t... kIndices>
constexpr std::array<ProductTile, sizeof...(kIndices)> ProductTiles256(
    std::index_sequence<kIndices...>) {
  return {ProductTile256<kIndices + 1, kVectors>...};
}
template <int kVectors, std::size_t... kIndices>
constexpr std::array<GradientTile, sizeof...(kIndices)> GradientTiles512(
    std::index_sequence<kIndices...>) {
  return {GradientTile512<kIndices + 1, kVectors>...};
}
template <int kVectors, std::size_t... kIndices>
constexpr std::array<GradientTile, sizeof...(kIndices)> GradientTiles256(
    std::index_sequence<kIndices...>) {
  return {GradientTile256<kIndices + 1, kVectors>...};
}

// Tiles for one and for two vectors of `width` channels, by the number of rows less 1.
template <typename Tile>
struct Tiles {
  int width;
  absl::Span<const Tile> one, two;
};

// Calls use(tile, first, first_column, columns) so that tiles cover count x columns; rows are dealt
// out evenly.
template <typename Tile, typename Use>
void Cover(const Tiles<Tile>& tiles, int count, int columns, Use use) {
  for (int column = 0; column < columns; column += 2 * tiles.width) {
    const int some = std::min(2 * tiles.width, columns - column);
    const absl::Span<const Tile> by_rows = some > tiles.width ? tiles.two : tiles.one;
    const int most = static_cast<int>(by_rows.size());
    const int blocks = (count + most - 1) / most;
    for (int block = 0; block < blocks; ++block) {
      const int first = static_cast<int>(static_cast<std::int64_t>(block) * count / blocks);
      const int end = static_cast<int>(static_cast<std::int64_t>(block + 1) * count / blocks);
      use(by_rows[end - first - 1], first, end - first, column, some);
    }
  }
}

Tiles<ProductTile> ProductTilesOf(KernelTarget target) {
  static constexpr auto kOne512 = ProductTiles512<1>(std::make_index_sequence<kRowsOfOne512>());
  static constexpr auto kTwo512 = ProductTiles512<2>(std::make_index_sequence<kRowsOfTwo512>());
  static constexpr auto kOne256 = ProductTiles256<1>(std::make_index_sequence<kRowsOfOne256>());
  static constexpr auto kTwo256 = ProductTiles256<2>(std::make_index_sequence<kRowsOfTwo256>());
  if (target == KernelTarget::kAvx512) return {16, kOne512, kTwo512};
  return {8, kOne256, kTwo256};
}

Tiles<GradientTile> GradientTilesOf(KernelTarget target) {
  static constexpr auto kOne512 = GradientTiles512<1>(std::make_index_sequence<kRowsOfOne512>());
  static constexpr auto kTwo512 = GradientTiles512<2>(std::make_index_sequence<kRowsOfTwo512>());
  static constexpr auto kOne256 = GradientTiles256<1>(std::make_index_sequence<kRowsOfOne256>());
  static constexpr auto kTwo256 = GradientTiles256<2>(std::make_index_sequence<kRowsOfTwo256>());
  if (target == KernelTarget::kAvx512) return {16, kOne512, kTwo512};
  return {8, kOne256, kTwo256};
}

#endif  // INFOFLOW_X86_KERNELS

}  // namespace

bool HaveTapTiles() {
#ifdef INFOFLOW_X86_KERNELS
  return ActiveKernelTarget() != KernelTarget::kPlain;
#else
  return false;
#endif
}

void TiledTapProduct([[maybe_unused]] const TapProductArguments<float>& a) {
#ifdef INFOFLOW_X86_KERNELS
  Cover(ProductTilesOf(ActiveKernelTarget()), a.rows, a.out,
        [&](ProductTile tile, int first, int rows, int column, int columns) {
          TapProductArguments<float> part = a;
          part.from += first * a.from_stride;
          part.to += first * a.to_stride;
          part.rows = rows;
          tile(part, column, columns);
        });
#else
  INFOFLOW_CHECK(HaveTapTiles());
#endif
}

void TiledTapGradient([[maybe_unused]] const TapGradientArguments<float>& a) {
#ifdef INFOFLOW_X86_KERNELS
  Cover(GradientTilesOf(ActiveKernelTarget()), a.in, a.out,
        [&](GradientTile tile, int first, int /*rows*/, int column, int columns) {
          tile(a, first, column, columns);
        });
#else
  INFOFLOW_CHECK(HaveTapTiles());
#endif
}

}  // namespace infoflow::network::internal
