#ifndef PAPER_FIGURES_HARNESS_FIGURE_H_
#define PAPER_FIGURES_HARNESS_FIGURE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/support/table.h"
#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/parameters.h"

namespace infoflow::paper_figures {

// What a figure is computed from.
struct FigureContext {
  Parameters parameters;
  Preset preset = Preset::kDefault;
  std::uint64_t seed = 1;
  // Threads for independent work items; 0 means one per core. Never changes a number.
  int threads = 0;
  // Folder with the files of published data sets; empty: those that the program was built with.
  std::string data_dir;
  // For ComputePoints (figure_points.h): where finished points are kept (empty: nowhere), which
  // of them to compute, whether to compute also those that are there, and the code's identity.
  std::string points_folder;
  int shard_index = 0;
  int shard_count = 1;
  bool recompute = false;
  std::string code;
};

// How far a column may move before a golden test fails: max(relative * |want|, absolute).
struct GoldenTolerance {
  double relative = 1e-12;
  double absolute = 0.0;
};

// One CSV file of a figure: data/<name>.csv.
struct ResultTable {
  std::string name;
  std::string title;
  Table table;
  GoldenTolerance tolerance = {};
  // Columns whose tolerance differs from `tolerance`.
  std::map<std::string, GoldenTolerance> column_tolerances = {};
  // Columns that golden files leave out, because no tolerance that they would keep could ever fail:
  // what training amplifies from the last digits, say, where another column has what is stable.
  std::set<std::string> columns_not_in_golden = {};
  // False for tables of which golden files hold nothing, for the same reason.
  bool in_golden = true;

  GoldenTolerance ToleranceOf(absl::string_view column) const;
};

struct FigureResult {
  // The first table is the one that is printed.
  std::vector<ResultTable> tables;
  std::vector<Claim> claims;
  // Not empty when the figure had to do without something: one sentence, for stderr.
  std::string warning = {};
};

// One figure of a paper, as a value. All but `compute` and `recipe` is text and data; flags,
// files, pictures, comparisons and reports are the harness's business.
struct Figure {
  std::string slug;         // "ising_chain_relative_entropy"
  std::string title;        // one line
  std::string paper;        // "arXiv:2107.06898"
  std::string source;       // section, figure or equation of the paper
  std::string description;  // what the picture shows, a sentence or two
  // What independent method confirmed the golden file's numbers.
  std::string oracle;
  Parameters parameters;
  // True when `compute` goes through ComputePoints, so that it can be resumed and sharded.
  bool has_points = false;
  std::function<absl::StatusOr<FigureResult>(const FigureContext&)> compute;
  // gnuplot commands that draw the picture from data/*.csv.
  std::string recipe;
};

// A figure under its number in the catalogue.
struct CatalogueEntry {
  std::string id;  // "fig1"
  Figure figure;
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_FIGURE_H_
