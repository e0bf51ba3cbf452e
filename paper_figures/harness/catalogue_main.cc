#include "paper_figures/harness/catalogue_main.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "infoflow/support/file.h"
#include "infoflow/support/interrupt.h"
#include "infoflow/support/standard_output.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/exit_code.h"
#include "paper_figures/harness/gallery.h"
#include "paper_figures/harness/options.h"
#include "paper_figures/harness/report.h"
#include "paper_figures/harness/run_catalogue.h"
#include "paper_figures/harness/run_figure.h"

namespace infoflow::paper_figures {

namespace {

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

}  // namespace

int CatalogueMain(const std::vector<CatalogueEntry>& catalogue,
                  const std::vector<std::string>& arguments) {
  CatchInterrupts();
  return ExitCode("paper_figures", RunAll(catalogue, arguments));
}

}  // namespace infoflow::paper_figures
