// Relative entropy of images to their reconstructions against layer, and where it saturates.
//
// Symbols: sigma_w^2 weight variance, xi correlation depth of mean-field theory, chi_1 its slope at
// equal inputs (below 1: ordered phase). Cutoff: the last layer whose relative entropy is not that
// of the deepest one, within a tolerance. docs/reconstruction.md.

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "infoflow/cascade/cascade_profile.h"
#include "infoflow/cascade/collapse_depth.h"
#include "infoflow/cascade/cutoff.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/images.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/reconstruction/cascade_relative_entropy_claims.h"
#include "paper_figures/shared/cascade_column.h"
#include "paper_figures/shared/column_theory.h"
#include "paper_figures/shared/even_grid.h"

namespace infoflow::paper_figures {

namespace {

// The multiple of xi at which the paper sees saturation.
constexpr int kMultiple = 6;

// Curves that the picture has room for.
constexpr int kMostShown = 5;

struct Parameters {
  ColumnParameters column;
  ColumnImages images;
  std::vector<double> weight_variances;
  double relative_tolerance;

  void Register(ParameterSet& set) {
    RegisterColumn(set, {{20, 46, 200}, {60, 256, 0}, {300, 250, 938}, {2000, 8000, 60000}},
                   &column, &images);
    set.Add("weight_variances", &weight_variances, "sigma_w^2",
            {{0.4, 1.0, 1.76}, {0.4, 0.6, 0.8, 1.0, 1.2, 1.76, 2.5}, EvenGrid(0.1, 4.0, 40)},
            {0.01, 100.0});
    set.Add("relative_tolerance", &relative_tolerance, "within which entropies count as saturated",
            {0.005, 0.005, 0.005}, {0.0, 1.0});
  }
};

struct Point : ColumnPoint {
  double relative_tolerance;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    ColumnPoint::Fields(self, visit);
    visit("relative_tolerance", self.relative_tolerance);
  }
};

// What decoders of one kind make of one column. Layers count from 1.
struct Curves {
  std::vector<double> medians;    // per layer: median relative entropy, nats per image
  std::vector<double> entropies;  // per layer: differential entropy, nats per pixel
  int cutoff = 0;                 // layer, of the medians
  double mean_cutoff = 0.0;       // layer, over images
  double deviation = 0.0;         // of these
  cascade::GuardedCutoff::Kind verdict = cascade::GuardedCutoff::Kind::kConstant;  // on `cutoff`

  INFOFLOW_FIELDS(medians, entropies, cutoff, mean_cutoff, deviation, verdict)
};

struct Record {
  Curves adam, ridge, untrained;

  INFOFLOW_FIELDS(adam, ridge, untrained)
};

using EntropyFigure = FigureOf<Parameters, Point, Record>;

absl::StatusOr<std::vector<Point>> Points(const Parameters& p, const Run& run) {
  INFOFLOW_ASSIGN_OR_RETURN(const ImageSet images, p.images.Choose(run));
  std::vector<Point> points;
  for (ColumnPoint& column : ColumnPoints(p.weight_variances, p.column, run.seed, images)) {
    points.push_back({std::move(column), p.relative_tolerance});
  }
  return points;
}

absl::StatusOr<Record> Compute(const Point& point, const Run& run) {
  const auto curves = [&](DecoderKind kind) -> absl::StatusOr<Curves> {
    INFOFLOW_ASSIGN_OR_RETURN(const cascade::CascadeProfile profile,
                              ComputeColumn(point, kind, run));
    cascade::CutoffOptions options;
    options.relative_tolerance = point.relative_tolerance;
    const cascade::SampleCutoffs cutoffs =
        cascade::SummarizeCutoffs(profile.relative_entropies, options);
    // Indices begin with 0, layers with 1.
    Curves curves = {{},
                     profile.DifferentialEntropies(),
                     cutoffs.of_median + 1,
                     cutoffs.mean + 1.0,
                     cutoffs.standard_deviation,
                     cutoffs.guarded_of_median.kind};
    for (const cascade::LayerProfile& layer : profile.layers) {
      curves.medians.push_back(layer.relative_entropy_median);
    }
    return curves;
  };
  Record record;
  INFOFLOW_ASSIGN_OR_RETURN(record.adam, curves(DecoderKind::kAdam));
  INFOFLOW_ASSIGN_OR_RETURN(record.ridge, curves(DecoderKind::kRidge));
  INFOFLOW_ASSIGN_OR_RETURN(record.untrained, curves(DecoderKind::kUntrained));
  return record;
}

// Presentation: nothing below decides a record.

absl::StatusOr<std::vector<SaturationRow>> Rows(const Parameters& p,
                                                EntropyFigure::Results results) {
  INFOFLOW_ASSIGN_OR_RETURN(const ColumnTheory theory,
                            ColumnTheory::Create(p.column.bias_variance));
  std::vector<SaturationRow> rows;
  for (const auto& [point, record] : results) {
    const auto& [adam, ridge, untrained] = record;
    INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint mean_field,
                              theory.MeanField(point.weight_variance));
    SaturationRow row;
    row.weight_variance = point.weight_variance;
    row.six_correlation_depths = kMultiple * mean_field.correlation_depth;
    row.adam_cutoff = adam.cutoff;
    row.adam_mean_cutoff = adam.mean_cutoff;
    row.adam_deviation = adam.deviation;
    row.adam_verdict = cascade::GuardedCutoffName(adam.verdict);
    row.ridge_cutoff = ridge.cutoff;
    row.ridge_verdict = cascade::GuardedCutoffName(ridge.verdict);
    row.untrained_collapse = cascade::FirstLayerBelow(
        untrained.entropies, cascade::kCollapsedEntropy, /*interpolate=*/true);
    row.adam_rise = adam.medians.back() - adam.medians.front();
    row.compared = mean_field.equal_input_slope < 1.0 &&
                   2.0 * row.six_correlation_depths <= static_cast<double>(adam.medians.size()) &&
                   adam.verdict == cascade::GuardedCutoff::Kind::kFound;
    rows.push_back(row);
  }
  return rows;
}

std::vector<ResultTable> Tables(const std::vector<SaturationRow>& rows,
                                EntropyFigure::Results results) {
  const char* nats = "nats per image";
  Table curves({{"weight_variance", ""},
                {"layer", ""},
                {"adam", nats},
                {"ridge", nats},
                {"untrained", nats}});
  for (const auto& [point, record] : results) {
    const auto& [adam, ridge, untrained] = record;
    for (std::size_t l = 0; l < adam.medians.size(); ++l) {
      curves.AddRow(
          {point.weight_variance, l + 1, adam.medians[l], ridge.medians[l], untrained.medians[l]});
    }
  }
  return {
      {"cutoffs", "Layers at which the relative entropy saturates", TableOf(rows)},
      {"curves", "Median relative entropy of images to their reconstructions", std::move(curves)}};
}

// As many weight variances as the picture has room for, evenly taken.
std::vector<double> ShownVariances(EntropyFigure::Results results) {
  const int all = static_cast<int>(results.size()), count = std::min(all, kMostShown);
  std::vector<double> shown;
  for (int i = 0; i < count; ++i) {
    const int index = count == 1 ? 0 : static_cast<int>(std::lround((all - 1.0) * i / (count - 1)));
    shown.push_back(results[index].point.weight_variance);
  }
  return shown;
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run&,
                                     EntropyFigure::Results results) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<SaturationRow> rows, Rows(p, results));
  PictureKeys keys;
  const std::vector<double> shown = ShownVariances(results);
  keys.Add("shown", shown);
  keys.Add("shown_names", NumberNames(shown));
  keys.Add("multiple", kMultiple);
  return Presentation{
      Tables(rows, results),
      RelativeEntropyClaims(rows, results[0].point.images.dataset, p.column.hidden_width), keys};
}

}  // namespace

Figure CascadeRelativeEntropy() {
  EntropyFigure figure;
  figure.title = "Relative entropy of images to their reconstructions, with depth";
  figure.paper = "arXiv:2406.12916";
  figure.source = "relative entropy against layer, and its cutoff";
  figure.description =
      "Median relative entropy of images to what decoders make of each layer of random tanh "
      "networks, with trained, ridge and untrained decoders, and the layers at which it saturates "
      "against 6 xi of mean-field theory.";
  figure.oracle =
      "cascades, entropies and cutoffs against PyTorch's numbers, depth scales against "
      "independent tables; curves by their claims' bands";
  figure.width = 1500;
  figure.height = 560;
  figure.keeps_points = true;
  figure.open_images = OpenImages;
  figure.points = Points;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
