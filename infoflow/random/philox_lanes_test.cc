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
      std::vector<std::uint32_t> blocks(64 * groups);
      std::vector<std::uint32_t> lanes(64 * groups);
      std::vector<std::uint32_t> plain(64 * groups);
      std::vector<std::uint32_t> avx2(64 * groups);
      FillPhiloxBlocks(first, kKey, absl::MakeSpan(blocks));
      FillPhiloxLanes(first, kKey, absl::MakeSpan(lanes));
      FillPhiloxLanesPlain(first, kKey, absl::MakeSpan(plain));
      for (int group = 0; group < groups; ++group) {
        for (int l = 0; l < kPhiloxLanes; ++l) {
          for (int w = 0; w < 4; ++w) {
            EXPECT_EQ(lanes[64 * group + 16 * w + l], blocks[64 * group + 4 * l + w]);
          }
        }
      }
      EXPECT_EQ(lanes, plain);
      if (internal::FillPhiloxLanesAvx2(first, kKey, absl::MakeSpan(avx2))) {
        EXPECT_EQ(avx2, plain);
      }
    }
  }
}

}  // namespace
}  // namespace infoflow::random
