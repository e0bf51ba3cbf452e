#ifndef INFOFLOW_SUPPORT_WORKER_POOL_H_
#define INFOFLOW_SUPPORT_WORKER_POOL_H_

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"

namespace infoflow {

// Threads that stay alive between short parallel regions, such as the products inside one
// training step: where ParallelFor starts threads, this one only wakes them, and allocates
// nothing.
//
// Items must be independent and write only to their own slots, so that results do not depend on
// the number of threads. One region at a time: Run() is not to be called from an item.
class WorkerPool {
 public:
  // `threads` >= 0 counts the calling thread; 0 means one per core. Where the system refuses
  // threads, there are fewer.
  explicit WorkerPool(int threads);
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  int threads() const { return static_cast<int>(others_.size()) + 1; }

  // Calls work(i) once for each i in [0, count) and returns when all are done. What an item throws
  // (std::bad_alloc, say) is thrown again then.
  // Cost: 4 us and more to wake the threads; with one thread or one item, nothing.
  void Run(int count, absl::FunctionRef<void(int)> work);

 private:
  void Serve();
  void TakeItems(absl::FunctionRef<void(int)> work, int count);

  const std::function<void()> serve_ = [this] { Serve(); };  // what the threads run
  std::vector<std::thread> others_;
  std::atomic<int> next_{0};
  std::mutex mutex_;  // guards what follows
  std::condition_variable start_;
  std::condition_variable end_;
  const absl::FunctionRef<void(int)>* work_ = nullptr;
  int count_ = 0;
  int busy_ = 0;
  std::exception_ptr thrown_;  // the first
  std::uint64_t region_ = 0;
  bool stop_ = false;
};

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_WORKER_POOL_H_
