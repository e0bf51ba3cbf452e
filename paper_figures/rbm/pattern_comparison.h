#ifndef PAPER_FIGURES_RBM_PATTERN_COMPARISON_H_
#define PAPER_FIGURES_RBM_PATTERN_COMPARISON_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/linalg/matrix.h"
#include "paper_figures/harness/figure.h"

namespace infoflow::paper_figures {

// One way from images to hidden units, with its patterns <v h>, one per row.
struct PatternSource {
  std::string name;                 // "machine", "block spins" or "random weights"
  linalg::Matrix<double> patterns;  // gauged: every sum is positive
  linalg::Matrix<double> weights;   // what h is made with, hidden x visible
};

// Patterns of the same Ising samples by a trained machine, by 2 x 2 block averages, and by a
// machine with random weights of the trained one's root mean square: the control without which
// no similarity means anything.
struct PatternComparison {
  int side = 0;
  PatternSource machine;
  PatternSource blocks;
  PatternSource random;
};

// The parameters that ComparePatterns reads.
void AddPatternParameters(Parameters& parameters);

// Samples by multispin Metropolis, trains by contrastive divergence. With parameter cache = on the
// machine is kept in $INFOFLOW_MACHINE_CACHE, or in figures/machines where the user stands.
absl::StatusOr<PatternComparison> ComparePatterns(const FigureContext& context);

// Median over the patterns of a source.
struct PatternMedians {
  double mean = 0.0;
  double largest = 0.0;
  double participation = 0.0;
  double concentration = 0.0;
  double moran_index = 0.0;
  double weight_participation = 0.0;
  double weight_concentration = 0.0;
  double coverage = 0.0;  // distinct 2 x 2 cells with a box peak over the number of patterns
};
PatternMedians MediansOf(const PatternSource& source, int side);

// A row per source with its medians.
Table MediansTable(const PatternComparison& comparison);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_PATTERN_COMPARISON_H_
