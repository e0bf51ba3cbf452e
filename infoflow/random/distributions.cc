#include "infoflow/random/distributions.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <vector>

#include "absl/types/span.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::random {

namespace {

// Words drawn at a time by the Fill functions: 4 kB, which stay in the first-level cache.
constexpr std::size_t kChunkWords = 1024;

INFOFLOW_KERNEL void FloatsFromWords(const std::uint32_t* words, float* values, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    // Through a signed number, which has a conversion in every vector instruction set.
    values[i] = static_cast<float>(static_cast<std::int32_t>(words[i] >> 8)) * 0x1p-24f;
  }
}

// v 2^-53 = (1 + (v >> 1) 2^-52) - 1 + (v & 1) 2^-53 for v < 2^53, where every step is exact.
INFOFLOW_KERNEL void DoublesFromWords(const std::uint32_t* words, double* values,
                                      std::size_t count) {
  constexpr std::uint64_t kOne = 0x3ff0000000000000u;       // the bits of 1.0
  constexpr std::uint64_t kHalfUnit = 0x3ca0000000000000u;  // the bits of 2^-53
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t bits = words[2 * i] | static_cast<std::uint64_t>(words[2 * i + 1]) << 32;
    const double upper = __builtin_bit_cast(double, (bits >> 12) | kOne) - 1.0;
    const std::uint64_t last_bit = (bits >> 11) & 1;
    values[i] = upper + __builtin_bit_cast(double, (0 - last_bit) & kHalfUnit);
  }
}

// values = convert(words), chunk by chunk, with words_per_value words for each value.
template <typename T, typename Convert>
void FillInChunks(Stream& stream, absl::Span<T> values, std::size_t words_per_value,
                  Convert convert) {
  std::uint32_t words[kChunkWords];
  const std::size_t chunk = kChunkWords / words_per_value;
  for (std::size_t done = 0; done < values.size(); done += chunk) {
    const absl::Span<T> part = values.subspan(done, chunk);
    const absl::Span<std::uint32_t> part_words(words, part.size() * words_per_value);
    stream.Fill(part_words);
    convert(part_words, part);
  }
}

}  // namespace

void FillUniform(Stream& stream, absl::Span<float> values) {
  FillInChunks(stream, values, 1, [](absl::Span<const std::uint32_t> words, absl::Span<float> out) {
    RunKernel<FloatsFromWords>(words.data(), out.data(), out.size());
  });
}

void FillUniform(Stream& stream, absl::Span<double> values) {
  FillInChunks(stream, values, 2,
               [](absl::Span<const std::uint32_t> words, absl::Span<double> out) {
                 RunKernel<DoublesFromWords>(words.data(), out.data(), out.size());
               });
}

void FillNormal(Stream& stream, absl::Span<float> values) {
  FillInChunks(stream, values, 1, [](absl::Span<const std::uint32_t> words, absl::Span<float> out) {
    NormalsFromWords(words, out);
  });
}

void FillNormal(Stream& stream, absl::Span<double> values) {
  FillInChunks(stream, values, 2,
               [](absl::Span<const std::uint32_t> words, absl::Span<double> out) {
                 NormalsFromWords(words, out);
               });
}

std::uint64_t UniformInteger(Stream& stream, std::uint64_t n) {
  INFOFLOW_CHECK(n >= 1);
  unsigned __int128 product = static_cast<unsigned __int128>(stream.Next64()) * n;
  if (static_cast<std::uint64_t>(product) < n) {
    const std::uint64_t biased = (0 - n) % n;  // 2^64 mod n
    while (static_cast<std::uint64_t>(product) < biased) {
      product = static_cast<unsigned __int128>(stream.Next64()) * n;
    }
  }
  return static_cast<std::uint64_t>(product >> 64);
}

Bernoulli::Bernoulli(double probability)
    : threshold_(!(probability > 0) ? 0
                 : probability >= 1 ? std::uint64_t{1} << 32
                                    : static_cast<std::uint64_t>(probability * 0x1p32)) {}

std::vector<int> RandomPermutation(Stream& stream, int n) {
  INFOFLOW_CHECK(n >= 0);
  std::vector<int> permutation(n);
  std::iota(permutation.begin(), permutation.end(), 0);
  Shuffle(stream, absl::MakeSpan(permutation));
  return permutation;
}

}  // namespace infoflow::random
