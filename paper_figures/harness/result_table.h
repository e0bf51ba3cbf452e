#ifndef PAPER_FIGURES_HARNESS_RESULT_TABLE_H_
#define PAPER_FIGURES_HARNESS_RESULT_TABLE_H_

#include <map>
#include <set>
#include <string>

#include "absl/strings/string_view.h"
#include "infoflow/support/table.h"

namespace infoflow::paper_figures {

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

  GoldenTolerance ToleranceOf(absl::string_view column) const {
    const auto found = column_tolerances.find(std::string(column));
    return found != column_tolerances.end() ? found->second : tolerance;
  }
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_RESULT_TABLE_H_
