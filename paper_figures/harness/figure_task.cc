#include "paper_figures/harness/figure_task.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

namespace {

// Where machines in training are kept: $INFOFLOW_MACHINE_CACHE, or figures/machines where the user
// stands. Golden files and tests are computed from nothing.
std::string WorkFolder(const Options& options) {
  if (options.nocache || options.preset == Preset::kSmoke) return "";
  if (const char* folder = std::getenv("INFOFLOW_MACHINE_CACHE")) return folder;
  const char* user = std::getenv("BUILD_WORKING_DIRECTORY");
  return user == nullptr ? "" : absl::StrCat(user, "/figures/machines");
}

}  // namespace

absl::StatusOr<FigureTask> FigureTask::Create(const CatalogueEntry& entry, const Options& options) {
  Run run;
  run.preset = options.preset;
  run.seed = options.seed;
  run.threads = options.threads;
  if (entry.figure.open_images) run.images = entry.figure.open_images(options.data_dir);
  if (entry.figure.keeps_work) run.work_folder = WorkFolder(options);
  if (!entry.figure.keeps_points && options.shard.count > 1) {
    return absl::InvalidArgumentError(absl::StrCat("--shard_count=", options.shard.count, ": ",
                                                   entry.slug, " has no points to share out"));
  }
  FigureTask task(entry, std::move(run));
  task.work_->parameters().UsePreset(options.preset);
  INFOFLOW_RETURN_IF_ERROR(task.work_->parameters().Override(options.assignments));
  return task;
}

absl::Status FigureTask::Compute(const Shard& shard, RecordStore& store) const {
  const Threads threads = entry_->figure.keeps_points ? Threads::kOneEach : Threads::kAll;
  return ComputePoints(run_, threads, shard, *work_, store);
}

absl::StatusOr<Presentation> FigureTask::ComputeAndPresent() const {
  INFOFLOW_ASSIGN_OR_RETURN(const std::unique_ptr<RecordStore> nowhere,
                            RecordStore::Open("", {}, RecordStore::Reading::kNothing));
  INFOFLOW_RETURN_IF_ERROR(Compute({}, *nowhere));
  return Present();
}

}  // namespace infoflow::paper_figures
