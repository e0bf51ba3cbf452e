// The phase boundary: differential entropy of reconstructions over weight variance and layer.
//
// Symbols: sigma_w^2 weight variance, sigma_b^2 bias variance, xi correlation depth of mean-field
// theory, chi_1 its slope at equal inputs (below 1: ordered phase). Each column of the map is a
// random network with decoders of two kinds; it collapses at the first layer whose reconstructions
// are alike, with a differential entropy below -13 nats per pixel. docs/reconstruction.md.

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "infoflow/cascade/cascade_profile.h"
#include "infoflow/cascade/collapse_depth.h"
#include "infoflow/network/mean_field_activation.h"
#include "infoflow/network/mean_field_critical.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/reconstruction/cascade_phase_boundary_claims.h"
#include "paper_figures/reconstruction/published_phase_map.h"
#include "paper_figures/shared/cascade_column.h"
#include "paper_figures/shared/even_grid.h"

namespace infoflow::paper_figures {

namespace {

constexpr int kOverlayPoints = 201;
// The paper draws xi and this multiple of it.
constexpr int kMultipleDrawn = 6;

struct Parameters {
  ColumnParameters column;
  ColumnImages images;
  std::vector<double> weight_variances;

  void Register(ParameterSet& set) {
    RegisterColumn(set, {{24, 50, 200}, {60, 150, 0}, {300, 250, 938}, {2000, 8000, 60000}},
                   &column, &images);
    set.Add("weight_variances", &weight_variances, "sigma_w^2",
            {{0.4, 0.8, 1.2, 2.4}, EvenGrid(0.3, 2.7, 13), EvenGrid(0.1, 5.9, 117)}, {0.01, 100.0});
  }
};

struct Point {
  double weight_variance;
  ColumnParameters column;
  std::uint64_t seed;
  ImageSet images;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("weight_variance", self.weight_variance);
    visit("column", self.column);
    visit("seed", self.seed);
    visit("images", self.images);
  }
};

struct Layer {
  double differential_entropy = 0.0;  // nats per pixel
  double mse = 0.0;                   // against the images

  INFOFLOW_FIELDS(differential_entropy, mse)
};

struct Record {
  cascade::ImageStatistics images;
  int pixels = 0;
  std::vector<Layer> adam, ridge;

  INFOFLOW_FIELDS(images, pixels, adam, ridge)
};

using PhaseFigure = FigureOf<Parameters, Point, Record>;

absl::StatusOr<std::vector<Point>> Points(const Parameters& p, const Run& run) {
  INFOFLOW_ASSIGN_OR_RETURN(const ImageSet images, p.images.Choose(run));
  std::vector<double> variances = p.weight_variances;
  std::sort(variances.begin(), variances.end());
  std::vector<Point> points;
  for (const double variance : variances) {
    points.push_back({variance, p.column, run.seed, images});
  }
  return points;
}

absl::StatusOr<Record> Compute(const Point& point, const Run& run) {
  const auto data = run.images->Get(point.images);
  WorkerPool workers(run.threads);
  Record record;
  record.images = cascade::MeasureImages(data->test.images);
  record.pixels = data->test.images.columns();
  const auto layers = [&](DecoderKind kind) -> absl::StatusOr<std::vector<Layer>> {
    INFOFLOW_ASSIGN_OR_RETURN(
        const cascade::CascadeProfile profile,
        ComputeColumn(point.column, *data, point.weight_variance, kind, point.seed, workers));
    std::vector<Layer> layers;
    for (const cascade::LayerProfile& layer : profile.layers) {
      layers.push_back({layer.differential_entropy, layer.reconstruction_mse});
    }
    return layers;
  };
  INFOFLOW_ASSIGN_OR_RETURN(record.adam, layers(DecoderKind::kAdam));
  INFOFLOW_ASSIGN_OR_RETURN(record.ridge, layers(DecoderKind::kRidge));
  return record;
}

double Collapse(const std::vector<Layer>& layers) {
  std::vector<double> entropies;
  for (const Layer& layer : layers) entropies.push_back(layer.differential_entropy);
  return cascade::FirstLayerBelow(entropies, cascade::kCollapsedEntropy, /*interpolate=*/true);
}

absl::StatusOr<BoundaryColumn> Column(const ColumnTheory& theory, double variance,
                                      const Record& record) {
  INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint mean_field, theory.MeanField(variance));
  INFOFLOW_ASSIGN_OR_RETURN(
      const cascade::CollapseDepth predicted,
      theory.Collapse(variance, record.images, cascade::kCollapsedEntropy, record.pixels));
  BoundaryColumn column;
  column.weight_variance = variance;
  column.adam_collapse = Collapse(record.adam);
  column.ridge_collapse = Collapse(record.ridge);
  column.predicted_collapse = predicted.layer;
  column.correlation_depth = mean_field.correlation_depth;
  column.adam_deepest_mse = record.adam.back().mse;
  column.ridge_deepest_mse = record.ridge.back().mse;
  column.ordered = mean_field.equal_input_slope < 1.0;
  column.collapses = column.adam_collapse <= static_cast<double>(record.adam.size());
  column.adam_deepest_entropy = record.adam.back().differential_entropy;
  return column;
}

Table MapTable(PhaseFigure::Results results) {
  Table table({{"weight_variance", ""},
               {"layer", ""},
               {"adam_entropy", "nats per pixel"},
               {"ridge_entropy", "nats per pixel"},
               {"adam_mse", ""},
               {"ridge_mse", ""}});
  for (const auto& [point, record] : results) {
    for (std::size_t l = 0; l < record.adam.size(); ++l) {
      const Layer &adam = record.adam[l], &ridge = record.ridge[l];
      table.AddRow({point.weight_variance, l + 1, adam.differential_entropy,
                    ridge.differential_entropy, adam.mse, ridge.mse});
    }
  }
  return table;
}

absl::StatusOr<Table> OverlayTable(const ColumnTheory& theory, PhaseFigure::Results results) {
  const double first = results.front().point.weight_variance;
  const double last = results.back().point.weight_variance;
  Table table(
      {{"weight_variance", ""}, {"correlation_depth", "layers"}, {"predicted_collapse", "layers"}});
  for (int i = 0; i < kOverlayPoints; ++i) {
    INFOFLOW_ASSIGN_OR_RETURN(
        const BoundaryColumn column,
        Column(theory, first + (last - first) * i / (kOverlayPoints - 1), results[0].record));
    table.AddRow({column.weight_variance, column.correlation_depth, column.predicted_collapse});
  }
  return table;
}

std::vector<ResultTable> Tables(const PhaseBoundary& boundary, Table map, Table overlay) {
  Table published({{"weight_variance", ""}, {"collapse", "layers"}});
  for (const PublishedPhaseMap::Point& point : boundary.published.points) {
    published.AddRow({point.weight_variance, point.collapse});
  }
  // Between BLAS kernels (SkylakeX, Haswell, Sandybridge, Prescott) errors differ by 2e-7 at most,
  // depths by 2e-5, and entropies by 0.08: on their floor, where they are rounding noise.
  const GoldenTolerance entropy = {0.0, 0.25}, depth = {1e-3, 0.0}, error = {1e-5, 0.0};
  return {{"boundary",
           "Depth at which the differential entropy falls below -13",
           TableOf(boundary.columns),
           {1e-9, 0.0},
           {{"adam_collapse", depth},
            {"ridge_collapse", depth},
            {"adam_deepest_mse", error},
            {"ridge_deepest_mse", error}}},
          {"map",
           "Differential entropy and error of reconstructions from each layer",
           std::move(map),
           {1e-12, 0.0},
           {{"adam_entropy", entropy}, {"adam_mse", error}, {"ridge_mse", error}},
           // Beyond its collapse a ridge decoder answers all images alike, to the last digit (-inf)
           // or nearly, as BLAS rounds; ridge_collapse and ridge_mse are what is stable.
           {"ridge_entropy"}},
          {"overlay", "Mean-field depths", std::move(overlay), {1e-9, 0.0}},
          {"published", "Collapse depths read off the published map", std::move(published)}};
}

// The transition is drawn where there is one.
absl::StatusOr<PictureKeys> Keys(const Parameters& p) {
  PictureKeys keys;
  INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldActivation tanh,
                            network::MakeMeanFieldActivation("tanh"));
  const absl::StatusOr<network::CriticalPoint> critical =
      network::FindCriticalWeightVariance(tanh, p.column.bias_variance);
  keys.Add("critical_variances",
           critical.ok() ? std::vector<double>{critical->weight_variance} : std::vector<double>());
  keys.Add("multiple", kMultipleDrawn);
  keys.Add("collapsed_entropy", NumberNames({cascade::kCollapsedEntropy})[0]);
  return keys;
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run& run,
                                     PhaseFigure::Results results) {
  INFOFLOW_ASSIGN_OR_RETURN(const ColumnTheory theory,
                            ColumnTheory::Create(p.column.bias_variance));
  const Record& first = results[0].record;
  PhaseBoundary boundary;
  boundary.layers = static_cast<int>(first.adam.size());
  boundary.pixels = first.pixels;
  boundary.dataset = results[0].point.images.dataset;
  for (const auto& [point, record] : results) {
    INFOFLOW_ASSIGN_OR_RETURN(BoundaryColumn column, Column(theory, point.weight_variance, record));
    boundary.columns.push_back(column);
  }
  std::string warning;
  absl::StatusOr<PublishedPhaseMap> published = ReadPublishedPhaseMap();
  if (published.ok()) {
    boundary.published = *std::move(published);
  } else if (absl::IsNotFound(published.status())) {
    warning = "without the published map: " + std::string(published.status().message());
  } else {
    return published.status();
  }
  INFOFLOW_ASSIGN_OR_RETURN(Table overlay, OverlayTable(theory, results));
  INFOFLOW_ASSIGN_OR_RETURN(PictureKeys keys, Keys(p));
  return Presentation{Tables(boundary, MapTable(results), std::move(overlay)),
                      PhaseBoundaryClaims(boundary, run.preset), std::move(keys), warning};
}

}  // namespace

Figure CascadePhaseBoundary() {
  PhaseFigure figure;
  figure.title =
      "Where reconstructions collapse: differential entropy over weight variance and layer";
  figure.paper = "arXiv:2406.12916";
  figure.source = "figure of the phase boundary (differential entropy)";
  figure.description =
      "Differential entropy of images reconstructed from each layer of random tanh networks, with "
      "decoders trained by Adam and with ridge decoders; mean-field depth scales and the collapse "
      "that they predict; depths of the published map.";
  figure.oracle =
      "cascades, entropies and Adam against PyTorch's numbers, ridge decoders against their normal "
      "equations, depth scales against independent tables; the grid itself by its claims' bands";
  figure.width = 1500;
  figure.height = 560;
  figure.keeps_points = true;
  figure.points = Points;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
