#include "infoflow/support/worker_pool.h"

#include <atomic>
#include <new>
#include <numeric>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/support/parallel_for.h"

namespace infoflow {
namespace {

TEST(WorkerPoolTest, CallsEveryItemOnce) {
  for (const int threads : {1, 2, 3, 8}) {
    WorkerPool pool(threads);
    EXPECT_EQ(pool.threads(), threads);
    for (const int count : {0, 1, 2, 7, 100}) {
      std::vector<std::atomic<int>> calls(count);
      pool.Run(count, [&](int i) { ++calls[i]; });
      for (int i = 0; i < count; ++i) EXPECT_EQ(calls[i], 1) << threads << " threads, item " << i;
    }
  }
}

TEST(WorkerPoolTest, ReturnsOnlyWhenAllIsDone) {
  WorkerPool pool(3);
  std::vector<int> values(50);
  for (int region = 1; region <= 2000; ++region) {
    pool.Run(50, [&](int i) { values[i] = region; });
    ASSERT_EQ(std::accumulate(values.begin(), values.end(), 0), 50 * region);
  }
}

TEST(WorkerPoolTest, ThrowsWhatAnItemThrows) {
  for (const int threads : {1, 4}) {
    WorkerPool pool(threads);
    for (int region = 0; region < 20; ++region) {
      const auto fail = [](int i) {
        if (i % 7 == 3) throw std::bad_alloc();
      };
      EXPECT_THROW(pool.Run(50, fail), std::bad_alloc);
      std::atomic<int> calls{0};
      pool.Run(50, [&](int) { ++calls; });
      EXPECT_EQ(calls, 50);
    }
  }
}

TEST(WorkerPoolTest, StartsNoMoreThreadsThanThereCanBe) {
  WorkerPool pool(100000000);
  EXPECT_LE(pool.threads(), kMostThreads + 1);
  std::atomic<int> calls{0};
  pool.Run(5000, [&](int) { ++calls; });
  EXPECT_EQ(calls, 5000);
}

TEST(WorkerPoolTest, ZeroMeansOneThreadPerCore) {
  EXPECT_EQ(WorkerPool(0).threads(), NumberOfCores());
}

}  // namespace
}  // namespace infoflow
