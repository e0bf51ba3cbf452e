#ifndef PAPER_FIGURES_RENORMALIZATION_ISING_SQUARE_RELATIVE_ENTROPY_CLAIMS_H_
#define PAPER_FIGURES_RENORMALIZATION_ISING_SQUARE_RELATIVE_ENTROPY_CLAIMS_H_

#include <cmath>
#include <string>
#include <vector>

#include "infoflow/ising/square_exact.h"
#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/renormalization/truncation_costs.h"

namespace infoflow::paper_figures {

// What -ln|K_0 - K_c| is multiplied by in the slope of the plateau.
inline constexpr double kPlateauLogarithm = 8.0 * ising::kSquareCriticalCoupling / M_PI;

struct SquareFlowStep {
  std::string scheme;
  double coupling = 0.0;
  int step = 0;
  double coupling_n = 0.0, forward = 0.0, reverse = 0.0;
  double forward_asymptote = 0.0, reverse_asymptote = 0.0;
  double fixed_point = 0.0;  // of scheme sum

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("scheme", self.scheme);
    visit("coupling", self.coupling);
    visit("step", self.step);
    visit("coupling_n", self.coupling_n);
    visit("relative_entropy_forward", self.forward, "nats per site");
    visit("relative_entropy_reverse", self.reverse, "nats per site");
    visit("forward_asymptote", self.forward_asymptote, "nats per site");
    visit("reverse_asymptote", self.reverse_asymptote, "nats per site");
    visit("fixed_point", self.fixed_point);
  }
};

struct SquarePlateau {
  double coupling = 0.0;
  double forward_disordered = 0.0, reverse_disordered = 0.0, reverse_ordered = 0.0;
  double forward_ordered_slope = 0.0;

  INFOFLOW_COLUMNS(coupling, "", forward_disordered, "nats per site", reverse_disordered,
                   "nats per site", reverse_ordered, "nats per site", forward_ordered_slope,
                   "nats per site and coupling")
};

// Slope of the plateau at a distance from K_c.
struct SquareSlope {
  double distance = 0.0, below = 0.0, above = 0.0;
  double logarithm = 0.0;  // -kPlateauLogarithm ln(distance) + constant

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("distance", self.distance);
    visit("slope_below", self.below, "nats per site");
    visit("slope_above", self.above, "nats per site");
    visit("logarithm", self.logarithm, "nats per site");
  }
};

struct SquareAround {
  int step = 0;
  double coupling = 0.0, forward = 0.0;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("step", self.step);
    visit("coupling", self.coupling);
    visit("relative_entropy_forward", self.forward, "nats per site");
  }
};

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
};

struct SquareFlowRecord {
  double fixed_point = 0.0;  // K* of scheme sum
  std::vector<SquareFlowStep> flow;
  SquareFlowStatistics statistics;
  std::vector<SquarePlateau> plateau;
  std::vector<SquareSlope> slope;
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
