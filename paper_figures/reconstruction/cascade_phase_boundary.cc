// The phase boundary: differential entropy of reconstructions over weight variance and layer.
//
// Symbols: sigma_w^2 weight variance, sigma_b^2 bias variance, xi correlation depth of mean-field
// theory, chi_1 its slope at equal inputs (below 1: ordered phase). Each column of the map is a
// random network with decoders of two kinds; it collapses at the first layer whose reconstructions
// are alike, with a differential entropy below -13 nats per pixel. docs/reconstruction.md.

#include <string>
#include <utility>
#include <vector>

#include "infoflow/cascade/cascade_profile.h"
#include "infoflow/cascade/collapse_depth.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/images.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/reconstruction/cascade_phase_boundary_claims.h"
#include "paper_figures/reconstruction/published_phase_map.h"
#include "paper_figures/shared/cascade_column.h"
#include "paper_figures/shared/column_theory.h"
#include "paper_figures/shared/depth_scale_overlay.h"
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

// By layer, from the first one.
struct Layers {
  std::vector<double> entropies;  // differential, nats per pixel
  std::vector<double> errors;     // mean squared, against the images

  double Collapse() const {
    return cascade::FirstLayerBelow(entropies, cascade::kCollapsedEntropy, /*interpolate=*/true);
  }

  INFOFLOW_FIELDS(entropies, errors)
};

struct Record {
  cascade::ImageStatistics images;
  int pixels = 0;
  Layers adam, ridge;

  INFOFLOW_FIELDS(images, pixels, adam, ridge)
};

using PhaseFigure = FigureOf<Parameters, ColumnPoint, Record>;

absl::StatusOr<Record> Compute(const ColumnPoint& point, const Run& run) {
  const auto layers = [&](DecoderKind kind) -> absl::StatusOr<Layers> {
    INFOFLOW_ASSIGN_OR_RETURN(const cascade::CascadeProfile profile,
                              ComputeColumn(point, kind, run));
    Layers layers = {profile.DifferentialEntropies(), {}};
    for (const auto& layer : profile.layers) layers.errors.push_back(layer.reconstruction_mse);
    return layers;
  };
  const auto data = run.images->Get(point.images);
  Record record;
  record.images = cascade::MeasureImages(data->test.images);
  record.pixels = data->test.images.columns();
  INFOFLOW_ASSIGN_OR_RETURN(record.adam, layers(DecoderKind::kAdam));
  INFOFLOW_ASSIGN_OR_RETURN(record.ridge, layers(DecoderKind::kRidge));
  return record;
}

// Presentation: nothing below decides a record.

// The predicted collapse of images like those of the record.
absl::StatusOr<int> PredictedCollapse(const ColumnTheory& theory, double variance,
                                      const Record& record) {
  INFOFLOW_ASSIGN_OR_RETURN(
      const cascade::CollapseDepth predicted,
      theory.Collapse(variance, record.images, cascade::kCollapsedEntropy, record.pixels));
  return predicted.layer;
}

absl::StatusOr<BoundaryColumn> Column(const ColumnTheory& theory, double variance,
                                      const Record& record) {
  INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint mean_field, theory.MeanField(variance));
  BoundaryColumn column;
  column.weight_variance = variance;
  column.adam_collapse = record.adam.Collapse();
  column.ridge_collapse = record.ridge.Collapse();
  INFOFLOW_ASSIGN_OR_RETURN(column.predicted_collapse, PredictedCollapse(theory, variance, record));
  column.correlation_depth = mean_field.correlation_depth;
  column.adam_deepest_mse = record.adam.errors.back();
  column.ridge_deepest_mse = record.ridge.errors.back();
  column.ordered = mean_field.equal_input_slope < 1.0;
  column.collapses = column.adam_collapse <= static_cast<double>(record.adam.entropies.size());
  column.adam_deepest_entropy = record.adam.entropies.back();
  return column;
}

std::vector<ResultTable> Tables(const PhaseBoundary& boundary, Table overlay,
                                PhaseFigure::Results results) {
  Table map({{"weight_variance", ""},
             {"layer", ""},
             {"adam_entropy", "nats per pixel"},
             {"ridge_entropy", "nats per pixel"},
             {"adam_mse", ""},
             {"ridge_mse", ""}});
  for (const auto& [point, record] : results) {
    const Layers &adam = record.adam, &ridge = record.ridge;
    for (std::size_t l = 0; l < adam.entropies.size(); ++l) {
      map.AddRow({point.weight_variance, l + 1, adam.entropies[l], ridge.entropies[l],
                  adam.errors[l], ridge.errors[l]});
    }
  }
  return {
      {"boundary",
       "Depth at which the differential entropy falls below -13; where it does not, layers + 1",
       TableOf(boundary.columns)},
      {"map", "Differential entropy and error of reconstructions from each layer", std::move(map)},
      {"overlay", "Mean-field depths", std::move(overlay)},
      {"published", "Collapse depths read off the published map", boundary.published.ToTable()}};
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run& run,
                                     PhaseFigure::Results results) {
  INFOFLOW_ASSIGN_OR_RETURN(const ColumnTheory theory,
                            ColumnTheory::Create(p.column.bias_variance));
  PhaseBoundary boundary;
  boundary.layers = static_cast<int>(results[0].record.adam.entropies.size());
  boundary.pixels = results[0].record.pixels;
  boundary.dataset = results[0].point.images.dataset;
  for (const auto& [point, record] : results) {
    INFOFLOW_ASSIGN_OR_RETURN(BoundaryColumn column, Column(theory, point.weight_variance, record));
    boundary.columns.push_back(column);
  }
  INFOFLOW_ASSIGN_OR_RETURN(boundary.published, ReadPublishedPhaseMap());
  INFOFLOW_ASSIGN_OR_RETURN(Table overlay,
                            CollapseOverlay(theory, results.front().point.weight_variance,
                                            results.back().point.weight_variance, kOverlayPoints,
                                            results[0].record.images, cascade::kCollapsedEntropy,
                                            results[0].record.pixels));
  PictureKeys keys;
  // The transition is drawn where there is one.
  const absl::StatusOr<network::CriticalPoint> critical = theory.CriticalWeightVariance();
  keys.Add("critical_variances",
           critical.ok() ? std::vector<double>{critical->weight_variance} : std::vector<double>());
  keys.Add("multiple", kMultipleDrawn);
  keys.Add("collapsed_entropy", NumberNames({cascade::kCollapsedEntropy})[0]);
  return Presentation{Tables(boundary, std::move(overlay), results),
                      PhaseBoundaryClaims(boundary, run.preset), std::move(keys),
                      boundary.published.warning};
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
  figure.open_images = OpenImages;
  figure.points = [](const Parameters& p,
                     const Run& run) -> absl::StatusOr<std::vector<ColumnPoint>> {
    INFOFLOW_ASSIGN_OR_RETURN(const ImageSet images, p.images.Choose(run));
    return ColumnPoints(p.weight_variances, p.column, run.seed, images);
  };
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
