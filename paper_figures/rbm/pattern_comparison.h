#ifndef PAPER_FIGURES_RBM_PATTERN_COMPARISON_H_
#define PAPER_FIGURES_RBM_PATTERN_COMPARISON_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/rbm/machine/machine.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/harness/parameter_set.h"
#include "paper_figures/harness/run.h"
#include "paper_figures/rbm/pattern_training.h"
#include "paper_figures/rbm/recipe.h"

namespace infoflow::paper_figures {

// One way from images to hidden units, with its patterns <v h>, one per row.
struct PatternSource {
  std::string name;                 // as MachinePatterns says, or "block spins"
  linalg::Matrix<double> patterns;  // gauged: every sum is positive
  linalg::Matrix<double> weights;   // what h is made with, hidden x visible
  std::vector<int> signs;           // the gauge, with which patterns are as they were

  // The first `count` patterns, or all there are, with their own signs.
  linalg::Matrix<double> Raw(int count) const;
};

// A trained machine, and one with random weights of its root mean square: the control without which
// no similarity means anything.
struct MachinePatterns {
  Recipe recipe;
  PatternSource machine;  // "authors" or "local"
  PatternSource random;   // "random (authors)" or "random (local)"
};

// Patterns of the same Ising samples by trained machines and by 2 x 2 block averages.
struct PatternComparison {
  std::vector<MachinePatterns> machines;  // one for each recipe
  PatternSource blocks;
  double magnetization = 0.0;  // <|m|> of the samples
};

struct PatternParameters {
  std::vector<Recipe> recipes;
  int side;
  int hidden;
  double temperature;
  std::int64_t samples;
  int epochs;
  PatternTraining training;

  void Register(ParameterSet& set);
};

// Samples by multispin Metropolis, with run.seed.
absl::StatusOr<ising::SpinSamples> SampleForPatterns(const PatternParameters& parameters,
                                                     const Run& run);

// The patterns of the machine of this recipe and seed, which is kept in run.work_folder.
absl::StatusOr<PatternSource> TrainedPatterns(const PatternParameters& parameters, Recipe recipe,
                                              rbm::SpinsView samples, std::uint64_t seed,
                                              const Run& run);

// Samples, trains by each recipe, and blocks. Errors: an odd side.
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
