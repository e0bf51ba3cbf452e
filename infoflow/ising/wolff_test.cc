#include "infoflow/ising/wolff.h"

#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/ising/spin_samples.h"
#include "infoflow/random/stream.h"

namespace infoflow::ising {
namespace {

constexpr std::uint64_t kSeed = 22;

SpinSamples SampleOf(const WolffChain& chain, int side) {
  SpinSamples sample = *SpinSamples::Create(1, side);
  chain.Snapshot(sample.words(0));
  return sample;
}

// One cluster, from the definition; the same words as the chain takes.
int StepPlainly(double coupling, random::Stream& stream, int side, std::vector<int>& spins) {
  const double add = 1.0 - std::exp(-2.0 * coupling);
  const long double uniform = static_cast<long double>(stream.Next64()) * 0x1p-64L;
  const int site = static_cast<int>(uniform * (side * side));
  const int old = spins[site];
  spins[site] = -old;
  std::vector<std::pair<int, int>> cluster = {{site % side, site / side}};
  const std::uint64_t threshold = static_cast<std::uint64_t>(std::floor(add * 0x1p32));
  for (std::size_t next = 0; next < cluster.size(); ++next) {
    const auto [x, y] = cluster[next];
    const std::pair<int, int> neighbours[] = {{(x + side - 1) % side, y},
                                              {(x + 1) % side, y},
                                              {x, (y + side - 1) % side},
                                              {x, (y + 1) % side}};
    std::uint64_t number[4];
    for (int i = 0; i < 4; i += 2) {
      const std::uint64_t word = stream();
      number[i] = (word & 0xffff) << 16;
      number[i + 1] = word >> 16 << 16;
    }
    for (std::uint64_t& n : number) {
      if (n == (threshold & 0xffff0000)) n += stream() & 0xffff;
    }
    for (int i = 0; i < 4; ++i) {
      const auto [nx, ny] = neighbours[i];
      if (spins[ny * side + nx] == old && number[i] < threshold) {
        spins[ny * side + nx] = -old;
        cluster.push_back({nx, ny});
      }
    }
  }
  return static_cast<int>(cluster.size());
}

TEST(WolffTest, AgreesWithThePlainDefinition) {
  for (const int side : {2, 3, 8, 16, 33}) {
    for (const double coupling : {0.1, 0.4406867935097715, 1.0}) {
      auto chain = WolffChain::Create(side, coupling, kSeed, 5);
      ASSERT_TRUE(chain.ok());
      std::vector<int> spins(side * side, 1);
      random::Stream stream(kSeed, random::StreamUse::kCluster, 5);
      for (int step = 0; step < 300; ++step) {
        ASSERT_EQ(chain->Step(), StepPlainly(coupling, stream, side, spins));
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
