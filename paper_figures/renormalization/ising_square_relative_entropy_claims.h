#ifndef PAPER_FIGURES_RENORMALIZATION_ISING_SQUARE_RELATIVE_ENTROPY_CLAIMS_H_
#define PAPER_FIGURES_RENORMALIZATION_ISING_SQUARE_RELATIVE_ENTROPY_CLAIMS_H_

#include <string>
#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/renormalization/plateau_slope.h"
#include "paper_figures/renormalization/square_flow_statistics.h"
#include "paper_figures/renormalization/truncation_costs.h"

namespace infoflow::paper_figures {

struct SquareFlowStep {
  std::string scheme;
  double coupling = 0.0;
  int step = 0;
  double coupling_n = 0.0, relative_entropy_forward = 0.0, relative_entropy_reverse = 0.0;
  double forward_asymptote = 0.0, reverse_asymptote = 0.0;
  double fixed_point = 0.0;  // of scheme sum

  INFOFLOW_COLUMNS(scheme, "", coupling, "", step, "", coupling_n, "", relative_entropy_forward,
                   "nats per site", relative_entropy_reverse, "nats per site", forward_asymptote,
                   "nats per site", reverse_asymptote, "nats per site", fixed_point, "")
};

struct SquarePlateau {
  double coupling = 0.0;
  double forward_disordered = 0.0, reverse_disordered = 0.0, reverse_ordered = 0.0;
  double forward_ordered_slope = 0.0;

  INFOFLOW_COLUMNS(coupling, "", forward_disordered, "nats per site", reverse_disordered,
                   "nats per site", reverse_ordered, "nats per site", forward_ordered_slope,
                   "nats per site and coupling")
};

struct SquareAround {
  int step = 0;
  double coupling = 0.0, relative_entropy_forward = 0.0;

  INFOFLOW_COLUMNS(step, "", coupling, "", relative_entropy_forward, "nats per site")
};

struct SquareFlowRecord {
  double fixed_point = 0.0;  // K* of scheme sum
  std::vector<SquareFlowStep> flow;
  SquareFlowStatistics statistics;
  std::vector<SquarePlateau> plateau;
  std::vector<PlateauSlopeRow> slope;
  std::vector<SquareAround> around;
  // D_fwd at the end of long flows of scheme sum from one part in 10^8 beside K*, and after
  // 10 steps from K* itself.
  double below_fixed_point = 0.0, at_fixed_point = 0.0, above_fixed_point = 0.0;
  std::vector<TruncationCosts> truncation, truncation_torus;

  INFOFLOW_FIELDS(fixed_point, flow, statistics, plateau, slope, around, below_fixed_point,
                  at_fixed_point, above_fixed_point, truncation, truncation_torus)
};

ClaimList SquareFlowClaims(const SquareFlowRecord& record);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_ISING_SQUARE_RELATIVE_ENTROPY_CLAIMS_H_
