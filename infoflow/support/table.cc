#include "infoflow/support/table.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "infoflow/support/check.h"
#include "infoflow/support/data_file.h"
#include "infoflow/support/delimited_text.h"
#include "infoflow/support/file.h"
#include "infoflow/support/status_macros.h"

namespace infoflow {

namespace {

constexpr absl::string_view kUnitPrefix = "unit ";

// "unit COLUMN: UNIT" -> {COLUMN, UNIT}; anything else -> {"", ""}.
std::pair<absl::string_view, absl::string_view> ParseUnitComment(absl::string_view comment) {
  if (!absl::ConsumePrefix(&comment, kUnitPrefix)) return {};
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(comment, absl::MaxSplits(": ", 1));
  return parts;
}

// The unit of the column `name` among `comments`; empty when none says it.
std::string UnitOf(absl::string_view name, const std::vector<std::string>& comments) {
  std::string unit;
  for (const std::string& comment : comments) {
    const auto [column, column_unit] = ParseUnitComment(comment);
    if (!column.empty() && column == name) unit = std::string(column_unit);
  }
  return unit;
}

// Quotes a cell that holds a separator, a quote or a line break (RFC 4180), could pass for a
// comment or lose blanks.
std::string QuoteCell(const std::string& cell, int num_cells) {
  // Without a comma in the line, blanks would part cells.
  const bool misread_alone = num_cells == 1 && (cell.empty() || absl::StrContains(cell, ' '));
  // Bytes that begin a byte order mark.
  const bool mark = cell.find_first_of("\xef\xfe\xff") == 0;
  const bool needs_quotes = mark || cell.find_first_of(",;\t\"\r\n#%") != std::string::npos ||
                            absl::StrContains(cell, "//") ||
                            absl::StripAsciiWhitespace(cell).size() != cell.size();
  if (!misread_alone && !needs_quotes) return cell;
  return absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
}

}  // namespace

Cell::Cell(const Cell&) = default;
Cell::Cell(Cell&&) noexcept = default;
Cell& Cell::operator=(const Cell&) = default;
Cell& Cell::operator=(Cell&&) noexcept = default;
Cell::~Cell() = default;

std::string Cell::Text() const {
  if (const double* number = std::get_if<double>(&value_)) return FormatDouble(*number);
  if (const std::int64_t* integer = std::get_if<std::int64_t>(&value_))
    return absl::StrCat(*integer);
  return std::get<std::string>(value_);
}

absl::StatusOr<double> Cell::Number() const {
  if (const double* number = std::get_if<double>(&value_)) return *number;
  if (const std::int64_t* integer = std::get_if<std::int64_t>(&value_)) {
    return static_cast<double>(*integer);
  }
  return ParseDouble(std::get<std::string>(value_));
}

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::AddComment(absl::string_view comment) { comments_.emplace_back(comment); }

void Table::AddRow(std::vector<Cell> cells) {
  INFOFLOW_CHECK(cells.size() == columns_.size());
  rows_.push_back(std::move(cells));
}

void Table::AddNumbers(absl::Span<const double> values) {
  AddRow(std::vector<Cell>(values.begin(), values.end()));
}

bool Table::HasColumn(absl::string_view name) const { return ColumnIndex(name).ok(); }

absl::StatusOr<int> Table::ColumnIndex(absl::string_view name) const {
  for (int i = 0; i < num_columns(); ++i) {
    if (columns_[i].name == name) return i;
  }
  return absl::NotFoundError(absl::StrCat(
      "no column '", name,
      "'; there are: ", absl::StrJoin(columns_, ", ", [](std::string* out, const Column& column) {
        absl::StrAppend(out, column.name);
      })));
}

absl::StatusOr<std::string> Table::Text(int row, absl::string_view column) const {
  INFOFLOW_ASSIGN_OR_RETURN(const int index, ColumnIndex(column));
  return rows_[row][index].Text();
}

absl::StatusOr<double> Table::Number(int row, absl::string_view column) const {
  INFOFLOW_ASSIGN_OR_RETURN(const int index, ColumnIndex(column));
  const absl::StatusOr<double> value = rows_[row][index].Number();
  if (!value.ok()) {
    return absl::InvalidArgumentError(
        absl::StrCat("row ", row + 1, ", column ", column, ": ", value.status().message()));
  }
  return *value;
}

absl::StatusOr<std::vector<double>> Table::Numbers(absl::string_view column) const {
  std::vector<double> values(num_rows());
  for (int row = 0; row < num_rows(); ++row) {
    INFOFLOW_ASSIGN_OR_RETURN(values[row], Number(row, column));
  }
  return values;
}

std::string FormatCsv(const Table& table) {
  std::string text;
  for (const std::string& comment : table.comments()) absl::StrAppend(&text, "# ", comment, "\n");
  for (const Column& column : table.columns()) {
    if (!column.unit.empty()) {
      absl::StrAppend(&text, "# ", kUnitPrefix, column.name, ": ", column.unit, "\n");
    }
  }
  absl::StrAppend(&text,
                  absl::StrJoin(table.columns(), ",",
                                [&table](std::string* out, const Column& column) {
                                  absl::StrAppend(out, QuoteCell(column.name, table.num_columns()));
                                }),
                  "\n");
  for (int row = 0; row < table.num_rows(); ++row) {
    for (int column = 0; column < table.num_columns(); ++column) {
      absl::StrAppend(&text, column == 0 ? "" : ",",
                      QuoteCell(table.cell(row, column).Text(), table.num_columns()));
    }
    text.push_back('\n');
  }
  return text;
}

absl::StatusOr<Table> ParseCsv(absl::string_view text, absl::string_view source) {
  INFOFLOW_ASSIGN_OR_RETURN(DelimitedText lines, DelimitedText::Open(text, source));
  INFOFLOW_ASSIGN_OR_RETURN(bool more, lines.Next());
  if (!more) {
    return absl::InvalidArgumentError(absl::StrCat(source, ": no header line, the file is empty"));
  }
  std::vector<Column> columns;
  for (const absl::string_view name : lines.cells()) {
    for (const Column& other : columns) {
      if (other.name != name) continue;
      return lines.ErrorAt(lines.line(), absl::StrCat("two columns are called '", name, "'"));
    }
    columns.push_back({std::string(name), UnitOf(name, lines.comments())});
  }
  Table table(std::move(columns));
  for (;;) {
    INFOFLOW_ASSIGN_OR_RETURN(more, lines.Next());
    if (!more) break;
    if (lines.cells().size() != table.columns().size()) {
      return lines.ErrorAt(
          lines.line(),
          absl::StrCat(lines.cells().size(), " cells, the header has ", table.num_columns()));
    }
    table.AddRow(std::vector<Cell>(lines.cells().begin(), lines.cells().end()));
  }
  for (const std::string& comment : lines.comments()) {
    if (ParseUnitComment(comment).first.empty()) table.AddComment(comment);
  }
  return table;
}

absl::StatusOr<Table> ReadCsvFile(const std::string& path) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::string text, ReadDataFile(path));
  return ParseCsv(text, path);
}

absl::Status WriteCsvFile(const Table& table, const std::string& path) {
  return WriteFile(FormatCsv(table), path);
}

}  // namespace infoflow
