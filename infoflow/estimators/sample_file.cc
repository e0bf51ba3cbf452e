#include "infoflow/estimators/sample_file.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"
#include "infoflow/support/file.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::estimators {

namespace {

// What is quoted of a wrong cell.
constexpr std::size_t kLongestQuote = 40;

// Takes what stands before the first `separator` off `text`, and the separator with it.
absl::string_view TakeUntil(char separator, absl::string_view* text) {
  const std::size_t end = std::min(text->find(separator), text->size());
  const absl::string_view part = text->substr(0, end);
  text->remove_prefix(std::min(end + 1, text->size()));
  return part;
}

bool IsHeader(absl::string_view line) {
  double ignored;
  bool more = true;
  while (more) {
    more = absl::StrContains(line, ',');
    if (absl::SimpleAtod(TakeUntil(',', &line), &ignored)) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<linalg::Matrix<double>> ParseSamples(absl::string_view text,
                                                    absl::string_view source) {
  std::vector<double> values;
  std::size_t columns = 0;
  std::size_t rows = 0;
  int line_number = 0;
  bool header_possible = true;
  absl::ConsumePrefix(&text, "\xef\xbb\xbf");  // the mark that some programs put before UTF-8
  while (!text.empty()) {
    absl::string_view line = absl::StripAsciiWhitespace(TakeUntil('\n', &text));
    ++line_number;
    if (line.empty() || line[0] == '#') continue;
    if (header_possible) {
      header_possible = false;
      if (IsHeader(line)) {
        columns = std::count(line.begin(), line.end(), ',') + 1;
        continue;
      }
    }
    std::size_t cells = 0;
    bool more = true;
    while (more) {
      more = absl::StrContains(line, ',');
      const absl::string_view cell = absl::StripAsciiWhitespace(TakeUntil(',', &line));
      ++cells;
      double value;
      if (!absl::SimpleAtod(cell, &value) || !std::isfinite(value)) {
        return absl::InvalidArgumentError(absl::StrCat(source, ":", line_number, ": cell ", cells,
                                                       " is '", cell.substr(0, kLongestQuote),
                                                       "', not a finite number"));
      }
      values.push_back(value);
    }
    if (columns == 0) columns = cells;
    if (cells != columns) {
      return absl::InvalidArgumentError(absl::StrCat(source, ":", line_number, ": ", cells,
                                                     " cells, the lines before have ", columns));
    }
    ++rows;
  }
  if (rows == 0) return absl::InvalidArgumentError(absl::StrCat(source, ": no samples"));
  constexpr std::size_t kMost = std::numeric_limits<int>::max();
  if (rows > kMost || columns > kMost) {
    return absl::InvalidArgumentError(absl::StrCat(source, ": too many samples"));
  }
  return linalg::Matrix<double>(linalg::ConstMatrixView<double>(
      absl::MakeConstSpan(values), static_cast<int>(rows), static_cast<int>(columns)));
}

absl::StatusOr<linalg::Matrix<double>> ReadSamples(const std::string& path) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  return ParseSamples(text, path);
}

}  // namespace infoflow::estimators
