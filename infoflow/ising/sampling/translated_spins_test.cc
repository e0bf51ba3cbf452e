#include "infoflow/ising/sampling/translated_spins.h"

#include <cstdint>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/random/stream.h"

namespace infoflow::ising {
namespace {

TEST(TranslatedSpinsTest, EveryTranslation) {
  for (const int side : {1, 2, 3, 7, 8, 9, 11, 16}) {
    const int sites = side * side;
    const int words = (sites + 63) / 64;
    random::Stream stream(1, random::StreamUse::kTest, side);
    std::vector<std::uint64_t> field(words, 0), moved(words);
    std::vector<int> bits(sites);
    for (int i = 0; i < sites; ++i) {
      bits[i] = static_cast<int>(stream() & 1);
      field[i / 64] |= static_cast<std::uint64_t>(bits[i]) << (i % 64);
    }
    TranslatedSpins translated(side);
    for (int dx = 0; dx < side; ++dx) {
      translated.Set(field, dx);
      for (int dy = 0; dy < side; ++dy) {
        translated.Get(dy, absl::MakeSpan(moved));
        std::vector<std::uint64_t> want(words, 0);
        for (int y = 0; y < side; ++y) {
          for (int x = 0; x < side; ++x) {
            const int i = y * side + x;
            const int from = (y + dy) % side * side + (x + dx) % side;
            want[i / 64] |= static_cast<std::uint64_t>(bits[from]) << (i % 64);
          }
        }
        ASSERT_EQ(moved, want) << side << ": " << dx << ", " << dy;
      }
    }
  }
}

TEST(TranslatedSpinsTest, Counts) {
  const std::uint64_t a[] = {0xff, ~std::uint64_t{0}};
  const std::uint64_t b[] = {0x0f, 1};
  EXPECT_EQ(internal::CountBits(a, 2), 72);
  EXPECT_EQ(internal::CountUnlike(a, b, 2), 67);
  EXPECT_EQ(internal::CountBoth(a, b, 2), 5);
}

}  // namespace
}  // namespace infoflow::ising
