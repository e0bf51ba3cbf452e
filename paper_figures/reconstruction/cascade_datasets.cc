// Whether the layer at which reconstructions collapse depends on the images.
//
// Symbols: sigma_w^2 weight variance. Each point is a random network with decoders for the images
// of one data set; it collapses at the first layer whose reconstructions are alike.
// docs/reconstruction.md, "Data sets".

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/cascade_profile.h"
#include "infoflow/cascade/collapse_depth.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/images.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/reconstruction/cascade_datasets_claims.h"
#include "paper_figures/reconstruction/compared_datasets.h"
#include "paper_figures/shared/cascade_column.h"
#include "paper_figures/shared/column_theory.h"
#include "paper_figures/shared/even_grid.h"

namespace infoflow::paper_figures {

namespace {

using numerics::kNaN;

// Images of the size that kCollapsedEntropy was read for.
constexpr double kUsualPixels = 784.0;

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
};

struct Point : ColumnPoint {
  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("dataset", self.images.dataset);
    ColumnPoint::Fields(self, visit);
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
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<ImageSet> sets,
                            FindCompared(p.images, p.compared, run));
  std::vector<Point> points;
  for (const ImageSet& set : sets) {
    for (ColumnPoint& column : ColumnPoints(p.weight_variances, p.column, run.seed, set)) {
      points.push_back({std::move(column)});
    }
  }
  return points;
}

absl::StatusOr<Record> Compute(const Point& point, const Run& run) {
  const auto data = run.images->Get(point.images);
  WorkerPool workers(run.threads);
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
  INFOFLOW_ASSIGN_OR_RETURN(const cascade::Cascade<float> adam,
                            MakeColumn(point, DecoderKind::kAdam, run));
  INFOFLOW_ASSIGN_OR_RETURN(record.adam, entropies(adam, true));
  INFOFLOW_ASSIGN_OR_RETURN(record.adam_raw, entropies(adam, false));
  INFOFLOW_ASSIGN_OR_RETURN(const cascade::Cascade<float> ridge,
                            MakeColumn(point, DecoderKind::kRidge, run));
  INFOFLOW_ASSIGN_OR_RETURN(record.ridge, entropies(ridge, true));
  return record;
}

// Presentation: nothing below decides a record.

absl::StatusOr<std::vector<DatasetBoundaryRow>> Boundary(const Parameters& p,
                                                         DatasetFigure::Results results) {
  INFOFLOW_ASSIGN_OR_RETURN(const ColumnTheory theory,
                            ColumnTheory::Create(p.column.bias_variance));
  const std::size_t count = p.weight_variances.size();
  std::vector<DatasetBoundaryRow> rows;
  for (const auto& [point, record] : results) {
    const double threshold = record.Threshold();
    const auto collapse = [&](const std::vector<double>& entropies) {
      return cascade::FirstLayerBelow(entropies, threshold, /*interpolate=*/true);
    };
    INFOFLOW_ASSIGN_OR_RETURN(
        const cascade::CollapseDepth predicted,
        theory.Collapse(point.weight_variance, record.images, threshold, record.pixels));
    DatasetBoundaryRow row;
    row.dataset = point.images.dataset;
    row.weight_variance = point.weight_variance;
    row.adam_collapse = collapse(record.adam);
    row.adam_raw_collapse = collapse(record.adam_raw);
    row.ridge_collapse = collapse(record.ridge);
    row.predicted_collapse = predicted.layer;
    // The digits come first.
    const DatasetBoundaryRow& digits = rows.size() < count ? row : rows[rows.size() % count];
    row.CompareWith(digits, record.adam.size(), predicted.collapses);
    rows.push_back(row);
  }
  return rows;
}

// Which data sets there are, digits first.
std::vector<std::string> FoundIn(const Parameters& p, DatasetFigure::Results results) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < results.size(); i += p.weight_variances.size()) {
    found.push_back(results[i].point.images.dataset);
  }
  return found;
}

std::vector<ResultTable> Tables(const Parameters& p,
                                const std::vector<DatasetBoundaryRow>& boundary,
                                const std::vector<std::string>& missing,
                                DatasetFigure::Results results) {
  Table datasets({{"dataset", ""},
                  {"status", ""},
                  {"images", ""},
                  {"pixels", ""},
                  {"mean_square", ""},
                  {"correlation", ""},
                  {"threshold", "nats per pixel"}});
  for (std::size_t i = 0; i < results.size(); i += p.weight_variances.size()) {
    const auto& [point, record] = results[i];
    datasets.AddRow({point.images.dataset, "found", point.images.train_count, record.pixels,
                     record.images.mean_square, record.images.correlation, record.Threshold()});
  }
  for (const std::string& name : missing) {
    datasets.AddRow({name, "missing", 0, 0, kNaN, kNaN, kNaN});
  }
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
  return {{"boundary",
           "Depth at which the differential entropy falls below the threshold; where it does not, "
           "layers + 1",
           TableOf(boundary)},
          {"datasets", "Data sets", std::move(datasets)},
          {"curves", "Differential entropy of reconstructions from each layer", std::move(curves)}};
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&,
                                     DatasetFigure::Results results) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<DatasetBoundaryRow> boundary, Boundary(p, results));
  const std::vector<std::string> found = FoundIn(p, results);
  const std::vector<std::string> missing = MissingOf(p.images, p.compared, found);
  const std::string missing_names = absl::StrJoin(missing, ", ");
  PictureKeys keys;
  keys.Add("found", found);
  keys.Add("missing", missing_names);
  // The weight variance in the middle, for single curves.
  const double middle = boundary[(p.weight_variances.size() - 1) / 2].weight_variance;
  keys.Add("middle", middle);
  keys.Add("middle_name", NumberNames({middle})[0]);
  keys.Add("collapsed_entropy", cascade::kCollapsedEntropy);
  keys.Add("agreement", kBoundaryAgreement);
  keys.Add("agreement_name", absl::StrFormat("±%d %%", std::lround(100.0 * kBoundaryAgreement)));
  Presentation presentation{Tables(p, boundary, missing, results), DatasetClaims(boundary, missing),
                            keys};
  if (!missing.empty()) {
    presentation.warning =
        absl::StrCat("without ", missing_names,
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
  figure.open_images = OpenImages;
  figure.points = Points;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
