#include "paper_figures/harness/shared_work.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "absl/cleanup/cleanup.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/parallel_for.h"

namespace infoflow::paper_figures {

namespace {

// How often threads that wait for a piece look whether a signal came.
constexpr std::chrono::milliseconds kLook(100);

class Crew {
 public:
  explicit Crew(SharedWork& work) : work_(work) {}

  // Called by every thread.
  void Work() {
    std::unique_lock<std::mutex> lock(mutex_);
    // An exception must not leave the others waiting for a piece that never ends.
    absl::Cleanup leave = [&] {
      if (!lock.owns_lock()) lock.lock();
      over_ = true;
      changed_.notify_all();
    };
    while (!over_ && !Interrupted()) {
      const std::optional<SharedWork::Piece> piece = work_.Next();
      if (!piece.has_value()) {
        if (under_way_ == 0) break;
        changed_.wait_for(lock, kLook);
        continue;
      }
      ++under_way_;
      lock.unlock();
      const SharedWork::Settle settle = (*piece)();
      lock.lock();
      --under_way_;
      settle();
      changed_.notify_all();
    }
  }

 private:
  SharedWork& work_;
  std::mutex mutex_;  // held but while pieces are done
  std::condition_variable changed_;
  int under_way_ = 0;
  bool over_ = false;
};

}  // namespace

absl::Status DoSharedWork(SharedWork& work, int threads) {
  if (threads <= 0) threads = NumberOfCores();
  Crew crew(work);
  return ParallelFor(threads, threads, [&](int) {
    crew.Work();
    return absl::OkStatus();
  });
}

}  // namespace infoflow::paper_figures
