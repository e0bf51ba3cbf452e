#include "infoflow/random/philox.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::random {
namespace {

using ::infoflow::testing::ReferenceTable;

TEST(PhiloxTest, KnownAnswers) {
  for (ReferenceTable& table : ReferenceTable::Open("rbm", "philox4x32_10.csv")) {
    for (int row = 0; row < table.num_rows(); ++row) {
      const auto word = [&](absl::string_view letter, int i) {
        return static_cast<std::uint32_t>(table.Input(row, absl::StrCat(letter, i)));
      };
      const PhiloxCounter counter = {word("c", 0), word("c", 1), word("c", 2), word("c", 3)};
      const PhiloxKey key = {word("k", 0), word("k", 1)};
      const PhiloxBlock block = Philox4x32(counter, key);
      PhiloxBlock filled;
      FillPhiloxBlocks(counter, key, absl::MakeSpan(filled));
      EXPECT_EQ(filled, block);
      for (int i = 0; i < 4; ++i) table.Compare(row, absl::StrCat("o", i), block[i], {});
    }
  }
}

TEST(PhiloxTest, FillMatchesBlockAfterBlock) {
  // The lower word of the counter passes 2^32 on the way, inside and between the lanes.
  for (const std::uint32_t first : {0u, 1u, 0xfffffff0u, 0xfffffff5u, 0xffffffffu}) {
    for (const int blocks : {0, 1, 15, 16, 17, 40}) {
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

TEST(PhiloxDeathTest, FillsWholeBlocksOnly) {
  std::vector<std::uint32_t> words(5);
  EXPECT_DEATH(FillPhiloxBlocks({}, {}, absl::MakeSpan(words)), "check failed");
}

}  // namespace
}  // namespace infoflow::random
