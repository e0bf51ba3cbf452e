#include "infoflow/random/philox_lanes.h"

#include <cstddef>
#include <cstdint>

#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

#ifdef INFOFLOW_X86_KERNELS
#include <immintrin.h>
#endif

// The compiler does not find the 32 x 32 -> 64 bit product of vector registers in plain loops,
// which makes them four times slower; hence intrinsics. Each number sits in the lower half of a
// 64-bit lane: the product ignores the upper half, so that what is left there does no harm, and
// the new c1 and c3 are the products themselves.

namespace infoflow::random {

namespace {

constexpr std::size_t kGroup = 4 * kPhiloxLanes;

#ifdef INFOFLOW_X86_KERNELS

// Round constants of Philox4x32 (Salmon et al., table 2 and section 4.3).
constexpr std::uint32_t kMultiplier0 = 0xd2511f53;
constexpr std::uint32_t kMultiplier1 = 0xcd9e8d57;
constexpr std::uint32_t kKeyStep0 = 0x9e3779b9;
constexpr std::uint32_t kKeyStep1 = 0xbb67ae85;

// The upper half of each product in the lower half of its lane. A shuffle, since shifts would
// wait for the same unit as the products, and half of the time would go to them.
INFOFLOW_AVX512 inline __m512i UpperHalves(__m512i products) {
  return _mm512_shuffle_epi32(products, _MM_PERM_DDBB);
}
INFOFLOW_AVX2 inline __m256i UpperHalves(__m256i products) {
  return _mm256_shuffle_epi32(products, _MM_SHUFFLE(3, 3, 1, 1));
}

INFOFLOW_AVX512 void FillAvx512(std::uint64_t first, std::uint32_t counter2, std::uint32_t counter3,
                                PhiloxKey key, std::size_t groups, std::uint32_t* words) {
  const __m512i multiplier0 = _mm512_set1_epi64(kMultiplier0);
  const __m512i multiplier1 = _mm512_set1_epi64(kMultiplier1);
  const __m512i lane = _mm512_set_epi64(7, 6, 5, 4, 3, 2, 1, 0);
  for (std::size_t group = 0; group < groups; ++group, first += kPhiloxLanes, words += kGroup) {
    __m512i c0[2], c1[2], c2[2], c3[2];
    for (int half = 0; half < 2; ++half) {
      const std::uint64_t number = first + 8 * half;
      c0[half] = _mm512_add_epi64(_mm512_set1_epi64(static_cast<long long>(number)), lane);
      c1[half] = _mm512_srli_epi64(c0[half], 32);
      c2[half] = _mm512_set1_epi64(counter2);
      c3[half] = _mm512_set1_epi64(counter3);
    }
    std::uint32_t key0 = key[0];
    std::uint32_t key1 = key[1];
#pragma GCC unroll 10
    for (int round = 0; round < 10; ++round) {
      const __m512i k0 = _mm512_set1_epi64(key0);
      const __m512i k1 = _mm512_set1_epi64(key1);
      for (int half = 0; half < 2; ++half) {
        const __m512i product0 = _mm512_mul_epu32(c0[half], multiplier0);
        const __m512i product1 = _mm512_mul_epu32(c2[half], multiplier1);
        c0[half] = _mm512_xor_si512(_mm512_xor_si512(UpperHalves(product1), c1[half]), k0);
        c2[half] = _mm512_xor_si512(_mm512_xor_si512(UpperHalves(product0), c3[half]), k1);
        c1[half] = product1;
        c3[half] = product0;
      }
      key0 += kKeyStep0;
      key1 += kKeyStep1;
    }
    for (int half = 0; half < 2; ++half) {
      __m256i* out = reinterpret_cast<__m256i*>(words + 8 * half);
      _mm256_storeu_si256(out, _mm512_cvtepi64_epi32(c0[half]));
      _mm256_storeu_si256(out + 2, _mm512_cvtepi64_epi32(c1[half]));
      _mm256_storeu_si256(out + 4, _mm512_cvtepi64_epi32(c2[half]));
      _mm256_storeu_si256(out + 6, _mm512_cvtepi64_epi32(c3[half]));
    }
  }
}

INFOFLOW_AVX2 void FillAvx2(std::uint64_t first, std::uint32_t counter2, std::uint32_t counter3,
                            PhiloxKey key, std::size_t groups, std::uint32_t* words) {
  const __m256i multiplier0 = _mm256_set1_epi64x(kMultiplier0);
  const __m256i multiplier1 = _mm256_set1_epi64x(kMultiplier1);
  const __m256i lane = _mm256_set_epi64x(3, 2, 1, 0);
  const __m256i even = _mm256_set_epi32(7, 5, 3, 1, 6, 4, 2, 0);
  for (std::size_t part = 0; part < 4 * groups; ++part, first += 4) {
    __m256i c0 = _mm256_add_epi64(_mm256_set1_epi64x(static_cast<long long>(first)), lane);
    __m256i c1 = _mm256_srli_epi64(c0, 32);
    __m256i c2 = _mm256_set1_epi64x(counter2);
    __m256i c3 = _mm256_set1_epi64x(counter3);
    std::uint32_t key0 = key[0];
    std::uint32_t key1 = key[1];
#pragma GCC unroll 10
    for (int round = 0; round < 10; ++round) {
      const __m256i product0 = _mm256_mul_epu32(c0, multiplier0);
      const __m256i product1 = _mm256_mul_epu32(c2, multiplier1);
      c0 = _mm256_xor_si256(_mm256_xor_si256(UpperHalves(product1), c1), _mm256_set1_epi64x(key0));
      c2 = _mm256_xor_si256(_mm256_xor_si256(UpperHalves(product0), c3), _mm256_set1_epi64x(key1));
      c1 = product1;
      c3 = product0;
      key0 += kKeyStep0;
      key1 += kKeyStep1;
    }
    std::uint32_t* const out = words + part / 4 * kGroup + part % 4 * 4;
    int w = 0;
    for (const __m256i value : {c0, c1, c2, c3}) {
      const __m256i packed = _mm256_permutevar8x32_epi32(value, even);
      _mm_storeu_si128(reinterpret_cast<__m128i*>(out + kPhiloxLanes * w++),
                       _mm256_castsi256_si128(packed));
    }
  }
}

#endif  // INFOFLOW_X86_KERNELS

// By Philox4x32, block by block.
void FillPlain(const PhiloxCounter& first, const PhiloxKey& key, absl::Span<std::uint32_t> words) {
  std::uint64_t number = first[0] | static_cast<std::uint64_t>(first[1]) << 32;
  for (std::size_t group = 0; group < words.size(); group += kGroup) {
    for (int l = 0; l < kPhiloxLanes; ++l, ++number) {
      const PhiloxBlock block =
          Philox4x32({static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(number >> 32),
                      first[2], first[3]},
                     key);
      for (int w = 0; w < 4; ++w) words[group + kPhiloxLanes * w + l] = block[w];
    }
  }
}

}  // namespace

void FillPhiloxLanes(const PhiloxCounter& first, const PhiloxKey& key,
                     absl::Span<std::uint32_t> words) {
  INFOFLOW_CHECK(words.size() % kGroup == 0);
  [[maybe_unused]] const std::uint64_t number = first[0] | static_cast<std::uint64_t>(first[1])
                                                               << 32;
  switch (ActiveKernelTarget()) {
#ifdef INFOFLOW_X86_KERNELS
    case KernelTarget::kAvx512:
      return FillAvx512(number, first[2], first[3], key, words.size() / kGroup, words.data());
    case KernelTarget::kAvx2:
      return FillAvx2(number, first[2], first[3], key, words.size() / kGroup, words.data());
#endif
    default:
      return FillPlain(first, key, words);
  }
}

}  // namespace infoflow::random
