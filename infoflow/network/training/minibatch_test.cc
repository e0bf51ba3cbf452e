#include "infoflow/network/training/minibatch.h"

#include <algorithm>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::network {
namespace {

std::vector<int> AllOf(Minibatches& minibatches, std::uint32_t epoch) {
  minibatches.BeginEpoch(epoch);
  std::vector<int> all;
  for (int i = 0; i < minibatches.batches(); ++i) {
    const absl::Span<const int> batch = minibatches.Batch(i);
    all.insert(all.end(), batch.begin(), batch.end());
  }
  return all;
}

TEST(MinibatchesTest, DealEverySampleOnce) {
  Minibatches minibatches(10, {4, true, false}, 1);
  EXPECT_EQ(minibatches.batches(), 3);
  std::vector<int> all = AllOf(minibatches, 0);
  EXPECT_EQ(minibatches.Batch(2).size(), 2u);
  std::sort(all.begin(), all.end());
  for (int i = 0; i < 10; ++i) EXPECT_EQ(all[i], i);
  EXPECT_EQ(all.size(), 10u);
}

TEST(MinibatchesTest, DropTheLast) {
  Minibatches minibatches(10, {4, true, true}, 1);
  EXPECT_EQ(minibatches.batches(), 2);
  EXPECT_EQ(AllOf(minibatches, 0).size(), 8u);
  EXPECT_EQ(Minibatches(3, {4, true, true}, 1).batches(), 0);
  EXPECT_EQ(Minibatches(8, {4, true, true}, 1).batches(), 2);
  EXPECT_EQ(Minibatches(8, {4, true, false}, 1).batches(), 2);
}

TEST(MinibatchesTest, OrderIsAFunctionOfSeedAndEpoch) {
  Minibatches one(100, {7, true, false}, 5), other(100, {7, true, false}, 5);
  const std::vector<int> third = AllOf(one, 3);
  EXPECT_NE(AllOf(one, 4), third);
  EXPECT_EQ(AllOf(one, 3), third);
  EXPECT_EQ(AllOf(other, 3), third);
  Minibatches another_seed(100, {7, true, false}, 6);
  EXPECT_NE(AllOf(another_seed, 3), third);
}

TEST(MinibatchesTest, KeepTheOrderWithoutShuffling) {
  Minibatches minibatches(5, {2, false, false}, 1);
  EXPECT_EQ(AllOf(minibatches, 0), (std::vector<int>{0, 1, 2, 3, 4}));
  EXPECT_EQ(AllOf(minibatches, 1), (std::vector<int>{0, 1, 2, 3, 4}));
}

}  // namespace
}  // namespace infoflow::network
