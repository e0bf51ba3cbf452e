#include "infoflow/ising/sampling/block_spins.h"

#include <cmath>

#include "gtest/gtest.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/random/stream.h"

namespace infoflow::ising {
namespace {

SpinSamples RandomSamples(int count, int side) {
  SpinSamples samples = *SpinSamples::Create(count, side, 2.5);
  random::Stream stream(5, random::StreamUse::kTest, side);
  for (int k = 0; k < count; ++k) {
    for (int i = 0; i < side * side; ++i) samples.set_spin(k, i, (stream() & 1) != 0 ? -1 : 1);
  }
  return samples;
}

TEST(BlockSpinsTest, EveryRuleFromTheDefinition) {
  const SpinSamples samples = RandomSamples(40, 10);
  const auto majority = BlockSpins(samples, BlockRule::kMajority, 7);
  const auto top_left = BlockSpins(samples, BlockRule::kMajorityTopLeft);
  const auto decimated = BlockSpins(samples, BlockRule::kDecimate);
  const auto averages = BlockAverages(samples);
  ASSERT_TRUE(majority.ok() && top_left.ok() && decimated.ok() && averages.ok());
  EXPECT_EQ(majority->side(), 5);
  EXPECT_TRUE(std::isnan(majority->temperature()));
  int ties = 0, up = 0;
  for (int k = 0; k < 40; ++k) {
    for (int b = 0; b < 25; ++b) {
      const int site = 20 * (b / 5) + 2 * (b % 5);
      const int first = samples.spin(k, site);
      const int sum = first + samples.spin(k, site + 1) + samples.spin(k, site + 10) +
                      samples.spin(k, site + 11);
      EXPECT_EQ((*averages)(k, b), 0.25f * sum);
      EXPECT_EQ(decimated->spin(k, b), first);
      EXPECT_EQ(top_left->spin(k, b), sum == 0 ? first : sum > 0 ? 1 : -1);
      if (sum != 0) {
        EXPECT_EQ(majority->spin(k, b), sum > 0 ? 1 : -1);
      } else {
        ++ties;
        up += majority->spin(k, b) > 0;
      }
    }
  }
  // Ties have probability 3/8; coins are fair: 5 standard deviations.
  EXPECT_NEAR(ties, 375, 5 * std::sqrt(1000 * 15.0 / 64));
  EXPECT_NEAR(up, 0.5 * ties, 2.5 * std::sqrt(ties));
}

TEST(BlockSpinsTest, StreamsOfTies) {
  const SpinSamples samples = RandomSamples(10, 8);
  const SpinSamples first = *BlockSpins(samples, BlockRule::kMajority, 1, 0);
  EXPECT_EQ(*BlockSpins(samples, BlockRule::kMajority, 1, 0), first);
  EXPECT_NE(*BlockSpins(samples, BlockRule::kMajority, 1, 1), first);
  EXPECT_NE(*BlockSpins(samples, BlockRule::kMajority, 2, 0), first);
}

// Of spins the paper's averages; of averages the means of 4 x 4 spins.
TEST(BlockSpinsTest, AveragesOfAverages) {
  constexpr int kSide = 12;
  const SpinSamples samples = RandomSamples(3, kSide);
  linalg::Matrix<double> fields(3, kSide * kSide);
  for (int k = 0; k < 3; ++k) {
    for (int i = 0; i < kSide * kSide; ++i) fields(k, i) = samples.spin(k, i);
  }
  const auto once = AverageBlocks(fields);
  const auto spins = BlockAverages(samples);
  ASSERT_TRUE(once.ok() && spins.ok());
  for (std::size_t i = 0; i < once->size(); ++i) {
    EXPECT_EQ(once->values()[i], spins->values()[i]);
  }
  const auto twice = AverageBlocks(*once);
  ASSERT_TRUE(twice.ok()) << twice.status();
  ASSERT_EQ(twice->columns(), 9);
  for (int k = 0; k < 3; ++k) {
    for (int b = 0; b < 9; ++b) {
      int sum = 0;
      for (int n = 0; n < 16; ++n) {
        sum += samples.spin(k, (b / 3 * 4 + n / 4) * kSide + b % 3 * 4 + n % 4);
      }
      EXPECT_EQ((*twice)(k, b), sum / 16.0);
    }
  }
  EXPECT_EQ(AverageBlocks(*twice).status().message(),
            "the fields have 9 sites; blocks of 2 x 2 need the square of an even side");
}

TEST(BlockSpinsTest, Names) {
  for (const std::string& name : BlockRuleNames()) EXPECT_TRUE(ParseBlockRule(name).ok());
  EXPECT_EQ(ParseBlockRule("mean").status().message(),
            "the block rule is 'mean'; it must be one of majority, majority-top-left, decimate");
}

TEST(BlockSpinsTest, BadInput) {
  const SpinSamples samples = RandomSamples(1, 5);
  EXPECT_EQ(BlockSpins(samples, BlockRule::kDecimate).status().message(),
            "the lattice has side 5; blocks of 2 x 2 spins need an even one");
  EXPECT_FALSE(BlockAverages(samples).ok());
}

}  // namespace
}  // namespace infoflow::ising
