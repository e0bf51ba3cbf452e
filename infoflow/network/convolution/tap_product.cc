#include "infoflow/network/convolution/tap_product.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "infoflow/network/convolution/tap_tiles.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::network {

namespace {

using internal::HaveTapTiles;
using internal::TapGradientArguments;
using internal::TapProductArguments;
using internal::TiledTapGradient;
using internal::TiledTapProduct;
using linalg::ConstMatrixView;
using linalg::MatrixView;

template <typename T>
INFOFLOW_KERNEL void PlainProduct(const TapProductArguments<T>& a) {
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
INFOFLOW_KERNEL void PlainGradient(const TapGradientArguments<T>& a) {
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

// With one output channel, vectors run over input channels instead; sums are taken in so many
// interleaved parts, so that they have the same bits with every instruction set. Gradients have
// half of them where there are not so many channels.
constexpr int kLanes = 16;
constexpr int kFewLanes = 8;
// So many sums of vectors are taken side by side: additions wait for those before them.
constexpr int kSums = 4;

// The first elements become the sums of all, in a tree.
template <typename T, int kCount>
INFOFLOW_KERNEL void SumLanes(T (&sums)[kCount][kLanes]) {
  for (int half = kLanes / 2; half > 0; half /= 2) {
    for (int i = 0; i < kCount; ++i) {
      for (int l = 0; l < half; ++l) sums[i][l] += sums[i][l + half];
    }
  }
}

// Of `kCount` images from `b` on.
template <int kCount, typename T>
INFOFLOW_KERNEL void OneChannelImages(const TapProductArguments<T>& a, int b) {
  const T* const from = a.from + b * a.from_stride;
  for (int g = 0; g < a.groups->size(); ++g) {
    T sums[kCount][kLanes] = {};
    T rest[kCount];
    for (int i = 0; i < kCount; ++i) rest[i] = a.bias == nullptr ? T(0) : a.bias[0];
    for (const Tap& tap : a.groups->taps(g)) {
      const T* const x = from + static_cast<std::ptrdiff_t>(tap.from) * a.in;
      const T* const w = a.weights + static_cast<std::ptrdiff_t>(tap.tap) * a.in;
      int k = 0;
      for (; k + kLanes <= a.in; k += kLanes) {
        for (int i = 0; i < kCount; ++i) {
          for (int l = 0; l < kLanes; ++l) sums[i][l] += x[i * a.from_stride + k + l] * w[k + l];
        }
      }
      for (; k < a.in; ++k) {
        for (int i = 0; i < kCount; ++i) rest[i] += x[i * a.from_stride + k] * w[k];
      }
    }
    SumLanes(sums);
    for (int i = 0; i < kCount; ++i) {
      a.to[(b + i) * a.to_stride + a.groups->target(g)] = rest[i] + sums[i][0];
    }
  }
}

template <typename T>
INFOFLOW_KERNEL void OneChannelProduct(const TapProductArguments<T>& a) {
  int b = 0;
  for (; b + kSums <= a.rows; b += kSums) OneChannelImages<kSums>(a, b);
  for (; b < a.rows; ++b) OneChannelImages<1>(a, b);
}

template <int kWidth, typename T>
INFOFLOW_KERNEL void OneChannelGradient(const TapGradientArguments<T>& a) {
  for (int first = 0; first < a.in; first += kWidth) {
    const int channels = std::min(kWidth, a.in - first);
    T sums[kSums][kWidth] = {};
    for (int b = 0; b < a.rows; ++b) {
      const T* const from = a.from + b * a.from_stride + first;
      const T* const to = a.to + b * a.to_stride;
      int p = 0;
      if (channels == kWidth) {
        for (; p + kSums <= a.num_pairs; p += kSums) {
          for (int i = 0; i < kSums; ++i) {
            const T factor = to[a.pairs[p + i].tap];
            const T* const x = from + static_cast<std::ptrdiff_t>(a.pairs[p + i].from) * a.in;
            for (int l = 0; l < kWidth; ++l) sums[i][l] += factor * x[l];
          }
        }
      }
      for (; p < a.num_pairs; ++p) {
        const T factor = to[a.pairs[p].tap];
        const T* const x = from + static_cast<std::ptrdiff_t>(a.pairs[p].from) * a.in;
        for (int l = 0; l < channels; ++l) sums[0][l] += factor * x[l];
      }
    }
    for (int l = 0; l < channels; ++l) {
      a.gradient[first + l] += (sums[0][l] + sums[1][l]) + (sums[2][l] + sums[3][l]);
    }
  }
}

template <int kWidth, typename T>
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
  for (int first = 0; first < out; first += kWidth) {
    const int channels = std::min(kWidth, out - first);
    T parts[kSums][kWidth] = {};
    for (int b = 0; b < rows; ++b) {
      const T* const row = values + b * stride + first;
      const auto pixel = [&](int g) {
        return row + static_cast<std::ptrdiff_t>(groups->target(g)) * out;
      };
      int g = 0;
      if (channels == kWidth) {
        for (; g + kSums <= groups->size(); g += kSums) {
          for (int i = 0; i < kSums; ++i) {
            const T* const x = pixel(g + i);
            for (int l = 0; l < kWidth; ++l) parts[i][l] += x[l];
          }
        }
      }
      for (; g < groups->size(); ++g) {
        for (int l = 0; l < channels; ++l) parts[0][l] += pixel(g)[l];
      }
    }
    for (int l = 0; l < channels; ++l) {
      sums[first + l] += (parts[0][l] + parts[1][l]) + (parts[2][l] + parts[3][l]);
    }
  }
}

template <typename T>
void ProductAny(const TapGroups& groups, int in, int out, absl::Span<const T> weights,
                absl::Span<const T> bias, ConstMatrixView<T> from, MatrixView<T> to) {
  INFOFLOW_CHECK(in >= 1 && out >= 1 && from.rows() == to.rows());
  INFOFLOW_CHECK(from.columns() % in == 0 && to.columns() % out == 0);
  INFOFLOW_CHECK(weights.size() % (static_cast<std::size_t>(in) * out) == 0);
  INFOFLOW_CHECK(bias.empty() || bias.size() == static_cast<std::size_t>(out));
  const TapProductArguments<T> arguments = {&groups,
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
    if (HaveTapTiles()) return TiledTapProduct(arguments);
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
  const TapGradientArguments<T> arguments = {pairs.data(), static_cast<int>(pairs.size()),
                                             in,           out,
                                             from.data(),  from.stride(),
                                             to.data(),    to.stride(),
                                             from.rows(),  gradient.data()};
  if (out == 1) {
    return in < kLanes ? RunKernel<OneChannelGradient<kFewLanes, T>>(arguments)
                       : RunKernel<OneChannelGradient<kLanes, T>>(arguments);
  }
  if constexpr (std::is_same_v<T, float>) {
    if (HaveTapTiles()) return TiledTapGradient(arguments);
  }
  RunKernel<PlainGradient<T>>(arguments);
}

template <typename T>
void SumTargetsAny(const TapGroups& groups, int out, ConstMatrixView<T> values,
                   absl::Span<T> sums) {
  if (out < kLanes) {
    RunKernel<SumTargets<kFewLanes, T>>(&groups, out, values.data(), values.stride(), values.rows(),
                                        sums.data());
  } else {
    RunKernel<SumTargets<kLanes, T>>(&groups, out, values.data(), values.stride(), values.rows(),
                                     sums.data());
  }
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
  SumTargetsAny<float>(groups, out, values, sums);
}
void TargetSums(const TapGroups& groups, int out, ConstMatrixView<double> values,
                absl::Span<double> sums) {
  SumTargetsAny<double>(groups, out, values, sums);
}

}  // namespace infoflow::network
