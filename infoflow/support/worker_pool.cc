#include "infoflow/support/worker_pool.h"

#include <exception>
#include <utility>

#include "infoflow/support/check.h"
#include "infoflow/support/parallel_for.h"

namespace infoflow {

WorkerPool::WorkerPool(int threads) {
  INFOFLOW_CHECK(threads >= 0);
  if (threads == 0) threads = NumberOfCores();
  others_ = StartThreads(threads - 1, serve_);
}

WorkerPool::~WorkerPool() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stop_ = true;
  }
  start_.notify_all();
  for (std::thread& other : others_) other.join();
}

void WorkerPool::TakeItems(absl::FunctionRef<void(int)> work, int count) {
  try {
    for (int i = next_.fetch_add(1); i < count; i = next_.fetch_add(1)) work(i);
  } catch (...) {
    next_ = count;  // no more items
    const std::lock_guard<std::mutex> lock(mutex_);
    if (thrown_ == nullptr) thrown_ = std::current_exception();
  }
}

void WorkerPool::Serve() {
  std::uint64_t seen = 0;
  std::unique_lock<std::mutex> lock(mutex_);
  while (true) {
    start_.wait(lock, [&] { return stop_ || region_ != seen; });
    if (stop_) return;
    seen = region_;
    const absl::FunctionRef<void(int)>& work = *work_;
    const int count = count_;
    lock.unlock();
    TakeItems(work, count);
    lock.lock();
    if (--busy_ == 0) end_.notify_one();
  }
}

void WorkerPool::Run(int count, absl::FunctionRef<void(int)> work) {
  if (others_.empty() || count <= 1) {
    for (int i = 0; i < count; ++i) work(i);
    return;
  }
  {
    std::lock_guard<std::mutex> lock(mutex_);
    INFOFLOW_CHECK(busy_ == 0);
    work_ = &work;
    count_ = count;
    busy_ = static_cast<int>(others_.size());
    next_ = 0;
    ++region_;
  }
  start_.notify_all();
  TakeItems(work, count);
  std::unique_lock<std::mutex> lock(mutex_);
  end_.wait(lock, [&] { return busy_ == 0; });
  if (thrown_ != nullptr) std::rethrow_exception(std::exchange(thrown_, nullptr));
}

}  // namespace infoflow
