#include "paper_figures/harness/points_folder.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "infoflow/support/file.h"
#include "infoflow/support/sha256.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::paper_figures {

namespace {

using Values = std::vector<double>;
using Points = std::map<std::string, Values, std::less<>>;

// stamp TAB key TAB values, separated by blanks, TAB "end"
constexpr char kLineEnd[] = "end";

std::string FormatLine(absl::string_view stamp, absl::string_view key, const Values& values) {
  return absl::StrCat(
      stamp, "\t", key, "\t",
      absl::StrJoin(values, " ",
                    [](std::string* out, double value) { out->append(FormatDouble(value)); }),
      "\t", kLineEnd, "\n");
}

void ParseLines(absl::string_view content, absl::string_view stamp, Points& points) {
  for (const absl::string_view line : absl::StrSplit(content, '\n')) {
    const std::vector<absl::string_view> parts = absl::StrSplit(line, '\t');
    if (parts.size() != 4 || parts[0] != stamp || parts[3] != kLineEnd) continue;
    Values values;
    bool valid = true;
    for (const absl::string_view word : absl::StrSplit(parts[2], ' ', absl::SkipEmpty())) {
      const absl::StatusOr<double> value = ParseDouble(word);
      valid = valid && value.ok();
      if (value.ok()) values.push_back(*value);
    }
    if (valid) points[std::string(parts[1])] = std::move(values);
  }
}

absl::StatusOr<Points> ReadPoints(const std::string& folder, absl::string_view stamp) {
  Points points;
  std::error_code code;
  for (const auto& entry : std::filesystem::directory_iterator(folder, code)) {
    if (!absl::EndsWith(entry.path().filename().string(), ".points")) continue;
    INFOFLOW_ASSIGN_OR_RETURN(const std::string content, ReadFile(entry.path().string()));
    ParseLines(content, stamp, points);
  }
  return points;
}

}  // namespace

absl::StatusOr<std::unique_ptr<PointsFolder>> PointsFolder::Open(const FigureContext& context,
                                                                 absl::string_view settings) {
  std::unique_ptr<PointsFolder> folder(new PointsFolder(
      Sha256(absl::StrCat(context.code, "\n", context.seed, "\n", settings)).substr(0, 16)));
  if (context.points_folder.empty()) return folder;
  INFOFLOW_RETURN_IF_ERROR(MakeFolders(context.points_folder));
  if (!context.recompute) {
    INFOFLOW_ASSIGN_OR_RETURN(folder->points_, ReadPoints(context.points_folder, folder->stamp_));
  }
  folder->path_ = absl::StrCat(context.points_folder, "/shard_", context.shard_index, "_of_",
                               context.shard_count, ".points");
  folder->file_ = std::fopen(folder->path_.c_str(), "ab");
  // A line that a stopped run left unfinished ends here.
  INFOFLOW_RETURN_IF_ERROR(folder->Write("\n"));
  return folder;
}

PointsFolder::~PointsFolder() {
  if (file_ != nullptr) std::fclose(file_);
}

const Values* PointsFolder::Find(absl::string_view key) const {
  const auto found = points_.find(key);
  return found == points_.end() ? nullptr : &found->second;
}

absl::Status PointsFolder::Add(absl::string_view key, const Values& values) {
  if (path_.empty()) return absl::OkStatus();
  const std::string line = FormatLine(stamp_, key, values);
  const std::lock_guard<std::mutex> lock(mutex_);
  return Write(line);
}

absl::Status PointsFolder::Write(const std::string& text) {
  if (file_ != nullptr && std::fwrite(text.data(), 1, text.size(), file_) == text.size() &&
      std::fflush(file_) == 0) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("cannot write ", path_, ": ", std::strerror(errno)));
}

}  // namespace infoflow::paper_figures
