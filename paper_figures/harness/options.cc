#include "paper_figures/harness/options.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <filesystem>
#include <limits>
#include <string>
#include <system_error>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "infoflow/support/flag_set.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/user_path.h"
#include "paper_figures/harness/rendering.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kDefaultRoot[] = "figures";
constexpr int kMostThreads = 4096;
constexpr int kMostShards = 1000000;

// Text that flags fill before it is checked as a whole.
struct RawOptions {
  std::string formats = "svg";
  std::string out;
  std::string only;
};

void DeclareShared(FlagSet& flags, RawOptions& raw, Options& options) {
  flags.AddChoice("preset", &options.preset, Presets(), "how much to compute");
  flags.AddInteger("seed", &options.seed, 0, "seed of every random stream");
  flags.AddInteger("threads", &options.threads, {0, kMostThreads},
                   "0: one per core; never changes a number");
  flags.AddText("out", &raw.out, "folder that holds one folder per figure; default: figures");
  flags.AddText("format", &raw.formats, "picture formats out of svg, png, pdf, comma-separated");
  flags.AddText("data_dir", &options.data_dir,
                "folder with files of published data sets; default: those it was built with");
  flags.AddBool("force", &options.force, "compute again even when the same result is there");
  flags.AddBool("nocache", &options.nocache, "train anew what was kept for the next figure");
  flags.AddBool("help", &options.help, "print this");
}

absl::StatusOr<Options> Finish(const FlagSet& flags, const RawOptions& raw, Options options) {
  options.formats = absl::StrSplit(raw.formats, ',');
  const std::vector<std::string>& known = PictureFormats();
  for (const std::string& format : options.formats) {
    if (std::find(known.begin(), known.end(), format) == known.end()) {
      return absl::InvalidArgumentError(absl::StrCat("--format=", raw.formats, ": '", format,
                                                     "' must be one of ",
                                                     absl::StrJoin(known, ", ")));
    }
  }
  if (raw.out.empty()) {
    const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
    options.root = workspace == nullptr ? kDefaultRoot : absl::StrCat(workspace, "/", kDefaultRoot);
  } else {
    options.root = UserPath(raw.out);
  }
  // A mistyped folder must not pass for one without files: the figure would take synthetic images.
  std::error_code unreadable;
  const std::string data_dir = UserPath(options.data_dir);
  if (!data_dir.empty() && !std::filesystem::is_directory(data_dir, unreadable)) {
    return absl::InvalidArgumentError(
        absl::StrCat("--data_dir=", options.data_dir, ": must be a folder that is there"));
  }
  options.data_dir = data_dir;
  if (options.points_only != "-") options.points_only = UserPath(options.points_only);
  options.docs = UserPath(options.docs);
  if (options.shard.index >= options.shard.count) {
    return absl::InvalidArgumentError(
        absl::StrCat("--shard_index=", options.shard.index,
                     ": must be below --shard_count=", options.shard.count));
  }
  if (!raw.only.empty()) options.only = absl::StrSplit(raw.only, ',');
  options.help_text = flags.Help();
  return options;
}

// Several --set are one with all their assignments.
std::vector<std::string> JoinSettings(absl::Span<const std::string> arguments) {
  std::vector<std::string> rest, assignments;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    absl::string_view value = arguments[i];
    if (value == "--set" && i + 1 < arguments.size()) {
      assignments.push_back(arguments[++i]);
    } else if (absl::ConsumePrefix(&value, "--set=")) {
      assignments.emplace_back(value);
    } else {
      rest.push_back(arguments[i]);
    }
  }
  if (!assignments.empty()) {
    rest.insert(rest.begin(), absl::StrCat("--set=", absl::StrJoin(assignments, ",")));
  }
  return rest;
}

// One of two flags that contradict each other, if both were given.
absl::Status RefuseTogether(const FlagSet& flags, const char* one, const char* other) {
  if (!flags.Given(one) || !flags.Given(other)) return absl::OkStatus();
  return absl::InvalidArgumentError(
      absl::StrCat("--", one, ": has no meaning together with --", other));
}

// Golden files are made at preset smoke with seed 1.
absl::Status CheckGolden(const FlagSet& flags, Options& options) {
  if (!options.update_golden) return absl::OkStatus();
  for (const char* fixed : {"preset", "seed", "set", "shard_count", "point", "points_only"}) {
    const absl::string_view name = fixed;
    const bool same = (name == "preset" && options.preset == Preset::kSmoke) ||
                      (name == "seed" && options.seed == 1);
    if (!flags.Given(fixed) || same) continue;
    return absl::InvalidArgumentError(absl::StrCat(
        "--update_golden: golden files are made at preset smoke with seed 1 and no --set; --",
        fixed, " must not be given"));
  }
  options.preset = Preset::kSmoke;
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Options> ParseFigureOptions(absl::Span<const std::string> arguments) {
  Options options;
  RawOptions raw;
  FlagSet flags;
  DeclareShared(flags, raw, options);
  flags.AddText("set", &options.assignments,
                "parameters: name=value,name=value,...; may be given several times");
  flags.AddBool("list_parameters", &options.list_parameters,
                "print the parameters of the preset and stop");
  flags.AddBool("list_points", &options.list_points, "print the keys of the points and stop");
  flags.AddText("point", &options.point,
                "compute this point alone, by its key or its number from 0, keep it, draw nothing");
  flags.AddText("points_only", &options.points_only,
                "write the records to this file (-: stdout) only, and draw nothing");
  flags.AddBool("merge", &options.merge,
                "draw from the records that are there; a missing one is an error");
  flags.AddBool("mixed_kernels", &options.mixed_kernels,
                "take records by other BLAS kernels too, whose last digits differ");
  flags.AddInteger("shard_index", &options.shard.index, 0, "which part of the points to compute");
  flags.AddInteger("shard_count", &options.shard.count, {1, kMostShards},
                   "parts; run each, then once without to draw");
  flags.AddBool("update_golden", &options.update_golden,
                "write testdata/golden at preset smoke, print the largest change per column");
  INFOFLOW_RETURN_IF_ERROR(flags.Parse(JoinSettings(arguments)));
  INFOFLOW_RETURN_IF_ERROR(RefuseTogether(flags, "point", "shard_count"));
  INFOFLOW_RETURN_IF_ERROR(RefuseTogether(flags, "merge", "shard_count"));
  INFOFLOW_RETURN_IF_ERROR(RefuseTogether(flags, "merge", "point"));
  INFOFLOW_RETURN_IF_ERROR(RefuseTogether(flags, "merge", "points_only"));
  INFOFLOW_RETURN_IF_ERROR(RefuseTogether(flags, "merge", "force"));
  INFOFLOW_RETURN_IF_ERROR(RefuseTogether(flags, "mixed_kernels", "force"));
  INFOFLOW_RETURN_IF_ERROR(CheckGolden(flags, options));
  return Finish(flags, raw, std::move(options));
}

absl::StatusOr<Options> ParseCatalogueOptions(absl::Span<const std::string> arguments) {
  Options options;
  RawOptions raw;
  FlagSet flags;
  DeclareShared(flags, raw, options);
  flags.AddText("only", &raw.only, "figures to compute, such as fig1,fig3; default: all");
  flags.AddText("docs", &options.docs, "also write results.md and images/ to this folder");
  INFOFLOW_RETURN_IF_ERROR(flags.Parse(arguments));
  return Finish(flags, raw, std::move(options));
}

}  // namespace infoflow::paper_figures
