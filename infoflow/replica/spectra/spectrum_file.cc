#include "infoflow/replica/spectra/spectrum_file.h"

#include <algorithm>
#include <cmath>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "infoflow/support/file.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::replica {

namespace {

absl::StatusOr<std::vector<std::vector<double>>> ReadRows(const std::string& path) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::string content, ReadFile(path));
  std::vector<std::vector<double>> rows;
  int number = 0;
  for (const absl::string_view raw : absl::StrSplit(content, '\n')) {
    ++number;
    const absl::string_view line = absl::StripAsciiWhitespace(raw);
    if (line.empty() || line[0] == '#') continue;
    std::vector<double> row;
    for (const absl::string_view cell : absl::StrSplit(line, ',')) {
      const absl::string_view text = absl::StripAsciiWhitespace(cell);
      const absl::StatusOr<double> value = ParseDouble(text);
      if (!value.ok() || !std::isfinite(*value)) {
        return absl::InvalidArgumentError(
            absl::StrCat(path, ", line ", number, ": '", text, "' is not a finite number"));
      }
      row.push_back(*value);
    }
    if (!rows.empty() && row.size() != rows[0].size()) {
      return absl::InvalidArgumentError(absl::StrCat(path, ", line ", number, ": ", row.size(),
                                                     " numbers, but the lines before have ",
                                                     rows[0].size()));
    }
    rows.push_back(row);
  }
  if (rows.empty()) return absl::InvalidArgumentError(absl::StrCat(path, " holds no number"));
  return rows;
}

}  // namespace

absl::StatusOr<std::vector<double>> ReadEigenvalues(const std::string& path) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<std::vector<double>> rows, ReadRows(path));
  if (rows[0].size() != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat(path, " must hold one eigenvalue per line, not ", rows[0].size()));
  }
  std::vector<double> eigenvalues;
  for (const std::vector<double>& row : rows) eigenvalues.push_back(row[0]);
  return eigenvalues;
}

absl::StatusOr<linalg::Matrix<double>> ReadWeights(const std::string& path) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<std::vector<double>> rows, ReadRows(path));
  linalg::Matrix<double> weights(static_cast<int>(rows.size()), static_cast<int>(rows[0].size()));
  for (int i = 0; i < weights.rows(); ++i) {
    std::copy(rows[i].begin(), rows[i].end(), weights.row(i).begin());
  }
  return weights;
}

}  // namespace infoflow::replica
