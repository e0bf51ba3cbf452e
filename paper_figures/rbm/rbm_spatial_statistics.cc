// What the patterns of a machine share with those of block spins, and where they differ, beside
// the control of random weights. Mathematics and definitions: docs/rbm.md.

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/rbm/pattern_alignment.h"
#include "infoflow/rbm/pattern_statistics.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/rbm/pattern_comparison.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kRecipe[] =
#include "paper_figures/rbm/rbm_spatial_statistics.gp.inc"
    ;

// Participation ratios and concentrations in ascending order, against the fraction of patterns.
void AddQuantiles(const PatternSource& source, int side, Table& table) {
  std::vector<double> participation, concentration;
  for (int a = 0; a < source.patterns.rows(); ++a) {
    const absl::Span<const double> pattern = source.patterns.row(a);
    participation.push_back(rbm::ParticipationRatio(rbm::MeanSubtracted(pattern)));
    concentration.push_back(rbm::Concentration(pattern, side, 2.0));
  }
  std::sort(participation.begin(), participation.end());
  std::sort(concentration.begin(), concentration.end());
  for (std::size_t a = 0; a < participation.size(); ++a) {
    table.AddRow(
        {source.name,
         FormatDouble((static_cast<double>(a) + 0.5) / static_cast<double>(participation.size())),
         FormatDouble(participation[a]), FormatDouble(concentration[a])});
  }
}

absl::StatusOr<FigureResult> Compute(const FigureContext& context) {
  INFOFLOW_ASSIGN_OR_RETURN(const PatternComparison comparison, ComparePatterns(context));
  const int side = comparison.side;
  const std::vector<double> a_machine = rbm::MeanAutocorrelation(comparison.machine.patterns, side);
  const std::vector<double> a_blocks = rbm::MeanAutocorrelation(comparison.blocks.patterns, side);
  const std::vector<double> a_random = rbm::MeanAutocorrelation(comparison.random.patterns, side);
  Table autocorrelation({{"r", "sites"}, {"machine", ""}, {"blocks", ""}, {"random", ""}});
  for (std::size_t r = 0; r < a_machine.size(); ++r) {
    autocorrelation.AddRow({static_cast<double>(r), a_machine[r], a_blocks[r], a_random[r]});
  }

  Table profiles({{"r", "sites"}, {"machine", ""}, {"blocks", ""}, {"random", ""}});
  const auto profile = [side](const PatternSource& source) {
    return rbm::RadialProfile(
        rbm::AlignedMean(source.patterns, rbm::BoxPeaks(source.patterns, side), side), side);
  };
  const std::vector<rbm::RadialPoint> p_machine = profile(comparison.machine);
  const std::vector<rbm::RadialPoint> p_blocks = profile(comparison.blocks);
  const std::vector<rbm::RadialPoint> p_random = profile(comparison.random);
  for (std::size_t k = 0; k < p_machine.size(); ++k) {
    profiles.AddRow({std::sqrt(static_cast<double>(p_machine[k].squared_distance)),
                     p_machine[k].value, p_blocks[k].value, p_random[k].value});
  }

  Table quantiles({{"source", ""},
                   {"fraction", "patterns"},
                   {"participation", "sites"},
                   {"concentration", ""}});
  for (const PatternSource* source :
       {&comparison.machine, &comparison.blocks, &comparison.random}) {
    AddQuantiles(*source, side, quantiles);
  }

  const PatternMedians machine = MediansOf(comparison.machine, side);
  const PatternMedians blocks = MediansOf(comparison.blocks, side);
  const PatternMedians random = MediansOf(comparison.random, side);
  // Training is the same bits everywhere; patterns end with a product that BLAS sums in its own
  // order.
  const GoldenTolerance exact = {1e-9, 1e-12};
  FigureResult result;
  result.tables = {
      {"medians", "Medians over the patterns of each source", MediansTable(comparison), exact},
      {"autocorrelation", "Autocorrelation A(r) of the patterns", autocorrelation, exact},
      {"profile", "Mean pattern around its peak", profiles, exact},
      {"quantiles", "Patterns by their width and concentration", quantiles, exact}};
  using Relation = Claim::Relation;
  result.claims = {
      {"F3a", "The autocorrelation of the patterns is that of block spins.",
       "correlation coefficient of A(r), machine and block spins",
       rbm::CorrelationCoefficient(a_machine, a_blocks), Relation::kGreater, 0.99},
      {"F3b",
       "The autocorrelation of random weights is that of block spins too: it comes from the "
       "samples, and alone shows no renormalization.",
       "correlation coefficient of A(r), random weights and block spins",
       rbm::CorrelationCoefficient(a_random, a_blocks), Relation::kGreater, 0.98,
       "The spatial statistics of the machine's patterns agree with those of renormalization "
       "(as inferred: the statistic itself is not known)."},
      {"F3c", "Patterns of the machine are about as wide as those of block spins.",
       "|median PR, machine / block spins - 1|",
       std::abs(machine.participation / blocks.participation - 1.0), Relation::kLess, 1.5},
      {"F3d", "Patterns of random weights are much wider.", "median PR, random / block spins",
       random.participation / blocks.participation, Relation::kGreater, 3.0}};
  return result;
}

}  // namespace

Figure RbmSpatialStatistics() {
  Figure figure;
  figure.slug = "rbm_spatial_statistics";
  figure.title = "Spatial statistics of visible-hidden correlators";
  figure.paper = "arXiv:1906.05212";
  figure.source = "spatial statistics of the correlators <v_i h_a>";
  figure.description =
      "Autocorrelation, profile around the peak, width and concentration of the patterns of a "
      "trained machine, of block spins and of random weights. The first does not tell a trained "
      "machine from random weights; the others do.";
  figure.oracle =
      "statistics against testdata/reference/rbm/vh_L*_stats.csv; block spins of the figure's own "
      "samples are integer arithmetic";
  AddPatternParameters(figure.parameters);
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
