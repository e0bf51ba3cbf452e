#include "infoflow/ising/square/strip_row.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::ising::internal {

namespace {

// As wide as the widest registers; narrower ones take several.
constexpr int kWidth = 8;
constexpr int kWidthBits = 3;
using Vector = double __attribute__((vector_size(8 * kWidth)));

// Bits of the index within a block of 16 kB, which stays in the first-level cache.
constexpr int kBlockBits = 11;
// Rows of fewer sites are done entry by entry.
constexpr int kFewestSites = 7;

INFOFLOW_KERNEL Vector Load(const double* from) {
  Vector v;
  std::memcpy(&v, from, sizeof(v));
  return v;
}
INFOFLOW_KERNEL void Store(const Vector& v, double* to) { std::memcpy(to, &v, sizeof(v)); }

INFOFLOW_KERNEL Vector Reversed(const Vector& v) {
  return __builtin_shufflevector(v, v, 7, 6, 5, 4, 3, 2, 1, 0);
}

// The sites whose bits count entries within a vector.
INFOFLOW_KERNEL void FlipInside(const double* flips, Vector& v) {
  v = v + flips[0] * __builtin_shufflevector(v, v, 1, 0, 3, 2, 5, 4, 7, 6);
  v = v + flips[1] * __builtin_shufflevector(v, v, 2, 3, 0, 1, 6, 7, 4, 5);
  v = v + flips[2] * __builtin_shufflevector(v, v, 4, 5, 6, 7, 0, 1, 2, 3);
}

// The sites whose bits count the vectors v[0], ..., v[2^kSites - 1].
template <int kSites>
INFOFLOW_KERNEL void Flip(const double* flips, Vector* v) {
  if constexpr (kSites > 0) {
    constexpr int kHalf = 1 << (kSites - 1);
    Flip<kSites - 1>(flips, v);
    Flip<kSites - 1>(flips, v + kHalf);
    const double t = flips[kSites - 1];
    for (int i = 0; i < kHalf; ++i) {
      const Vector a = v[i];
      const Vector b = v[i + kHalf];
      v[i] = a + t * b;
      v[i + kHalf] = b + t * a;
    }
  }
}

// Sites [site, site + kSites) of `size` entries.
template <int kSites>
INFOFLOW_KERNEL void FlipSites(const double* flips, int site, std::size_t size, double* x) {
  constexpr int kVectors = 1 << kSites;
  const std::size_t stride = std::size_t{1} << site;
  for (std::size_t block = 0; block < size; block += stride * kVectors) {
    for (std::size_t i = block; i < block + stride; i += kWidth) {
      Vector v[kVectors];
      for (int j = 0; j < kVectors; ++j) v[j] = Load(x + i + j * stride);
      Flip<kSites>(flips + site, v);
      for (int j = 0; j < kVectors; ++j) Store(v[j], x + i + j * stride);
    }
  }
}

// Sites [first, end), some at once; first >= kWidthBits.
INFOFLOW_KERNEL void FlipSomeSites(const double* flips, int first, int end, std::size_t size,
                                   double* x) {
  int site = first;
  // Three are as many as narrower registers hold, and as many lines as the first-level cache.
  for (; site + 3 <= end; site += 3) FlipSites<3>(flips, site, size, x);
  if (site + 2 == end) FlipSites<2>(flips, site, size, x);
  if (site + 1 == end) FlipSites<1>(flips, site, size, x);
}

// Sites [0, end), end >= 6, of a block, after the diagonal.
INFOFLOW_KERNEL void FlipBlock(const double* flips, int end, const double* diagonal,
                               std::size_t size, double* x) {
  constexpr int kVectors = 8;
  for (std::size_t i = 0; i < size; i += kVectors * kWidth) {
    Vector v[kVectors];
    for (int j = 0; j < kVectors; ++j) v[j] = Load(x + i + j * kWidth);
    if (diagonal != nullptr) {
      for (int j = 0; j < kVectors; ++j) v[j] = v[j] * Load(diagonal + i + j * kWidth);
    }
    for (int j = 0; j < kVectors; ++j) FlipInside(flips, v[j]);
    Flip<kWidthBits>(flips + kWidthBits, v);
    for (int j = 0; j < kVectors; ++j) Store(v[j], x + i + j * kWidth);
  }
  FlipSomeSites(flips, 2 * kWidthBits, end, size, x);
}

// The last kSites bits, the last site, and the diagonal. Vectors that the last site exchanges, from
// both ends of the row, are in registers together. More than 8 lines, powers of two apart, would
// drive each other out of the first-level cache before they are written.
template <int kSites>
INFOFLOW_KERNEL void Finish(const double* flips, int bits, const double* diagonal, double* x) {
  constexpr int kVectors = 1 << kSites;
  const int site = bits - kSites;
  const std::size_t stride = std::size_t{1} << site;
  const double t = flips[bits];
  for (std::size_t i = 0; i < stride / 2; i += kWidth) {
    const std::size_t other = stride - kWidth - i;
    Vector v[kVectors], w[kVectors];
    for (int j = 0; j < kVectors; ++j) v[j] = Load(x + i + j * stride);
    Flip<kSites>(flips + site, v);
    for (int j = 0; j < kVectors; ++j) w[j] = Load(x + other + j * stride);
    Flip<kSites>(flips + site, w);
    for (int j = 0; j < kVectors; ++j) {
      const int opposite = kVectors - 1 - j;
      const Vector a = v[j];
      const Vector b = w[opposite];
      Vector first = a + t * Reversed(b);
      Vector second = b + t * Reversed(a);
      if (diagonal != nullptr) {
        first = first * Load(diagonal + i + j * stride);
        second = second * Load(diagonal + other + opposite * stride);
      }
      Store(first, x + i + j * stride);
      Store(second, x + other + opposite * stride);
    }
  }
}

INFOFLOW_KERNEL void FlipLongRow(const double* flips, int bits, const double* diagonal, double* x) {
  const std::size_t size = std::size_t{1} << bits;
  const int low = std::min(bits, kBlockBits);
  const std::size_t block = std::size_t{1} << low;
  for (std::size_t i = 0; i < size; i += block) {
    FlipBlock(flips, low, diagonal != nullptr ? diagonal + i : nullptr, block, x + i);
  }
  if (bits == low) return Finish<0>(flips, bits, diagonal, x);
  FlipSomeSites(flips, low, bits - 1, size, x);
  Finish<1>(flips, bits, diagonal, x);
}

void FlipShortRow(absl::Span<const double> flips, absl::Span<const double> diagonal,
                  absl::Span<double> x) {
  for (std::size_t i = 0; i < diagonal.size(); ++i) x[i] *= diagonal[i];
  const auto exchange = [&x](std::size_t i, std::size_t j, double t) {
    const double a = x[i];
    const double b = x[j];
    x[i] = a + t * b;
    x[j] = b + t * a;
  };
  for (std::size_t site = 0; site + 1 < flips.size(); ++site) {
    const std::size_t bit = std::size_t{1} << site;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if ((i & bit) == 0) exchange(i, i | bit, flips[site]);
    }
  }
  for (std::size_t i = 0; i < x.size() / 2; ++i) exchange(i, x.size() - 1 - i, flips.back());
  for (std::size_t i = 0; i < diagonal.size(); ++i) x[i] *= diagonal[i];
}

}  // namespace

void ApplyStripSites(absl::Span<const double> flips, absl::Span<const double> diagonal,
                     absl::Span<double> x) {
  INFOFLOW_CHECK(flips.size() >= 2 && x.size() == std::size_t{1} << (flips.size() - 1));
  INFOFLOW_CHECK(diagonal.empty() || diagonal.size() == x.size());
  const int sites = static_cast<int>(flips.size());
  if (sites < kFewestSites) return FlipShortRow(flips, diagonal, x);
  RunKernel<FlipLongRow>(flips.data(), sites - 1, diagonal.empty() ? nullptr : diagonal.data(),
                         x.data());
}

}  // namespace infoflow::ising::internal
