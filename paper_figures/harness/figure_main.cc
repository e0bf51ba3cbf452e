#include "paper_figures/harness/figure_main.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "infoflow/support/file.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/standard_output.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/compute_points.h"
#include "paper_figures/harness/exit_code.h"
#include "paper_figures/harness/figure_task.h"
#include "paper_figures/harness/golden.h"
#include "paper_figures/harness/options.h"
#include "paper_figures/harness/point_commands.h"
#include "paper_figures/harness/record_store.h"
#include "paper_figures/harness/report.h"
#include "paper_figures/harness/run_figure.h"

namespace infoflow::paper_figures {

namespace {

std::string GoldenPath(const std::string& slug) {
  const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
  return absl::StrCat(workspace == nullptr ? "." : workspace, "/testdata/golden/", slug, ".csv");
}

// Writes the golden file, whose tolerances stay as they are, and returns what changed, for stdout.
absl::StatusOr<std::string> UpdateGolden(const FigureTask& task) {
  const CatalogueEntry& entry = task.entry();
  INFOFLOW_ASSIGN_OR_RETURN(const Presentation presentation, task.ComputeAndPresent());
  if (AnyClaimFails(presentation.claims.ForFigure(entry.id))) {
    return absl::FailedPreconditionError(
        "--update_golden: a claim fails at preset smoke; nothing was written");
  }
  const std::string path = GoldenPath(entry.slug);
  Golden before;
  std::error_code code;
  if (std::filesystem::exists(path, code)) {
    INFOFLOW_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
    INFOFLOW_ASSIGN_OR_RETURN(before, ParseGolden(text, path));
  }
  const Golden golden = GoldenOf(presentation.tables, before);
  INFOFLOW_RETURN_IF_ERROR(WriteFile(FormatGolden(entry, task.run(), golden), path));
  return absl::StrCat(absl::StrJoin(DescribeChanges(before, golden), "\n"), "\nWritten: ", path,
                      "\n");
}

// --point and --points_only: the records go to the folder where all are kept, or to a file of their
// own ("-": stdout).
absl::StatusOr<int> WriteRecords(const FigureTask& task, const Options& options) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::string lines, ComputeRecordLines(task, options));
  std::string path = options.points_only;
  if (path == "-") {
    PrintOut(lines);
    return kExitOk;
  }
  if (path.empty()) {
    INFOFLOW_ASSIGN_OR_RETURN(
        const std::unique_ptr<RecordStore> store,
        RecordStore::Open(RecordsFolder(task, options), {}, RecordStore::Reading::kNothing));
    INFOFLOW_RETURN_IF_ERROR(store->AddLines(lines));
    path = store->path();
  } else {
    INFOFLOW_RETURN_IF_ERROR(WriteFile(lines, path));
  }
  PrintOut(absl::StrCat("Written: ", path, "\n"));
  return kExitOk;
}

absl::StatusOr<int> Draw(const FigureTask& task, const Options& options) {
  const absl::StatusOr<FinishedFigure> run = RunFigure(task, options, /*reuse=*/false);
  if (IsShardFinished(run.status())) {
    PrintOut(absl::StrCat(task.entry().id, ": ", run.status().message(), "\n"));
    return kExitOk;
  }
  INFOFLOW_ASSIGN_OR_RETURN(const FinishedFigure finished, run);
  PrintOut(FigureReport(task, finished));
  if (!finished.warning.empty()) PrintError(absl::StrCat("warning: ", finished.warning, "\n"));
  return AnyClaimFails(finished.claims) ? kExitClaimFails : kExitOk;
}

absl::StatusOr<int> RunOne(const CatalogueEntry& entry, const std::vector<std::string>& arguments) {
  INFOFLOW_ASSIGN_OR_RETURN(const Options options, ParseFigureOptions(arguments));
  INFOFLOW_ASSIGN_OR_RETURN(const FigureTask task, FigureTask::Create(entry, options));
  if (options.help) {
    PrintOut(FigureHelp(task, options.help_text));
    return kExitOk;
  }
  if (options.nocache && !entry.figure.keeps_work) {
    return absl::InvalidArgumentError(
        absl::StrCat("--nocache: ", entry.slug, " keeps nothing that it has trained"));
  }
  if (options.list_parameters) {
    PrintOut(ParameterList(task.work().parameters()));
    return kExitOk;
  }
  if (options.list_points) {
    INFOFLOW_ASSIGN_OR_RETURN(const std::string keys, ListPoints(task));
    PrintOut(keys);
    return kExitOk;
  }
  if (options.update_golden) {
    INFOFLOW_ASSIGN_OR_RETURN(const std::string changes, UpdateGolden(task));
    PrintOut(changes);
    return kExitOk;
  }
  if (!options.point.empty() || !options.points_only.empty()) return WriteRecords(task, options);
  return Draw(task, options);
}

}  // namespace

int FigureMain(const CatalogueEntry& entry, const std::vector<std::string>& arguments) {
  CatchInterrupts();
  return ExitCode(entry.id, RunOne(entry, arguments));
}

}  // namespace infoflow::paper_figures
