#include "paper_figures/harness/golden.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

namespace {

constexpr absl::string_view kTableLine = "# table: ";
constexpr absl::string_view kTolerancePrefix = "tolerance ";

const ResultTable* FindTable(const std::vector<ResultTable>& tables, absl::string_view name) {
  for (const ResultTable& table : tables) {
    if (table.name == name) return &table;
  }
  return nullptr;
}

// What golden files hold of `tables`.
std::vector<ResultTable> GoldenParts(const std::vector<ResultTable>& tables) {
  std::vector<ResultTable> parts;
  for (const ResultTable& table : tables) {
    if (!table.in_golden) continue;
    std::vector<int> kept;
    std::vector<Column> columns;
    for (int column = 0; column < table.table.num_columns(); ++column) {
      if (table.columns_not_in_golden.count(table.table.columns()[column].name) > 0) continue;
      kept.push_back(column);
      columns.push_back(table.table.columns()[column]);
    }
    // A name that is not a column's would leave in what was to be left out.
    INFOFLOW_CHECK(kept.size() + table.columns_not_in_golden.size() ==
                   table.table.columns().size());
    ResultTable part = table;
    part.columns_not_in_golden.clear();
    part.table = Table(std::move(columns));
    for (const std::string& comment : table.table.comments()) part.table.AddComment(comment);
    for (int row = 0; row < table.table.num_rows(); ++row) {
      std::vector<Cell> cells;
      for (const int column : kept) cells.push_back(table.table.cell(row, column));
      part.table.AddRow(std::move(cells));
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

// One sentence when the two tables differ in rows or columns, or nothing.
std::string ShapeMismatch(const ResultTable& got, const ResultTable& want) {
  if (got.table.num_rows() != want.table.num_rows()) {
    return absl::StrFormat("table %s: got %d rows, want %d", want.name, got.table.num_rows(),
                           want.table.num_rows());
  }
  if (got.table.num_columns() != want.table.num_columns()) {
    return absl::StrFormat("table %s: got %d columns, want %d", want.name, got.table.num_columns(),
                           want.table.num_columns());
  }
  for (int column = 0; column < got.table.num_columns(); ++column) {
    if (got.table.columns()[column].name != want.table.columns()[column].name) {
      return absl::StrFormat("table %s, column %d: got '%s', want '%s'", want.name, column + 1,
                             got.table.columns()[column].name, want.table.columns()[column].name);
    }
  }
  return "";
}

// True when the two cells are the same text or both numbers within tolerance.
bool CellsAgree(const Cell& got, const Cell& want, GoldenTolerance tolerance,
                double* relative_difference) {
  *relative_difference = 0.0;
  if (got == want) return true;
  const absl::StatusOr<double> got_value = got.Number();
  const absl::StatusOr<double> want_value = want.Number();
  if (!got_value.ok() || !want_value.ok()) {
    *relative_difference = HUGE_VAL;
    return false;
  }
  const double got_number = *got_value;
  const double want_number = *want_value;
  if (got_number == want_number || (std::isnan(got_number) && std::isnan(want_number))) return true;
  // Relative to an infinite number any difference would be small.
  if (!std::isfinite(got_number) || !std::isfinite(want_number)) {
    *relative_difference = HUGE_VAL;
    return false;
  }
  const double difference = std::abs(got_number - want_number);
  *relative_difference = difference / std::abs(want_number);
  return difference <= tolerance.absolute ||
         difference <= tolerance.relative * std::abs(want_number);
}

}  // namespace

std::string FormatGolden(const CatalogueEntry& entry, const Run& run,
                         const std::vector<ResultTable>& tables) {
  std::string text = absl::StrCat("# ", entry.id, " ", entry.slug, ": ", entry.figure.title,
                                  "\n# command: bazel run //paper_figures:", entry.id,
                                  " -- --preset=", PresetName(run.preset), " --seed=", run.seed,
                                  " --update_golden\n# oracle: ", entry.figure.oracle, "\n");
  for (const ResultTable& section : GoldenParts(tables)) {
    absl::StrAppend(&text, kTableLine, section.name, "\n");
    for (const Column& column : section.table.columns()) {
      const GoldenTolerance tolerance = section.ToleranceOf(column.name);
      absl::StrAppend(&text, absl::StrFormat("# %s%s: %g relative, %g absolute\n", kTolerancePrefix,
                                             column.name, tolerance.relative, tolerance.absolute));
    }
    absl::StrAppend(&text, FormatCsv(section.table));
  }
  return text;
}

absl::StatusOr<std::vector<ResultTable>> ParseGolden(absl::string_view text,
                                                     absl::string_view source) {
  std::vector<ResultTable> tables;
  std::vector<std::pair<std::string, std::string>> sections;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    absl::string_view name = line;
    if (absl::ConsumePrefix(&name, kTableLine)) {
      sections.emplace_back(std::string(name), "");
    } else if (!sections.empty()) {
      absl::StrAppend(&sections.back().second, line, "\n");
    }
  }
  if (sections.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(source, ": not a golden file: no line '", kTableLine, "NAME'"));
  }
  for (const auto& [name, csv] : sections) {
    const std::string section = absl::StrCat(source, ", table ", name);
    ResultTable result;
    result.name = name;
    INFOFLOW_ASSIGN_OR_RETURN(result.table, ParseCsv(csv, section));
    for (const std::string& comment : result.table.comments()) {
      absl::string_view rest = comment;
      if (!absl::ConsumePrefix(&rest, kTolerancePrefix)) continue;
      const std::pair<absl::string_view, absl::string_view> parts =
          absl::StrSplit(rest, absl::MaxSplits(": ", 1));
      GoldenTolerance tolerance;
      if (std::sscanf(std::string(parts.second).c_str(), "%lf relative, %lf absolute",
                      &tolerance.relative, &tolerance.absolute) != 2 ||
          !std::isfinite(tolerance.relative) || !std::isfinite(tolerance.absolute)) {
        return absl::InvalidArgumentError(
            absl::StrCat(section, ": malformed tolerance line '", comment, "'"));
      }
      result.column_tolerances[std::string(parts.first)] = tolerance;
    }
    for (const Column& column : result.table.columns()) {
      if (result.column_tolerances.count(column.name) == 0) {
        return absl::InvalidArgumentError(
            absl::StrCat(section, ": no tolerance line for column ", column.name));
      }
    }
    tables.push_back(std::move(result));
  }
  return tables;
}

std::vector<std::string> CompareWithGolden(const std::vector<ResultTable>& got,
                                           const std::vector<ResultTable>& want) {
  std::vector<std::string> failures;
  const std::vector<ResultTable> parts = GoldenParts(got);
  if (parts.size() != want.size()) {
    failures.push_back(absl::StrFormat("got %d tables, want %d", parts.size(), want.size()));
  }
  for (const ResultTable& expected : want) {
    const ResultTable* actual = FindTable(parts, expected.name);
    if (actual == nullptr) {
      failures.push_back(absl::StrCat("table ", expected.name, " is missing"));
      continue;
    }
    if (std::string mismatch = ShapeMismatch(*actual, expected); !mismatch.empty()) {
      failures.push_back(std::move(mismatch));
      continue;
    }
    for (int row = 0; row < expected.table.num_rows(); ++row) {
      for (int column = 0; column < expected.table.num_columns(); ++column) {
        const std::string& name = expected.table.columns()[column].name;
        const GoldenTolerance tolerance = expected.ToleranceOf(name);
        const Cell& got_cell = actual->table.cell(row, column);
        const Cell& want_cell = expected.table.cell(row, column);
        double relative_difference;
        if (CellsAgree(got_cell, want_cell, tolerance, &relative_difference)) continue;
        failures.push_back(absl::StrFormat(
            "table %s, row %d, column %s: got %s, want %s, relative difference %.3g, tolerance "
            "%g relative or %g absolute",
            expected.name, row + 1, name, got_cell.Text(), want_cell.Text(), relative_difference,
            tolerance.relative, tolerance.absolute));
      }
    }
  }
  return failures;
}

std::vector<std::string> ColumnsThatHoldNothing(const std::vector<ResultTable>& golden) {
  std::vector<std::string> lines;
  for (const ResultTable& section : golden) {
    for (int column = 0; column < section.table.num_columns(); ++column) {
      const std::string& name = section.table.columns()[column].name;
      const GoldenTolerance tolerance = section.ToleranceOf(name);
      bool zeros_agree = true;
      bool has_content = false;
      for (int row = 0; row < section.table.num_rows(); ++row) {
        const Cell& cell = section.table.cell(row, column);
        has_content = has_content || cell.Number().value_or(1.0) != 0.0;
        double relative_difference;
        zeros_agree = zeros_agree && CellsAgree("0", cell, tolerance, &relative_difference);
      }
      if (!zeros_agree || !has_content) continue;
      lines.push_back(absl::StrFormat(
          "table %s, column %s: zeros would be within its tolerance, %g relative or %g absolute",
          section.name, name, tolerance.relative, tolerance.absolute));
    }
  }
  return lines;
}

std::vector<std::string> DescribeChanges(const std::vector<ResultTable>& before,
                                         const std::vector<ResultTable>& after) {
  std::vector<std::string> lines;
  const std::vector<ResultTable> parts = GoldenParts(after);
  for (const ResultTable& section : parts) {
    const ResultTable* old = FindTable(before, section.name);
    if (old == nullptr) {
      lines.push_back(absl::StrCat("table ", section.name, ": new"));
      continue;
    }
    if (std::string mismatch = ShapeMismatch(section, *old); !mismatch.empty()) {
      lines.push_back(std::move(mismatch));
      continue;
    }
    for (int column = 0; column < section.table.num_columns(); ++column) {
      double largest = 0.0;
      for (int row = 0; row < section.table.num_rows(); ++row) {
        double relative_difference;
        CellsAgree(section.table.cell(row, column), old->table.cell(row, column),
                   section.ToleranceOf(section.table.columns()[column].name), &relative_difference);
        largest = std::max(largest, relative_difference);
      }
      lines.push_back(absl::StrFormat("table %s, column %s: largest relative change %.3g",
                                      section.name, section.table.columns()[column].name, largest));
    }
  }
  for (const ResultTable& section : before) {
    if (FindTable(parts, section.name) == nullptr) {
      lines.push_back(absl::StrCat("table ", section.name, ": gone"));
    }
  }
  return lines;
}

}  // namespace infoflow::paper_figures
