// What the patterns of a machine share with those of block spins, and where they differ, beside
// the control of random weights.
//
// Symbols: A(r) autocorrelation of the patterns, PR participation ratio, conc_2 the share of a
// pattern within two sites of its peak. Mathematics and definitions: docs/rbm.md.

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "infoflow/rbm/patterns/pattern_alignment.h"
#include "infoflow/rbm/patterns/pattern_statistics.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/rbm/pattern_comparison.h"

namespace infoflow::paper_figures {

namespace {

using Parameters = PatternParameters;

// A function of the distance r, of each source.
struct Curves {
  double r = 0.0, machine = 0.0, blocks = 0.0, random = 0.0;

  INFOFLOW_COLUMNS(r, "sites", machine, "", blocks, "", random, "")
};

// The participation ratio and the concentration that a fraction of the patterns stays below.
struct Quantile {
  std::string source;
  double fraction = 0.0;
  double participation = 0.0;
  double concentration = 0.0;

  INFOFLOW_COLUMNS(source, "", fraction, "patterns", participation, "sites", concentration, "")
};

struct Record {
  std::vector<PatternMedians> medians;  // of the machine, of block spins, of random weights
  std::vector<Curves> autocorrelation;
  std::vector<Curves> profile;
  std::vector<Quantile> quantiles;
  // Correlation coefficients of A(r) with that of block spins.
  double machine_correlation = 0.0;
  double random_correlation = 0.0;

  INFOFLOW_FIELDS(medians, autocorrelation, profile, quantiles, machine_correlation,
                  random_correlation)
};

void AddAutocorrelation(const PatternComparison& comparison, int side, Record& record) {
  const std::vector<double> machine = rbm::MeanAutocorrelation(comparison.machine.patterns, side);
  const std::vector<double> blocks = rbm::MeanAutocorrelation(comparison.blocks.patterns, side);
  const std::vector<double> random = rbm::MeanAutocorrelation(comparison.random.patterns, side);
  for (std::size_t r = 0; r < machine.size(); ++r) {
    record.autocorrelation.push_back({static_cast<double>(r), machine[r], blocks[r], random[r]});
  }
  record.machine_correlation = rbm::CorrelationCoefficient(machine, blocks);
  record.random_correlation = rbm::CorrelationCoefficient(random, blocks);
}

// Mean patterns around their peaks.
void AddProfile(const PatternComparison& comparison, int side, Record& record) {
  const auto profile = [side](const PatternSource& source) {
    return rbm::RadialProfile(
        rbm::AlignedMean(source.patterns, rbm::BoxPeaks(source.patterns, side), side), side);
  };
  const std::vector<rbm::RadialPoint> machine = profile(comparison.machine);
  const std::vector<rbm::RadialPoint> blocks = profile(comparison.blocks);
  const std::vector<rbm::RadialPoint> random = profile(comparison.random);
  for (std::size_t k = 0; k < machine.size(); ++k) {
    record.profile.push_back({std::sqrt(static_cast<double>(machine[k].squared_distance)),
                              machine[k].value, blocks[k].value, random[k].value});
  }
}

void AddQuantiles(const PatternSource& source, int side, Record& record) {
  std::vector<double> participation, concentration;
  for (int a = 0; a < source.patterns.rows(); ++a) {
    const auto statistics = rbm::ComputePatternStatistics(source.patterns.row(a), side);
    participation.push_back(statistics.participation);
    concentration.push_back(statistics.concentration);
  }
  std::sort(participation.begin(), participation.end());
  std::sort(concentration.begin(), concentration.end());
  const double count = static_cast<double>(participation.size());
  for (std::size_t a = 0; a < participation.size(); ++a) {
    record.quantiles.push_back(
        {source.name, (static_cast<double>(a) + 0.5) / count, participation[a], concentration[a]});
  }
}

absl::StatusOr<Record> Compute(const Parameters& p, const Run& run) {
  INFOFLOW_ASSIGN_OR_RETURN(const PatternComparison comparison, ComparePatterns(p, run));
  Record record;
  for (const PatternSource* source :
       {&comparison.machine, &comparison.blocks, &comparison.random}) {
    record.medians.push_back(MediansOf(*source, p.side));
    AddQuantiles(*source, p.side, record);
  }
  AddAutocorrelation(comparison, p.side, record);
  AddProfile(comparison, p.side, record);
  return record;
}

ClaimList Claims(const Record& record) {
  const double machine = record.medians[0].participation;
  const double blocks = record.medians[1].participation;
  const double random = record.medians[2].participation;
  ClaimList claims;
  claims
      .Add("machine_autocorrelation", "The autocorrelation of the patterns is that of block spins.")
      .Inferred()
      .Measured("correlation coefficient of A(r), machine and block spins",
                record.machine_correlation)
      .Above(0.99);
  claims
      .Add("random_autocorrelation",
           "The autocorrelation of random weights is that of block spins too: it comes from the "
           "samples, and alone shows no renormalization.")
      .Inferred()
      .Refines(
          "The spatial statistics of the machine's patterns agree with those of renormalization "
          "(the statistic itself is not known).")
      .Measured("correlation coefficient of A(r), random weights and block spins",
                record.random_correlation)
      .Above(0.98);
  claims.Add("machine_width", "Patterns of the machine are about as wide as those of block spins.")
      .Measured("|median PR, machine / block spins - 1|", std::abs(machine / blocks - 1.0))
      .Below(1.5);
  claims.Add("random_width", "Patterns of random weights are much wider.")
      .Measured("median PR, random / block spins", random / blocks)
      .Above(3.0);
  return claims;
}

absl::StatusOr<Presentation> Present(const Parameters&, const Run&, const Record& record) {
  PictureKeys keys;
  std::vector<std::string> sources;
  for (const PatternMedians& medians : record.medians) sources.push_back(medians.source);
  keys.Add("sources", sources);
  return Presentation{
      {{"medians", "Medians over the patterns of each source", TableOf(record.medians)},
       {"autocorrelation", "Autocorrelation A(r) of the patterns", TableOf(record.autocorrelation)},
       {"profile", "Mean pattern around its peak", TableOf(record.profile)},
       {"quantiles", "Patterns by their width and concentration", TableOf(record.quantiles)}},
      Claims(record),
      keys};
}

}  // namespace

Figure RbmSpatialStatistics() {
  SinglePointFigureOf<Parameters, Record> figure;
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
  figure.width = 1300;
  figure.height = 950;
  figure.keeps_work = true;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
