#include "infoflow/ising/sampling/multispin_metropolis.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/ising/sampling/local_update.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/random/sfc64.h"
#include "infoflow/random/stream.h"

namespace infoflow::ising {
namespace {

constexpr std::uint64_t kSeed = 21;
constexpr int kReplicas = MultispinChains::kReplicas;

SpinSamples AllReplicas(const MultispinChains& chains, int side) {
  SpinSamples samples = *SpinSamples::Create(kReplicas, side);
  chains.Snapshot(kReplicas, 0, 1, &samples);
  return samples;
}

// Replica by replica and digit by digit, from the definition.
void SweepPlainly(double coupling, std::vector<random::Sfc64>& engines, SpinSamples& samples) {
  const int side = samples.side();
  const UpdateRule rule = RuleFor(side, coupling);
  const FlipThresholds thresholds(rule, coupling);
  for (int parity = 0; parity < 2; ++parity) {
    for (int y = 0; y < side; ++y) {
      for (int x = 0; x < side; ++x) {
        if ((x + y) % 2 != parity) continue;
        const int site = y * side + x;
        // All random bits were 1 so far.
        std::vector<char> undecided(kReplicas), flip(kReplicas), halves(kReplicas);
        std::vector<std::uint64_t> threshold(kReplicas);
        for (int r = 0; r < kReplicas; ++r) {
          const int sum = samples.spin(r, y * side + (x + 1) % side) +
                          samples.spin(r, y * side + (x + side - 1) % side) +
                          samples.spin(r, (y + 1) % side * side + x) +
                          samples.spin(r, (y + side - 1) % side * side + x);
          const int aligned = samples.spin(r, site) * sum;
          if (rule == UpdateRule::kMetropolis) {
            flip[r] = aligned <= 0;
            undecided[r] = aligned > 0;
          } else {
            flip[r] = aligned < 0;  // with the majority, but for a decision against it
            undecided[r] = aligned != 0;
            halves[r] = aligned == 0;
          }
          threshold[r] = thresholds.below[1][std::abs(aligned) == 2 ? 1 : 0];
        }
        bool more = true;
        for (int round = 0; round < 32 && (more || round < 10); ++round) {
          more = false;
          for (int lane = 0; lane < 8; ++lane) {
            const std::uint64_t random = engines[lane]();
            for (int bit = 0; bit < 64; ++bit) {
              const int r = 64 * lane + bit;
              if (round == 0 && halves[r]) flip[r] = static_cast<char>(random >> bit & 1);
              if (!undecided[r]) continue;
              undecided[r] = static_cast<char>(random >> bit & 1);
              if (!undecided[r]) flip[r] ^= static_cast<char>(threshold[r] >> (31 - round) & 1);
              more |= undecided[r] != 0;
            }
          }
        }
        for (int r = 0; r < kReplicas; ++r) {
          if (flip[r]) samples.set_spin(r, site, -samples.spin(r, site));
        }
      }
    }
  }
}

TEST(MultispinMetropolisTest, AgreesWithThePlainDefinition) {
  for (const int side : {2, 4, 6, 10}) {
    for (const double coupling : {0.0, 0.05, 0.125, 0.44068679350977151, 1.5}) {
      auto chains = MultispinChains::Create(side, coupling, false, kSeed, 2);
      ASSERT_TRUE(chains.ok()) << chains.status();
      SpinSamples want = AllReplicas(*chains, side);
      random::Stream seeds(kSeed, random::StreamUse::kSweep, (std::uint32_t{1} << 31) + 2);
      std::vector<random::Sfc64> engines;
      for (int lane = 0; lane < 8; ++lane) {
        engines.emplace_back(random::Sfc64::Seed(seeds));
      }
      for (int sweep = 0; sweep < 3; ++sweep) {
        chains->Sweep();
        SweepPlainly(coupling, engines, want);
      }
      EXPECT_EQ(AllReplicas(*chains, side), want);
    }
  }
}

// A checksum over a long run of what every width of registers must give.
TEST(MultispinMetropolisTest, WidthsAgreeOverLongRuns) {
  const auto end = [](std::uint32_t group) {
    auto chains = MultispinChains::Create(16, 0.43, false, kSeed, group);
    for (int sweep = 0; sweep < 200; ++sweep) chains->Sweep();
    return AllReplicas(*chains, 16);
  };
  const SpinSamples here = end(0);
  static const SpinSamples& plain = *new SpinSamples(here);  // of the target that runs first
  EXPECT_EQ(here, plain);
  EXPECT_NE(end(1), here) << "groups are different";
}

TEST(MultispinMetropolisTest, SnapshotsGoWhereTheyShould) {
  auto chains = MultispinChains::Create(6, 0.3, false, kSeed, 0);
  const SpinSamples all = AllReplicas(*chains, 6);
  SpinSamples some = *SpinSamples::Create(300, 6);
  chains->Snapshot(100, 2, 3, &some);
  for (int i = 0; i < 36; ++i) {
    EXPECT_EQ(some.spin(2 + 3 * 99, i), all.spin(99, i));
    EXPECT_EQ(some.spin(2 + 3 * 64, i), all.spin(64, i));
    EXPECT_EQ(some.spin(1, i), -1);
  }
}

TEST(MultispinMetropolisTest, Transpose) {
  std::uint64_t words[64], original[64];
  random::Stream stream(1, random::StreamUse::kTest, 0);
  for (int i = 0; i < 64; ++i) words[i] = original[i] = stream.Next64();
  internal::TransposeBits(words);
  for (int i = 0; i < 64; ++i) {
    for (int j = 0; j < 64; ++j) ASSERT_EQ(words[j] >> i & 1, original[i] >> j & 1);
  }
}

TEST(MultispinMetropolisTest, BadInput) {
  EXPECT_EQ(MultispinChains::Create(7, 0.4, true, 1, 0).status().message(),
            "the lattice has side 7; multispin Metropolis updates go in checkerboard order, which "
            "needs an even side from 2 to 4096 (metropolis in sequential order, wolff and "
            "swendsen-wang take odd ones)");
  EXPECT_FALSE(MultispinChains::Create(0, 0.4, true, 1, 0).ok());
  EXPECT_EQ(MultispinChains::Create(8, std::nan(""), true, 1, 0).status().message(),
            "coupling is nan; it must be a number of at least 0");
}

}  // namespace
}  // namespace infoflow::ising
