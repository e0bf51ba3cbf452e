// Whether the layer at which reconstructions collapse depends on the images.
//
// Symbols: sigma_w^2 weight variance. Each point is a random network with decoders for the images
// of one data set; it collapses at the first layer whose reconstructions are alike.
// docs/reconstruction.md, "Data sets".

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/cascade_profile.h"
#include "infoflow/cascade/collapse_depth.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/shared/cascade_column.h"
#include "paper_figures/shared/even_grid.h"

namespace infoflow::paper_figures {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// How far boundaries may lie apart and still be called one.
constexpr double kAgreement = 0.15;

// Images of the size that kCollapsedEntropy was read for.
constexpr double kUsualPixels = 784.0;

constexpr char kWhiteNoise[] = "white-noise";

struct Parameters {
  ColumnParameters column;
  ColumnImages images;
  std::vector<double> weight_variances;
  std::vector<std::string> compared;

  void Register(ParameterSet& set) {
    RegisterColumn(set, {{20, 42, 200}, {60, 150, 0}, {250, 250, 938}, {2000, 8000, 60000}},
                   &column, &images);
    set.Add("weight_variances", &weight_variances, "sigma_w^2",
            {{0.4, 0.7}, {0.4, 0.6, 0.8, 1.0, 1.2}, EvenGrid(0.3, 1.5, 13)}, {0.01, 100.0});
    const std::vector<std::string> all = {"fashion-mnist", "cifar10", kWhiteNoise};
    Choices<std::string> choices;
    for (const std::string& name : all) choices.push_back({name, name});
    set.AddChoice("compared", &compared, "data sets beside the digits, those that are there",
                  {{kWhiteNoise}, all, all}, choices);
  }

  // The digits that are wanted, best first: real ones if they may be.
  std::vector<std::string> Digits() const {
    if (images.dataset == "auto") return {"mnist-t10k", "synthetic-digits"};
    if (images.dataset == "mnist") return {"mnist", "mnist-t10k", "synthetic-digits"};
    return {images.dataset};
  }
};

struct Point {
  double weight_variance;
  ColumnParameters column;
  std::uint64_t seed;
  ImageSet images;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("dataset", self.images.dataset);
    visit.Key("weight_variance", self.weight_variance);
    visit("column", self.column);
    visit("seed", self.seed);
    visit("images", self.images);
  }
};

// Differential entropies of all layers, nats per pixel: with decoders trained by Adam, the same of
// reconstructions that are not normalised, and with ridge decoders.
struct Record {
  cascade::ImageStatistics images;
  int pixels = 0;
  std::vector<double> adam, adam_raw, ridge;

  // At which relative deviations of pixels are those of kCollapsedEntropy.
  double Threshold() const { return cascade::kCollapsedEntropy - std::log(pixels / kUsualPixels); }

  INFOFLOW_FIELDS(images, pixels, adam, adam_raw, ridge)
};

using DatasetFigure = FigureOf<Parameters, Point, Record>;

absl::StatusOr<std::vector<Point>> Points(const Parameters& p, const Run& run) {
  std::vector<ImageSet> sets;  // digits first
  // False when they are not there.
  const auto add = [&](const std::string& dataset) -> absl::StatusOr<bool> {
    absl::StatusOr<ImageSet> set =
        run.images->Find({dataset, run.seed, p.images.train_count, p.images.images,
                          /*fewer_to_learn_from=*/true});
    if (absl::IsNotFound(set.status())) return false;
    INFOFLOW_RETURN_IF_ERROR(set.status());
    sets.push_back(*std::move(set));
    return true;
  };
  for (const std::string& name : p.Digits()) {
    INFOFLOW_ASSIGN_OR_RETURN(const bool found, add(name));
    if (found) break;
  }
  if (sets.empty()) {
    return absl::NotFoundError(absl::StrCat("--set dataset=", p.images.dataset,
                                            ": its files are not there; give --data_dir=FOLDER"));
  }
  for (const std::string& name : p.compared) {
    if (name != sets.front().dataset) INFOFLOW_RETURN_IF_ERROR(add(name).status());
  }
  std::vector<double> variances = p.weight_variances;
  std::sort(variances.begin(), variances.end());
  std::vector<Point> points;
  for (const ImageSet& set : sets) {
    for (const double variance : variances) points.push_back({variance, p.column, run.seed, set});
  }
  return points;
}

absl::StatusOr<Record> Compute(const Point& point, const Run& run) {
  const auto data = run.images->Get(point.images);
  WorkerPool workers(run.threads);
  const auto make = [&](DecoderKind kind) {
    return MakeColumn(point.column, *data, point.weight_variance, kind, point.seed, workers);
  };
  const auto entropies = [&](const cascade::Cascade<float>& cascade,
                             bool normalize) -> absl::StatusOr<std::vector<double>> {
    cascade::ProfileOptions options;
    options.normalize_first = normalize;
    INFOFLOW_ASSIGN_OR_RETURN(
        const cascade::CascadeProfile profile,
        cascade::ComputeProfile<float>(cascade, data->test.images, options, workers));
    return profile.DifferentialEntropies();
  };
  Record record;
  record.images = cascade::MeasureImages(data->test.images);
  record.pixels = data->test.images.columns();
  INFOFLOW_ASSIGN_OR_RETURN(const cascade::Cascade<float> adam, make(DecoderKind::kAdam));
  INFOFLOW_ASSIGN_OR_RETURN(record.adam, entropies(adam, true));
  INFOFLOW_ASSIGN_OR_RETURN(record.adam_raw, entropies(adam, false));
  INFOFLOW_ASSIGN_OR_RETURN(const cascade::Cascade<float> ridge, make(DecoderKind::kRidge));
  INFOFLOW_ASSIGN_OR_RETURN(record.ridge, entropies(ridge, true));
  return record;
}

// Collapse depths of one point, and those of Adam and of ridge decoders relative to the digits' at
// the same weight variance: NaN where one of both does not collapse.
struct BoundaryRow {
  std::string dataset;
  double weight_variance = 0.0;
  double adam = 0.0, adam_raw = 0.0, ridge = 0.0;
  int predicted = 0;
  double adam_ratio = kNaN, ridge_ratio = kNaN;
  // Not in the table:
  double adam_raw_ratio = kNaN;
  double predicted_ratio = kNaN;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("dataset", self.dataset);
    visit("weight_variance", self.weight_variance);
    visit("adam_collapse", self.adam, "layers");
    visit("adam_raw_collapse", self.adam_raw, "layers");
    visit("ridge_collapse", self.ridge, "layers");
    visit("predicted_collapse", self.predicted, "layers");
    visit("adam_ratio", self.adam_ratio);
    visit("ridge_ratio", self.ridge_ratio);
  }
};

absl::StatusOr<std::vector<BoundaryRow>> Boundary(const Parameters& p,
                                                  DatasetFigure::Results results) {
  INFOFLOW_ASSIGN_OR_RETURN(const ColumnTheory theory,
                            ColumnTheory::Create(p.column.bias_variance));
  const std::size_t count = p.weight_variances.size();
  std::vector<BoundaryRow> rows;
  for (const auto& [point, record] : results) {
    const double threshold = record.Threshold();
    const auto collapse = [&](const std::vector<double>& entropies) {
      return cascade::FirstLayerBelow(entropies, threshold, /*interpolate=*/true);
    };
    INFOFLOW_ASSIGN_OR_RETURN(
        const cascade::CollapseDepth predicted,
        theory.Collapse(point.weight_variance, record.images, threshold, record.pixels));
    BoundaryRow row;
    row.dataset = point.images.dataset;
    row.weight_variance = point.weight_variance;
    row.adam = collapse(record.adam);
    row.adam_raw = collapse(record.adam_raw);
    row.ridge = collapse(record.ridge);
    row.predicted = predicted.layer;
    const BoundaryRow& digits = rows.size() < count ? row : rows[rows.size() % count];
    const double layers = static_cast<double>(record.adam.size());
    const auto ratio = [&](double BoundaryRow::*depth) {
      const bool both = row.*depth <= layers && digits.*depth <= layers;
      return both ? row.*depth / (digits.*depth) : kNaN;
    };
    row.adam_ratio = ratio(&BoundaryRow::adam);
    row.adam_raw_ratio = ratio(&BoundaryRow::adam_raw);
    row.ridge_ratio = ratio(&BoundaryRow::ridge);
    if (predicted.collapses) row.predicted_ratio = 1.0 * row.predicted / digits.predicted;
    rows.push_back(row);
  }
  return rows;
}

// Which data sets there are, digits first, and which were looked for in vain.
struct Search {
  std::vector<std::string> found, missing;
};

Search WhatWasFound(const Parameters& p, DatasetFigure::Results results) {
  Search search;
  for (std::size_t i = 0; i < results.size(); i += p.weight_variances.size()) {
    search.found.push_back(results[i].point.images.dataset);
  }
  for (const std::string& name : p.Digits()) {
    if (name == search.found.front()) break;
    search.missing.push_back(name);
  }
  for (const std::string& name : p.compared) {
    const auto end = search.found.end();
    if (std::find(search.found.begin(), end, name) == end) search.missing.push_back(name);
  }
  return search;
}

Table DatasetTable(const Search& search, DatasetFigure::Results results) {
  Table table({{"dataset", ""},
               {"status", ""},
               {"images", ""},
               {"pixels", ""},
               {"mean_square", ""},
               {"correlation", ""},
               {"threshold", "nats per pixel"}});
  for (std::size_t s = 0; s < search.found.size(); ++s) {
    const auto& [point, record] = results[s * results.size() / search.found.size()];
    table.AddRow({search.found[s], "found", point.images.train_count, record.pixels,
                  record.images.mean_square, record.images.correlation, record.Threshold()});
  }
  for (const std::string& name : search.missing) {
    table.AddRow({name, "missing", 0, 0, kNaN, kNaN, kNaN});
  }
  return table;
}

std::vector<ResultTable> Tables(const std::vector<BoundaryRow>& boundary, const Search& search,
                                DatasetFigure::Results results) {
  Table curves({{"dataset", ""},
                {"weight_variance", ""},
                {"layer", ""},
                {"adam_entropy", "nats per pixel"},
                {"ridge_entropy", "nats per pixel"}});
  for (const auto& [point, record] : results) {
    for (std::size_t l = 0; l < record.adam.size(); ++l) {
      curves.AddRow(
          {point.images.dataset, point.weight_variance, l + 1, record.adam[l], record.ridge[l]});
    }
  }
  const GoldenTolerance depth = {0.2, 2.0}, ratio = {0.3, 0.0};
  std::vector<ResultTable> tables = {
      {"boundary",
       "Depth at which the differential entropy falls below the threshold",
       TableOf(boundary),
       {1e-9, 0.0},
       {{"adam_collapse", depth},
        {"adam_raw_collapse", depth},
        {"ridge_collapse", depth},
        {"adam_ratio", ratio},
        {"ridge_ratio", ratio}}},
      {"datasets", "Data sets", DatasetTable(search, results), {1e-6, 0.0}},
      {"curves", "Differential entropy of reconstructions from each layer", curves}};
  // On the floor entropies are rounding noise.
  tables.back().in_golden = false;
  return tables;
}

// The farthest that collapse depths of the other data sets are from those of the digits.
struct Spread {
  double largest = kNaN;  // |depth / depth of the digits - 1|
  std::string where;
  int compared = 0;

  Spread(const std::vector<BoundaryRow>& boundary, double BoundaryRow::*ratio) {
    for (const BoundaryRow& row : boundary) {
      if (row.dataset == boundary.front().dataset || std::isnan(row.*ratio)) continue;
      const double distance = std::abs(row.*ratio - 1.0);
      if (compared++ > 0 && distance <= largest) continue;
      largest = distance;
      where = absl::StrFormat("%s at %.3g", row.dataset, row.weight_variance);
    }
  }
};

ClaimList Claims(const std::vector<BoundaryRow>& boundary, const Search& search) {
  const std::string missing =
      search.missing.empty() ? "" : "; missing: " + absl::StrJoin(search.missing, ", ");
  const char* paper_says = "the boundary does not depend on the data set";
  const char* none = "no other data set is there and collapses";
  ClaimList claims;
  const auto add = [&](const char* name, const char* sentence, double BoundaryRow::*ratio) {
    const Spread spread(boundary, ratio);
    return claims.Add(name, sentence)
        .Measured(absl::StrFormat("largest |depth / depth of %s - 1| of %d (%s)%s",
                                  search.found.front(), spread.compared, spread.where, missing),
                  spread.largest)
        .DecidedIf(spread.compared > 0, none);
  };
  add("same_boundary", "The depth of collapse does not depend on the data set.",
      &BoundaryRow::adam_ratio)
      .Inferred()
      .AtMost(kAgreement);
  add("mean_field", "In mean field it hardly does.", &BoundaryRow::predicted_ratio)
      .AtMost(kAgreement);
  add("ridge",
      "With ridge decoders, which keep what varies by more than their penalty, data sets agree "
      "within a third only.",
      &BoundaryRow::ridge_ratio)
      .Inferred()
      .Refines(paper_says)
      .AtMost(1.0 / 3.0);

  double largest_raw_noise = kNaN;
  for (const BoundaryRow& row : boundary) {
    if (row.dataset != kWhiteNoise || search.found.front() == kWhiteNoise) continue;
    largest_raw_noise = std::fmax(largest_raw_noise, row.adam_raw_ratio);
  }
  claims
      .Add("raw_white_noise",
           "The agreement needs the normalisation of reconstructions, their least pixel "
           "subtracted: without it white noise, bright everywhere, collapses earlier.")
      .Inferred()
      .Refines(paper_says)
      .Measured(absl::StrCat("largest depth of white noise / that of ", search.found.front()),
                largest_raw_noise)
      .DecidedIf(!std::isnan(largest_raw_noise), "white noise is not compared or does not collapse")
      .Below(1.0);
  return claims;
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&,
                                     DatasetFigure::Results results) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<BoundaryRow> boundary, Boundary(p, results));
  const Search search = WhatWasFound(p, results);
  const std::string missing = absl::StrJoin(search.missing, ", ");
  PictureKeys keys;
  keys.Add("found", search.found);
  keys.Add("missing", missing);
  // The weight variance in the middle, for single curves.
  const double middle = boundary[(p.weight_variances.size() - 1) / 2].weight_variance;
  keys.Add("middle", middle);
  keys.Add("middle_name", NumberNames({middle})[0]);
  keys.Add("collapsed_entropy", cascade::kCollapsedEntropy);
  keys.Add("agreement", kAgreement);
  keys.Add("agreement_name", absl::StrFormat("±%d %%", std::lround(100.0 * kAgreement)));
  Presentation presentation{Tables(boundary, search, results), Claims(boundary, search), keys};
  if (!missing.empty()) {
    presentation.warning =
        absl::StrCat("without ", missing,
                     ": files not found; --data_dir=FOLDER is looked into, and its folders mnist, "
                     "fashion-mnist and cifar10");
  }
  return presentation;
}

}  // namespace

Figure CascadeDatasets() {
  DatasetFigure figure;
  figure.title = "Where reconstructions collapse, for several data sets";
  figure.paper = "arXiv:2406.12916";
  figure.source = "phase boundary of other data sets (abstract)";
  figure.description =
      "Depth at which the differential entropy of reconstructions collapses, over the weight "
      "variance, for digits, Fashion-MNIST, CIFAR-10 in grey and white noise, with decoders "
      "trained by Adam and with ridge decoders; data sets that are not there are named.";
  figure.oracle =
      "cascades, entropies and Adam against PyTorch's numbers, ridge decoders against their normal "
      "equations, depth scales against independent tables; depths by their claims' bands";
  figure.width = 1500;
  figure.height = 580;
  figure.keeps_points = true;
  figure.points = Points;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
