#ifndef INFOFLOW_SUPPORT_TABLE_H_
#define INFOFLOW_SUPPORT_TABLE_H_

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "infoflow/support/number_text.h"

namespace infoflow {

// One named column.
struct Column {
  std::string name;
  std::string unit;  // "nats per site"; empty for a pure number or a label
};

// What stands in a row and a column: a number, an integer or text, which keeps its type until it is
// written. Made implicitly from all of these; bools are 0 and 1.
class Cell {
 public:
  template <typename T, std::enable_if_t<std::is_arithmetic_v<T>, int> = 0>
  Cell(T value) {  // NOLINT: a row is written as {name, 3, 0.5}
    if constexpr (std::is_floating_point_v<T>) {
      value_ = static_cast<double>(value);
    } else {
      value_ = static_cast<std::int64_t>(value);
    }
  }
  Cell(std::string text) : value_(std::move(text)) {}          // NOLINT
  Cell(absl::string_view text) : value_(std::string(text)) {}  // NOLINT
  Cell(const char* text) : value_(std::string(text)) {}        // NOLINT
  // Out of line: inlined, GCC 12 takes the text of a number's cell for uninitialized.
  Cell(const Cell&);
  Cell(Cell&&) noexcept;
  Cell& operator=(const Cell&);
  Cell& operator=(Cell&&) noexcept;
  ~Cell();

  // As CSV files hold it: numbers with 17 significant digits, so that nothing is lost.
  std::string Text() const;
  // The number; of text, what it says ("inf", "-inf" and "nan" are numbers). Errors: other text.
  absl::StatusOr<double> Number() const;

  // As they are written: 3 and "3" are equal.
  friend bool operator==(const Cell& a, const Cell& b) { return a.Text() == b.Text(); }
  friend bool operator!=(const Cell& a, const Cell& b) { return !(a == b); }

 private:
  std::variant<double, std::int64_t, std::string> value_;
};

// A rectangular table with named columns and free comment lines, as CSV files hold it. A table
// that was read from a file has cells of text.
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

  // Appends a row; there must be one cell, or one value, per column.
  void AddRow(std::vector<Cell> cells);
  void AddNumbers(absl::Span<const double> values);

  const Cell& cell(int row, int column) const { return rows_[row][column]; }

  // Index of the column called `name`, or an error that lists the columns there are.
  absl::StatusOr<int> ColumnIndex(absl::string_view name) const;
  bool HasColumn(absl::string_view name) const;

  // The cell as a number, as text, and a column of numbers; errors name row and column.
  absl::StatusOr<double> Number(int row, absl::string_view column) const;
  absl::StatusOr<std::string> Text(int row, absl::string_view column) const;
  absl::StatusOr<std::vector<double>> Numbers(absl::string_view column) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
  std::vector<std::string> comments_;
};

// CSV: comment lines "# ..." (units as "# unit COLUMN: UNIT"), one header line, one line per
// row, cells in quotes where they need them (RFC 4180). Read in the dialects of DelimitedText, from
// files that may be packed with gzip. Errors name `source` and the line.
std::string FormatCsv(const Table& table);
absl::StatusOr<Table> ParseCsv(absl::string_view text, absl::string_view source);
absl::StatusOr<Table> ReadCsvFile(const std::string& path);
absl::Status WriteCsvFile(const Table& table, const std::string& path);

}  // namespace infoflow

#endif  // INFOFLOW_SUPPORT_TABLE_H_
