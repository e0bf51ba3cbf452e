#ifndef PAPER_FIGURES_HARNESS_OPTIONS_H_
#define PAPER_FIGURES_HARNESS_OPTIONS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "paper_figures/harness/point_queue.h"
#include "paper_figures/harness/preset.h"

namespace infoflow::paper_figures {

// What the user asked of one figure, or of the whole catalogue.
struct Options {
  Preset preset = Preset::kDefault;
  std::string assignments;  // --set
  std::uint64_t seed = 1;
  int threads = 0;
  std::string root;  // --out, absolute where Bazel says where the user stands
  std::vector<std::string> formats = {"svg"};
  std::string data_dir;
  bool force = false;    // compute again what is there
  bool nocache = false;  // and train again
  bool help = false;
  std::string help_text;

  // Of one figure.
  bool list_parameters = false;
  bool list_points = false;
  std::string point;        // --point: a key or an index; empty: all
  std::string points_only;  // --points_only: a file for records; nothing is drawn
  bool merge = false;       // compute no point
  bool mixed_kernels = false;
  Shard shard;
  bool update_golden = false;

  // Of the catalogue.
  std::vector<std::string> only;  // empty: every figure
  std::string docs;               // --docs, a folder for results.md and images/
};

absl::StatusOr<Options> ParseFigureOptions(absl::Span<const std::string> arguments);
absl::StatusOr<Options> ParseCatalogueOptions(absl::Span<const std::string> arguments);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_OPTIONS_H_
