#include "paper_figures/harness/point_commands.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/compute_points.h"
#include "paper_figures/harness/provenance.h"

namespace infoflow::paper_figures {

namespace {

// Keys that an error names.
constexpr int kNamedKeys = 5;

// The key of a point; one without coordinates is the only one.
std::string KeyOf(const FigureTask& task, int index) {
  const std::string& key = task.work().point(index).key;
  return key.empty() ? "all" : key;
}

// The point that --point means.
absl::StatusOr<int> Select(const FigureTask& task, const std::vector<int>& points,
                           const std::string& wanted) {
  for (const int index : points) {
    if (KeyOf(task, index) == wanted) return index;
  }
  int number;
  if (absl::SimpleAtoi(wanted, &number) && number >= 0 &&
      number < static_cast<int>(points.size())) {
    return points[number];
  }
  return absl::InvalidArgumentError(
      absl::StrCat("--point=", wanted, ": must be a key of --list_points, such as '",
                   KeyOf(task, points.front()), "', or an integer from 0 to ", points.size() - 1));
}

}  // namespace

absl::StatusOr<std::string> ListPoints(const FigureTask& task) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> points, task.Points());
  std::string text;
  for (const int index : points) absl::StrAppend(&text, KeyOf(task, index), "\n");
  return text;
}

absl::StatusOr<std::string> ComputeRecordLines(const FigureTask& task, const Options& options) {
  const FigureWork& work = task.work();
  const RecordMaker maker = {task.entry().code, BlasKernel()};
  INFOFLOW_ASSIGN_OR_RETURN(std::vector<int> points, task.Points());
  if (!options.point.empty()) {
    INFOFLOW_ASSIGN_OR_RETURN(const int index, Select(task, points, options.point));
    // As ComputePoints does it, so that the record has the same bytes.
    const bool one_thread = task.entry().figure.keeps_points;
    std::unique_ptr<linalg::SingleThreadedBlas> single_threaded_blas;
    if (one_thread) single_threaded_blas = std::make_unique<linalg::SingleThreadedBlas>();
    INFOFLOW_ASSIGN_OR_RETURN(
        const std::string record,
        work.Job(index, one_thread ? task.run().OnOneThread() : task.run())());
    return RecordLine(maker, work.point(index).text, record);
  }
  INFOFLOW_ASSIGN_OR_RETURN(const std::unique_ptr<RecordStore> nowhere,
                            RecordStore::Open("", maker, RecordStore::Reading::kNothing));
  const absl::Status computed = task.Compute(options.shard, *nowhere);
  if (!IsShardFinished(computed)) INFOFLOW_RETURN_IF_ERROR(computed);
  INFOFLOW_ASSIGN_OR_RETURN(points, task.Points());
  std::string lines;
  for (const int index : points) {
    if (!work.HasRecord(index)) continue;  // of another shard
    absl::StrAppend(&lines, RecordLine(maker, work.point(index).text, work.RecordText(index)));
  }
  return lines;
}

absl::Status CheckAllThere(const FigureTask& task, const RecordStore& store) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> points, task.Points());
  std::vector<std::string> missing;
  for (const int index : points) {
    if (!task.work().HasRecord(index)) missing.push_back(KeyOf(task, index));
  }
  if (missing.empty()) return absl::OkStatus();
  const std::size_t count = missing.size();
  if (missing.size() > kNamedKeys) missing.resize(kNamedKeys);
  return absl::NotFoundError(absl::StrCat(
      "--merge: ", count, " of ", points.size(), " points have no record: '",
      absl::StrJoin(missing, "', '"), count > kNamedKeys ? "', ..." : "'",
      store.other_kernels().empty()
          ? ""
          : absl::StrCat("; there are records by other BLAS kernels, which give other last digits "
                         "(--mixed_kernels takes them): ",
                         absl::StrJoin(store.other_kernels(), ", "))));
}

}  // namespace infoflow::paper_figures
