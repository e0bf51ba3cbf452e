#ifndef PAPER_FIGURES_HARNESS_FIGURE_POINTS_H_
#define PAPER_FIGURES_HARNESS_FIGURE_POINTS_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

// The numbers of all points of a figure that takes long: point i is named keys[i] and computed by
// compute(i), several at a time on context.threads threads.
//
// Each finished point is a line in a file of context.points_folder, so that a run that was
// stopped goes on where it was, and runs of several shards, also on several machines that share
// the folder, come together: shard I of N computes the points i with i mod N = I, and a run without
// shards finds them all. Numbers are kept with all their digits, so the result has the same bits
// either way. Lines count only for the same code, seed and `settings` (all else that decides the
// numbers); those that a stopped run left unfinished are skipped.
//
// A run of one shard computes its points and then returns the error that IsShardFinished knows:
// there is nothing to draw yet. Domain: different keys without tabs or line breaks; compute
// returns the same number of values for every point and may be called from several threads.
// Errors: of compute, for the first point that fails; files that cannot be read or written.
absl::StatusOr<std::vector<std::vector<double>>> ComputePoints(
    const FigureContext& context, absl::string_view settings, const std::vector<std::string>& keys,
    absl::FunctionRef<absl::StatusOr<std::vector<double>>(int)> compute);

// "shard I of N is finished: COMPUTED computed; run without --shard_count to draw", for figures
// that share out their work themselves (points_folder.h).
absl::Status ShardFinished(const FigureContext& context, absl::string_view computed);

// True for "shard I of N is finished: ...", which is no error for who asked for the shard.
bool IsShardFinished(const absl::Status& status);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_FIGURE_POINTS_H_
