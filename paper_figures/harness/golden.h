#ifndef PAPER_FIGURES_HARNESS_GOLDEN_H_
#define PAPER_FIGURES_HARNESS_GOLDEN_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/support/table.h"
#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

// How far a number may move before a golden test fails: max(relative * |want|, absolute).
struct GoldenTolerance {
  double relative = 1e-9;
  double absolute = 0.0;
};

// What a golden file holds of one table of a figure.
struct GoldenTable {
  std::string name;
  Table table;                                        // the columns that it holds
  std::map<std::string, GoldenTolerance> tolerances;  // of each of them
  // Columns of which it holds nothing, because no tolerance that they would keep could ever fail:
  // what training amplifies from the last digits, say, where another column has what is stable.
  std::set<std::string> left_out;
};

// A golden file: the tables of a figure at preset smoke as CSV sections, each opened by a line
// "# table: NAME", under a header that says how they were made and what confirmed them. How exactly
// they hold stands in the file alone, to be edited there:
//   # note: TEXT                                     in the header: why tolerances are as they are
//   # left out: TABLE                                in the header
//   # left out: COLUMN                               in a section
//   # tolerance COLUMN: R relative, A absolute       in a section, for each column
struct Golden {
  std::vector<std::string> notes;
  std::vector<GoldenTable> tables;
  std::set<std::string> left_out;  // tables of which it holds nothing, as with columns
};

// What is held of `tables`: notes, tolerances and what is left out are those of `before`, new
// columns get the tolerance of a GoldenTolerance().
Golden GoldenOf(const std::vector<ResultTable>& tables, const Golden& before);

std::string FormatGolden(const CatalogueEntry& entry, const Run& run, const Golden& golden);

// Tolerances must be finite, and every column must have one.
absl::StatusOr<Golden> ParseGolden(absl::string_view text, absl::string_view source);

// One line per disagreement: table, row, column, got, want, relative difference, tolerance.
// Empty when `got` agrees with `want`.
std::vector<std::string> CompareWithGolden(const std::vector<ResultTable>& got, const Golden& want);

// One line per column of numbers that are not all zero and would agree with zeros everywhere: a
// tolerance that holds nothing. Empty for a golden file worth its name.
std::vector<std::string> ColumnsThatHoldNothing(const Golden& golden);

// One line per column: the largest change from `before` to `after`.
std::vector<std::string> DescribeChanges(const Golden& before, const Golden& after);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_GOLDEN_H_
