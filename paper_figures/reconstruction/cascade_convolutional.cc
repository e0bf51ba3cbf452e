// Convolutional networks: differential entropy of reconstructions over weight variance and layer.
//
// Symbols: sigma_w^2 weight variance, sigma_b^2 bias variance, xi correlation depth of mean-field
// theory, chi_1 its slope at equal inputs (below 1: ordered phase). Each column of the map is a
// random network of the paper's convolutional kind with decoders trained by Adam; it collapses at
// the first layer whose reconstructions have a differential entropy below -9.5 nats per pixel.
// Beside it decoders as they start, and a dense network. docs/reconstruction.md.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "infoflow/cascade/collapse_depth.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/images.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/reconstruction/cascade_convolutional_claims.h"
#include "paper_figures/reconstruction/published_phase_map.h"
#include "paper_figures/shared/cascade_column.h"
#include "paper_figures/shared/column_theory.h"
#include "paper_figures/shared/depth_scale_overlay.h"
#include "paper_figures/shared/even_grid.h"
#include "paper_figures/shared/map_column.h"

namespace infoflow::paper_figures {

namespace {

constexpr int kOverlayPoints = 201;
// Layers of untrained decoders, which collapse early or not at all.
constexpr int kUntrainedLayers = 24;
// Below this sigma_w^2 a dense network is beside the column.
constexpr double kDenseBelow = 1.0;

struct Parameters {
  MapColumnParameters column;
  MapColumnImages images;
  int dense_depth;
  int dense_width;
  std::vector<double> weight_variances;

  void Register(ParameterSet& set) {
    RegisterMapColumn(set, {{12, 80, 400}, {8, 16, 128}, {40, 150, 600}}, &column, &images);
    set.Add("dense_depth", &dense_depth, "linear layers of the dense network beside it",
            {16, 60, 200}, {3, 1000});
    set.Add("dense_width", &dense_width, "its units in each hidden layer", {50, 150, 784},
            {1, 10000});
    set.Add("weight_variances", &weight_variances, "sigma_w^2",
            {{0.1, 0.3, 2.0},
             {0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 1.05, 1.3, 1.7, 2.5, 4.0},
             EvenGrid(0.1, 5.9, 117)},
            {0.01, 100.0});
  }
};

struct Point {
  double weight_variance;
  MapColumnParameters column;
  int dense_depth, dense_width;
  std::uint64_t seed;
  ImageSet images;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("weight_variance", self.weight_variance);
    visit("column", self.column);
    visit("dense_depth", self.dense_depth);
    visit("dense_width", self.dense_width);
    visit("seed", self.seed);
    visit("images", self.images);
  }
};

struct Record {
  cascade::ImageStatistics images;
  int pixels = 0;
  MapLayers trained, untrained;
  // Differential entropies of the dense network, raw, by layer; none above kDenseBelow.
  std::vector<double> dense;

  INFOFLOW_FIELDS(images, pixels, trained, untrained, dense)
};

using MapFigure = FigureOf<Parameters, Point, Record>;

absl::StatusOr<std::vector<double>> DenseEntropies(const Point& point, const Run& run) {
  ColumnParameters column = {};
  column.depth = point.dense_depth;
  column.hidden_width = point.dense_width;
  column.bias_variance = point.column.bias_variance;
  column.batches = point.column.batches;
  column.batch = point.column.batch;
  INFOFLOW_ASSIGN_OR_RETURN(const cascade::CascadeProfile profile,
                            ComputeColumn({point.weight_variance, column, point.seed, point.images},
                                          DecoderKind::kAdam, run));
  std::vector<double> entropies;
  for (const auto& layer : profile.layers) entropies.push_back(layer.raw_differential_entropy);
  return entropies;
}

absl::StatusOr<Record> Compute(const Point& point, const Run& run) {
  const auto data = run.images->Get(point.images);
  const auto layers = [&](MapDecoders decoders, int count) {
    const MapColumn column = {MapFamily::kConvolutional, decoders, point.weight_variance,
                              point.column, point.seed};
    return ComputeMapColumn(column, *data, count, run.threads, run.UnfinishedFile("decoders"));
  };
  Record record;
  record.images = cascade::MeasureImages(data->test.images);
  record.pixels = data->test.images.columns();
  INFOFLOW_ASSIGN_OR_RETURN(record.trained, layers(MapDecoders::kTrained, point.column.depth));
  INFOFLOW_ASSIGN_OR_RETURN(record.untrained, layers(MapDecoders::kUntrained, kUntrainedLayers));
  if (point.weight_variance < kDenseBelow) {
    INFOFLOW_ASSIGN_OR_RETURN(record.dense, DenseEntropies(point, run));
  }
  return record;
}

// Presentation: nothing below decides a record.

absl::StatusOr<int> PredictedCollapse(const ColumnTheory& theory, double variance,
                                      const Record& record) {
  INFOFLOW_ASSIGN_OR_RETURN(
      const cascade::CollapseDepth predicted,
      theory.Collapse(variance, record.images, kMapCollapsedEntropy, record.pixels));
  return predicted.layer;
}

absl::StatusOr<ConvolutionalColumn> Column(const ColumnTheory& theory,
                                           const PublishedPhaseMap& published, double variance,
                                           const Record& record) {
  INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint mean_field, theory.MeanField(variance));
  ConvolutionalColumn column;
  column.weight_variance = variance;
  column.collapse = record.trained.Collapse();
  column.normalized_collapse = record.trained.NormalizedCollapse();
  column.untrained_collapse = record.untrained.Collapse();
  INFOFLOW_ASSIGN_OR_RETURN(column.predicted_collapse, PredictedCollapse(theory, variance, record));
  column.correlation_depth = mean_field.correlation_depth;
  column.published_collapse = published.CollapseAt(variance);
  column.dense_collapse = record.dense.empty()
                              ? numerics::kNaN
                              : cascade::FirstLayerBelow(record.dense, kMapCollapsedEntropy, true);
  column.dense_layers = static_cast<int>(record.dense.size());
  column.deepest_entropy = record.trained.raw.back();
  column.deepest_mse = record.trained.errors.back();
  column.entropies = record.trained.raw;
  return column;
}

Table MapTable(MapFigure::Results results) {
  Table map({{"weight_variance", ""},
             {"column", ""},
             {"layer", ""},
             {"raw_entropy", "nats per pixel"},
             {"normalized_entropy", "nats per pixel"},
             {"mse", ""}});
  for (std::size_t i = 0; i < results.size(); ++i) {
    const MapLayers& layers = results[i].record.trained;
    for (std::size_t l = 0; l < layers.raw.size(); ++l) {
      map.AddRow({results[i].point.weight_variance, i + 1, l + 1, layers.raw[l],
                  layers.normalized[l], layers.errors[l]});
    }
  }
  return map;
}

Table ControlTable(MapFigure::Results results) {
  Table table({{"weight_variance", ""},
               {"layer", ""},
               {"untrained_entropy", "nats per pixel"},
               {"untrained_normalized_entropy", "nats per pixel"}});
  for (const auto& [point, record] : results) {
    for (std::size_t l = 0; l < record.untrained.raw.size(); ++l) {
      table.AddRow(
          {point.weight_variance, l + 1, record.untrained.raw[l], record.untrained.normalized[l]});
    }
  }
  return table;
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run& run,
                                     MapFigure::Results results) {
  INFOFLOW_ASSIGN_OR_RETURN(const ColumnTheory theory,
                            ColumnTheory::Create(p.column.bias_variance));
  INFOFLOW_ASSIGN_OR_RETURN(const PublishedPhaseMap published,
                            ReadPublishedPhaseMap(PublishedMap::kConvolutional));
  ConvolutionalMap map;
  map.layers = static_cast<int>(results[0].record.trained.raw.size());
  map.dataset = results[0].point.images.dataset;
  for (const auto& [point, record] : results) {
    INFOFLOW_ASSIGN_OR_RETURN(ConvolutionalColumn column,
                              Column(theory, published, point.weight_variance, record));
    map.columns.push_back(std::move(column));
  }
  INFOFLOW_ASSIGN_OR_RETURN(
      Table overlay,
      CollapseOverlay(theory, results.front().point.weight_variance,
                      results.back().point.weight_variance, kOverlayPoints,
                      results[0].record.images, kMapCollapsedEntropy, results[0].record.pixels));
  PictureKeys keys;
  std::vector<double> variances;
  for (const auto& result : results) variances.push_back(result.point.weight_variance);
  keys.Add("weight_variances", NumberNames(variances));
  keys.Add("collapsed_entropy", NumberNames({kMapCollapsedEntropy})[0]);
  return Presentation{
      {{"boundary",
        "Depth at which the differential entropy falls below -9.5; where it does not, layers + 1",
        TableOf(map.columns)},
       {"map", "Differential entropy and error of reconstructions from each layer",
        MapTable(results)},
       {"control", "Differential entropy with decoders as they start", ControlTable(results)},
       {"overlay", "Mean-field depths", std::move(overlay)},
       {"published", "Collapse depths read off the published map", published.ToTable()}},
      ConvolutionalClaims(map, run.preset),
      std::move(keys),
      published.warning};
}

}  // namespace

Figure CascadeConvolutional() {
  MapFigure figure;
  figure.title = "Convolutional networks: where reconstructions collapse";
  figure.paper = "arXiv:2406.12916";
  figure.source =
      "picture 'CNN' of the README of the public code; the paper's abstract is about dense "
      "networks";
  figure.description =
      "Differential entropy of images reconstructed from each layer of random convolutional tanh "
      "networks on a 5 x 5 torus, with decoders trained by Adam; mean-field depths; depths of the "
      "published map; untrained decoders and dense networks as controls.";
  figure.oracle =
      "networks, decoders, Adam and entropies against PyTorch's numbers (parity_conv_tiny, "
      "parity_conv_net28 in convolutional_reference_test), depth scales against independent "
      "tables; the grid itself by its claims' bands";
  figure.width = 1500;
  figure.height = 560;
  figure.keeps_points = true;
  figure.open_images = OpenImages;
  figure.points = [](const Parameters& p, const Run& run) -> absl::StatusOr<std::vector<Point>> {
    INFOFLOW_ASSIGN_OR_RETURN(const ImageSet images, p.images.Choose(run));
    std::vector<double> variances = p.weight_variances;
    std::sort(variances.begin(), variances.end());
    std::vector<Point> points;
    for (const double variance : variances) {
      points.push_back({variance, p.column, p.dense_depth, p.dense_width, run.seed, images});
    }
    return points;
  };
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
