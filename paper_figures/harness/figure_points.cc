#include "paper_figures/harness/figure_points.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <system_error>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "infoflow/support/check.h"
#include "infoflow/support/file.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/progress.h"
#include "infoflow/support/sha256.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kShardFinished[] = "infoflow/shard_finished";

using Values = std::vector<double>;

// stamp TAB key TAB values, separated by blanks, TAB "end"
constexpr char kLineEnd[] = "end";

std::string FormatLine(absl::string_view stamp, absl::string_view key, const Values& values) {
  return absl::StrCat(
      stamp, "\t", key, "\t",
      absl::StrJoin(values, " ",
                    [](std::string* out, double value) { out->append(FormatDouble(value)); }),
      "\t", kLineEnd, "\n");
}

void ParseLines(absl::string_view content, absl::string_view stamp,
                std::map<std::string, Values>& points) {
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

absl::StatusOr<std::map<std::string, Values>> ReadPoints(const std::string& folder,
                                                         absl::string_view stamp) {
  std::map<std::string, Values> points;
  std::error_code code;
  for (const auto& entry : std::filesystem::directory_iterator(folder, code)) {
    if (!absl::EndsWith(entry.path().filename().string(), ".points")) continue;
    INFOFLOW_ASSIGN_OR_RETURN(const std::string content, ReadFile(entry.path().string()));
    ParseLines(content, stamp, points);
  }
  return points;
}

// A file to which finished lines are added one by one.
class PointsFile {
 public:
  PointsFile() = default;
  ~PointsFile() {
    if (file_ != nullptr) std::fclose(file_);
  }
  PointsFile(const PointsFile&) = delete;
  PointsFile& operator=(const PointsFile&) = delete;

  absl::Status Open(const std::string& path) {
    path_ = path;
    file_ = std::fopen(path.c_str(), "ab");
    // A line that a stopped run left unfinished ends here.
    return file_ != nullptr ? Add("\n") : Error();
  }
  absl::Status Add(const std::string& line) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (std::fwrite(line.data(), 1, line.size(), file_) != line.size()) return Error();
    return std::fflush(file_) == 0 ? absl::OkStatus() : Error();
  }

 private:
  absl::Status Error() const {
    return absl::InvalidArgumentError(
        absl::StrCat("cannot write ", path_, ": ", std::strerror(errno)));
  }

  std::mutex mutex_;
  std::string path_;
  std::FILE* file_ = nullptr;
};

}  // namespace

absl::StatusOr<std::vector<Values>> ComputePoints(
    const FigureContext& context, absl::string_view settings, const std::vector<std::string>& keys,
    absl::FunctionRef<absl::StatusOr<Values>(int)> compute) {
  const int count = static_cast<int>(keys.size());
  const bool keeps = !context.points_folder.empty();
  INFOFLOW_CHECK(keeps || context.shard_count == 1);
  const std::string stamp =
      Sha256(absl::StrCat(context.code, "\n", context.seed, "\n", settings)).substr(0, 16);
  std::map<std::string, Values> finished;
  PointsFile file;
  if (keeps) {
    INFOFLOW_RETURN_IF_ERROR(MakeFolders(context.points_folder));
    if (!context.recompute) {
      INFOFLOW_ASSIGN_OR_RETURN(finished, ReadPoints(context.points_folder, stamp));
    }
    INFOFLOW_RETURN_IF_ERROR(
        file.Open(absl::StrCat(context.points_folder, "/shard_", context.shard_index, "_of_",
                               context.shard_count, ".points")));
  }
  std::vector<Values> values(count);
  std::vector<int> missing;
  for (int i = 0; i < count; ++i) {
    const auto found = finished.find(keys[i]);
    if (found != finished.end()) {
      values[i] = found->second;
    } else if (i % context.shard_count == context.shard_index) {
      missing.push_back(i);
    }
  }
  Progress progress("points", static_cast<std::int64_t>(missing.size()));
  INFOFLOW_RETURN_IF_ERROR(
      ParallelFor(static_cast<int>(missing.size()), context.threads, [&](int item) -> absl::Status {
        const int i = missing[item];
        INFOFLOW_ASSIGN_OR_RETURN(values[i], compute(i));
        if (keeps) INFOFLOW_RETURN_IF_ERROR(file.Add(FormatLine(stamp, keys[i], values[i])));
        progress.Add();
        return absl::OkStatus();
      }));
  progress.Finish();
  if (context.shard_count == 1) return values;
  absl::Status shard_finished = absl::AbortedError(absl::StrCat(
      "shard ", context.shard_index, " of ", context.shard_count, " is finished: ", missing.size(),
      " of ", count, " points computed; run without --shard_count to draw"));
  shard_finished.SetPayload(kShardFinished, absl::Cord());
  return shard_finished;
}

bool IsShardFinished(const absl::Status& status) {
  return status.GetPayload(kShardFinished).has_value();
}

}  // namespace infoflow::paper_figures
