#ifndef INFOFLOW_SUPPORT_TABLE_H_
#define INFOFLOW_SUPPORT_TABLE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace infoflow {

// One named column. Cells are text; numbers are kept with 17 significant digits, so that
// nothing is lost.
struct Column {
  std::string name;
  std::string unit;  // "nats per site"; empty for a pure number or a label
};

// A rectangular table with named columns and free comment lines, as CSV files hold it.
class Table {
 public:
  Table() = default;
  explicit Table(std::vector<Column> columns);

  const std::vector<Column>& columns() const { return columns_; }
  const std::vector<std::string>& comments() const { return comments_; }
  int num_columns() const { return static_cast<int>(columns_.size()); }
  int num_rows() const { return static_cast<int>(rows_.size()); }

  // A line that is written above the header as "# line".
  void AddComment(absl::string_view comment);

  // Appends a row; `cells` must have one cell per column.
  void AddRow(std::vector<std::string> cells);
  void AddRow(absl::Span<const double> values);

  const std::string& cell(int row, int column) const { return rows_[row][column]; }

  // Index of the column called `name`, or an error that lists the columns there are.
  absl::StatusOr<int> ColumnIndex(absl::string_view name) const;
  bool HasColumn(absl::string_view name) const;

  // The cell as a number; "inf", "-inf" and "nan" are numbers.
  absl::StatusOr<double> Number(int row, absl::string_view column) const;
  absl::StatusOr<std::string> Text(int row, absl::string_view column) const;
  absl::StatusOr<std::vector<double>> Numbers(absl::string_view column) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::string> comments_;
};

// `value` with 17 significant digits (%.17g), which reads back as the same double.
std::string FormatDouble(double value);

// A double from the whole of `text`; accepts "inf", "-inf", "nan".
absl::StatusOr<double> ParseDouble(absl::string_view text);

// CSV: comment lines "# ..." (units as "# unit COLUMN: UNIT"), one header line, one line per
// row; cells with a comma, quote, line break or '#' are quoted as in RFC 4180. Errors name `source`
// and the line.
std::string FormatCsv(const Table& table);
absl::StatusOr<Table> ParseCsv(absl::string_view text, absl::string_view source);
absl::StatusOr<Table> ReadCsvFile(const std::string& path);
absl::Status WriteCsvFile(const Table& table, const std::string& path);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_TABLE_H_
