#include "infoflow/testing/reference_table.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"

namespace infoflow::testing {

namespace {

const char* RedirectedFolder() {
  const char* folder = std::getenv("INFOFLOW_REFERENCE_DIR");
  return folder != nullptr && *folder != '\0' ? folder : nullptr;
}

}  // namespace

bool MatchesPattern(absl::string_view name, absl::string_view pattern) {
  const std::vector<absl::string_view> parts = absl::StrSplit(pattern, '*');
  if (parts.size() == 1) return name == pattern;
  if (!absl::ConsumePrefix(&name, parts.front())) return false;
  if (!absl::ConsumeSuffix(&name, parts.back())) return false;
  for (std::size_t i = 1; i + 1 < parts.size(); ++i) {
    const std::size_t at = name.find(parts[i]);
    if (at == absl::string_view::npos) return false;
    name.remove_prefix(at + parts[i].size());
  }
  return true;
}

std::string ReferencePath(absl::string_view folder, absl::string_view file) {
  const char* redirected = RedirectedFolder();
  return absl::StrCat(redirected != nullptr ? redirected : "testdata/reference", "/", folder, "/",
                      file);
}

ReferenceTable::ReferenceTable(std::string folder, std::string file, Table table)
    : folder_(std::move(folder)), file_(std::move(file)), table_(std::move(table)) {}

std::vector<ReferenceTable> ReferenceTable::Open(absl::string_view folder,
                                                 absl::string_view pattern) {
  std::vector<std::string> names;
  std::error_code code;
  for (const auto& entry : std::filesystem::directory_iterator(ReferencePath(folder, ""), code)) {
    const std::string name = entry.path().filename().string();
    if (MatchesPattern(name, pattern)) names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  std::vector<ReferenceTable> tables;
  for (const std::string& name : names) {
    absl::StatusOr<Table> table = ReadCsvFile(ReferencePath(folder, name));
    if (!table.ok()) {
      ADD_FAILURE() << table.status().message();
      continue;
    }
    tables.push_back(ReferenceTable(std::string(folder), name, *std::move(table)));
  }
  if (names.empty()) {
    if (RedirectedFolder() == nullptr) {
      ADD_FAILURE() << "no reference table " << ReferencePath(folder, pattern);
    } else if (!std::filesystem::is_directory(RedirectedFolder())) {
      ADD_FAILURE() << "INFOFLOW_REFERENCE_DIR=" << RedirectedFolder() << " is not a folder";
    } else {
      absl::PrintF("%s: absent in %s, skipped\n", pattern, ReferencePath(folder, ""));
    }
  }
  return tables;
}

ReferenceTable::~ReferenceTable() {
  if (file_.empty()) return;  // moved from
  if (num_rows() == 0) ADD_FAILURE() << file_ << ": no rows";
  if (compared_.empty()) {
    absl::PrintF("%s: %d rows, read as input\n", file_, num_rows());
  } else {
    const auto worst = std::max_element(
        compared_.begin(), compared_.end(),
        [](const auto& a, const auto& b) { return a.second.worst_error < b.second.worst_error; });
    absl::PrintF("%s: %d rows, worst relative error %.3g in column %s\n", file_, num_rows(),
                 worst->second.worst_error, worst->first);
    const char* path = std::getenv("INFOFLOW_ACCURACY_FILE");
    if (path != nullptr && *path != '\0') AppendAccuracy(path);
  }
  for (const Column& column : table_.columns()) {
    if (used_columns_.count(column.name) == 0 && num_rows() > 0) {
      ADD_FAILURE() << file_ << ": column " << column.name << " was not checked";
    }
  }
}

void ReferenceTable::AppendAccuracy(const char* path) const {
  std::ofstream file(path, std::ios::app);
  for (const auto& [column, compared] : compared_) {
    file << absl::StrFormat("%s,%s,%d,%s,%.17g,%.17g\n", folder_, file_, num_rows(), column,
                            compared.worst_error, compared.tolerance);
  }
  if (!file.flush()) ADD_FAILURE() << "cannot write " << path;
}

double ReferenceTable::Input(int row, absl::string_view column) {
  used_columns_.insert(std::string(column));
  const absl::StatusOr<double> value = table_.Number(row, column);
  if (!value.ok()) {
    ADD_FAILURE() << file_ << ": " << value.status().message();
    return std::numeric_limits<double>::quiet_NaN();
  }
  return *value;
}

std::string ReferenceTable::Text(int row, absl::string_view column) {
  used_columns_.insert(std::string(column));
  const absl::StatusOr<std::string> value = table_.Text(row, column);
  if (!value.ok()) {
    ADD_FAILURE() << file_ << ": " << value.status().message();
    return "";
  }
  return *value;
}

void ReferenceTable::Ignore(absl::string_view column) { used_columns_.insert(std::string(column)); }

void ReferenceTable::Compare(int row, absl::string_view column, double got, Tolerance tolerance) {
  const double want = Input(row, column);
  ComparedColumn& compared = compared_[std::string(column)];
  compared.tolerance = std::max(compared.tolerance, tolerance.relative);
  if (got == want || (std::isnan(got) && std::isnan(want))) return;
  const double difference = std::abs(got - want);
  const double allowed = std::max(tolerance.relative * std::abs(want), tolerance.absolute);
  // Below the size at which the absolute tolerance takes over, the error is counted relative
  // to that size, or exact zeros would make every reported error infinite.
  const double scale = tolerance.relative > 0.0 ? allowed / tolerance.relative : std::abs(want);
  const double relative =
      scale > 0.0 ? difference / scale : std::numeric_limits<double>::infinity();
  if (!(relative <= compared.worst_error)) compared.worst_error = relative;
  if (!(difference <= allowed)) {
    ADD_FAILURE() << absl::StrFormat(
        "%s row %d, column %s: got %.17g, want %.17g, relative difference %.3g, "
        "tolerance %.3g relative or %.3g absolute",
        file_, row + 1, column, got, want, difference / std::abs(want), tolerance.relative,
        tolerance.absolute);
  }
}

}  // namespace infoflow::testing
