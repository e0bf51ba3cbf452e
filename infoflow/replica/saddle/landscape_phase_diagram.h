#ifndef INFOFLOW_REPLICA_SADDLE_LANDSCAPE_PHASE_DIAGRAM_H_
#define INFOFLOW_REPLICA_SADDLE_LANDSCAPE_PHASE_DIAGRAM_H_

#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "infoflow/replica/model/network.h"
#include "infoflow/replica/saddle/landscape.h"

namespace infoflow::replica {

struct PhasePoint {
  double aspect_ratio = 0.0;  // alpha
  double sparsity = 0.0;      // p, the fraction of inputs that are not zero
  Phase phase = Phase::kImpossible;
  double informed_error = 0.0;    // V of the stable fixed point of smallest error
  double uninformed_error = 0.0;  // of the largest, where message passing ends
  double best_error = 0.0;        // of the one of lowest potential: the MMSE
};

// The phase at every pair of `aspect_ratios` (outer) and `sparsities` (inner), for the networks
// that `make_network(aspect_ratio, sparsity)` builds; it is called from several threads.
// `threads` = 0 takes one per core; results do not depend on it. Errors: the first one of
// make_network or of Solve. Cost: one Solve per point.
absl::StatusOr<std::vector<PhasePoint>> PhaseDiagram(
    absl::Span<const double> aspect_ratios, absl::Span<const double> sparsities,
    absl::FunctionRef<absl::StatusOr<Network>(double aspect_ratio, double sparsity)> make_network,
    const SolverOptions& options = {}, int threads = 0);

}  // namespace infoflow::replica

#endif  // INFOFLOW_REPLICA_SADDLE_LANDSCAPE_PHASE_DIAGRAM_H_
