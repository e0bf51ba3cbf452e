#include "infoflow/random/philox_lanes.h"

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"

namespace infoflow::random {
namespace {

constexpr PhiloxKey kKey = {0xa4093822, 0x299f31d0};

TEST(PhiloxLanesTest, HaveTheWordsOfTheBlocks) {
  // The second counter's lower word overflows into the next within a group.
  for (const PhiloxCounter& first :
       {PhiloxCounter{0, 0, 7, 9}, PhiloxCounter{0xfffffffa, 2, 0x85a308d3, 0xffffffff}}) {
    for (const int groups : {0, 1, 2, 5}) {
      std::vector<std::uint32_t> lanes(64 * groups);
      FillPhiloxLanes(first, kKey, absl::MakeSpan(lanes));
      for (int group = 0; group < groups; ++group) {
        for (int l = 0; l < kPhiloxLanes; ++l) {
          const std::uint64_t number =
              (first[0] | std::uint64_t{first[1]} << 32) + kPhiloxLanes * group + l;
          const PhiloxBlock block =
              Philox4x32({static_cast<std::uint32_t>(number),
                          static_cast<std::uint32_t>(number >> 32), first[2], first[3]},
                         kKey);
          for (int w = 0; w < 4; ++w) EXPECT_EQ(lanes[64 * group + 16 * w + l], block[w]);
        }
      }
    }
  }
}

}  // namespace
}  // namespace infoflow::random
