#ifndef PAPER_FIGURES_HARNESS_ROW_TABLE_H_
#define PAPER_FIGURES_HARNESS_ROW_TABLE_H_

#include <type_traits>
#include <utility>
#include <vector>

#include "infoflow/support/table.h"
#include "paper_figures/harness/fields.h"

namespace infoflow::paper_figures {

namespace internal {

struct ColumnCollector {
  std::vector<Column> columns;
  template <typename T>
  void operator()(const char* name, const T&, const char* unit = "") {
    static_assert(std::is_arithmetic_v<T> || std::is_same_v<T, std::string>,
                  "a cell is a number or text");
    columns.push_back({name, unit});
  }
};

struct CellCollector {
  std::vector<Cell> cells;
  template <typename T>
  void operator()(const char*, const T& value, const char* = "") {
    cells.emplace_back(value);
  }
};

}  // namespace internal

// The table with a column per field of `Row` (fields.h: numbers and text), with its unit, and a
// row per element.
template <typename Row>
Table TableOf(const std::vector<Row>& rows) {
  internal::ColumnCollector header;
  const Row empty{};
  FieldsOf<Row>::VisitFields(empty, header);
  Table table(std::move(header.columns));
  for (const Row& row : rows) {
    internal::CellCollector collector;
    FieldsOf<Row>::VisitFields(row, collector);
    table.AddRow(std::move(collector.cells));
  }
  return table;
}

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_ROW_TABLE_H_
