#ifndef PAPER_FIGURES_HARNESS_RESULT_TABLE_H_
#define PAPER_FIGURES_HARNESS_RESULT_TABLE_H_

#include <string>

#include "infoflow/support/table.h"

namespace infoflow::paper_figures {

// One CSV file of a figure: data/<name>.csv.
struct ResultTable {
  std::string name;
  std::string title;
  Table table;
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_RESULT_TABLE_H_
