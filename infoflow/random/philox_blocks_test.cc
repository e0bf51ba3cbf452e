#include "infoflow/random/philox_blocks.h"

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"

namespace infoflow::random {
namespace {

TEST(PhiloxBlocksTest, FillMatchesBlockAfterBlock) {
  // The lower word of the counter passes 2^32 on the way, inside and between the lanes.
  for (const std::uint32_t first : {0u, 1u, 0xfffffff0u, 0xfffffff5u, 0xffffffffu}) {
    for (const int blocks : {0, 1, 15, 16, 17, 40, 256, 600}) {
      const PhiloxCounter counter = {first, 7, 123, 456};
      const PhiloxKey key = {0x12345678, 0x9abcdef0};
      std::vector<std::uint32_t> words(4 * blocks);
      FillPhiloxBlocks(counter, key, absl::MakeSpan(words));
      for (int b = 0; b < blocks; ++b) {
        const std::uint64_t number = (std::uint64_t{7} << 32 | first) + b;
        const PhiloxBlock want = Philox4x32({static_cast<std::uint32_t>(number),
                                             static_cast<std::uint32_t>(number >> 32), 123, 456},
                                            key);
        for (int i = 0; i < 4; ++i) ASSERT_EQ(words[4 * b + i], want[i]) << b << ", " << i;
      }
    }
  }
}

TEST(PhiloxBlocksDeathTest, FillsWholeBlocksOnly) {
  std::vector<std::uint32_t> words(5);
  EXPECT_DEATH(FillPhiloxBlocks({}, {}, absl::MakeSpan(words)), "check failed");
}

}  // namespace
}  // namespace infoflow::random
