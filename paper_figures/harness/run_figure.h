#ifndef PAPER_FIGURES_HARNESS_RUN_FIGURE_H_
#define PAPER_FIGURES_HARNESS_RUN_FIGURE_H_

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/harness/figure_folder.h"
#include "paper_figures/harness/figure_task.h"
#include "paper_figures/harness/options.h"
#include "paper_figures/harness/provenance.h"
#include "paper_figures/harness/record_store.h"

namespace infoflow::paper_figures {

// Where the records of a figure are kept.
std::string RecordsFolder(const FigureTask& task, const Options& options);

struct FinishedFigure {
  std::vector<Claim> claims;
  std::vector<ResultTable> tables;  // none when reused
  std::string folder;
  std::map<std::string, int> records;  // how many are by which BLAS kernels; none when reused
  // Not empty when the figure did without something, or there is no picture: why, and how to
  // get it.
  std::string warning;
  bool reused = false;  // the same result was there already
};

// A figure on its way, from its staged folder to the folder in place; what does not come so far
// changes nothing.
class FigureRun {
 public:
  // With `reuse`, a folder that holds the result of the same program, parameters, seed and data,
  // undamaged, is taken as it is. Task and options must outlive the run.
  static absl::StatusOr<std::unique_ptr<FigureRun>> Start(const FigureTask& task,
                                                          const Options& options, bool reuse);

  // Only Finish is left to do: nothing is to be computed.
  bool reused() const { return finished_.reused; }
  RecordStore& store() { return *store_; }

  // Tables, claims, pictures and the folder, once all points have records.
  absl::StatusOr<FinishedFigure> Finish();

 private:
  FigureRun(const FigureTask& task, const Options& options) : task_(task), options_(options) {}

  absl::Status OpenStore();
  absl::StatusOr<std::map<std::string, int>> CountRecords() const;

  const FigureTask& task_;
  const Options& options_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  Provenance provenance_;
  std::optional<FigureFolder> folder_;
  std::unique_ptr<RecordStore> store_;
  FinishedFigure finished_;
};

// Start, all points (ComputePoints, or with --merge those that others computed), and Finish.
absl::StatusOr<FinishedFigure> RunFigure(const FigureTask& task, const Options& options,
                                         bool reuse);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_RUN_FIGURE_H_
