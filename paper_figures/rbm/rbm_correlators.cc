// The patterns <v_i h_a> of a trained machine, of block spins and of random weights, on the same
// Ising samples.
//
// Symbols: v_i spin, h_a hidden unit or block spin, W weights, PR participation ratio, conc_2 the
// share of a pattern within two sites of its peak. Mathematics and defaults: docs/rbm.md.

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/rbm/patterns/pattern_alignment.h"
#include "infoflow/rbm/patterns/pattern_statistics.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/rbm/pattern_comparison.h"
#include "paper_figures/shared/mosaic.h"

namespace infoflow::paper_figures {

namespace {

struct Parameters {
  PatternParameters patterns;
  int shown;
  int columns;

  void Register(ParameterSet& set) {
    patterns.Register(set);
    set.Add("shown", &shown, "patterns drawn of each source", {2, 25, 25}, {1, 4096});
    set.Add("columns", &columns, "patterns in one row of the picture", {2, 5, 5}, {1, 64});
  }
};

struct Source {
  PatternMedians medians;
  linalg::Matrix<double> shown;  // the first patterns, one per row

  INFOFLOW_FIELDS(medians, shown)
};

struct Record {
  Source machine, blocks, random;
  // Of the machine's units: whose weights and pattern peak at neighbouring places or the same.
  double peaks_together = 0.0;
  double least_block_concentration = 0.0;
  double peaks_inside_block = 0.0;  // of the blocks

  INFOFLOW_FIELDS(machine, blocks, random, peaks_together, least_block_concentration,
                  peaks_inside_block)
};

Source Summary(const PatternSource& source, const Parameters& p) {
  const int shown = std::min(p.shown, source.patterns.rows());
  Source summary = {MediansOf(source, p.patterns.side), {shown, source.patterns.columns()}};
  for (int a = 0; a < shown; ++a) {
    const absl::Span<const double> pattern = source.patterns.row(a);
    std::copy(pattern.begin(), pattern.end(), summary.shown.row(a).begin());
  }
  return summary;
}

// The fraction of units whose weights and pattern peak at most a diagonal step apart.
double PeaksTogether(const PatternSource& machine, int side) {
  int together = 0;
  for (int a = 0; a < machine.patterns.rows(); ++a) {
    std::vector<double> sizes;
    for (const double weight : machine.weights.row(a)) sizes.push_back(std::abs(weight));
    const rbm::Site of_weights = rbm::BoxPeak(sizes, side);
    const rbm::Site of_pattern = rbm::BoxPeak(machine.patterns.row(a), side);
    if (rbm::SquaredDistance(of_weights, of_pattern, side) <= 2) ++together;
  }
  return static_cast<double>(together) / machine.patterns.rows();
}

absl::StatusOr<Record> Compute(const Parameters& p, const Run& run) {
  INFOFLOW_ASSIGN_OR_RETURN(const PatternComparison comparison, ComparePatterns(p.patterns, run));
  const int side = p.patterns.side;
  Record record = {Summary(comparison.machine, p), Summary(comparison.blocks, p),
                   Summary(comparison.random, p), PeaksTogether(comparison.machine, side)};
  record.least_block_concentration = std::numeric_limits<double>::infinity();
  int inside = 0;
  const linalg::Matrix<double>& blocks = comparison.blocks.patterns;
  for (int a = 0; a < blocks.rows(); ++a) {
    record.least_block_concentration =
        std::min(record.least_block_concentration, rbm::Concentration(blocks.row(a), side, 2.0));
    const rbm::Site peak = rbm::LargestSite(blocks.row(a), side);
    if (peak.y / 2 * (side / 2) + peak.x / 2 == a) ++inside;
  }
  record.peaks_inside_block = static_cast<double>(inside) / blocks.rows();
  return record;
}

std::vector<ResultTable> Tables(const Parameters& p, const Record& record) {
  const auto mosaic = [&p](const Source& source) {
    const linalg::Matrix<double>& patterns = source.shown;
    return Mosaic(patterns.Block(0, 0, std::min(p.shown, patterns.rows()), patterns.columns()),
                  p.patterns.side, p.patterns.side, p.columns);
  };
  return {{"medians", "Medians over the patterns of each source",
           TableOf<PatternMedians>(
               {record.machine.medians, record.blocks.medians, record.random.medians})},
          {"machine", "Patterns of the trained machine", mosaic(record.machine)},
          {"blocks", "Patterns of block spins", mosaic(record.blocks)},
          {"random", "Patterns of random weights", mosaic(record.random)}};
}

// Of machines trained as here: none is a sentence of the paper.
ClaimList Claims(const Parameters& p, const Record& record) {
  const PatternMedians& machine = record.machine.medians;
  const PatternMedians& blocks = record.blocks.medians;
  const PatternMedians& random = record.random.medians;
  // The bounds on lattices of 16 and of 32 sites along a side.
  const int side = p.patterns.side;
  const bool large = side >= 32;
  ClaimList claims;
  claims.Add("local_weights", "Weights of the trained machine are local.")
      .Measured("median participation ratio of the columns of W (sites)",
                machine.weight_participation)
      .Below(large ? 60.0 : 0.15 * side * side);
  claims
      .Add("concentrated_weights", "Most of a column's weight stands within two sites of its peak.")
      .Measured("median conc_2 of the columns of W", machine.weight_concentration)
      .Above(0.5);
  claims
      .Add("concentrated_as_blocks",
           "Patterns of the machine are about as concentrated as those of block spins.")
      .Measured("median conc_2 of <v h>, machine / block spins",
                machine.concentration / blocks.concentration)
      .Above(0.75);
  claims
      .Add("weights_narrower_than_random",
           "Weights of the machine spread over fewer sites than random ones.")
      .Measured("median participation ratio of W, random / machine",
                random.weight_participation / machine.weight_participation)
      .AtLeast(2.0);
  claims
      .Add("weights_denser_than_random",
           "Weights of the machine are more concentrated than random ones.")
      .Measured("median conc_2 of W, machine / random",
                machine.weight_concentration / random.weight_concentration)
      .AtLeast(2.0);
  claims
      .Add("patterns_denser_than_random",
           "Patterns of the machine are more concentrated than those of random weights.")
      .Measured("median conc_2 of <v h>, machine / random",
                machine.concentration / random.concentration)
      .AtLeast(2.0);
  claims.Add("peaks_together", "A hidden unit's weights and its pattern peak at the same place.")
      .Measured("fraction of units whose two peaks are neighbours or the same",
                record.peaks_together)
      .Above(0.85);
  claims.Add("blocks_concentrated", "Every block spin's pattern is concentrated.")
      .Measured("least conc_2 of all blocks", record.least_block_concentration)
      .Above(large ? 0.38 : 0.55);
  claims.Add("blocks_inside", "A block spin's pattern is largest inside its block.")
      .Measured("fraction of blocks", record.peaks_inside_block)
      .AtLeast(0.95);
  claims.Add("blocks_tile", "Patterns of block spins tile the lattice.")
      .Measured("2 x 2 cells with a peak per block", blocks.coverage)
      .AtLeast(0.95);
  return claims;
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&, const Record& record) {
  return Presentation{Tables(p, record), Claims(p, record), {}};
}

}  // namespace

Figure RbmCorrelators() {
  SinglePointFigureOf<Parameters, Record> figure;
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
  figure.width = 1500;
  figure.height = 540;
  figure.keeps_work = true;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
