// What the patterns of machines, trained by the authors' recipe and by ours, share with those of
// block spins, and where they differ, beside the control of random weights; and which ingredient of
// a recipe makes patterns local.
//
// Symbols: A(r) autocorrelation of the patterns, PR participation ratio, conc_2 the share of a
// pattern within two sites of its peak. Mathematics and definitions: docs/rbm.md.

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/rbm/patterns/pattern_alignment.h"
#include "infoflow/rbm/patterns/pattern_statistics.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/rbm/pattern_comparison.h"
#include "paper_figures/rbm/recipe.h"
#include "paper_figures/rbm/recipe_study.h"

namespace infoflow::paper_figures {

namespace {

struct Parameters {
  PatternParameters patterns;
  StudyParameters study;

  void Register(ParameterSet& set) {
    patterns.Register(set);
    study.Register(set);
  }
};

// A function of the distance r, of one source.
struct CurvePoint {
  std::string source;
  double r = 0.0;
  double value = 0.0;

  INFOFLOW_COLUMNS(source, "", r, "sites", value, "")
};

// The participation ratio and the concentration that a fraction of the patterns stays below.
struct Quantile {
  std::string source;
  double fraction = 0.0;
  double participation = 0.0;
  double concentration = 0.0;

  INFOFLOW_COLUMNS(source, "", fraction, "patterns", participation, "sites", concentration, "")
};

// Of one machine and its control, beside block spins.
struct Comparison {
  Recipe recipe = Recipe::kLocal;
  // Correlation coefficients of A(r) with that of block spins.
  double machine_correlation = 0.0;
  double random_correlation = 0.0;
  // Median PR of the patterns over that of block spins.
  double machine_width = 0.0;
  double random_width = 0.0;

  INFOFLOW_FIELDS(recipe, machine_correlation, random_correlation, machine_width, random_width)
};

struct Record {
  std::vector<PatternMedians> medians;  // of machines, block spins and random weights
  std::vector<CurvePoint> autocorrelation;
  std::vector<CurvePoint> profile;
  std::vector<Quantile> quantiles;
  std::vector<Comparison> comparisons;
  StudyRecord study;

  // Null where there is no machine of this recipe.
  const Comparison* Find(Recipe recipe) const {
    for (const Comparison& comparison : comparisons) {
      if (comparison.recipe == recipe) return &comparison;
    }
    return nullptr;
  }

  INFOFLOW_FIELDS(medians, autocorrelation, profile, quantiles, comparisons, study)
};

void AddAutocorrelation(const PatternSource& source, int side, Record& record) {
  const std::vector<double> values = rbm::MeanAutocorrelation(source.patterns, side);
  for (std::size_t r = 0; r < values.size(); ++r) {
    record.autocorrelation.push_back({source.name, static_cast<double>(r), values[r]});
  }
}

// The mean pattern around its peak.
void AddProfile(const PatternSource& source, int side, Record& record) {
  for (const rbm::RadialPoint& point : rbm::RadialProfile(
           rbm::AlignedMean(source.patterns, rbm::BoxPeaks(source.patterns, side), side), side)) {
    record.profile.push_back(
        {source.name, std::sqrt(static_cast<double>(point.squared_distance)), point.value});
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

Comparison Compare(const MachinePatterns& patterns, const PatternSource& blocks, int side) {
  const std::vector<double> of_blocks = rbm::MeanAutocorrelation(blocks.patterns, side);
  const double width = MediansOf(blocks, side).participation;
  const auto correlation = [&](const PatternSource& source) {
    return rbm::CorrelationCoefficient(rbm::MeanAutocorrelation(source.patterns, side), of_blocks);
  };
  return {patterns.recipe, correlation(patterns.machine), correlation(patterns.random),
          MediansOf(patterns.machine, side).participation / width,
          MediansOf(patterns.random, side).participation / width};
}

absl::StatusOr<Record> Compute(const Parameters& p, const Run& run) {
  INFOFLOW_ASSIGN_OR_RETURN(const PatternComparison comparison, ComparePatterns(p.patterns, run));
  const int side = p.patterns.side;
  std::vector<const PatternSource*> sources;
  for (const MachinePatterns& patterns : comparison.machines) sources.push_back(&patterns.machine);
  sources.push_back(&comparison.blocks);
  for (const MachinePatterns& patterns : comparison.machines) sources.push_back(&patterns.random);
  Record record;
  for (const PatternSource* source : sources) {
    record.medians.push_back(MediansOf(*source, side));
    AddQuantiles(*source, side, record);
    AddAutocorrelation(*source, side, record);
    AddProfile(*source, side, record);
  }
  for (const MachinePatterns& patterns : comparison.machines) {
    record.comparisons.push_back(Compare(patterns, comparison.blocks, side));
  }
  INFOFLOW_ASSIGN_OR_RETURN(record.study, StudyRecipes(p.study, run));
  return record;
}

// Of samples that are all alike, as at a low temperature.
constexpr char kAlike[] = "there are patterns that do not vary over the lattice";

void AddAuthorsClaims(const Record& record, ClaimList& claims) {
  const Comparison* const found = record.Find(Recipe::kAuthors);
  const Comparison authors = found == nullptr ? Comparison() : *found;
  constexpr char kNone[] = "there is no machine of the authors' recipe";
  claims
      .Add("authors_autocorrelation",
           "The autocorrelation of the patterns of a machine trained by the authors' programs is "
           "that of block spins.")
      .Inferred()
      .Measured("correlation coefficient of A(r), authors' machine and block spins",
                authors.machine_correlation)
      .DecidedIf(found != nullptr, kNone)
      .DecidedIf(!std::isnan(authors.machine_correlation), kAlike)
      .Above(0.98);
  claims
      .Add("random_autocorrelation",
           "So is that of random weights: it comes from the samples, and alone diagnoses no "
           "coarse graining; the width of patterns does.")
      .Quoted("abstract")
      .Refines(
          "We argue that correlation functions between hidden and visible neurons are capable of "
          "diagnosing RG-like coarse graining.")
      .Measured(
          "correlation coefficient of A(r), random weights of the authors' machine's size and "
          "block spins",
          authors.random_correlation)
      .DecidedIf(found != nullptr, kNone)
      .DecidedIf(!std::isnan(authors.random_correlation), kAlike)
      .Above(0.98);
  claims
      .Add("authors_width",
           "Patterns of the authors' machine are much wider than those of block spins.")
      .Measured("median PR, authors' machine / block spins", authors.machine_width)
      .DecidedIf(found != nullptr, kNone)
      .Above(3.0);
  claims.Add("authors_as_random", "They are as wide as those of random weights.")
      .Measured("|median PR, authors' machine / random - 1|",
                std::abs(authors.machine_width / authors.random_width - 1.0))
      .DecidedIf(found != nullptr, kNone)
      .AtMost(0.35);
}

void AddLocalClaims(const Record& record, ClaimList& claims) {
  const Comparison* const found = record.Find(Recipe::kLocal);
  const Comparison local = found == nullptr ? Comparison() : *found;
  constexpr char kNone[] = "there is no machine of the local recipe";
  claims
      .Add(
          "machine_autocorrelation",
          "The autocorrelation of the patterns of a machine trained by the local recipe is that of "
          "block spins.")
      .Measured("correlation coefficient of A(r), local recipe and block spins",
                local.machine_correlation)
      .DecidedIf(found != nullptr, kNone)
      .DecidedIf(!std::isnan(local.machine_correlation), kAlike)
      .Above(0.99);
  claims.Add("machine_width", "Patterns of this machine are about as wide as those of block spins.")
      .Measured("|median PR, local recipe / block spins - 1|", std::abs(local.machine_width - 1.0))
      .DecidedIf(found != nullptr, kNone)
      .Below(1.5);
  claims.Add("random_width", "Patterns of random weights of its size are much wider.")
      .Measured("median PR, random / block spins", local.random_width)
      .DecidedIf(found != nullptr, kNone)
      .Above(3.0);
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&, const Record& record) {
  ClaimList claims;
  AddAuthorsClaims(record, claims);
  AddLocalClaims(record, claims);
  AddStudyClaims(p.study, record.study, claims);
  PictureKeys keys;
  std::vector<std::string> sources, labels;
  const auto draw = [&](const std::string& source, const std::string& label) {
    sources.push_back(source);
    labels.push_back(label);
  };
  for (const Comparison& comparison : record.comparisons) {
    draw(NameOf(comparison.recipe),
         comparison.recipe == Recipe::kAuthors ? "authors’ recipe" : "local recipe");
  }
  draw("block spins", "block spins");
  draw(absl::StrCat("random (", sources.front(), ")"), "random weights");
  keys.Add("sources", sources);
  keys.Add("labels", labels);
  const std::vector<StudyTableRow> study = StudyTable(record.study);
  keys.Add("study_rows", static_cast<int>(study.size()));
  return Presentation{
      {{"medians", "Medians over the patterns of each source", TableOf(record.medians)},
       {"study", "Recipes with one ingredient changed: medians over units, over the seeds",
        TableOf(study)},
       {"autocorrelation", "Autocorrelation A(r) of the patterns", TableOf(record.autocorrelation)},
       {"profile", "Mean pattern around its peak", TableOf(record.profile)},
       {"quantiles", "Patterns by their width and concentration", TableOf(record.quantiles)}},
      claims,
      keys};
}

}  // namespace

Figure RbmSpatialStatistics() {
  SinglePointFigureOf<Parameters, Record> figure;
  figure.title = "Spatial statistics of visible-hidden correlators";
  figure.paper = "arXiv:1906.05212";
  figure.source = "spatial statistics of the correlators <v_i h_a>";
  figure.description =
      "Autocorrelation, profile around the peak, width and concentration of the patterns of "
      "machines trained by the authors' programs' recipe and by the local one (ours), of block "
      "spins "
      "and of random weights. The first does not tell block spins from random weights; the others "
      "do. A study changes one ingredient of either recipe at a time: patterns stay wide where a "
      "single persistent chain stands for the machine's law.";
  figure.oracle =
      "statistics against testdata/reference/rbm/vh_L*_stats.csv; block spins of the figure's own "
      "samples are integer arithmetic";
  figure.width = 1750;
  figure.height = 950;
  figure.keeps_work = true;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
