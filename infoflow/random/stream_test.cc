#include "infoflow/random/stream.h"

#include <cstdint>
#include <random>
#include <set>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/random/philox.h"

namespace infoflow::random {
namespace {

constexpr std::uint64_t kSeed = 0x123456789abcdef0;

std::vector<std::uint32_t> Take(Stream& stream, int count) {
  std::vector<std::uint32_t> words(count);
  for (std::uint32_t& word : words) word = stream();
  return words;
}

TEST(StreamTest, WordsAreThoseOfTheDocumentedCounter) {
  Stream stream(kSeed, StreamUse::kCluster, 77);
  for (std::uint32_t draw = 0; draw < 5; ++draw) {
    const PhiloxBlock block = Philox4x32({draw, 0, 77, 3}, {0x9abcdef0, 0x12345678});
    for (const std::uint32_t word : block) EXPECT_EQ(stream(), word);
  }
}

TEST(StreamTest, CounterGoesBeyond32Bits) {
  Stream stream(kSeed, StreamUse::kSweep, 0);
  stream.Seek((std::uint64_t{1} << 34) + 2);
  EXPECT_EQ(stream(), Philox4x32({0, 1, 0, 2}, {0x9abcdef0, 0x12345678})[2]);
}

TEST(StreamTest, SeekGivesWhatSequentialDrawsGive) {
  Stream sequential(kSeed, StreamUse::kTest, 1);
  const std::vector<std::uint32_t> words = Take(sequential, 50);
  EXPECT_EQ(sequential.position(), 50u);
  for (int position = 0; position < 50; ++position) {
    Stream stream(kSeed, StreamUse::kTest, 1);
    stream.Seek(position);
    EXPECT_EQ(stream.position(), position);
    EXPECT_EQ(stream(), words[position]);
  }
  Stream stream(kSeed, StreamUse::kTest, 1);
  stream.Skip(3);
  stream();
  stream.Skip(5);
  EXPECT_EQ(stream(), words[9]);
  stream.Seek(2);
  EXPECT_EQ(stream(), words[2]);
}

TEST(StreamTest, FillGivesWhatSequentialDrawsGiveHoweverItIsSplit) {
  Stream sequential(kSeed, StreamUse::kTest, 1);
  const std::vector<std::uint32_t> words = Take(sequential, 300);
  for (const int first : {0, 1, 2, 3, 4, 7}) {
    for (const int count : {0, 1, 3, 4, 5, 64, 67, 129, 200}) {
      Stream stream(kSeed, StreamUse::kTest, 1);
      std::vector<std::uint32_t> filled(first + count);
      stream.Fill(absl::MakeSpan(filled).subspan(0, first));
      stream.Fill(absl::MakeSpan(filled).subspan(first));
      EXPECT_EQ(stream.position(), first + count);
      for (int i = 0; i < first + count; ++i) ASSERT_EQ(filled[i], words[i]);
      EXPECT_EQ(stream(), words[first + count]);
    }
  }
}

TEST(StreamTest, Next64TakesTheLowerHalfFirst) {
  Stream words(kSeed, StreamUse::kTest, 1);
  Stream stream(kSeed, StreamUse::kTest, 1);
  stream();
  words();
  // Also across the border between two blocks.
  for (int i = 0; i < 4; ++i) {
    const std::uint64_t low = words();
    const std::uint64_t high = words();
    EXPECT_EQ(stream.Next64(), low | high << 32);
  }
}

TEST(StreamTest, CopiesContinueIndependently) {
  Stream a(kSeed, StreamUse::kTest, 1);
  a();
  Stream b = a;
  EXPECT_EQ(a, b);
  const std::uint32_t next = a();
  EXPECT_NE(a, b);
  EXPECT_EQ(b(), next);
}

TEST(StreamTest, SeedUseAndIndexNameDifferentStreams) {
  std::set<std::uint32_t> first_words;
  for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 32}) {
    for (const StreamUse use : {StreamUse::kInitialState, StreamUse::kWeights}) {
      for (const std::uint32_t index : {0u, 1u, 0xffffffffu}) {
        first_words.insert(Stream(seed, use, index)());
      }
    }
  }
  EXPECT_EQ(first_words.size(), 18u);
}

TEST(StreamTest, IsAUniformRandomBitGenerator) {
  Stream stream(kSeed, StreamUse::kTest, 1);
  EXPECT_EQ(Stream::min(), 0u);
  EXPECT_EQ(Stream::max(), 0xffffffffu);
  std::uniform_int_distribution<int> die(1, 6);
  for (int i = 0; i < 100; ++i) {
    const int eyes = die(stream);
    EXPECT_TRUE(eyes >= 1 && eyes <= 6);
  }
}

}  // namespace
}  // namespace infoflow::random
