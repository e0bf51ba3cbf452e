#ifndef PAPER_FIGURES_HARNESS_POINT_QUEUE_H_
#define PAPER_FIGURES_HARNESS_POINT_QUEUE_H_

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/harness/record_store.h"
#include "paper_figures/harness/shared_work.h"

namespace infoflow::paper_figures {

// Which part of the points to compute: those whose group g has g mod count = index.
struct Shard {
  int index = 0;
  int count = 1;
};

// Gives `work` the records that `store` has, and computes nothing.
absl::Status TakeKeptRecords(const Run& run, FigureWork& work, const RecordStore& store);

// The points of a figure that have no record yet; what a finished point asks for besides
// (FigureOf::next_points) joins them. Each record is in the store before it counts.
class PointQueue : public SharedWork {
 public:
  // `run` is what points are computed with. `name`: of the figure, for the lines that say which
  // points are finished, where stderr is a file; empty: the points speak for themselves. All else
  // must outlive the queue.
  PointQueue(absl::string_view name, const Run& run, const Shard& shard, FigureWork& work,
             RecordStore& store)
      : name_(name), run_(run), shard_(shard), work_(work), store_(store) {}

  // Takes what the store has, and lists what is missing; before anything else.
  absl::Status Update();

  std::optional<Piece> Next() override;
  // Called for each point that was computed.
  void OnPoint(std::function<void()> called) { on_point_ = std::move(called); }

  // Points to compute, those under way among them.
  int Missing() const;
  // True when no piece is under way and there will be no other.
  bool Ended() const { return running_.empty() && (failed_at_.has_value() || Missing() == 0); }
  // The error of the first point that failed, whatever the order in which they did.
  const absl::Status& status() const { return status_; }
  int computed() const { return computed_; }
  int num_points() const { return static_cast<int>(points_.size()); }

 private:
  bool Wanted(int index) const;
  void SettlePoint(int index, const absl::StatusOr<std::string>& record);
  void Fail(int index, const absl::Status& status);

  const std::string name_;
  const Run run_;
  const Shard shard_;
  FigureWork& work_;
  RecordStore& store_;
  std::function<void()> on_point_ = [] {};
  std::vector<int> points_;
  std::set<int> running_;
  std::optional<int> failed_at_;
  absl::Status status_;
  int computed_ = 0;
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_HARNESS_POINT_QUEUE_H_
