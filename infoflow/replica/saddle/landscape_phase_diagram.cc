#include "infoflow/replica/saddle/landscape_phase_diagram.h"

#include <algorithm>
#include <cstddef>

#include "absl/status/status.h"
#include "infoflow/replica/saddle/solver.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::replica {

absl::StatusOr<std::vector<PhasePoint>> PhaseDiagram(
    absl::Span<const double> aspect_ratios, absl::Span<const double> sparsities,
    absl::FunctionRef<absl::StatusOr<Network>(double, double)> make_network,
    const SolverOptions& options, int threads) {
  std::vector<PhasePoint> points(aspect_ratios.size() * sparsities.size());
  const auto work = [&](int item) -> absl::Status {
    PhasePoint& point = points[item];
    point.aspect_ratio = aspect_ratios[static_cast<std::size_t>(item) / sparsities.size()];
    point.sparsity = sparsities[static_cast<std::size_t>(item) % sparsities.size()];
    INFOFLOW_ASSIGN_OR_RETURN(const Network network,
                              make_network(point.aspect_ratio, point.sparsity));
    INFOFLOW_ASSIGN_OR_RETURN(const Solution solution, Solve(network, options));
    // Only stable fixed points matter to the phase.
    std::vector<LandscapeFixedPoint> stable;
    for (const FixedPoint& fixed : solution.fixed_points) {
      stable.push_back({fixed.mean_squared_error(), fixed.potential, 0.0, true});
    }
    const auto by_error = [](const LandscapeFixedPoint& a, const LandscapeFixedPoint& b) {
      return a.error < b.error;
    };
    const auto ends = std::minmax_element(stable.begin(), stable.end(), by_error);
    point.informed_error = ends.first->error;
    point.uninformed_error = ends.second->error;
    point.best_error = solution.best().mean_squared_error();
    point.phase = ClassifyPhase(stable, network.prior().variance());
    return absl::OkStatus();
  };
  INFOFLOW_RETURN_IF_ERROR(ParallelFor(static_cast<int>(points.size()), threads, work));
  return points;
}

}  // namespace infoflow::replica
