#ifndef PAPER_FIGURES_HARNESS_GOLDEN_H_
#define PAPER_FIGURES_HARNESS_GOLDEN_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

// A golden file holds the tables of a figure at preset smoke as CSV sections, each opened by a line
// "# table: NAME", under a header that says how it was made and what confirmed it. The tolerance of
// each column stands in its section: "# tolerance COLUMN: R relative, A absolute". Tables and
// columns that are not in_golden are left out here, and no function below looks at them.
std::string FormatGolden(const CatalogueEntry& entry, const Run& run,
                         const std::vector<ResultTable>& tables);

// The tables of a golden file with the tolerances written there, which must be finite.
absl::StatusOr<std::vector<ResultTable>> ParseGolden(absl::string_view text,
                                                     absl::string_view source);

// One line per disagreement: table, row, column, got, want, relative difference, tolerance.
// Empty when `got` agrees with `want`.
std::vector<std::string> CompareWithGolden(const std::vector<ResultTable>& got,
                                           const std::vector<ResultTable>& want);

// One line per column of numbers that are not all zero and would agree with zeros everywhere: a
// tolerance that holds nothing. Empty for a golden file worth its name.
std::vector<std::string> ColumnsThatHoldNothing(const std::vector<ResultTable>& golden);

// One line per column: the largest change from `before` to `after`.
std::vector<std::string> DescribeChanges(const std::vector<ResultTable>& before,
                                         const std::vector<ResultTable>& after);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_GOLDEN_H_
