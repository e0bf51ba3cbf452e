#include "infoflow/support/table.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "infoflow/support/check.h"
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

// Quotes a cell that holds a comma, a quote or a line break (RFC 4180), or could pass for a
// comment, and one that would leave its line empty.
std::string QuoteCell(const std::string& cell, int num_cells) {
  const bool leaves_line_empty = cell.empty() && num_cells == 1;
  if (!leaves_line_empty && cell.find_first_of(",\"\r\n#") == std::string::npos) return cell;
  return absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
}

// The next line of `text`, without its end; a line break inside quotes does not end it.
absl::string_view TakeLine(absl::string_view* text) {
  bool quoted = false;
  std::size_t end = 0;
  const bool comment = absl::StartsWith(*text, "#");
  while (end < text->size() && (quoted || (*text)[end] != '\n')) {
    if ((*text)[end] == '"' && !comment) quoted = !quoted;
    ++end;
  }
  absl::string_view line = text->substr(0, end);
  text->remove_prefix(std::min(end + 1, text->size()));
  absl::ConsumeSuffix(&line, "\r");
  return line;
}

absl::StatusOr<std::vector<std::string>> SplitCells(absl::string_view line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"') {
      if (quoted && i + 1 < line.size() && line[i + 1] == '"') {
        cells.back().push_back('"');
        ++i;
      } else {
        quoted = !quoted;
      }
    } else if (line[i] == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back().push_back(line[i]);
    }
  }
  if (quoted) return absl::InvalidArgumentError("a quotation mark is not closed");
  return cells;
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
  std::vector<std::string> comments;
  std::vector<std::pair<std::string, std::string>> units;
  Table table;
  bool have_header = false;
  int line_number = 0;
  while (!text.empty()) {
    absl::string_view line = TakeLine(&text);
    ++line_number;
    const int first_line = line_number;
    line_number += static_cast<int>(std::count(line.begin(), line.end(), '\n'));
    if (line.empty()) continue;
    if (absl::ConsumePrefix(&line, "#")) {
      absl::ConsumePrefix(&line, " ");
      const auto [column, unit] = ParseUnitComment(line);
      if (column.empty()) {
        comments.emplace_back(line);
      } else {
        units.emplace_back(column, unit);
      }
      continue;
    }
    absl::StatusOr<std::vector<std::string>> split = SplitCells(line);
    if (!split.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(source, ":", first_line, ": ", split.status().message()));
    }
    std::vector<std::string> cells = *std::move(split);
    if (!have_header) {
      have_header = true;
      std::vector<Column> columns;
      for (std::string& name : cells) {
        std::string unit;
        for (const auto& [column, column_unit] : units) {
          if (column == name) unit = column_unit;
        }
        for (const Column& other : columns) {
          if (other.name != name) continue;
          return absl::InvalidArgumentError(
              absl::StrCat(source, ":", first_line, ": two columns are called '", name, "'"));
        }
        columns.push_back({std::move(name), std::move(unit)});
      }
      table = Table(std::move(columns));
      continue;
    }
    if (cells.size() != table.columns().size()) {
      return absl::InvalidArgumentError(absl::StrCat(source, ":", first_line, ": ", cells.size(),
                                                     " cells, the header has ",
                                                     table.num_columns()));
    }
    table.AddRow(std::vector<Cell>(std::make_move_iterator(cells.begin()),
                                   std::make_move_iterator(cells.end())));
  }
  if (!have_header) {
    return absl::InvalidArgumentError(absl::StrCat(source, ": no header line, the file is empty"));
  }
  for (const std::string& comment : comments) table.AddComment(comment);
  return table;
}

absl::StatusOr<Table> ReadCsvFile(const std::string& path) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  return ParseCsv(text, path);
}

absl::Status WriteCsvFile(const Table& table, const std::string& path) {
  return WriteFile(FormatCsv(table), path);
}

}  // namespace infoflow
