#include "paper_figures/harness/compute_points.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/progress.h"
#include "infoflow/support/standard_output.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kShardFinished[] = "infoflow/shard_finished";

// How often threads that wait for a point look whether a signal came.
constexpr std::chrono::milliseconds kLook(100);

// In a log that nobody looks at while it is written, finished points are lines.
bool StandardErrorIsFile() {
  struct stat status;
  return fstat(STDERR_FILENO, &status) == 0 && S_ISREG(status.st_mode);
}

// Hands out points until nothing is left to compute.
class Queue {
 public:
  Queue(const Run& run, const Shard& shard, FigureWork& work, RecordStore& store)
      : run_(run), shard_(shard), work_(work), store_(store) {}

  // Takes what the store has, and lists what is missing.
  absl::Status Update() {
    INFOFLOW_RETURN_IF_ERROR(TakeKeptRecords(run_, work_, store_));
    INFOFLOW_ASSIGN_OR_RETURN(points_, work_.ListPoints(run_));
    return absl::OkStatus();
  }
  int Missing() const {
    return static_cast<int>(
        std::count_if(points_.begin(), points_.end(), [&](int index) { return Wanted(index); }));
  }

  // Computes points until none is left; called by every thread.
  void Work(const Run& run, Progress& progress) {
    std::unique_lock<std::mutex> lock(mutex_);
    while (true) {
      const std::optional<int> next = Next();
      if (failed_at_.has_value() || Interrupted()) break;
      if (!next.has_value()) {
        if (running_.empty()) break;
        changed_.wait_for(lock, kLook);
        continue;
      }
      running_.insert(*next);
      const std::string point = work_.point(*next).text;
      const auto job = work_.Job(*next, run);
      lock.unlock();
      absl::StatusOr<std::string> record = job();
      if (record.ok()) {
        if (const absl::Status kept = store_.Add(point, *record); !kept.ok()) record = kept;
      }
      lock.lock();
      running_.erase(*next);
      absl::Status status = record.status();
      if (status.ok()) status = work_.TakeRecord(*next, *record);
      if (status.ok()) status = Update();
      if (!status.ok()) Fail(*next, status);
      ++computed_;
      progress.Add();
      const std::string& key = work_.point(*next).key;
      if (status.ok() && !key.empty() && StandardErrorIsFile()) {
        PrintError(absl::StrCat("point ", key, " is finished, ", computed_, " computed, ",
                                Missing(), " to go\n"));
      }
      changed_.notify_all();
    }
    changed_.notify_all();
  }

  absl::Status status() const {
    if (failed_at_.has_value()) return status_;
    INFOFLOW_RETURN_IF_ERROR(CheckInterrupt());
    return absl::OkStatus();
  }
  int computed() const { return computed_; }
  int num_points() const { return static_cast<int>(points_.size()); }

 private:
  bool Wanted(int index) const {
    const int group = work_.point(index).group;
    return !work_.HasRecord(index) && (group < 0 || group % shard_.count == shard_.index);
  }
  std::optional<int> Next() const {
    for (const int index : points_) {
      if (Wanted(index) && running_.count(index) == 0) return index;
    }
    return std::nullopt;
  }
  // The first point that fails is what is told, whatever the order in which they do.
  void Fail(int index, const absl::Status& status) {
    const auto place = [&](int i) { return std::find(points_.begin(), points_.end(), i); };
    if (failed_at_.has_value() && place(*failed_at_) <= place(index)) return;
    failed_at_ = index;
    status_ = status;
  }

  const Run& run_;
  const Shard shard_;
  FigureWork& work_;
  RecordStore& store_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<int> points_;
  std::set<int> running_;
  std::optional<int> failed_at_;
  absl::Status status_;
  int computed_ = 0;
};

absl::Status ShardFinished(const Shard& shard, const Queue& queue) {
  absl::Status status = absl::AbortedError(absl::StrCat(
      "shard ", shard.index, " of ", shard.count, " is finished: ", queue.computed(), " of ",
      queue.num_points(), " points computed; run without --shard_count to draw"));
  status.SetPayload(kShardFinished, absl::Cord());
  return status;
}

}  // namespace

absl::Status ComputePoints(const Run& run, Threads threads, const Shard& shard, FigureWork& work,
                           RecordStore& store) {
  Queue queue(run, shard, work, store);
  INFOFLOW_RETURN_IF_ERROR(queue.Update());
  const int missing = queue.Missing();
  Progress progress("points", missing);
  if (threads == Threads::kAll) {
    queue.Work(run, progress);
  } else if (missing > 0) {
    const linalg::SingleThreadedBlas single_threaded_blas;
    const int workers = run.threads > 0 ? run.threads : NumberOfCores();
    INFOFLOW_RETURN_IF_ERROR(ParallelFor(workers, workers, [&](int) {
      queue.Work(run.OnOneThread(), progress);
      return absl::OkStatus();
    }));
  }
  progress.Finish();
  INFOFLOW_RETURN_IF_ERROR(queue.status());
  return shard.count == 1 ? absl::OkStatus() : ShardFinished(shard, queue);
}

absl::Status TakeKeptRecords(const Run& run, FigureWork& work, const RecordStore& store) {
  while (true) {
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> points, work.ListPoints(run));
    bool found_more = false;
    for (const int index : points) {
      if (work.HasRecord(index)) continue;
      const std::string* record = store.Find(work.point(index).text);
      // A record of other fields is as if it were not there.
      if (record != nullptr && work.TakeRecord(index, *record).ok()) found_more = true;
    }
    if (!found_more) return absl::OkStatus();
  }
}

bool IsShardFinished(const absl::Status& status) {
  return status.GetPayload(kShardFinished).has_value();
}

}  // namespace infoflow::paper_figures
