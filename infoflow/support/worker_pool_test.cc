#include "infoflow/support/worker_pool.h"

#include <atomic>
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

TEST(WorkerPoolTest, ZeroMeansOneThreadPerCore) {
  EXPECT_EQ(WorkerPool(0).threads(), NumberOfCores());
}

}  // namespace
}  // namespace infoflow
