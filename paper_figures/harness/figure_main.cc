#include "paper_figures/harness/figure_main.h"

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "infoflow/support/file.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/standard_output.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/compute_points.h"
#include "paper_figures/harness/figure_task.h"
#include "paper_figures/harness/gallery.h"
#include "paper_figures/harness/golden.h"
#include "paper_figures/harness/options.h"
#include "paper_figures/harness/point_commands.h"
#include "paper_figures/harness/record_store.h"
#include "paper_figures/harness/report.h"
#include "paper_figures/harness/run_catalogue.h"
#include "paper_figures/harness/run_figure.h"

namespace infoflow::paper_figures {

namespace {

int Fail(absl::string_view program, const absl::Status& status) {
  PrintError(absl::StrCat(program, ": ", status.message(), "\n"));
  return kExitError;
}

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

absl::StatusOr<std::vector<CatalogueEntry>> Select(const std::vector<CatalogueEntry>& catalogue,
                                                   const std::vector<std::string>& only) {
  if (only.empty()) return catalogue;
  std::vector<CatalogueEntry> selected;
  for (const std::string& name : only) {
    bool found = false;
    for (const CatalogueEntry& entry : catalogue) {
      if (entry.id != name && entry.slug != name) continue;
      selected.push_back(entry);
      found = true;
    }
    if (!found) {
      return absl::InvalidArgumentError(absl::StrCat(
          "--only=", name, ": no such figure; there are: ",
          absl::StrJoin(catalogue, ", ", [](std::string* out, const CatalogueEntry& entry) {
            absl::StrAppend(out, entry.id);
          })));
    }
  }
  return selected;
}

absl::StatusOr<int> RunAll(const std::vector<CatalogueEntry>& catalogue,
                           const std::vector<std::string>& arguments) {
  INFOFLOW_ASSIGN_OR_RETURN(const Options options, ParseCatalogueOptions(arguments));
  if (options.help) {
    PrintOut(absl::StrCat("Computes every figure and writes index.html.\n\nFlags:\n",
                          options.help_text, "\n", ExitCodeHelp()));
    return kExitOk;
  }
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<CatalogueEntry> selected,
                            Select(catalogue, options.only));
  int exit_code = kExitOk;
  const auto report = [&](const CatalogueEntry& entry,
                          const absl::StatusOr<FinishedFigure>& finished, double seconds) {
    PrintOut(absl::StrCat(entry.id, " ", entry.slug, ": "));
    if (finished.ok()) {
      PrintOut(absl::StrCat(
          VerdictCounts(finished->claims),
          finished->reused ? " (already there)" : absl::StrFormat(" (%.1f s of a core)", seconds),
          "\n"));
      if (!finished->warning.empty()) {
        PrintError(absl::StrCat("warning: ", finished->warning, "\n"));
      }
      if (AnyClaimFails(finished->claims) && exit_code == kExitOk) exit_code = kExitClaimFails;
    } else {
      PrintOut("error\n");
      exit_code = Fail(entry.id, finished.status());
    }
    // Said when it is known; an error comes up at the end.
    (void)FlushOut();
  };
  INFOFLOW_RETURN_IF_ERROR(RunFigures(selected, options, report));
  std::vector<std::string> left_out;
  const Gallery gallery = ReadGallery(catalogue, options.root, &left_out);
  for (const std::string& warning : left_out) {
    PrintError(absl::StrCat("warning: index.html is without a figure: ", warning, "\n"));
  }
  const std::string index = absl::StrCat(options.root, "/index.html");
  INFOFLOW_RETURN_IF_ERROR(WriteFile(gallery.Html(), index));
  PrintOut(absl::StrCat("Written: ", index, "\n"));
  if (!options.docs.empty()) {
    INFOFLOW_RETURN_IF_ERROR(gallery.WriteDocs(options.docs));
    PrintOut(absl::StrCat("Written: ", options.docs, "/results.md and images/\n"));
  }
  return exit_code;
}

// The exit code, once all that was printed has left the program.
int Finish(absl::string_view program, const absl::StatusOr<int>& exit_code) {
  if (!exit_code.ok()) return Fail(program, exit_code.status());
  if (const absl::Status status = FlushOut(); !status.ok()) return Fail(program, status);
  return *exit_code;
}

}  // namespace

int FigureMain(const CatalogueEntry& entry, const std::vector<std::string>& arguments) {
  CatchInterrupts();
  return Finish(entry.id, RunOne(entry, arguments));
}

int CatalogueMain(const std::vector<CatalogueEntry>& catalogue,
                  const std::vector<std::string>& arguments) {
  CatchInterrupts();
  return Finish("paper_figures", RunAll(catalogue, arguments));
}

}  // namespace infoflow::paper_figures
