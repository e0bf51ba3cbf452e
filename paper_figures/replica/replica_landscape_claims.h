#ifndef PAPER_FIGURES_REPLICA_REPLICA_LANDSCAPE_CLAIMS_H_
#define PAPER_FIGURES_REPLICA_REPLICA_LANDSCAPE_CLAIMS_H_

#include <string>
#include <vector>

#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"

namespace infoflow::paper_figures {

struct PotentialRow {
  double alpha = 0.0, error = 0.0, potential = 0.0, next_error = 0.0, slope = 0.0;

  INFOFLOW_COLUMNS(alpha, "", error, "input squared", potential, "nats per input", next_error,
                   "input squared", slope, "nats per input and input squared")
};

struct FixedPointRow {
  double alpha = 0.0, error = 0.0, potential = 0.0, mutual_information = 0.0;
  bool stable = false;
  std::string phase;  // of the whole landscape at this alpha

  INFOFLOW_COLUMNS(alpha, "", error, "input squared", potential, "nats per input",
                   mutual_information, "nats per input", stable, "", phase, "")
};

struct PhaseRow {
  double alpha = 0.0, sparsity = 0.0;
  std::string phase;
  int phase_number = 0;  // of replica::Phase
  double informed_error = 0.0, uninformed_error = 0.0, best_error = 0.0;

  INFOFLOW_COLUMNS(alpha, "", sparsity, "", phase, "", phase_number, "", informed_error,
                   "input squared", uninformed_error, "input squared", best_error, "input squared")
};

struct LandscapeRecord {
  std::vector<PotentialRow> landscape;
  std::vector<FixedPointRow> fixed_points;
  std::vector<PhaseRow> diagram;
  // At the paper's alphas: those in another phase, and phi(uninformed) - phi(informed) in the hard
  // phase and where the state of small error is metastable (nats per input).
  int wrong_phases = 0;
  double hard_gap = 0.0, metastable_gap = 0.0;
  double worst_closed_form = 0.0;  // largest |phi - closed form|, nats per input
  double worst_fixed_point = 0.0;  // largest |V0/V - 1|

  INFOFLOW_FIELDS(landscape, fixed_points, diagram, wrong_phases, hard_gap, metastable_gap,
                  worst_closed_form, worst_fixed_point)
};

// `alpha_step`: of the phase diagram.
ClaimList LandscapeClaims(const LandscapeRecord& record, double noise, double alpha_step);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_REPLICA_REPLICA_LANDSCAPE_CLAIMS_H_
