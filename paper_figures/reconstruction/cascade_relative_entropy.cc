// Relative entropy of images to their reconstructions against layer, and where it saturates.
//
// Symbols: sigma_w^2 weight variance, xi correlation depth of mean-field theory, chi_1 its slope at
// equal inputs (below 1: ordered phase). Cutoff: the last layer whose relative entropy is not that
// of the deepest one, within a tolerance. docs/reconstruction.md.

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/cascade/cascade_profile.h"
#include "infoflow/cascade/collapse_depth.h"
#include "infoflow/cascade/cutoff.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/shared/cascade_column.h"
#include "paper_figures/shared/even_grid.h"

namespace infoflow::paper_figures {

namespace {

// The multiple of xi at which the paper sees saturation.
constexpr int kMultiple = 6;

// Weight variances from which on the control with untrained decoders is judged: those of the
// reference runs, which collapse between layers 10 and 17. Weaker networks collapse earlier.
constexpr double kLeastControl = 0.5;

// By how much the relative entropy, nats, varies between layers that lose nothing more.
constexpr double kLeastRise = -0.05;
// Hidden units from which on layer 1 does not lose more of an MNIST image than all the others.
constexpr int kLeastWidth = 256;

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

struct Point {
  double weight_variance;
  ColumnParameters column;
  double relative_tolerance;
  std::uint64_t seed;
  ImageSet images;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("weight_variance", self.weight_variance);
    visit("column", self.column);
    visit("relative_tolerance", self.relative_tolerance);
    visit("seed", self.seed);
    visit("images", self.images);
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
  std::vector<double> variances = p.weight_variances;
  std::sort(variances.begin(), variances.end());
  std::vector<Point> points;
  for (const double variance : variances) {
    points.push_back({variance, p.column, p.relative_tolerance, run.seed, images});
  }
  return points;
}

absl::StatusOr<Record> Compute(const Point& point, const Run& run) {
  const auto data = run.images->Get(point.images);
  WorkerPool workers(run.threads);
  const auto curves = [&](DecoderKind kind) -> absl::StatusOr<Curves> {
    INFOFLOW_ASSIGN_OR_RETURN(
        const cascade::CascadeProfile profile,
        ComputeColumn(point.column, *data, point.weight_variance, kind, point.seed, workers));
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

// What is said of one column besides its record.
struct Column {
  double six = 0.0;       // 6 xi
  bool compared = false;  // the cutoff with 6 xi
  double untrained_collapse = 0.0;
};

absl::StatusOr<std::vector<Column>> Columns(const ColumnTheory& theory,
                                            EntropyFigure::Results results) {
  std::vector<Column> columns;
  for (const auto& [point, record] : results) {
    INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint mean_field,
                              theory.MeanField(point.weight_variance));
    const double six = kMultiple * mean_field.correlation_depth;
    const bool compared = mean_field.equal_input_slope < 1.0 &&
                          2.0 * six <= static_cast<double>(record.adam.medians.size()) &&
                          record.adam.verdict == cascade::GuardedCutoff::Kind::kFound;
    columns.push_back({six, compared,
                       cascade::FirstLayerBelow(record.untrained.entropies,
                                                cascade::kCollapsedEntropy, /*interpolate=*/true)});
  }
  return columns;
}

std::vector<ResultTable> Tables(const std::vector<Column>& columns,
                                EntropyFigure::Results results) {
  const char* nats = "nats per image";
  Table cutoffs({{"weight_variance", ""},
                 {"six_correlation_depths", "layers"},
                 {"adam_cutoff", "layers"},
                 {"adam_mean_cutoff", "layers"},
                 {"adam_deviation", "layers"},
                 {"adam_verdict", ""},
                 {"ridge_cutoff", "layers"},
                 {"ridge_verdict", ""},
                 {"untrained_collapse", "layers"}});
  Table curves({{"weight_variance", ""},
                {"layer", ""},
                {"adam", nats},
                {"ridge", nats},
                {"untrained", nats}});
  for (std::size_t i = 0; i < results.size(); ++i) {
    const double variance = results[i].point.weight_variance;
    const auto& [adam, ridge, untrained] = results[i].record;
    cutoffs.AddRow({variance, columns[i].six, adam.cutoff, adam.mean_cutoff, adam.deviation,
                    cascade::GuardedCutoffName(adam.verdict), ridge.cutoff,
                    cascade::GuardedCutoffName(ridge.verdict), columns[i].untrained_collapse});
    for (std::size_t l = 0; l < adam.medians.size(); ++l) {
      curves.AddRow({variance, l + 1, adam.medians[l], ridge.medians[l], untrained.medians[l]});
    }
  }
  // Between BLAS kernels (SkylakeX, Haswell, Zen, Prescott) entropies differ by 3e-6 at most and
  // depths between layers by 5e-7; no cutoff moves, but single ones might, by a layer.
  const GoldenTolerance entropy = {1e-4, 0.0}, layer = {0.0, 1.0}, mean_layer = {0.0, 0.2};
  return {{"cutoffs",
           "Layers at which the relative entropy saturates",
           cutoffs,
           {1e-9, 0.0},
           {{"adam_cutoff", layer},
            {"adam_mean_cutoff", mean_layer},
            {"adam_deviation", mean_layer},
            {"ridge_cutoff", layer},
            {"untrained_collapse", {1e-4, 0.0}}}},
          {"curves",
           "Median relative entropy of images to their reconstructions",
           curves,
           {1e-12, 0.0},
           {{"adam", entropy}, {"ridge", entropy}, {"untrained", entropy}}}};
}

void AddGrowth(EntropyFigure::Results results, ClaimList& claims) {
  double least_rise = std::numeric_limits<double>::infinity();
  for (const auto& [point, record] : results) {
    least_rise = std::min(least_rise, record.adam.medians.back() - record.adam.medians.front());
  }
  const std::string& dataset = results[0].point.images.dataset;
  const std::string rise =
      absl::StrCat("smallest rise of its median from layer 1 to the deepest (nats), ", dataset);
  // Layer 1 of networks narrower than the paper's loses of published images as much as all others.
  const int width = results[0].point.column.hidden_width;
  const bool room = width == 0 || dataset == "synthetic-digits";
  claims.Add("growth", "The relative entropy grows with depth.")
      .Inferred()
      .Measured(rise, least_rise)
      .DecidedIf(room, "in networks this narrow the rise is within what seeds differ by")
      .Above(0.0);
  claims
      .Add("no_fall",
           "In networks of 256 units, whose layer 1 loses of an image about as much as all the "
           "others, the relative entropy does not fall from layer 1 to the deepest by more than it "
           "varies between layers.")
      .Inferred()
      .Refines("it grows with depth")
      .Measured(rise, least_rise)
      .DecidedIf(!room, "layer 1 leaves something to lose: see growth")
      .DecidedIf(width >= kLeastWidth, "layer 1 of networks this narrow loses more than all others")
      .Above(kLeastRise);
}

void AddDepths(const std::vector<Column>& columns, EntropyFigure::Results results,
               ClaimList& claims) {
  const double inf = std::numeric_limits<double>::infinity();
  double least_ratio = inf, largest_ratio = 0.0;
  double least_untrained = inf, largest_untrained = 0.0;
  int compared = 0, controls = 0;
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto& [point, record] = results[i];
    const double collapse = columns[i].untrained_collapse;
    if (columns[i].compared) {
      ++compared;
      least_ratio = std::min(least_ratio, record.adam.cutoff / columns[i].six);
      largest_ratio = std::max(largest_ratio, record.adam.cutoff / columns[i].six);
    }
    if (point.weight_variance >= kLeastControl) {
      ++controls;
      least_untrained = std::min(least_untrained, collapse);
      largest_untrained = std::max(largest_untrained, collapse);
    }
  }
  const char* none = "no column of the ordered phase saturates, with 12 xi within the depth";

  claims.Add("least_cutoff", "In the ordered phase it saturates at a depth of about 6 xi.")
      .Inferred()
      .Measured(absl::StrFormat("smallest cutoff / (6 xi), %d columns with 12 xi within the depth",
                                compared),
                least_ratio)
      .DecidedIf(compared > 0, none)
      .AtLeast(0.5);
  claims.Add("largest_cutoff", "In the ordered phase it saturates at a depth of about 6 xi.")
      .Inferred()
      .Measured("largest cutoff / (6 xi) of these", largest_ratio)
      .DecidedIf(compared > 0, none)
      .AtMost(2.0);
  claims
      .Add("untrained_control",
           "Depth scales come from what decoders learn: with untrained decoders reconstructions "
           "collapse at about the same layer in every phase (sigma_w^2 >= 0.5).")
      .Measured(
          absl::StrFormat("largest / smallest layer (%.3g) with differential entropy below -13",
                          least_untrained),
          largest_untrained / least_untrained)
      .DecidedIf(controls >= 2, "fewer than two columns have sigma_w^2 >= 0.5")
      .AtMost(2.0);
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
  INFOFLOW_ASSIGN_OR_RETURN(const ColumnTheory theory,
                            ColumnTheory::Create(p.column.bias_variance));
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<Column> columns, Columns(theory, results));
  PictureKeys keys;
  const std::vector<double> shown = ShownVariances(results);
  keys.Add("shown", shown);
  keys.Add("shown_names", NumberNames(shown));
  keys.Add("multiple", kMultiple);
  ClaimList claims;
  AddGrowth(results, claims);
  AddDepths(columns, results, claims);
  return Presentation{Tables(columns, results), std::move(claims), std::move(keys)};
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
  figure.points = Points;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
