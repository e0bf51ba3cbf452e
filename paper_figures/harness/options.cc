#include "paper_figures/harness/options.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/user_path.h"
#include "paper_figures/harness/rendering.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kDefaultRoot[] = "figures";

// Text that flags fill before it is checked as a whole.
struct RawOptions {
  std::string preset = "default";
  std::string formats = "svg";
  std::string out;
  std::string only;
  std::string docs;
  std::int64_t seed = 1;
  std::int64_t threads = 0;
  std::string data_dir;
  std::int64_t shard_index = 0;
  std::int64_t shard_count = 1;
};

void DeclareShared(FlagSet& flags, RawOptions& raw, Options& options) {
  flags.AddChoice("preset", &raw.preset, {"smoke", "default", "paper"}, "how much to compute");
  flags.AddInteger("seed", &raw.seed, 0, "seed of every random stream");
  flags.AddInteger("threads", &raw.threads, 0, "0: one per core; never changes a number");
  flags.AddText("out", &raw.out, "folder that holds one folder per figure; default: figures");
  flags.AddText("format", &raw.formats, "picture formats out of svg, png, pdf, comma-separated");
  flags.AddText("data_dir", &raw.data_dir,
                "folder with files of published data sets; default: those it was built with");
  flags.AddBool("force", &options.force, "compute again even when the same result is there");
  flags.AddBool("help", &options.help, "print this");
}

absl::StatusOr<Options> Finish(const FlagSet& flags, const RawOptions& raw, Options options) {
  INFOFLOW_ASSIGN_OR_RETURN(options.preset, ParsePreset(raw.preset));
  options.formats = absl::StrSplit(raw.formats, ',');
  const std::vector<std::string>& known = PictureFormats();
  for (const std::string& format : options.formats) {
    if (std::find(known.begin(), known.end(), format) == known.end()) {
      return absl::InvalidArgumentError(absl::StrCat("--format=", raw.formats, ": '", format,
                                                     "' must be one of ",
                                                     absl::StrJoin(known, ", ")));
    }
  }
  options.seed = static_cast<std::uint64_t>(raw.seed);
  options.threads = static_cast<int>(std::min<std::int64_t>(raw.threads, 4096));
  if (raw.out.empty()) {
    const char* workspace = std::getenv("BUILD_WORKSPACE_DIRECTORY");
    options.root = workspace == nullptr ? kDefaultRoot : absl::StrCat(workspace, "/", kDefaultRoot);
  } else {
    options.root = UserPath(raw.out);
  }
  options.data_dir = UserPath(raw.data_dir);
  constexpr std::int64_t kMostShards = 1000000;
  if (raw.shard_count > kMostShards) {
    return absl::InvalidArgumentError(
        absl::StrCat("--shard_count=", raw.shard_count, ": must be at most ", kMostShards));
  }
  if (raw.shard_index >= raw.shard_count) {
    return absl::InvalidArgumentError(absl::StrCat(
        "--shard_index=", raw.shard_index, ": must be below --shard_count=", raw.shard_count));
  }
  options.shard_index = static_cast<int>(raw.shard_index);
  options.shard_count = static_cast<int>(raw.shard_count);
  if (!raw.only.empty()) options.only = absl::StrSplit(raw.only, ',');
  options.docs = UserPath(raw.docs);
  options.help_text = flags.Help();
  return options;
}

}  // namespace

absl::StatusOr<Options> ParseFigureOptions(absl::Span<const std::string> arguments) {
  Options options;
  RawOptions raw;
  FlagSet flags;
  DeclareShared(flags, raw, options);
  flags.AddText("set", &options.assignments, "parameters: name=value,name=value,...");
  flags.AddBool("nocache", &options.nocache, "train anew: the same as --set cache=off");
  flags.AddBool("list_parameters", &options.list_parameters,
                "print the parameters of the preset and stop");
  flags.AddInteger("shard_index", &raw.shard_index, 0, "which part of the points to compute");
  flags.AddInteger("shard_count", &raw.shard_count, 1,
                   "parts; run each, then once without to draw");
  flags.AddBool("update_golden", &options.update_golden,
                "write testdata/golden at preset smoke, print the largest change per column");
  INFOFLOW_RETURN_IF_ERROR(flags.Parse(arguments));
  if (options.update_golden) {
    for (const char* fixed : {"preset", "seed", "set", "shard_count"}) {
      if (flags.Given(fixed) && !(absl::string_view(fixed) == "preset" && raw.preset == "smoke") &&
          !(absl::string_view(fixed) == "seed" && raw.seed == 1)) {
        return absl::InvalidArgumentError(absl::StrCat(
            "--update_golden: golden files are made at preset smoke with seed 1 and no --set; --",
            fixed, " must not be given"));
      }
    }
    raw.preset = "smoke";
  }
  return Finish(flags, raw, std::move(options));
}

absl::StatusOr<Options> ParseCatalogueOptions(absl::Span<const std::string> arguments) {
  Options options;
  RawOptions raw;
  FlagSet flags;
  DeclareShared(flags, raw, options);
  flags.AddText("only", &raw.only, "figures to compute, such as fig1,fig3; default: all");
  flags.AddText("docs", &raw.docs, "also write results.md and images/ to this folder");
  INFOFLOW_RETURN_IF_ERROR(flags.Parse(arguments));
  return Finish(flags, raw, std::move(options));
}

}  // namespace infoflow::paper_figures
