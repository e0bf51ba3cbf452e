#include "paper_figures/harness/golden.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

namespace {

constexpr absl::string_view kTablePrefix = "table: ";
constexpr absl::string_view kNotePrefix = "note: ";
constexpr absl::string_view kLeftOutPrefix = "left out: ";
constexpr absl::string_view kTolerancePrefix = "tolerance ";

// The element of that name, or nullptr.
template <typename T>
const T* Find(const std::vector<T>& tables, absl::string_view name) {
  for (const T& table : tables) {
    if (table.name == name) return &table;
  }
  return nullptr;
}

// `table` without the columns `left_out`.
Table Without(const std::set<std::string>& left_out, const Table& table) {
  std::vector<int> kept;
  std::vector<Column> columns;
  for (int column = 0; column < table.num_columns(); ++column) {
    if (left_out.count(table.columns()[column].name) > 0) continue;
    kept.push_back(column);
    columns.push_back(table.columns()[column]);
  }
  Table result(std::move(columns));
  for (const std::string& comment : table.comments()) result.AddComment(comment);
  for (int row = 0; row < table.num_rows(); ++row) {
    std::vector<Cell> cells;
    for (const int column : kept) cells.push_back(table.cell(row, column));
    result.AddRow(std::move(cells));
  }
  return result;
}

// One sentence when the two tables differ in rows or columns, or nothing.
std::string ShapeMismatch(const GoldenTable& got, const GoldenTable& want) {
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

Golden GoldenOf(const std::vector<ResultTable>& tables, const Golden& before) {
  Golden golden;
  golden.notes = before.notes;
  for (const ResultTable& result : tables) {
    if (before.left_out.count(result.name) > 0) {
      golden.left_out.insert(result.name);
      continue;
    }
    GoldenTable held;
    held.name = result.name;
    const GoldenTable* known = Find(before.tables, result.name);
    for (const Column& column : result.table.columns()) {
      if (known != nullptr && known->left_out.count(column.name) > 0) {
        held.left_out.insert(column.name);
        continue;
      }
      GoldenTolerance& tolerance = held.tolerances[column.name];
      if (known == nullptr) continue;
      const auto found = known->tolerances.find(column.name);
      if (found != known->tolerances.end()) tolerance = found->second;
    }
    held.table = Without(held.left_out, result.table);
    golden.tables.push_back(std::move(held));
  }
  return golden;
}

std::string FormatGolden(const CatalogueEntry& entry, const Run& run, const Golden& golden) {
  std::string text = absl::StrCat("# ", entry.id, " ", entry.slug, ": ", entry.figure.title,
                                  "\n# command: bazel run //paper_figures:", entry.id,
                                  " -- --preset=", PresetName(run.preset), " --seed=", run.seed,
                                  " --update_golden\n# oracle: ", entry.figure.oracle, "\n");
  const auto add = [&](auto... parts) { absl::StrAppend(&text, "# ", parts..., "\n"); };
  for (const std::string& note : golden.notes) add(kNotePrefix, note);
  for (const std::string& table : golden.left_out) add(kLeftOutPrefix, table);
  for (const GoldenTable& section : golden.tables) {
    add(kTablePrefix, section.name);
    for (const std::string& column : section.left_out) add(kLeftOutPrefix, column);
    for (const Column& column : section.table.columns()) {
      const GoldenTolerance& tolerance = section.tolerances.at(column.name);
      add(kTolerancePrefix, column.name,
          absl::StrFormat(": %g relative, %g absolute", tolerance.relative, tolerance.absolute));
    }
    absl::StrAppend(&text, FormatCsv(section.table));
  }
  return text;
}

absl::StatusOr<Golden> ParseGolden(absl::string_view text, absl::string_view source) {
  Golden golden;
  std::vector<std::string> sections;  // the CSV of each table
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    absl::string_view rest = line;
    if (absl::ConsumePrefix(&rest, "# ") && absl::ConsumePrefix(&rest, kTablePrefix)) {
      golden.tables.emplace_back().name = std::string(rest);
      sections.emplace_back();
    } else if (!sections.empty()) {
      absl::StrAppend(&sections.back(), line, "\n");
    } else if (absl::ConsumePrefix(&rest, kNotePrefix)) {
      golden.notes.emplace_back(rest);
    } else if (absl::ConsumePrefix(&rest, kLeftOutPrefix)) {
      golden.left_out.emplace(rest);
    }
  }
  if (sections.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat(source, ": not a golden file: no line '# ", kTablePrefix, "NAME'"));
  }
  for (std::size_t i = 0; i < sections.size(); ++i) {
    GoldenTable& result = golden.tables[i];
    const std::string section = absl::StrCat(source, ", table ", result.name);
    INFOFLOW_ASSIGN_OR_RETURN(result.table, ParseCsv(sections[i], section));
    for (const std::string& comment : result.table.comments()) {
      absl::string_view rest = comment;
      if (absl::ConsumePrefix(&rest, kLeftOutPrefix)) {
        result.left_out.emplace(rest);
        continue;
      }
      if (!absl::ConsumePrefix(&rest, kTolerancePrefix)) continue;
      const std::pair<absl::string_view, absl::string_view> parts =
          absl::StrSplit(rest, absl::MaxSplits(": ", 1));
      GoldenTolerance& tolerance = result.tolerances[std::string(parts.first)];
      if (std::sscanf(std::string(parts.second).c_str(), "%lf relative, %lf absolute",
                      &tolerance.relative, &tolerance.absolute) != 2 ||
          !std::isfinite(tolerance.relative) || !std::isfinite(tolerance.absolute)) {
        return absl::InvalidArgumentError(
            absl::StrCat(section, ": malformed tolerance line '", comment, "'"));
      }
    }
    for (const Column& column : result.table.columns()) {
      if (result.tolerances.count(column.name) == 0) {
        return absl::InvalidArgumentError(
            absl::StrCat(section, ": no tolerance line for column ", column.name));
      }
    }
    if (static_cast<int>(result.tolerances.size()) != result.table.num_columns()) {
      return absl::InvalidArgumentError(
          absl::StrCat(section, ": a tolerance line is of no column"));
    }
  }
  return golden;
}

std::vector<std::string> CompareWithGolden(const std::vector<ResultTable>& got,
                                           const Golden& want) {
  std::vector<std::string> failures;
  const Golden held = GoldenOf(got, want);
  for (const std::string& name : want.left_out) {
    if (held.left_out.count(name) == 0) {
      failures.push_back(absl::StrCat("table ", name, ", which is left out, is missing"));
    }
  }
  for (const GoldenTable& actual : held.tables) {
    if (Find(want.tables, actual.name) == nullptr) {
      failures.push_back(absl::StrCat("table ", actual.name, " is not in the golden file"));
    }
  }
  for (const GoldenTable& expected : want.tables) {
    const GoldenTable* actual = Find(held.tables, expected.name);
    if (actual == nullptr) {
      failures.push_back(absl::StrCat("table ", expected.name, " is missing"));
      continue;
    }
    for (const std::string& column : expected.left_out) {
      if (actual->left_out.count(column) == 0) {
        failures.push_back(absl::StrCat("table ", expected.name, ", column ", column,
                                        ", which is left out, is missing"));
      }
    }
    if (std::string mismatch = ShapeMismatch(*actual, expected); !mismatch.empty()) {
      failures.push_back(std::move(mismatch));
      continue;
    }
    for (int row = 0; row < expected.table.num_rows(); ++row) {
      for (int column = 0; column < expected.table.num_columns(); ++column) {
        const std::string& name = expected.table.columns()[column].name;
        const GoldenTolerance& tolerance = expected.tolerances.at(name);
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

std::vector<std::string> ColumnsThatHoldNothing(const Golden& golden) {
  std::vector<std::string> lines;
  for (const GoldenTable& section : golden.tables) {
    for (int column = 0; column < section.table.num_columns(); ++column) {
      const std::string& name = section.table.columns()[column].name;
      const GoldenTolerance& tolerance = section.tolerances.at(name);
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

std::vector<std::string> DescribeChanges(const Golden& before, const Golden& after) {
  std::vector<std::string> lines;
  for (const GoldenTable& section : after.tables) {
    const GoldenTable* old = Find(before.tables, section.name);
    if (old == nullptr) {
      lines.push_back(absl::StrCat("table ", section.name, ": new"));
      continue;
    }
    if (std::string mismatch = ShapeMismatch(section, *old); !mismatch.empty()) {
      lines.push_back(std::move(mismatch));
      continue;
    }
    for (int column = 0; column < section.table.num_columns(); ++column) {
      const std::string& name = section.table.columns()[column].name;
      double largest = 0.0;
      for (int row = 0; row < section.table.num_rows(); ++row) {
        double relative_difference;
        CellsAgree(section.table.cell(row, column), old->table.cell(row, column),
                   section.tolerances.at(name), &relative_difference);
        largest = std::max(largest, relative_difference);
      }
      lines.push_back(absl::StrFormat("table %s, column %s: largest relative change %.3g",
                                      section.name, name, largest));
    }
  }
  for (const GoldenTable& section : before.tables) {
    if (Find(after.tables, section.name) == nullptr) {
      lines.push_back(absl::StrCat("table ", section.name, ": gone"));
    }
  }
  return lines;
}

}  // namespace infoflow::paper_figures
