// The patterns <v_i h_a> of a trained machine, of block spins and of random weights, on the same
// Ising samples. Mathematics and defaults: docs/rbm.md.

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "infoflow/rbm/pattern_alignment.h"
#include "infoflow/rbm/pattern_statistics.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/rbm/mosaic.h"
#include "paper_figures/rbm/pattern_comparison.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kRecipe[] =
#include "paper_figures/rbm/rbm_correlators.gp.inc"
    ;

absl::StatusOr<FigureResult> Compute(const FigureContext& context) {
  INFOFLOW_ASSIGN_OR_RETURN(const PatternComparison comparison, ComparePatterns(context));
  const int side = comparison.side;
  const int shown = static_cast<int>(context.parameters.Integer("shown"));
  const int columns = static_cast<int>(context.parameters.Integer("columns"));
  const PatternMedians machine = MediansOf(comparison.machine, side);
  const PatternMedians blocks = MediansOf(comparison.blocks, side);
  const PatternMedians random = MediansOf(comparison.random, side);

  int together = 0;
  for (int a = 0; a < comparison.machine.patterns.rows(); ++a) {
    std::vector<double> sizes;
    for (const double weight : comparison.machine.weights.row(a)) sizes.push_back(std::abs(weight));
    const rbm::Site of_weights = rbm::BoxPeak(sizes, side);
    const rbm::Site of_pattern = rbm::BoxPeak(comparison.machine.patterns.row(a), side);
    if (rbm::SquaredDistance(of_weights, of_pattern, side) <= 2) ++together;
  }
  double least_concentration = std::numeric_limits<double>::infinity();
  int inside = 0;
  const int block_count = comparison.blocks.patterns.rows();
  for (int a = 0; a < block_count; ++a) {
    const absl::Span<const double> pattern = comparison.blocks.patterns.row(a);
    least_concentration = std::min(least_concentration, rbm::Concentration(pattern, side, 2.0));
    const rbm::Site peak = rbm::LargestSite(pattern, side);
    if (peak.y / 2 * (side / 2) + peak.x / 2 == a) ++inside;
  }

  // Training is the same bits everywhere; patterns end with a product that BLAS sums in its own
  // order.
  const GoldenTolerance exact = {1e-9, 1e-12};
  FigureResult result;
  result.tables = {
      {"medians", "Medians over the patterns of each source", MediansTable(comparison), exact},
      {"machine", "Patterns of the trained machine",
       Mosaic(comparison.machine.patterns, side, shown, columns), exact},
      {"blocks", "Patterns of block spins",
       Mosaic(comparison.blocks.patterns, side, shown, columns), exact},
      {"random", "Patterns of random weights",
       Mosaic(comparison.random.patterns, side, shown, columns), exact}};
  using Relation = Claim::Relation;
  const double sites = side * side;
  // The bounds on lattices of 16 and of 32 sites along a side.
  const bool large = side >= 32;
  result.claims = {
      {"F1a", "Weights of the trained machine are local.",
       "median participation ratio of the columns of W (sites)", machine.weight_participation,
       Relation::kLess, large ? 60.0 : 0.15 * sites},
      {"F1b", "Most of a column's weight stands within two sites of its peak.",
       "median conc_2 of the columns of W", machine.weight_concentration, Relation::kGreater, 0.5},
      {"F1c", "Patterns of the machine are about as concentrated as those of block spins.",
       "median conc_2 of <v h>, machine / block spins",
       machine.concentration / blocks.concentration, Relation::kGreater, 0.75},
      {"F1d", "Weights of the machine spread over fewer sites than random ones.",
       "median participation ratio of W, random / machine",
       random.weight_participation / machine.weight_participation, Relation::kAtLeast, 2.0},
      {"F1e", "Weights of the machine are more concentrated than random ones.",
       "median conc_2 of W, machine / random",
       machine.weight_concentration / random.weight_concentration, Relation::kAtLeast, 2.0},
      {"F1f", "Patterns of the machine are more concentrated than those of random weights.",
       "median conc_2 of <v h>, machine / random", machine.concentration / random.concentration,
       Relation::kAtLeast, 2.0},
      {"F1g", "A hidden unit's weights and its pattern peak at the same place.",
       "fraction of units whose two peaks are neighbours or the same",
       static_cast<double>(together) / comparison.machine.patterns.rows(), Relation::kGreater,
       0.85},
      {"F2a", "Every block spin's pattern is concentrated.", "least conc_2 of all blocks",
       least_concentration, Relation::kGreater, large ? 0.38 : 0.55},
      {"F2b", "A block spin's pattern is largest inside its block.", "fraction of blocks",
       static_cast<double>(inside) / block_count, Relation::kAtLeast, 0.95},
      {"F2c", "Patterns of block spins tile the lattice.", "2 x 2 cells with a peak per block",
       blocks.coverage, Relation::kAtLeast, 0.95}};
  return result;
}

}  // namespace

Figure RbmCorrelators() {
  Figure figure;
  figure.slug = "rbm_correlators";
  figure.title = "Visible-hidden correlators: trained machine, block spins, random weights";
  figure.paper = "arXiv:1906.05212";
  figure.source = "correlators <v_i h_a> as images; L = 32 with 256 hidden units";
  figure.description =
      "Each image is the correlator of one hidden unit with all spins of the critical Ising model: "
      "for a machine trained on the samples, for 2 x 2 block averages of the same samples, and for "
      "random weights as the control.";
  figure.oracle =
      "patterns and their statistics against testdata/reference/rbm/vh_L*.csv; the training's "
      "expectation against rbm_*_gradients.csv (contrastive_divergence_statistical_test)";
  AddPatternParameters(figure.parameters);
  figure.parameters.AddInteger("shown", "patterns drawn of each source", {2, 25, 25}, {1, 4096})
      .AddInteger("columns", "patterns in one row of the picture", {2, 5, 5}, {1, 64});
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
