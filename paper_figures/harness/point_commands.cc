#include "paper_figures/harness/point_commands.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/support/status_macros.h"
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

absl::StatusOr<std::vector<int>> Select(const FigureTask& task, const std::vector<int>& points,
                                        const std::string& wanted) {
  if (wanted.empty()) return points;
  for (const int index : points) {
    if (KeyOf(task, index) == wanted) return std::vector<int>{index};
  }
  int number;
  if (absl::SimpleAtoi(wanted, &number) && number >= 0 &&
      number < static_cast<int>(points.size())) {
    return std::vector<int>{points[number]};
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
  INFOFLOW_ASSIGN_OR_RETURN(std::vector<int> points, task.Points());
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> selected, Select(task, points, options.point));
  const RecordMaker maker = {task.entry().code, BlasKernel()};
  std::string lines;
  if (options.point.empty()) {
    INFOFLOW_ASSIGN_OR_RETURN(const std::unique_ptr<RecordStore> nowhere,
                              RecordStore::Open("", maker, RecordStore::Reading::kNothing));
    INFOFLOW_RETURN_IF_ERROR(task.Compute({}, *nowhere));
    INFOFLOW_ASSIGN_OR_RETURN(points, task.Points());
    for (const int index : points) {
      absl::StrAppend(
          &lines, RecordLine(maker, task.work().point(index).text, task.work().RecordText(index)));
    }
    return lines;
  }
  // One point alone may have all threads where the figure lets it.
  const Run run = task.entry().figure.keeps_points ? task.run().OnOneThread() : task.run();
  std::unique_ptr<linalg::SingleThreadedBlas> single_threaded_blas;
  if (task.entry().figure.keeps_points) {
    single_threaded_blas = std::make_unique<linalg::SingleThreadedBlas>();
  }
  INFOFLOW_ASSIGN_OR_RETURN(const std::string record, task.work().Job(selected[0], run)());
  return RecordLine(maker, task.work().point(selected[0]).text, record);
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
          : absl::StrCat(
                "; there are records of other BLAS kernels, which give other last digits: ",
                absl::StrJoin(store.other_kernels(), ", "))));
}

}  // namespace infoflow::paper_figures
