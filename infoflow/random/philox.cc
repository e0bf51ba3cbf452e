#include "infoflow/random/philox.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "infoflow/support/check.h"
#include "infoflow/support/target_clones.h"

namespace infoflow::random {

namespace {

// Blocks computed side by side, so that the compiler keeps one in each lane of a register.
constexpr int kLanes = 16;
constexpr std::uint32_t kRounds = 10;

// Round constants of Philox4x32 (Salmon et al., table 2 and section 4.3).
constexpr std::uint32_t kMultiplier0 = 0xd2511f53;
constexpr std::uint32_t kMultiplier1 = 0xcd9e8d57;
constexpr std::uint32_t kKeyStep0 = 0x9e3779b9;
constexpr std::uint32_t kKeyStep1 = 0xbb67ae85;

// Blocks `first`, ..., `first` + kLanes - 1 (64-bit number in the lower words of the counter).
// The rounds are unrolled so that the loop over lanes is left, for the compiler to vectorize.
INFOFLOW_TARGET_CLONES
void FillLanes(std::uint64_t first, std::uint32_t counter2, std::uint32_t counter3,
               std::uint32_t key0, std::uint32_t key1, std::uint32_t* words) {
  std::uint32_t out[4][kLanes];
  for (int i = 0; i < kLanes; ++i) {
    const std::uint64_t number = first + i;
    std::uint32_t c0 = static_cast<std::uint32_t>(number);
    std::uint32_t c1 = static_cast<std::uint32_t>(number >> 32);
    std::uint32_t c2 = counter2;
    std::uint32_t c3 = counter3;
#pragma GCC unroll 10
    for (std::uint32_t round = 0; round < kRounds; ++round) {
      const std::uint64_t product0 = static_cast<std::uint64_t>(kMultiplier0) * c0;
      const std::uint64_t product1 = static_cast<std::uint64_t>(kMultiplier1) * c2;
      c0 = static_cast<std::uint32_t>(product1 >> 32) ^ c1 ^ (key0 + round * kKeyStep0);
      c2 = static_cast<std::uint32_t>(product0 >> 32) ^ c3 ^ (key1 + round * kKeyStep1);
      c1 = static_cast<std::uint32_t>(product1);
      c3 = static_cast<std::uint32_t>(product0);
    }
    out[0][i] = c0;
    out[1][i] = c1;
    out[2][i] = c2;
    out[3][i] = c3;
  }
  for (int i = 0; i < kLanes; ++i) {
    for (int w = 0; w < 4; ++w) words[4 * i + w] = out[w][i];
  }
}

}  // namespace

void FillPhiloxBlocks(const PhiloxCounter& first, const PhiloxKey& key,
                      absl::Span<std::uint32_t> words) {
  INFOFLOW_CHECK(words.size() % 4 == 0);
  std::uint64_t number = first[0] | static_cast<std::uint64_t>(first[1]) << 32;
  constexpr std::size_t kChunk = 4 * kLanes;
  std::size_t done = 0;
  for (; done + kChunk <= words.size(); done += kChunk, number += kLanes) {
    FillLanes(number, first[2], first[3], key[0], key[1], words.data() + done);
  }
  for (; done < words.size(); done += 4, ++number) {
    const PhiloxBlock block =
        Philox4x32({static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(number >> 32),
                    first[2], first[3]},
                   key);
    std::copy(block.begin(), block.end(), words.begin() + done);
  }
}

}  // namespace infoflow::random
