#include "paper_figures/harness/point_queue.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "infoflow/support/standard_output.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

namespace {

// In a log that nobody looks at while it is written, finished points are lines.
bool StandardErrorIsFile() {
  struct stat status;
  return fstat(STDERR_FILENO, &status) == 0 && S_ISREG(status.st_mode);
}

}  // namespace

absl::Status TakeKeptRecords(const Run& run, FigureWork& work, const RecordStore& store) {
  while (true) {
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> points, work.ListPoints(run));
    bool found_more = false;
    for (const int index : points) {
      if (work.HasRecord(index)) continue;
      const std::string* record = store.Find(work.point(index).text);
      // A record of other fields is as if it were not there.
      if (record != nullptr && work.TakeRecord(index, *record).ok()) found_more = true;
    }
    if (!found_more) return absl::OkStatus();
  }
}

absl::Status PointQueue::Update() {
  INFOFLOW_RETURN_IF_ERROR(TakeKeptRecords(run_, work_, store_));
  INFOFLOW_ASSIGN_OR_RETURN(points_, work_.ListPoints(run_));
  return absl::OkStatus();
}

bool PointQueue::Wanted(int index) const {
  const int group = work_.point(index).group;
  return !work_.HasRecord(index) && (group < 0 || group % shard_.count == shard_.index);
}

int PointQueue::Missing() const {
  return static_cast<int>(
      std::count_if(points_.begin(), points_.end(), [&](int index) { return Wanted(index); }));
}

std::optional<SharedWork::Piece> PointQueue::Next() {
  if (failed_at_.has_value()) return std::nullopt;
  const auto next = std::find_if(points_.begin(), points_.end(), [&](int index) {
    return Wanted(index) && running_.count(index) == 0;
  });
  if (next == points_.end()) return std::nullopt;
  const int index = *next;
  running_.insert(index);
  const std::string& point = work_.point(index).text;
  Run run = run_;
  run.unfinished = store_.UnfinishedPrefix(point);
  return [this, index, point, job = work_.Job(index, run)]() -> Settle {
    absl::StatusOr<std::string> record = job();
    if (record.ok()) {
      if (const absl::Status kept = store_.Add(point, *record); !kept.ok()) record = kept;
    }
    return [this, index, record = std::move(record)] { SettlePoint(index, record); };
  };
}

void PointQueue::SettlePoint(int index, const absl::StatusOr<std::string>& record) {
  running_.erase(index);
  absl::Status status = record.status();
  if (status.ok()) status = work_.TakeRecord(index, *record);
  if (status.ok()) status = Update();
  if (!status.ok()) Fail(index, status);
  ++computed_;
  on_point_();
  const std::string& key = work_.point(index).key;
  if (status.ok() && !key.empty() && StandardErrorIsFile()) {
    PrintError(absl::StrCat(name_, name_.empty() ? "" : ": ", "point ", key, " is finished, ",
                            computed_, " computed, ", Missing(), " to go\n"));
  }
}

void PointQueue::Fail(int index, const absl::Status& status) {
  const auto place = [&](int i) { return std::find(points_.begin(), points_.end(), i); };
  if (failed_at_.has_value() && place(*failed_at_) <= place(index)) return;
  failed_at_ = index;
  status_ = status;
}

}  // namespace infoflow::paper_figures
