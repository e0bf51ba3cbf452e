#ifndef PAPER_FIGURES_RENORMALIZATION_SQUARE_FLOW_STATISTICS_H_
#define PAPER_FIGURES_RENORMALIZATION_SQUARE_FLOW_STATISTICS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/ising/square/decimation.h"
#include "paper_figures/harness/fields.h"

namespace infoflow::paper_figures {

// A step of a flow of the square lattice: K_n, D(p_0||p_n) and D(p_n||p_0) (nats per site).
struct SquareFlowPoint {
  double coupling = 0.0, forward = 0.0, reverse = 0.0;
};

// Steps 0, ..., `steps` from K_0 = `start`. Errors: of ising::SquareFlow.
absl::StatusOr<std::vector<SquareFlowPoint>> SquareRelativeEntropyFlow(
    const ising::SquareTruncation& truncation, double start, int steps);

// What is measured along flows.
struct SquareFlowStatistics {
  int flows = 0;
  int violations = 0;                // steps at which D does not grow
  int disordered = 0, ordered = 0;   // flows that have settled there
  double disordered_error = 0.0;     // |D_n - plateau| at the end, both directions
  double ordered_error = 0.0;        // |D_rev - (phi - 2K)| at the end
  double ordered_slope_error = 0.0;  // dD_fwd/dK_n against 2 - e, relative

  INFOFLOW_FIELDS(flows, violations, disordered, ordered, disordered_error, ordered_error,
                  ordered_slope_error)

  // Domain: at least one step.
  void Add(const std::vector<SquareFlowPoint>& flow);
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_SQUARE_FLOW_STATISTICS_H_
