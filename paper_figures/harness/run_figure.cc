#include "paper_figures/harness/run_figure.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_folder.h"
#include "paper_figures/harness/point_commands.h"
#include "paper_figures/harness/provenance.h"
#include "paper_figures/harness/rendering.h"

namespace infoflow::paper_figures {

namespace {

bool HasPictures(const std::string& folder, const std::vector<std::string>& formats) {
  std::error_code code;
  for (const std::string& format : formats) {
    if (!std::filesystem::exists(absl::StrCat(folder, "/figure.", format), code)) return false;
  }
  return true;
}

// The claims of the folder when it holds the result of `fingerprint`.
std::optional<std::vector<Claim>> Reusable(const std::string& folder,
                                           const std::string& fingerprint,
                                           const std::vector<std::string>& formats,
                                           bool have_gnuplot) {
  absl::StatusOr<FigureSummary> summary = ReadFigureFolder(folder);
  // Records by several kernels, or by another one, were asked for and may not be now.
  const auto is_ours = [](const auto& records) { return records.first == BlasKernel(); };
  if (!summary.ok() || summary->provenance.fingerprint != fingerprint ||
      !std::all_of(summary->provenance.records.begin(), summary->provenance.records.end(),
                   is_ours) ||
      (have_gnuplot && !HasPictures(folder, formats)) || !IsIntact(folder, summary->provenance)) {
    return std::nullopt;
  }
  return std::move(summary->claims);
}

// Has a record for every point; how many by which kernels.
absl::StatusOr<std::map<std::string, int>> GetRecords(const FigureTask& task,
                                                      const Options& options) {
  // A figure in one piece is computed anew, unless somebody computed its point elsewhere.
  const bool kept = task.entry().figure.keeps_points || options.merge;
  INFOFLOW_ASSIGN_OR_RETURN(
      const std::unique_ptr<RecordStore> store,
      RecordStore::Open(kept ? RecordsFolder(task, options) : "", {task.entry().code, BlasKernel()},
                        options.force           ? RecordStore::Reading::kNothing
                        : options.mixed_kernels ? RecordStore::Reading::kKeptByAnyKernel
                                                : RecordStore::Reading::kKept));
  if (options.merge) {
    INFOFLOW_RETURN_IF_ERROR(TakeKeptRecords(task.run(), task.work(), *store));
    INFOFLOW_RETURN_IF_ERROR(CheckAllThere(task, *store));
  } else {
    INFOFLOW_RETURN_IF_ERROR(task.Compute(options.shard, *store));
  }
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> points, task.Points());
  std::map<std::string, int> records;
  for (const int index : points) ++records[store->KernelOf(task.work().point(index).text)];
  return records;
}

}  // namespace

std::string RecordsFolder(const FigureTask& task, const Options& options) {
  return absl::StrCat(options.root, "/", task.entry().slug, ".points");
}

absl::StatusOr<FinishedFigure> RunFigure(const FigureTask& task, const Options& options,
                                         bool reuse) {
  const CatalogueEntry& entry = task.entry();
  FinishedFigure finished;
  finished.folder = absl::StrCat(options.root, "/", entry.slug);
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> points, task.Points());
  Provenance provenance = DescribeRun(entry, task.run(), task.work(), points);
  const bool have_gnuplot = HaveGnuplot();
  if (reuse) {
    std::optional<std::vector<Claim>> claims =
        Reusable(finished.folder, provenance.fingerprint, options.formats, have_gnuplot);
    if (claims.has_value()) {
      finished.claims = *std::move(claims);
      finished.reused = true;
      return finished;
    }
  }
  // Staged first: an output folder that cannot be written is known before the work is done.
  INFOFLOW_ASSIGN_OR_RETURN(FigureFolder folder, FigureFolder::Stage(options.root, entry.slug));
  const auto start = std::chrono::steady_clock::now();
  INFOFLOW_ASSIGN_OR_RETURN(provenance.records, GetRecords(task, options));
  finished.records = provenance.records;
  INFOFLOW_ASSIGN_OR_RETURN(Presentation presentation, task.Present());
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  provenance.wall_seconds = elapsed.count();
  INFOFLOW_RETURN_IF_ERROR(folder.Write(entry, presentation));
  finished.warning = presentation.warning;
  if (have_gnuplot) {
    INFOFLOW_RETURN_IF_ERROR(DrawPictures(folder.staged_path(), options.formats));
  } else {
    finished.warning =
        absl::StrCat(finished.warning, finished.warning.empty() ? "" : "; ",
                     "no picture: gnuplot is not in the PATH; install gnuplot-nox, then: cd ",
                     finished.folder, " && gnuplot figure.gp");
  }
  INFOFLOW_RETURN_IF_ERROR(folder.WriteProvenance(std::move(provenance)));
  INFOFLOW_RETURN_IF_ERROR(folder.Commit());
  finished.claims = presentation.claims.ForFigure(entry.id);
  finished.tables = std::move(presentation.tables);
  return finished;
}

}  // namespace infoflow::paper_figures
