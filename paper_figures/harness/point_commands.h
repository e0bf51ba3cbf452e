#ifndef PAPER_FIGURES_HARNESS_POINT_COMMANDS_H_
#define PAPER_FIGURES_HARNESS_POINT_COMMANDS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "paper_figures/harness/figure_task.h"
#include "paper_figures/harness/options.h"

namespace infoflow::paper_figures {

// What a build farm or a job array does with the points of a figure, one by one.

// --list_points: the keys, a line each, in their order.
absl::StatusOr<std::string> ListPoints(const FigureTask& task);

// --point and --points_only: computes one point, a shard or all, whatever is kept; their lines
// (record_store.h) in the order of the points. The bytes depend on the points and the program
// alone: not on machine, folder, time or number of threads.
absl::StatusOr<std::string> ComputeRecordLines(const FigureTask& task, const Options& options);

// --merge: an error that names the points without a record, if there are any.
absl::Status CheckAllThere(const FigureTask& task, const RecordStore& store);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_POINT_COMMANDS_H_
