// The patterns <v_i h_a> of machines trained by the authors' recipe and by ours, of block spins and
// of random weights, on the same Ising samples, and the authors' pictures beside them.
//
// Symbols: v_i spin, h_a hidden unit or block spin, W weights, PR participation ratio, conc_2 the
// share of a pattern within two sites of its peak. Mathematics and defaults: docs/rbm.md.

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/rbm/machine/machine.h"
#include "infoflow/rbm/patterns/pattern_alignment.h"
#include "infoflow/rbm/patterns/pattern_statistics.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/rbm/ising_machines.h"
#include "paper_figures/rbm/pattern_comparison.h"
#include "paper_figures/rbm/published_patterns.h"
#include "paper_figures/rbm/rbm_correlators_claims.h"
#include "paper_figures/rbm/recipe.h"
#include "paper_figures/shared/mosaic.h"

namespace infoflow::paper_figures {

namespace {

struct Parameters {
  PatternParameters patterns;
  int machines;
  int shown;
  int columns;

  void Register(ParameterSet& set) {
    patterns.Register(set);
    set.Add(
        "machines", &machines,
        "machines of the authors' recipe, of one seed after another, that are compared with the "
        "published picture where sizes are its own",
        {1, 1, 5}, {1, 1000});
    set.Add("shown", &shown, "patterns drawn of each source", {2, 16, 25}, {1, 4096});
    set.Add("columns", &columns, "patterns in one row of the picture", {2, 4, 5}, {1, 64});
  }
};

// As many units as the authors drew, and as many in a row.
constexpr int kSignedColumns = 8;

using Record = CorrelatorRecord;

CorrelatorSource Summary(const PatternSource& source, const Parameters& p) {
  const int side = p.patterns.side;
  const int shown = std::min(p.shown, source.patterns.rows());
  return {
      MediansOf(source, side), Summarize(source.name, source.patterns, side),
      linalg::Matrix<double>(source.patterns.view().Block(0, 0, shown, source.patterns.columns()))};
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

void MeasureBlocks(const PatternSource& source, int side, Record& record) {
  record.least_block_concentration = std::numeric_limits<double>::infinity();
  int inside = 0;
  const linalg::Matrix<double>& blocks = source.patterns;
  for (int a = 0; a < blocks.rows(); ++a) {
    record.least_block_concentration =
        std::min(record.least_block_concentration, rbm::Concentration(blocks.row(a), side, 2.0));
    const rbm::Site peak = rbm::LargestSite(blocks.row(a), side);
    if (peak.y / 2 * (side / 2) + peak.x / 2 == a) ++inside;
  }
  record.peaks_inside_block = static_cast<double>(inside) / blocks.rows();
}

// Means of all columns.
PatternSummary MeanOf(absl::Span<const PatternSummary> summaries) {
  PatternSummary mean;
  mean.source = "mean of the machines";
  const auto average = [&](double PatternSummary::*field) {
    double sum = 0.0;
    for (const PatternSummary& summary : summaries) sum += summary.*field;
    mean.*field = sum / static_cast<double>(summaries.size());
  };
  for (double PatternSummary::*field :
       {&PatternSummary::mean_10, &PatternSummary::mean_25, &PatternSummary::mean_50,
        &PatternSummary::mean_75, &PatternSummary::mean_90, &PatternSummary::deviation,
        &PatternSummary::participation, &PatternSummary::concentration}) {
    average(field);
  }
  return mean;
}

bool HasPublishedSizes(const PatternParameters& p) {
  return p.side == kPublishedSide && p.hidden == kPublishedHidden &&
         p.temperature == kCriticalTemperature &&
         std::find(p.recipes.begin(), p.recipes.end(), Recipe::kAuthors) != p.recipes.end();
}

// Machines of the authors' recipe, of one seed after another, and block spins beside the pictures.
absl::Status ComparePictures(const Parameters& p, const PatternSource& blocks, const Run& run,
                             Record& record) {
  INFOFLOW_ASSIGN_OR_RETURN(const PublishedPatterns machine,
                            ReadPublishedPatterns(PublishedPicture::kMachine));
  INFOFLOW_ASSIGN_OR_RETURN(const PublishedPatterns block,
                            ReadPublishedPatterns(PublishedPicture::kBlocks));
  if (machine.patterns.empty() || block.patterns.empty()) return absl::OkStatus();
  INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinSamples spins, SampleForPatterns(p.patterns, run));
  const rbm::Spins samples = SpinsOf(spins);
  std::vector<PatternSummary> ours(p.machines);
  INFOFLOW_RETURN_IF_ERROR(ParallelFor(p.machines, run.threads, [&](int k) -> absl::Status {
    const linalg::SingleThreadedBlas single_threaded_blas;
    INFOFLOW_ASSIGN_OR_RETURN(
        const PatternSource source,
        TrainedPatterns(p.patterns, Recipe::kAuthors, samples, run.seed + k, run));
    ours[k] = Summarize(absl::StrCat("authors (seed ", run.seed + k, ")"),
                        AsPictured(source.Raw(kPublishedUnits), PublishedPicture::kMachine),
                        kPublishedSide);
    return absl::OkStatus();
  }));
  record.machine_picture = {Summarize("picture (machine)", machine.patterns, kPublishedSide)};
  record.machine_picture.insert(record.machine_picture.end(), ours.begin(), ours.end());
  record.machine_picture.push_back(MeanOf(ours));
  record.block_picture = {
      Summarize("picture (blocks)", block.patterns, kPublishedSide),
      Summarize("block spins", AsPictured(blocks.Raw(kPublishedUnits), PublishedPicture::kBlocks),
                kPublishedSide)};
  return absl::OkStatus();
}

absl::StatusOr<Record> Compute(const Parameters& p, const Run& run) {
  INFOFLOW_ASSIGN_OR_RETURN(const PatternComparison comparison, ComparePatterns(p.patterns, run));
  Record record;
  for (const MachinePatterns& patterns : comparison.machines) {
    record.machines.push_back({patterns.recipe, Summary(patterns.machine, p),
                               Summary(patterns.random, p), patterns.machine.Raw(kPublishedUnits),
                               PeaksTogether(patterns.machine, p.patterns.side)});
  }
  record.blocks = Summary(comparison.blocks, p);
  record.magnetization = comparison.magnetization;
  MeasureBlocks(comparison.blocks, p.patterns.side, record);
  if (HasPublishedSizes(p.patterns)) {
    INFOFLOW_RETURN_IF_ERROR(ComparePictures(p, comparison.blocks, run, record));
  }
  return record;
}

// Images of one source, in a table of its own.
struct Images {
  std::string table;
  std::string title;
  const linalg::Matrix<double>* patterns;
};

std::vector<Images> AllImages(const Record& record) {
  std::vector<Images> images;
  for (const CorrelatorMachine& machine : record.machines) {
    images.push_back(
        {NameOf(machine.recipe),
         machine.recipe == Recipe::kAuthors ? "the authors’ recipe" : "the local recipe",
         &machine.machine.shown});
  }
  images.push_back({"blocks", "2 × 2 block averages", &record.blocks.shown});
  images.push_back({"random", "control: random weights", &record.machines[0].random.shown});
  return images;
}

std::vector<ResultTable> Tables(const Parameters& p, const Record& record) {
  std::vector<PatternMedians> medians;
  std::vector<PatternSummary> summaries;
  const auto add = [&](const CorrelatorSource& source) {
    medians.push_back(source.medians);
    summaries.push_back(source.summary);
  };
  for (const CorrelatorMachine& machine : record.machines) add(machine.machine);
  add(record.blocks);
  for (const CorrelatorMachine& machine : record.machines) add(machine.random);
  std::vector<PatternSummary> pictures = record.machine_picture;
  pictures.insert(pictures.end(), record.block_picture.begin(), record.block_picture.end());
  const auto first = [&p](const linalg::Matrix<double>& patterns, int count, int columns) {
    return Mosaic(patterns.Block(0, 0, std::min(count, patterns.rows()), patterns.columns()),
                  p.patterns.side, p.patterns.side, columns);
  };
  std::vector<ResultTable> tables = {
      {"medians", "Medians over the patterns of each source", TableOf(medians)},
      {"means", "Quantiles of |mean| over the patterns, and medians", TableOf(summaries)},
      {"pictures", "The authors' pictures, and machines and block spins in their colours",
       TableOf(pictures)},
      {"signed", "Patterns of the first machine with their own signs",
       first(record.machines[0].raw, kPublishedUnits, kSignedColumns)}};
  for (const Images& images : AllImages(record)) {
    tables.push_back({images.table, absl::StrCat("Patterns: ", images.title),
                      first(*images.patterns, p.shown, p.columns)});
  }
  return tables;
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&, const Record& record) {
  PictureKeys keys;
  std::vector<std::string> sources, titles;
  for (const Images& images : AllImages(record)) {
    sources.push_back(images.table);
    titles.push_back(images.title);
  }
  keys.Add("sources", sources);
  keys.Add("titles", titles);
  return Presentation{Tables(p, record), CorrelatorClaims(p.patterns.side, record), keys};
}

}  // namespace

Figure RbmCorrelators() {
  SinglePointFigureOf<Parameters, Record> figure;
  figure.title = "Visible-hidden correlators: trained machines, block spins, random weights";
  figure.paper = "arXiv:1906.05212";
  figure.source = "correlators <v_i h_a> as images; L = 32 with 256 hidden units";
  figure.description =
      "Each image is the correlator of one hidden unit with all spins of the critical Ising model: "
      "for a machine trained on the samples by the authors' programs' recipe, with its own signs "
      "and "
      "without, for one trained by the local recipe (ours), for 2 x 2 block averages of the same "
      "samples, and for random weights as the control.";
  figure.oracle =
      "patterns and their statistics against testdata/reference/rbm/vh_L*.csv; the training's "
      "expectation against rbm_*_gradients.csv (contrastive_divergence_statistical_test)";
  figure.width = 1500;
  figure.height = 780;
  figure.keeps_work = true;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
