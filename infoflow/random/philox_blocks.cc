#include "infoflow/random/philox_blocks.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "infoflow/random/philox_lanes.h"
#include "infoflow/support/check.h"
#include "infoflow/support/kernel.h"

namespace infoflow::random {

namespace {

// Words of the blocks that FillPhiloxLanes computes side by side.
constexpr std::size_t kGroup = 4 * kPhiloxLanes;

// Words held in the order of the lanes at a time, few enough for the first-level cache.
constexpr std::size_t kPiece = 16 * kGroup;

// From the order of the lanes to that of the blocks.
INFOFLOW_KERNEL void Transpose(const std::uint32_t* __restrict lanes, std::size_t count,
                               std::uint32_t* __restrict words) {
  for (std::size_t group = 0; group < count; group += kGroup) {
    for (int l = 0; l < kPhiloxLanes; ++l) {
      for (int w = 0; w < 4; ++w) words[group + 4 * l + w] = lanes[group + kPhiloxLanes * w + l];
    }
  }
}

}  // namespace

void FillPhiloxBlocks(const PhiloxCounter& first, const PhiloxKey& key,
                      absl::Span<std::uint32_t> words) {
  INFOFLOW_CHECK(words.size() % 4 == 0);
  std::uint64_t number = first[0] | static_cast<std::uint64_t>(first[1]) << 32;
  const auto counter = [&]() -> PhiloxCounter {
    return {static_cast<std::uint32_t>(number), static_cast<std::uint32_t>(number >> 32), first[2],
            first[3]};
  };
  std::uint32_t lanes[kPiece];
  while (words.size() >= kGroup) {
    const std::size_t count = std::min(kPiece, words.size() / kGroup * kGroup);
    FillPhiloxLanes(counter(), key, absl::MakeSpan(lanes, count));
    RunKernel<Transpose>(lanes, count, words.data());
    words.remove_prefix(count);
    number += count / 4;
  }
  for (; !words.empty(); words.remove_prefix(4), ++number) {
    const PhiloxBlock block = Philox4x32(counter(), key);
    std::copy(block.begin(), block.end(), words.begin());
  }
}

}  // namespace infoflow::random
