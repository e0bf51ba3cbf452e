#ifndef PAPER_FIGURES_HARNESS_FIGURE_TASK_H_
#define PAPER_FIGURES_HARNESS_FIGURE_TASK_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "paper_figures/harness/compute_points.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/harness/options.h"
#include "paper_figures/harness/record_store.h"

namespace infoflow::paper_figures {

// One figure with the parameters that were asked for: what is common to drawing it, computing some
// of its points and testing it.
class FigureTask {
 public:
  // Preset values, then overrides. Errors: parameters, options that the figure has no use for.
  static absl::StatusOr<FigureTask> Create(const CatalogueEntry& entry, const Options& options);

  const CatalogueEntry& entry() const { return *entry_; }
  const Run& run() const { return run_; }
  FigureWork& work() const { return *work_; }

  // Names the points (FigureWork::ListPoints).
  absl::StatusOr<std::vector<int>> Points() const { return work_->ListPoints(run_); }

  // Computes the points that are missing in `store`; then Present can be called.
  absl::Status Compute(const Shard& shard, RecordStore& store) const;
  absl::StatusOr<Presentation> Present() const { return work_->Present(run_); }
  // All points without a store, and what is made of them.
  absl::StatusOr<Presentation> ComputeAndPresent() const;

 private:
  FigureTask(const CatalogueEntry& entry, Run run)
      : entry_(&entry), run_(std::move(run)), work_(entry.figure.start()) {}

  const CatalogueEntry* entry_;
  Run run_;
  std::unique_ptr<FigureWork> work_;
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_FIGURE_TASK_H_
