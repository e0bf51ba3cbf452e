#ifndef PAPER_FIGURES_RBM_PATTERN_COMPARISON_H_
#define PAPER_FIGURES_RBM_PATTERN_COMPARISON_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "infoflow/linalg/matrix.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/parameter_set.h"
#include "paper_figures/harness/run.h"
#include "paper_figures/rbm/pattern_training.h"

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
  PatternSource machine;
  PatternSource blocks;
  PatternSource random;
};

struct PatternParameters {
  int side;
  int hidden;
  double temperature;
  std::int64_t samples;
  int epochs;
  PatternTraining training;

  void Register(ParameterSet& set);
};

// Samples by multispin Metropolis, trains by contrastive divergence. The machine is kept in
// run.work_folder. Errors: an odd side.
absl::StatusOr<PatternComparison> ComparePatterns(const PatternParameters& parameters,
                                                  const Run& run);

// Medians over the patterns of a source.
struct PatternMedians {
  std::string source;
  int patterns = 0;
  double mean = 0.0;
  double max = 0.0;
  double participation = 0.0;
  double concentration = 0.0;
  double moran_index = 0.0;
  double weight_participation = 0.0;
  double weight_concentration = 0.0;
  double coverage = 0.0;  // distinct 2 x 2 cells with a box peak over the number of patterns

  INFOFLOW_COLUMNS(source, "", patterns, "", mean, "", max, "", participation, "sites",
                   concentration, "", moran_index, "", weight_participation, "sites",
                   weight_concentration, "", coverage, "cells per pattern")
};
PatternMedians MediansOf(const PatternSource& source, int side);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_PATTERN_COMPARISON_H_
