#include "paper_figures/harness/compute_points.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/progress.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/shared_work.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kShardFinished[] = "infoflow/shard_finished";

absl::Status ShardFinished(const Shard& shard, const PointQueue& queue) {
  absl::Status status = absl::AbortedError(absl::StrCat(
      "shard ", shard.index, " of ", shard.count, " is finished: ", queue.computed(), " of ",
      queue.num_points(), " points computed; run without --shard_count to draw"));
  status.SetPayload(kShardFinished, absl::Cord());
  return status;
}

}  // namespace

absl::Status ComputePoints(const Run& run, Threads threads, const Shard& shard, FigureWork& work,
                           RecordStore& store) {
  const bool one_each = threads == Threads::kOneEach;
  PointQueue queue("", one_each ? run.OnOneThread() : run, shard, work, store);
  INFOFLOW_RETURN_IF_ERROR(queue.Update());
  const int missing = queue.Missing();
  Progress progress("points", missing);
  queue.OnPoint([&] { progress.Add(); });
  if (missing > 0) {
    const linalg::SingleThreadedBlas single_threaded_blas;
    INFOFLOW_RETURN_IF_ERROR(DoSharedWork(queue, one_each ? run.threads : 1));
  }
  progress.Finish();
  INFOFLOW_RETURN_IF_ERROR(queue.status());
  INFOFLOW_RETURN_IF_ERROR(CheckInterrupt());
  return shard.count == 1 ? absl::OkStatus() : ShardFinished(shard, queue);
}

bool IsShardFinished(const absl::Status& status) {
  return status.GetPayload(kShardFinished).has_value();
}

}  // namespace infoflow::paper_figures
