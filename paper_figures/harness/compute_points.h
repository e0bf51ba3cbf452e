#ifndef PAPER_FIGURES_HARNESS_COMPUTE_POINTS_H_
#define PAPER_FIGURES_HARNESS_COMPUTE_POINTS_H_

#include "absl/status/status.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/harness/point_queue.h"
#include "paper_figures/harness/record_store.h"

namespace infoflow::paper_figures {

// How the points of a figure are computed.
enum class Threads {
  // Several points at a time, each on one thread and with BLAS on one, so that a record does not
  // depend on the points beside it.
  kOneEach,
  // One after the other, each on all threads.
  kAll,
};

// Gives `work` the records of all its points: those that `store` has, the others computed on
// run.threads threads. Each is in the store before it counts. What a finished point asks for
// besides (FigureOf::next_points) is computed too.
//
// A run of one shard computes its points and then returns the error that IsShardFinished knows:
// there is nothing to draw yet. Errors: of the points, for the first that fails; files that cannot
// be written; Cancelled after a caught signal.
absl::Status ComputePoints(const Run& run, Threads threads, const Shard& shard, FigureWork& work,
                           RecordStore& store);

// True for "shard I of N is finished: ...", which is no error for who asked for the shard.
bool IsShardFinished(const absl::Status& status);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_COMPUTE_POINTS_H_
