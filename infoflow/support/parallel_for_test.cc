#include "infoflow/support/parallel_for.h"

#include <signal.h>
#include <sys/resource.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <new>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/testing/sanitizers.h"

namespace infoflow {
namespace {

TEST(ParallelForTest, CallsEachItemOnceForAnyNumberOfThreads) {
  for (const int threads : {0, 1, 2, 7, 100}) {
    for (const int count : {0, 1, 5, 64}) {
      std::vector<std::atomic<int>> calls(count);
      EXPECT_TRUE(ParallelFor(count, threads, [&](int i) {
                    ++calls[i];
                    return absl::OkStatus();
                  }).ok());
      for (const std::atomic<int>& call : calls) EXPECT_EQ(call, 1) << count << ", " << threads;
    }
  }
  EXPECT_TRUE(ParallelFor(-1, 2, [](int) { return absl::InternalError("called"); }).ok());
}

TEST(ParallelForTest, FailedAllocationsAreErrors) {
  for (const int threads : {1, 4}) {
    const absl::Status status = ParallelFor(20, threads, [](int i) -> absl::Status {
      if (i == 7) throw std::bad_alloc();
      return absl::OkStatus();
    });
    EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  }
}

// Without address space for the stack of one more thread the caller does all.
void CountWithoutThreads() {
  std::ifstream file("/proc/self/statm");
  double pages = 0.0;
  file >> pages;
  rlimit limit = {};
  getrlimit(RLIMIT_AS, &limit);
  limit.rlim_cur = static_cast<rlim_t>(pages * 4096.0 + 1e6);
  setrlimit(RLIMIT_AS, &limit);
  std::atomic<int> calls{0};
  const bool ok = ParallelFor(100, 100000000, [&](int) {
                    ++calls;
                    return absl::OkStatus();
                  }).ok();
  std::_Exit(ok && calls == 100 ? 17 : 1);
}

TEST(ParallelForDeathTest, DoesWithoutThreadsThatAreRefused) {
  if (kMapsShadowMemory) GTEST_SKIP() << "sanitizers need more address space";
  EXPECT_EXIT(CountWithoutThreads(), ::testing::ExitedWithCode(17), "");
}

TEST(ParallelForTest, StartsNothingAfterASignal) {
  CatchInterrupts();
  std::atomic<int> calls{0};
  const auto raise_at_ten = [&](int i) {
    ++calls;
    if (i == 10) raise(SIGTERM);
    return absl::OkStatus();
  };
  const absl::Status status = ParallelFor(100, 1, raise_at_ten);
  EXPECT_TRUE(absl::IsCancelled(status));
  EXPECT_EQ(status.message(), "interrupted by SIGTERM");
  EXPECT_EQ(calls, 11);
  EXPECT_TRUE(absl::IsCancelled(ParallelFor(100, 3, raise_at_ten)));
  EXPECT_EQ(calls, 11);
  ClearInterrupt();
}

TEST(ParallelForTest, SumInIndexOrderIsTheSameBits) {
  const auto sum = [](int threads) {
    std::vector<double> terms(1000);
    EXPECT_TRUE(ParallelFor(1000, threads, [&](int i) {
                  terms[i] = std::sin(i) / (i + 1);
                  return absl::OkStatus();
                }).ok());
    double total = 0.0;
    for (const double term : terms) total += term;
    return total;
  };
  const double want = sum(1);
  for (const int threads : {2, 3, 8}) EXPECT_EQ(sum(threads), want);
}

TEST(ParallelForTest, ReturnsTheErrorOfTheSmallestIndexThatFails) {
  for (const int threads : {1, 2, 4, 16}) {
    for (int repetition = 0; repetition < 20; ++repetition) {
      const absl::Status status = ParallelFor(64, threads, [](int i) {
        // The smaller failing index finishes last.
        if (i == 11) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        if (i == 11 || i == 12 || i == 40) return absl::InternalError(absl::StrCat("item ", i));
        return absl::OkStatus();
      });
      EXPECT_EQ(status.message(), "item 11") << threads;
    }
  }
}

TEST(ParallelForTest, StartsNothingMoreAfterAnError) {
  std::atomic<int> calls{0};
  const absl::Status status = ParallelFor(1000, 1, [&](int i) {
    ++calls;
    return i == 3 ? absl::CancelledError("stop") : absl::OkStatus();
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
  EXPECT_EQ(calls, 4);
}

TEST(ParallelForTest, UsesTheThreadsItWasGiven) {
  // Two items that wait for each other can only finish on two threads.
  std::atomic<int> arrived{0};
  EXPECT_TRUE(ParallelFor(2, 2, [&](int) {
                ++arrived;
                while (arrived < 2) std::this_thread::yield();
                return absl::OkStatus();
              }).ok());
  EXPECT_GE(NumberOfCores(), 1);
}

TEST(ParallelForTest, OneThreadRunsInTheCallersThreadInOrder) {
  std::vector<int> order;
  const std::thread::id caller = std::this_thread::get_id();
  EXPECT_TRUE(ParallelFor(5, 1, [&](int i) {
                EXPECT_EQ(std::this_thread::get_id(), caller);
                order.push_back(i);
                return absl::OkStatus();
              }).ok());
  EXPECT_EQ(order, (std::vector<int>{0, 1, 2, 3, 4}));
}

TEST(ParallelForTest, Nests) {
  std::vector<std::vector<int>> values(4, std::vector<int>(4));
  EXPECT_TRUE(ParallelFor(4, 2, [&](int i) {
                return ParallelFor(4, 2, [&](int j) {
                  values[i][j] = 10 * i + j;
                  return absl::OkStatus();
                });
              }).ok());
  EXPECT_EQ(values[3][2], 32);
}

}  // namespace
}  // namespace infoflow
