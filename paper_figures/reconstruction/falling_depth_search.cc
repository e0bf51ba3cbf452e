#include "paper_figures/reconstruction/falling_depth_search.h"

#include <algorithm>

#include "infoflow/support/check.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::paper_figures {

absl::StatusOr<std::vector<FallingPoint>> SearchFallingDepths(
    absl::Span<const double> weight_variances, const FallingSearchOptions& options,
    absl::FunctionRef<absl::StatusOr<TrainingOutcome>(double, int)> train) {
  INFOFLOW_CHECK(options.depth_step >= 1 && options.least_depth <= options.first_depth);
  std::vector<FallingPoint> points;
  int depth = options.first_depth;
  for (const double variance : weight_variances) {
    FallingPoint point;
    point.weight_variance = variance;
    while (true) {
      INFOFLOW_ASSIGN_OR_RETURN(const TrainingOutcome outcome, train(variance, depth));
      point.trials.push_back({depth, outcome});
      if (outcome.accuracy > options.trained) {
        point.trained_depth = depth;
        break;
      }
      if (depth == options.least_depth) break;
      depth = std::max(depth - options.depth_step, options.least_depth);
    }
    points.push_back(point);
  }
  return points;
}

}  // namespace infoflow::paper_figures
