#include "infoflow/support/number_grid.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "infoflow/support/data_file.h"
#include "infoflow/support/delimited_text.h"
#include "infoflow/support/npy.h"
#include "infoflow/support/number_text.h"
#include "infoflow/support/status_macros.h"

namespace infoflow {

namespace {

using Cells = std::vector<absl::string_view>;

bool IsNumber(absl::string_view cell) { return ParseDouble(cell).ok(); }

bool IsInteger(absl::string_view cell) {
  return !cell.empty() && std::all_of(cell.begin() + (cell[0] == '-' ? 1 : 0), cell.end(),
                                      [](char c) { return absl::ascii_isdigit(c); });
}

// 0, 1, 2, ..., behind an empty first cell or not.
bool CountsFromZero(const Cells& cells) {
  const std::size_t first = cells[0].empty() ? 1 : 0;
  for (std::size_t i = first; i < cells.size(); ++i) {
    if (cells[i] != absl::StrCat(i - first)) return false;
  }
  return cells.size() > first;
}

// What the first line is under Header::kAuto; kCounts: 0, 1, 2, ..., names or numbers.
enum class FirstLine { kNames, kNumbers, kCounts };

FirstLine Classify(const Cells& cells) {
  if (CountsFromZero(cells)) return cells[0].empty() ? FirstLine::kNames : FirstLine::kCounts;
  const bool empty = std::all_of(cells.begin(), cells.end(), [](auto c) { return c.empty(); });
  return empty || std::any_of(cells.begin(), cells.end(), IsNumber) ? FirstLine::kNumbers
                                                                    : FirstLine::kNames;
}

// Reads the lines of a text one after the other.
class GridReader {
 public:
  GridReader(DelimitedText text, absl::string_view source, Header header)
      : text_(std::move(text)), source_(source), header_(header) {}

  absl::StatusOr<NumberGrid> Read() {
    bool first = true;
    for (;;) {
      INFOFLOW_ASSIGN_OR_RETURN(const bool more, text_.Next());
      if (!more) break;
      if (std::exchange(first, false) && IsHeader()) {
        for (const absl::string_view name : text_.cells()) grid_.names.emplace_back(name);
        continue;
      }
      INFOFLOW_RETURN_IF_ERROR(AddRow());
    }
    if (counts_) INFOFLOW_RETURN_IF_ERROR(DecideOnCounts());
    if (grid_.rows == 0) {
      return absl::InvalidArgumentError(absl::StrCat(source_, ": the file holds no numbers"));
    }
    grid_.comments = text_.comments();
    grid_.description = std::string(SeparatorName(text_.separator()));
    absl::StrAppend(&grid_.description, grid_.names.empty() ? ", no header" : ", header");
    INFOFLOW_RETURN_IF_ERROR(LeaveOutRowNumbers());
    return std::move(grid_);
  }

 private:
  bool IsHeader() {
    if (header_ != Header::kAuto) return header_ == Header::kYes;
    const FirstLine kind = Classify(text_.cells());
    counts_ = kind == FirstLine::kCounts;
    return kind == FirstLine::kNames;
  }

  // A first line 0, 1, 2, ... above numbers that are not integers names columns.
  absl::Status DecideOnCounts() {
    // A single 0 is a likely eigenvalue.
    if (grid_.columns == 1) return absl::OkStatus();
    if (!decimals_below_) {
      if (grid_.columns == 2) return absl::OkStatus();
      return absl::FailedPreconditionError(absl::StrCat(
          source_, ":", grid_.lines[0],
          ": 0,1,2,... above integers may be names of columns or numbers; header=yes or no says "
          "which, or a # before names and 0.0 for a number"));
    }
    for (int i = 0; i < grid_.columns; ++i) grid_.names.push_back(absl::StrCat(i));
    grid_.values.erase(grid_.values.begin(), grid_.values.begin() + grid_.columns);
    grid_.lines.erase(grid_.lines.begin());
    --grid_.rows;
    return absl::OkStatus();
  }

  absl::Status AddRow() {
    const Cells& cells = text_.cells();
    // R leaves out the name of the column of row numbers.
    if (grid_.rows == 0 && !grid_.names.empty() && cells.size() == grid_.names.size() + 1 &&
        cells[0] == "1") {
      grid_.names.insert(grid_.names.begin(), "");
    }
    const std::size_t want = !grid_.names.empty() ? grid_.names.size()
                             : grid_.rows > 0     ? grid_.columns
                                                  : cells.size();
    if (cells.size() != want) {
      return text_.ErrorAt(
          text_.line(),
          absl::StrCat(cells.size(), " cells, the lines before have ", want, Hint(cells)));
    }
    if (grid_.rows == std::numeric_limits<int>::max() ||
        want > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
      return text_.ErrorAt(text_.line(), "too many numbers");
    }
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const absl::StatusOr<double> value = ParseDouble(cells[i]);
      if (!value.ok() || !std::isfinite(*value)) {
        return text_.ErrorAt(text_.line(), absl::StrCat("cell ", i + 1, " is ", Quoted(cells[i]),
                                                        ", not a finite number", Hint(cells)));
      }
      grid_.values.push_back(*value);
    }
    if (counts_ && grid_.rows > 0 && !std::all_of(cells.begin(), cells.end(), IsInteger)) {
      decimals_below_ = true;
    }
    grid_.columns = static_cast<int>(want);
    grid_.lines.push_back(text_.line());
    ++grid_.rows;
    return absl::OkStatus();
  }

  // Why cells may have come out wrong.
  std::string Hint(const Cells& cells) const {
    for (const absl::string_view cell : cells) {
      if (text_.separator() != Separator::kComma && absl::StrContains(cell, ',')) {
        return absl::StrCat("; cells are separated by ", SeparatorName(text_.separator()),
                            " in this file, and decimals begin with a point");
      }
      if (cell.find_first_of(" \t;") != absl::string_view::npos) {
        return absl::StrCat("; cells are separated by ", SeparatorName(text_.separator()),
                            " in this file");
      }
    }
    return "";
  }

  absl::Status LeaveOutRowNumbers() {
    for (std::size_t i = 0; i < grid_.names.size(); ++i) {
      if (i > 0 && grid_.names[i].empty()) {
        return absl::InvalidArgumentError(
            absl::StrCat(source_, ": column ", i + 1, " has no name in the header"));
      }
    }
    if (grid_.names.empty() || (!grid_.names[0].empty() && grid_.names[0] != "Unnamed: 0")) {
      return absl::OkStatus();
    }
    const double start = grid_.values[0];
    bool numbers = (start == 0.0 || start == 1.0) && grid_.columns > 1;
    for (int row = 0; numbers && row < grid_.rows; ++row) {
      numbers = grid_.values[static_cast<std::size_t>(row) * grid_.columns] == start + row;
    }
    if (!numbers) {
      return absl::InvalidArgumentError(absl::StrCat(
          source_, ": column 1 has no name in the header and does not number the rows"));
    }
    std::vector<double> rest;
    rest.reserve(grid_.values.size() - grid_.rows);
    for (std::size_t i = 0; i < grid_.values.size(); ++i) {
      if (i % grid_.columns != 0) rest.push_back(grid_.values[i]);
    }
    grid_.values = std::move(rest);
    grid_.names.erase(grid_.names.begin());
    --grid_.columns;
    absl::StrAppend(&grid_.description, ", a column of row numbers left out");
    return absl::OkStatus();
  }

  DelimitedText text_;
  absl::string_view source_;
  Header header_;
  NumberGrid grid_;
  bool counts_ = false;          // the first line, which was taken for numbers
  bool decimals_below_ = false;  // numbers that are not written as integers
};

absl::StatusOr<NumberGrid> GridOfArray(const NpyArray& array, absl::string_view source) {
  const std::size_t dimensions = array.shape.size();
  if (dimensions != 1 && dimensions != 2) {
    return absl::InvalidArgumentError(absl::StrCat(
        source, ": the array has ", dimensions, " dimensions; it must have two, rows x columns"));
  }
  constexpr std::int64_t kMost = std::numeric_limits<int>::max();
  NumberGrid grid;
  const std::int64_t columns = dimensions == 2 ? array.shape[1] : 1;
  if (array.size() < 1) {
    return absl::InvalidArgumentError(absl::StrCat(source, ": the file holds no numbers"));
  }
  if (array.shape[0] > kMost || columns > kMost) {
    return absl::InvalidArgumentError(absl::StrCat(source, ": too many numbers"));
  }
  grid.rows = static_cast<int>(array.shape[0]);
  grid.columns = static_cast<int>(columns);
  grid.values = NpyDoubles(array);
  for (std::size_t i = 0; i < grid.values.size(); ++i) {
    if (std::isfinite(grid.values[i])) continue;
    return absl::InvalidArgumentError(absl::StrCat(source, ": element ", i / grid.columns, ", ",
                                                   i % grid.columns, " is ", grid.values[i],
                                                   ", not a finite number"));
  }
  grid.description = absl::StrCat(NpyTypeName(array.type), " array");
  return grid;
}

absl::StatusOr<NumberGrid> GridOfText(absl::string_view text, absl::string_view source,
                                      Header header) {
  INFOFLOW_ASSIGN_OR_RETURN(
      DelimitedText lines,
      DelimitedText::Open(text, source, DelimitedText::Comments::kEndsOfLines));
  return GridReader(std::move(lines), source, header).Read();
}

}  // namespace

std::vector<std::string> HeaderNames() { return {"auto", "yes", "no"}; }

absl::StatusOr<Header> ParseHeader(absl::string_view text) {
  if (text == "auto") return Header::kAuto;
  if (text == "yes") return Header::kYes;
  if (text == "no") return Header::kNo;
  return absl::InvalidArgumentError(
      absl::StrCat("header=", text, ": must be one of auto, yes, no"));
}

absl::StatusOr<NumberGrid> ParseNumberGrid(absl::string_view bytes, absl::string_view source,
                                           Header header) {
  if (!IsArrayFile(bytes)) return GridOfText(bytes, source, header);
  INFOFLOW_ASSIGN_OR_RETURN(const NpyArray array, ParseArray(bytes, "", source));
  return GridOfArray(array, source);
}

absl::StatusOr<NumberGrid> ReadNumberGrid(const std::string& path, Header header) {
  const ArrayPath parts = SplitArrayPath(path);
  INFOFLOW_ASSIGN_OR_RETURN(const std::string bytes, ReadDataFile(parts.file));
  if (!IsArrayFile(bytes)) return GridOfText(bytes, path, header);
  INFOFLOW_ASSIGN_OR_RETURN(const NpyArray array, ParseArray(bytes, parts.name, path));
  return GridOfArray(array, path);
}

}  // namespace infoflow
