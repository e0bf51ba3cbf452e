#include "paper_figures/harness/run_figure.h"

#include <algorithm>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/point_commands.h"
#include "paper_figures/harness/point_queue.h"
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

}  // namespace

std::string RecordsFolder(const FigureTask& task, const Options& options) {
  return absl::StrCat(options.root, "/", task.entry().slug, ".points");
}

absl::StatusOr<std::unique_ptr<FigureRun>> FigureRun::Start(const FigureTask& task,
                                                            const Options& options, bool reuse) {
  const CatalogueEntry& entry = task.entry();
  std::unique_ptr<FigureRun> run(new FigureRun(task, options));
  run->finished_.folder = absl::StrCat(options.root, "/", entry.slug);
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> points, task.Points());
  run->provenance_ = DescribeRun(entry, task.run(), task.work(), points);
  if (reuse) {
    std::optional<std::vector<Claim>> claims = Reusable(
        run->finished_.folder, run->provenance_.fingerprint, options.formats, HaveGnuplot());
    if (claims.has_value()) {
      run->finished_.claims = *std::move(claims);
      run->finished_.reused = true;
      return run;
    }
  }
  // Staged first: an output folder that cannot be written is known before the work is done.
  INFOFLOW_ASSIGN_OR_RETURN(FigureFolder folder, FigureFolder::Stage(options.root, entry.slug));
  run->folder_.emplace(std::move(folder));
  INFOFLOW_RETURN_IF_ERROR(run->OpenStore());
  return run;
}

absl::Status FigureRun::OpenStore() {
  const CatalogueEntry& entry = task_.entry();
  // A figure in one piece is computed anew, unless somebody computed its point elsewhere.
  const bool kept = entry.figure.keeps_points || options_.merge;
  const RecordStore::Reading reading = options_.force ? RecordStore::Reading::kNothing
                                       : options_.mixed_kernels
                                           ? RecordStore::Reading::kKeptByAnyKernel
                                           : RecordStore::Reading::kKept;
  INFOFLOW_ASSIGN_OR_RETURN(store_, RecordStore::Open(kept ? RecordsFolder(task_, options_) : "",
                                                      {entry.code, BlasKernel()}, reading));
  return absl::OkStatus();
}

absl::StatusOr<std::map<std::string, int>> FigureRun::CountRecords() const {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> points, task_.Points());
  std::map<std::string, int> records;
  for (const int index : points) ++records[store_->KernelOf(task_.work().point(index).text)];
  return records;
}

absl::StatusOr<FinishedFigure> FigureRun::Finish() {
  if (reused()) return std::move(finished_);
  const CatalogueEntry& entry = task_.entry();
  INFOFLOW_ASSIGN_OR_RETURN(finished_.records, CountRecords());
  INFOFLOW_ASSIGN_OR_RETURN(Presentation presentation, task_.Present());
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start_;
  provenance_.records = finished_.records;
  provenance_.wall_seconds = elapsed.count();
  INFOFLOW_RETURN_IF_ERROR(folder_->Write(entry, presentation));
  finished_.warning = presentation.warning;
  if (HaveGnuplot()) {
    INFOFLOW_RETURN_IF_ERROR(DrawPictures(folder_->staged_path(), options_.formats));
  } else {
    finished_.warning =
        absl::StrCat(finished_.warning, finished_.warning.empty() ? "" : "; ",
                     "no picture: gnuplot is not in the PATH; install gnuplot-nox, then: cd ",
                     finished_.folder, " && gnuplot figure.gp");
  }
  INFOFLOW_RETURN_IF_ERROR(folder_->WriteProvenance(std::move(provenance_)));
  INFOFLOW_RETURN_IF_ERROR(folder_->Commit());
  finished_.claims = presentation.claims.ForFigure(entry.id);
  finished_.tables = std::move(presentation.tables);
  return std::move(finished_);
}

absl::StatusOr<FinishedFigure> RunFigure(const FigureTask& task, const Options& options,
                                         bool reuse) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::unique_ptr<FigureRun> run,
                            FigureRun::Start(task, options, reuse));
  if (options.merge) {
    INFOFLOW_RETURN_IF_ERROR(TakeKeptRecords(task.run(), task.work(), run->store()));
    INFOFLOW_RETURN_IF_ERROR(CheckAllThere(task, run->store()));
  } else if (!run->reused()) {
    INFOFLOW_RETURN_IF_ERROR(task.Compute(options.shard, run->store()));
  }
  return run->Finish();
}

}  // namespace infoflow::paper_figures
