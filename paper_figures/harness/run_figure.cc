#include "paper_figures/harness/run_figure.h"

#include <chrono>
#include <filesystem>
#include <string>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_folder.h"
#include "paper_figures/harness/provenance.h"
#include "paper_figures/harness/rendering.h"

namespace infoflow::paper_figures {

namespace {

// The choice `off` or `on` of figures that keep what they have trained.
constexpr char kCacheParameter[] = "cache";

bool HasPictures(const std::string& folder, const std::vector<std::string>& formats) {
  std::error_code code;
  for (const std::string& format : formats) {
    if (!std::filesystem::exists(absl::StrCat(folder, "/figure.", format), code)) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<FigureContext> MakeContext(const Figure& figure, const Options& options) {
  FigureContext context;
  context.parameters = figure.parameters;
  context.parameters.UsePreset(options.preset);
  INFOFLOW_RETURN_IF_ERROR(context.parameters.Override(options.assignments));
  if (options.nocache) {
    if (!context.parameters.Has(kCacheParameter)) {
      return absl::InvalidArgumentError(
          absl::StrCat("--nocache: ", figure.slug, " keeps nothing that it has trained"));
    }
    INFOFLOW_RETURN_IF_ERROR(context.parameters.Override(absl::StrCat(kCacheParameter, "=off")));
  }
  context.preset = options.preset;
  context.seed = options.seed;
  context.threads = options.threads;
  context.data_dir = options.data_dir;
  if (figure.has_points) {
    context.points_folder = absl::StrCat(options.root, "/", figure.slug, ".points");
    context.shard_index = options.shard_index;
    context.shard_count = options.shard_count;
    context.recompute = options.force;
    context.code = CodeIdentity();
  } else if (options.shard_count > 1) {
    return absl::InvalidArgumentError(absl::StrCat("--shard_count=", options.shard_count, ": ",
                                                   figure.slug, " has no points to share out"));
  }
  return context;
}

absl::StatusOr<FinishedFigure> RunFigure(const CatalogueEntry& entry, const FigureContext& context,
                                         const Options& options, bool reuse) {
  FinishedFigure finished;
  finished.folder = absl::StrCat(options.root, "/", entry.figure.slug);
  const bool have_gnuplot = HaveGnuplot();
  if (reuse) {
    absl::StatusOr<FigureSummary> summary = ReadFigureFolder(finished.folder);
    const std::string fingerprint = Fingerprint(entry, context);
    if (summary.ok() && !fingerprint.empty() &&
        Lookup(summary->provenance, "fingerprint") == fingerprint &&
        (!have_gnuplot || HasPictures(finished.folder, options.formats))) {
      finished.result.claims = std::move(summary->claims);
      finished.reused = true;
      return finished;
    }
  }
  // Staged first: an output folder that cannot be written is known before the work is done.
  INFOFLOW_ASSIGN_OR_RETURN(FigureFolder folder,
                            FigureFolder::Stage(options.root, entry.figure.slug));
  const auto start = std::chrono::steady_clock::now();
  INFOFLOW_ASSIGN_OR_RETURN(finished.result, entry.figure.compute(context));
  const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
  INFOFLOW_RETURN_IF_ERROR(
      folder.Write(entry.figure, finished.result, DescribeRun(entry, context, elapsed.count())));
  finished.warning = finished.result.warning;
  if (have_gnuplot) {
    INFOFLOW_RETURN_IF_ERROR(DrawPictures(folder.staged_path(), options.formats));
  } else {
    finished.warning =
        absl::StrCat(finished.result.warning, finished.result.warning.empty() ? "" : "; ",
                     "no picture: gnuplot is not in the PATH; install gnuplot-nox, then: cd ",
                     finished.folder, " && gnuplot figure.gp");
  }
  INFOFLOW_RETURN_IF_ERROR(folder.Commit());
  return finished;
}

}  // namespace infoflow::paper_figures
