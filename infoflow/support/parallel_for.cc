#include "infoflow/support/parallel_for.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "infoflow/support/interrupt.h"

namespace infoflow {

int NumberOfCores() { return std::max(1u, std::thread::hardware_concurrency()); }

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
      if (statuses[i].ok()) statuses[i] = work(i);
      if (statuses[i].ok()) continue;
      int current = first_failure;
      while (i < current && !first_failure.compare_exchange_weak(current, i)) {
      }
    }
  };
  std::vector<std::thread> others;
  for (int t = 1; t < threads; ++t) others.emplace_back(run);
  run();
  for (std::thread& other : others) other.join();
  return first_failure < count ? statuses[first_failure] : absl::OkStatus();
}

}  // namespace infoflow
