#include "paper_figures/harness/figure_points.h"

#include <cstdint>
#include <memory>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "infoflow/support/check.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/progress.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/points_folder.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kShardFinished[] = "infoflow/shard_finished";

using Values = std::vector<double>;

}  // namespace

absl::StatusOr<std::vector<Values>> ComputePoints(
    const FigureContext& context, absl::string_view settings, const std::vector<std::string>& keys,
    absl::FunctionRef<absl::StatusOr<Values>(int)> compute) {
  const int count = static_cast<int>(keys.size());
  INFOFLOW_CHECK(!context.points_folder.empty() || context.shard_count == 1);
  INFOFLOW_ASSIGN_OR_RETURN(const std::unique_ptr<PointsFolder> folder,
                            PointsFolder::Open(context, settings));
  std::vector<Values> values(count);
  std::vector<int> missing;
  for (int i = 0; i < count; ++i) {
    const Values* const found = folder->Find(keys[i]);
    if (found != nullptr) {
      values[i] = *found;
    } else if (i % context.shard_count == context.shard_index) {
      missing.push_back(i);
    }
  }
  Progress progress("points", static_cast<std::int64_t>(missing.size()));
  INFOFLOW_RETURN_IF_ERROR(
      ParallelFor(static_cast<int>(missing.size()), context.threads, [&](int item) -> absl::Status {
        const int i = missing[item];
        INFOFLOW_ASSIGN_OR_RETURN(values[i], compute(i));
        INFOFLOW_RETURN_IF_ERROR(folder->Add(keys[i], values[i]));
        progress.Add();
        return absl::OkStatus();
      }));
  progress.Finish();
  if (context.shard_count == 1) return values;
  return ShardFinished(context, absl::StrCat(missing.size(), " of ", count, " points"));
}

absl::Status ShardFinished(const FigureContext& context, absl::string_view computed) {
  absl::Status status = absl::AbortedError(
      absl::StrCat("shard ", context.shard_index, " of ", context.shard_count,
                   " is finished: ", computed, " computed; run without --shard_count to draw"));
  status.SetPayload(kShardFinished, absl::Cord());
  return status;
}

bool IsShardFinished(const absl::Status& status) {
  return status.GetPayload(kShardFinished).has_value();
}

}  // namespace infoflow::paper_figures
