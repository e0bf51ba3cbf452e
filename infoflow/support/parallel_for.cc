#include "infoflow/support/parallel_for.h"

#include <algorithm>
#include <atomic>
#include <new>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <vector>

#include "infoflow/support/interrupt.h"
#include "infoflow/support/memory.h"

namespace infoflow {

namespace {

absl::Status WithinMemory(absl::FunctionRef<absl::Status(int)> work, int item) {
  try {
    return work(item);
  } catch (const std::bad_alloc&) {
    return OutOfMemoryError();
  } catch (const std::length_error&) {
    return OutOfMemoryError();
  }
}

}  // namespace

int NumberOfCores() { return std::max(1u, std::thread::hardware_concurrency()); }

std::vector<std::thread> StartThreads(int count, absl::FunctionRef<void()> run) {
  std::vector<std::thread> threads;
  try {
    for (int t = 0; t < std::min(count, kMostThreads); ++t) threads.emplace_back(run);
  } catch (const std::system_error&) {
    // Those that are there do the work.
  } catch (const std::bad_alloc&) {
  }
  return threads;
}

absl::Status ParallelFor(int count, int threads, absl::FunctionRef<absl::Status(int)> work) {
  if (count <= 0) return absl::OkStatus();
  if (threads <= 0) threads = NumberOfCores();
  threads = std::min(threads, count);
  std::vector<absl::Status> statuses(count);
  std::atomic<int> next{0};
  std::atomic<int> first_failure{count};
  // Items are handed out in index order: all below a failed one have been started, so the
  // smallest failing index is the same for any number of threads.
  const auto run = [&] {
    for (int i = next.fetch_add(1); i < count && i < first_failure; i = next.fetch_add(1)) {
      statuses[i] = CheckInterrupt();
      if (statuses[i].ok()) statuses[i] = WithinMemory(work, i);
      if (statuses[i].ok()) continue;
      int current = first_failure;
      while (i < current && !first_failure.compare_exchange_weak(current, i)) {
      }
    }
  };
  std::vector<std::thread> others = StartThreads(threads - 1, run);
  run();
  for (std::thread& other : others) other.join();
  return first_failure < count ? statuses[first_failure] : absl::OkStatus();
}

}  // namespace infoflow
