#include "infoflow/network/convolution/tap_product.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

#ifdef INFOFLOW_X86_KERNELS
#include <immintrin.h>
#endif

// Tiles of the result stay in registers while the list of terms runs: for products some images
// times one or two vectors of output channels, for gradients some input channels times one or two
// vectors of output channels. Intrinsics, because the compiler's own vector types have no fused
// multiply-add while contraction is switched off.

namespace infoflow::network {

namespace {

using linalg::ConstMatrixView;
using linalg::MatrixView;

// The arguments as kernels want them.
template <typename T>
struct ProductArguments {
  const TapGroups* groups;
  int in, out;
  const T* weights;
  const T* bias;  // or null
  const T* from;
  std::ptrdiff_t from_stride;
  T* to;
  std::ptrdiff_t to_stride;
  int rows;
};

template <typename T>
struct GradientArguments {
  const Tap* pairs;
  int num_pairs;
  int in, out;
  const T* from;
  std::ptrdiff_t from_stride;
  const T* to;
  std::ptrdiff_t to_stride;
  int rows;
  T* gradient;
};

template <typename T>
INFOFLOW_KERNEL void PlainProduct(const ProductArguments<T>& a) {
  for (int g = 0; g < a.groups->size(); ++g) {
    const absl::Span<const Tap> taps = a.groups->taps(g);
    for (int b = 0; b < a.rows; ++b) {
      T* __restrict__ const sums =
          a.to + b * a.to_stride + static_cast<std::ptrdiff_t>(a.groups->target(g)) * a.out;
      for (int c = 0; c < a.out; ++c) sums[c] = a.bias == nullptr ? T(0) : a.bias[c];
      for (const Tap& tap : taps) {
        const T* const x =
            a.from + b * a.from_stride + static_cast<std::ptrdiff_t>(tap.from) * a.in;
        const T* w = a.weights + static_cast<std::ptrdiff_t>(tap.tap) * a.in * a.out;
        for (int k = 0; k < a.in; ++k, w += a.out) {
          for (int c = 0; c < a.out; ++c) sums[c] += x[k] * w[c];
        }
      }
    }
  }
}

template <typename T>
INFOFLOW_KERNEL void PlainGradient(const GradientArguments<T>& a) {
  for (int p = 0; p < a.num_pairs; ++p) {
    for (int b = 0; b < a.rows; ++b) {
      const T* const x =
          a.from + b * a.from_stride + static_cast<std::ptrdiff_t>(a.pairs[p].from) * a.in;
      const T* const g =
          a.to + b * a.to_stride + static_cast<std::ptrdiff_t>(a.pairs[p].tap) * a.out;
      T* __restrict__ sums = a.gradient;
      for (int k = 0; k < a.in; ++k, sums += a.out) {
        for (int c = 0; c < a.out; ++c) sums[c] += x[k] * g[c];
      }
    }
  }
}

// With one output channel, vectors run over input channels instead; sums are taken in this many
// interleaved parts, so that they have the same bits with every instruction set.
constexpr int kLanes = 16;

template <typename T>
INFOFLOW_KERNEL void OneChannelProduct(const ProductArguments<T>& a) {
  for (int b = 0; b < a.rows; ++b) {
    for (int g = 0; g < a.groups->size(); ++g) {
      T sums[kLanes] = {};
      T rest = a.bias == nullptr ? T(0) : a.bias[0];
      for (const Tap& tap : a.groups->taps(g)) {
        const T* const x =
            a.from + b * a.from_stride + static_cast<std::ptrdiff_t>(tap.from) * a.in;
        const T* const w = a.weights + static_cast<std::ptrdiff_t>(tap.tap) * a.in;
        int k = 0;
        for (; k + kLanes <= a.in; k += kLanes) {
          for (int l = 0; l < kLanes; ++l) sums[l] += x[k + l] * w[k + l];
        }
        for (; k < a.in; ++k) rest += x[k] * w[k];
      }
      for (int half = kLanes / 2; half > 0; half /= 2) {
        for (int l = 0; l < half; ++l) sums[l] += sums[l + half];
      }
      a.to[b * a.to_stride + a.groups->target(g)] = rest + sums[0];
    }
  }
}

template <typename T>
INFOFLOW_KERNEL void OneChannelGradient(const GradientArguments<T>& a) {
  constexpr int kImages = 4;  // of which sums are kept apart
  for (int first = 0; first < a.in; first += kLanes) {
    const int channels = std::min(kLanes, a.in - first);
    T sums[kImages][kLanes] = {};
    for (int p = 0; p < a.num_pairs; ++p) {
      const T* const x = a.from + static_cast<std::ptrdiff_t>(a.pairs[p].from) * a.in + first;
      const T* const g = a.to + a.pairs[p].tap;
      if (channels == kLanes) {
        int b = 0;
        for (; b + kImages <= a.rows; b += kImages) {
          for (int i = 0; i < kImages; ++i) {
            const T factor = g[(b + i) * a.to_stride];
            const T* const row = x + (b + i) * a.from_stride;
            for (int l = 0; l < kLanes; ++l) sums[i][l] += factor * row[l];
          }
        }
        for (; b < a.rows; ++b) {
          const T* const row = x + b * a.from_stride;
          for (int l = 0; l < kLanes; ++l) sums[0][l] += g[b * a.to_stride] * row[l];
        }
      } else {
        for (int b = 0; b < a.rows; ++b) {
          const T* const row = x + b * a.from_stride;
          for (int l = 0; l < channels; ++l) sums[0][l] += g[b * a.to_stride] * row[l];
        }
      }
    }
    for (int l = 0; l < channels; ++l) {
      a.gradient[first + l] += (sums[0][l] + sums[1][l]) + (sums[2][l] + sums[3][l]);
    }
  }
}

template <typename T>
INFOFLOW_KERNEL void SumTargets(const TapGroups* groups, int out, const T* values,
                                std::ptrdiff_t stride, int rows, T* __restrict__ sums) {
  if (out == 1) {
    // Along the pixels of an image, in interleaved parts.
    T lanes[kLanes] = {};
    for (int b = 0; b < rows; ++b) {
      const T* const row = values + b * stride;
      int g = 0;
      for (; g + kLanes <= groups->size(); g += kLanes) {
        for (int l = 0; l < kLanes; ++l) lanes[l] += row[groups->target(g + l)];
      }
      for (; g < groups->size(); ++g) lanes[0] += row[groups->target(g)];
    }
    for (const T lane : lanes) sums[0] += lane;
    return;
  }
  for (int b = 0; b < rows; ++b) {
    for (int g = 0; g < groups->size(); ++g) {
      const T* const pixel =
          values + b * stride + static_cast<std::ptrdiff_t>(groups->target(g)) * out;
      for (int c = 0; c < out; ++c) sums[c] += pixel[c];
    }
  }
}

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
INFOFLOW_AVX512 void ProductTile512(const ProductArguments<float>& a, int column, int columns) {
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
INFOFLOW_AVX512 void GradientTile512(const GradientArguments<float>& a, int first, int column,
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
INFOFLOW_AVX2 void ProductTile256(const ProductArguments<float>& a, int column, int columns) {
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
INFOFLOW_AVX2 void GradientTile256(const GradientArguments<float>& a, int first, int column,
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

using ProductTile = void (*)(const ProductArguments<float>&, int, int);
using GradientTile = void (*)(const GradientArguments<float>&, int, int, int);

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

// Whether the variant in use has the tiles above.
bool HasTiles() {
#ifdef INFOFLOW_X86_KERNELS
  return ActiveKernelTarget() != KernelTarget::kPlain;
#else
  return false;
#endif
}

void TiledProduct(const ProductArguments<float>& a) {
#ifdef INFOFLOW_X86_KERNELS
  Cover(ProductTilesOf(ActiveKernelTarget()), a.rows, a.out,
        [&](ProductTile tile, int first, int rows, int column, int columns) {
          ProductArguments<float> part = a;
          part.from += first * a.from_stride;
          part.to += first * a.to_stride;
          part.rows = rows;
          tile(part, column, columns);
        });
#else
  PlainProduct<float>(a);
#endif
}

void TiledGradient(const GradientArguments<float>& a) {
#ifdef INFOFLOW_X86_KERNELS
  Cover(GradientTilesOf(ActiveKernelTarget()), a.in, a.out,
        [&](GradientTile tile, int first, int /*rows*/, int column, int columns) {
          tile(a, first, column, columns);
        });
#else
  PlainGradient<float>(a);
#endif
}

template <typename T>
void ProductAny(const TapGroups& groups, int in, int out, absl::Span<const T> weights,
                absl::Span<const T> bias, ConstMatrixView<T> from, MatrixView<T> to) {
  INFOFLOW_CHECK(in >= 1 && out >= 1 && from.rows() == to.rows());
  INFOFLOW_CHECK(from.columns() % in == 0 && to.columns() % out == 0);
  INFOFLOW_CHECK(weights.size() % (static_cast<std::size_t>(in) * out) == 0);
  INFOFLOW_CHECK(bias.empty() || bias.size() == static_cast<std::size_t>(out));
  const ProductArguments<T> arguments = {&groups,
                                         in,
                                         out,
                                         weights.data(),
                                         bias.empty() ? nullptr : bias.data(),
                                         from.data(),
                                         from.stride(),
                                         to.data(),
                                         to.stride(),
                                         from.rows()};
  if (out == 1) return RunKernel<OneChannelProduct<T>>(arguments);
  if constexpr (std::is_same_v<T, float>) {
    if (HasTiles()) return TiledProduct(arguments);
  }
  RunKernel<PlainProduct<T>>(arguments);
}

template <typename T>
void GradientAny(absl::Span<const Tap> pairs, int in, int out, ConstMatrixView<T> from,
                 ConstMatrixView<T> to, absl::Span<T> gradient) {
  INFOFLOW_CHECK(in >= 1 && out >= 1 && from.rows() == to.rows());
  INFOFLOW_CHECK(from.columns() % in == 0 && to.columns() % out == 0);
  INFOFLOW_CHECK(gradient.size() == static_cast<std::size_t>(in) * out);
  if (from.rows() == 0) return;
  const GradientArguments<T> arguments = {pairs.data(), static_cast<int>(pairs.size()),
                                          in,           out,
                                          from.data(),  from.stride(),
                                          to.data(),    to.stride(),
                                          from.rows(),  gradient.data()};
  if (out == 1) return RunKernel<OneChannelGradient<T>>(arguments);
  if constexpr (std::is_same_v<T, float>) {
    if (HasTiles()) return TiledGradient(arguments);
  }
  RunKernel<PlainGradient<T>>(arguments);
}

}  // namespace

void TapProduct(const TapGroups& groups, int in, int out, absl::Span<const float> weights,
                absl::Span<const float> bias, ConstMatrixView<float> from, MatrixView<float> to) {
  ProductAny<float>(groups, in, out, weights, bias, from, to);
}
void TapProduct(const TapGroups& groups, int in, int out, absl::Span<const double> weights,
                absl::Span<const double> bias, ConstMatrixView<double> from,
                MatrixView<double> to) {
  ProductAny<double>(groups, in, out, weights, bias, from, to);
}

void TapGradient(absl::Span<const Tap> pairs, int in, int out, ConstMatrixView<float> from,
                 ConstMatrixView<float> to, absl::Span<float> gradient) {
  GradientAny<float>(pairs, in, out, from, to, gradient);
}
void TapGradient(absl::Span<const Tap> pairs, int in, int out, ConstMatrixView<double> from,
                 ConstMatrixView<double> to, absl::Span<double> gradient) {
  GradientAny<double>(pairs, in, out, from, to, gradient);
}

void TargetSums(const TapGroups& groups, int out, ConstMatrixView<float> values,
                absl::Span<float> sums) {
  RunKernel<SumTargets<float>>(&groups, out, values.data(), values.stride(), values.rows(),
                               sums.data());
}
void TargetSums(const TapGroups& groups, int out, ConstMatrixView<double> values,
                absl::Span<double> sums) {
  RunKernel<SumTargets<double>>(&groups, out, values.data(), values.stride(), values.rows(),
                                sums.data());
}

}  // namespace infoflow::network
