#include "infoflow/ising/sampling/wolff.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/random/stream.h"

namespace infoflow::ising {
namespace {

constexpr std::uint64_t kSeed = 22;

SpinSamples SampleOf(const WolffChain& chain, int side) {
  SpinSamples sample = *SpinSamples::Create(1, side);
  chain.Snapshot(sample.words(0));
  return sample;
}

// Random numbers as the chain takes them: the bits of two words for a site, four numbers of 32
// bits for the neighbours of a spin.
class PlainNumbers {
 public:
  PlainNumbers(double coupling, random::Stream stream)
      : threshold_(
            static_cast<std::uint64_t>(std::floor((1.0 - std::exp(-2.0 * coupling)) * 0x1p32))),
        stream_(stream) {}

  std::uint64_t Site() {
    // Both words of one chunk.
    if (chunk_.size() == 1) chunk_.clear();
    const std::uint64_t low = Next().word;
    return low | static_cast<std::uint64_t>(Next().word) << 32;
  }
  std::array<bool, 4> Neighbours() { return Next().accepted; }

 private:
  struct Word {
    std::uint32_t word;
    std::array<bool, 4> accepted;
  };

  Word Next() {
    if (chunk_.empty()) {
      for (int i = 0; i < 1024; ++i) chunk_.push_back({stream_(), {}});
      for (Word& word : chunk_) {
        for (int byte = 0; byte < 4; ++byte) {
          std::uint64_t number = static_cast<std::uint64_t>(word.word >> 8 * byte & 0xff) << 24;
          if (number == (threshold_ & 0xff000000)) number += stream_() & 0xffffff;
          word.accepted[byte] = number < threshold_;
        }
      }
    }
    const Word word = chunk_.front();
    chunk_.pop_front();
    return word;
  }

  std::uint64_t threshold_;
  random::Stream stream_;
  std::deque<Word> chunk_;
};

// One cluster, from the definition.
int StepPlainly(PlainNumbers& numbers, int side, std::vector<int>& spins) {
  const long double uniform = static_cast<long double>(numbers.Site()) * 0x1p-64L;
  const int site = static_cast<int>(uniform * (side * side));
  const int old = spins[site];
  spins[site] = -old;
  std::vector<std::pair<int, int>> cluster = {{site % side, site / side}};
  for (std::size_t next = 0; next < cluster.size();) {
    // One generation: all that are found are turned at its end.
    const std::size_t end = cluster.size();
    std::vector<std::pair<int, int>> found;
    for (; next < end; ++next) {
      const auto [x, y] = cluster[next];
      const std::pair<int, int> neighbours[] = {{(x + side - 1) % side, y},
                                                {(x + 1) % side, y},
                                                {x, (y + side - 1) % side},
                                                {x, (y + 1) % side}};
      const std::array<bool, 4> accepted = numbers.Neighbours();
      for (int i = 0; i < 4; ++i) {
        const auto [nx, ny] = neighbours[i];
        if (accepted[i] && spins[ny * side + nx] == old) found.push_back({nx, ny});
      }
    }
    for (const auto& [x, y] : found) {
      if (spins[y * side + x] != old) continue;
      spins[y * side + x] = -old;
      cluster.push_back({x, y});
    }
  }
  return static_cast<int>(cluster.size());
}

TEST(WolffTest, AgreesWithThePlainDefinition) {
  // 65: more than are tabulated.
  for (const int side : {2, 3, 8, 16, 33, 65}) {
    for (const double coupling : {0.1, 0.4406867935097715, 1.0}) {
      auto chain = WolffChain::Create(side, coupling, kSeed, 5);
      ASSERT_TRUE(chain.ok());
      std::vector<int> spins(side * side, 1);
      PlainNumbers numbers(coupling, random::Stream(kSeed, random::StreamUse::kCluster, 5));
      for (int step = 0; step < 300; ++step) {
        ASSERT_EQ(chain->Step(), StepPlainly(numbers, side, spins));
      }
      const SpinSamples end = SampleOf(*chain, side);
      for (int i = 0; i < side * side; ++i) ASSERT_EQ(end.spin(0, i), spins[i]);
    }
  }
}

TEST(WolffTest, Limits) {
  auto cold = WolffChain::Create(10, std::numeric_limits<double>::infinity(), kSeed, 0);
  EXPECT_EQ(cold->Step(), 100);
  EXPECT_EQ(cold->Step(), 100);
  auto hot = WolffChain::Create(10, 0.0, kSeed, 0);
  EXPECT_EQ(hot->Step(), 1);
}

TEST(WolffTest, BadInput) {
  EXPECT_EQ(WolffChain::Create(1, 0.4, 1, 0).status().message(),
            "the lattice has side 1; Wolff clusters take 2 to 4096");
  EXPECT_EQ(WolffChain::Create(4, std::nan(""), 1, 0).status().message(),
            "coupling is nan; it must be a number of at least 0");
}

}  // namespace
}  // namespace infoflow::ising
