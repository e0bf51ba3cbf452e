#ifndef PAPER_FIGURES_RENORMALIZATION_TRUNCATION_COSTS_H_
#define PAPER_FIGURES_RENORMALIZATION_TRUNCATION_COSTS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "paper_figures/harness/fields.h"

namespace infoflow::paper_figures {

// What one truncated decimation step of the square lattice costs at one coupling: the relative
// entropy per kept spin (nats) between the exact law of the kept spins and the nearest-neighbour
// model that a scheme makes of it. Source: docs/renormalization.md, part II.
struct TruncationCosts {
  double coupling = 0.0;
  double drop = 0.0, sum = 0.0, wall = 0.0, optimal = 0.0;

  INFOFLOW_COLUMNS(coupling, "", drop, "nats per kept spin", sum, "nats per kept spin", wall,
                   "nats per kept spin", optimal, "nats per kept spin")
};

// At `points` couplings in (0, greatest], ascending, in the thermodynamic limit.
absl::StatusOr<std::vector<TruncationCosts>> InfiniteLatticeTruncationCosts(int points,
                                                                            double greatest,
                                                                            int threads);

// The same on the 6 x 6 torus, enumerated; it has its own optimal model.
absl::StatusOr<std::vector<TruncationCosts>> TorusTruncationCosts(int points, double greatest,
                                                                  int threads);

// Largest |K_peak - coupling| of the schemes, K_peak the coupling at which one costs most.
double LargestPeakDistance(const std::vector<TruncationCosts>& costs, double coupling);

// Distance of the two couplings between which `coupling` lies; infinite where it lies outside.
double SpacingAround(const std::vector<TruncationCosts>& costs, double coupling);

// At how many couplings another scheme costs less than optimal, by more than rounding.
int TimesOptimalIsBeaten(const std::vector<TruncationCosts>& costs);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RENORMALIZATION_TRUNCATION_COSTS_H_
