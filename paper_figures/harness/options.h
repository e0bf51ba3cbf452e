#ifndef PAPER_FIGURES_HARNESS_OPTIONS_H_
#define PAPER_FIGURES_HARNESS_OPTIONS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/support/flag_set.h"
#include "paper_figures/harness/parameters.h"

namespace infoflow::paper_figures {

// What the user asked of one figure, or of the whole catalogue.
struct Options {
  Preset preset = Preset::kDefault;
  std::string assignments;  // --set
  bool nocache = false;     // also written --set cache=off
  std::uint64_t seed = 1;
  int threads = 0;
  std::string root;  // --out, absolute where Bazel says where the user stands
  std::vector<std::string> formats = {"svg"};
  bool update_golden = false;
  bool list_parameters = false;
  bool force = false;
  std::string data_dir;
  int shard_index = 0;
  int shard_count = 1;
  std::vector<std::string> only;  // empty: every figure
  std::string docs;               // --docs, a folder for results.md and images/
  bool help = false;
  std::string help_text;
};

absl::StatusOr<Options> ParseFigureOptions(absl::Span<const std::string> arguments);
absl::StatusOr<Options> ParseCatalogueOptions(absl::Span<const std::string> arguments);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_OPTIONS_H_
