#ifndef PAPER_FIGURES_RENORMALIZATION_TRUNCATION_COSTS_H_
#define PAPER_FIGURES_RENORMALIZATION_TRUNCATION_COSTS_H_

#include "absl/status/statusor.h"
#include "infoflow/support/table.h"

namespace infoflow::paper_figures {

// What one truncated decimation step of the square lattice costs: the relative entropy per kept
// spin (nats) between the exact law of the kept spins and its nearest-neighbour model, for the
// schemes drop, sum, wall and optimal. Source: docs/renormalization.md, part II.
struct TruncationCosts {
  Table table;  // coupling, and a column per scheme
  double peak[4] = {0.0, 0.0, 0.0, 0.0};
  double peak_coupling[4] = {0.0, 0.0, 0.0, 0.0};
  int optimal_beaten = 0;  // couplings at which another scheme costs less than optimal

  // Largest |peak_coupling - coupling| of the schemes.
  double LargestPeakDistance(double coupling) const;
};

// At `points` couplings in (0, greatest], in the thermodynamic limit.
absl::StatusOr<TruncationCosts> InfiniteLatticeTruncationCosts(int points, double greatest,
                                                               int threads);

// The same on the 6 x 6 torus, enumerated; it has its own optimal model.
absl::StatusOr<TruncationCosts> TorusTruncationCosts(int points, double greatest, int threads);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_TRUNCATION_COSTS_H_
