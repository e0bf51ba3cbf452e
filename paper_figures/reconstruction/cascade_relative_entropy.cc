// Relative entropy of images to their reconstructions against layer, and where it saturates.

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/cascade/cutoff.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/harness/figure_points.h"
#include "paper_figures/reconstruction/cascade_column.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kRecipe[] =
#include "paper_figures/reconstruction/cascade_relative_entropy.gp.inc"
    ;

constexpr DecoderKind kKinds[] = {DecoderKind::kAdam, DecoderKind::kRidge, DecoderKind::kUntrained};

// Weight variances from which on the control with untrained decoders is judged: those of the
// reference runs, which collapse between layers 10 and 17. Weaker networks collapse earlier.
constexpr double kLeastControl = 0.5;

// Numbers that a column has besides those of its layers: median and mean cutoff, deviation,
// guarded kind and layer.
constexpr int kCutoffNumbers = 5;

absl::StatusOr<std::vector<double>> Point(const FigureContext& context,
                                          const datasets::SplitDataset& data, double variance) {
  std::vector<double> point;
  for (const DecoderKind kind : kKinds) {
    INFOFLOW_ASSIGN_OR_RETURN(const cascade::CascadeProfile profile,
                              ComputeColumn(context, data, variance, kind));
    cascade::CutoffOptions options;
    options.relative_tolerance = context.parameters.Number("relative_tolerance");
    const cascade::SampleCutoffs cutoffs =
        cascade::SummarizeCutoffs(profile.relative_entropies, options);
    point.insert(point.end(),
                 {cutoffs.of_median + 1.0, cutoffs.mean + 1.0, cutoffs.standard_deviation,
                  static_cast<double>(cutoffs.guarded_of_median.kind),
                  static_cast<double>(cutoffs.guarded_of_median.layer)});
    for (const cascade::LayerProfile& layer : profile.layers) {
      point.push_back(layer.relative_entropy_median);
      point.push_back(layer.differential_entropy);
    }
  }
  return point;
}

absl::StatusOr<FigureResult> Compute(const FigureContext& context) {
  std::vector<double> variances = context.parameters.Numbers("weight_variances");
  std::sort(variances.begin(), variances.end());
  INFOFLOW_ASSIGN_OR_RETURN(const datasets::SplitDataset data, LoadColumnImages(context));
  std::vector<std::string> keys;
  for (const double variance : variances) {
    keys.push_back(absl::StrFormat("weight_variance=%.17g", variance));
  }
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<std::vector<double>> values,
                            ComputePoints(context, ColumnSettings(context, data), keys, [&](int i) {
                              return Point(context, data, variances[i]);
                            }));
  const int per_kind = static_cast<int>(values[0].size() / 3);
  const int layers = (per_kind - kCutoffNumbers) / 2;

  Table curves({{"weight_variance", ""},
                {"layer", ""},
                {"adam", "nats per image"},
                {"ridge", "nats per image"},
                {"untrained", "nats per image"}});
  Table cutoffs({{"weight_variance", ""},
                 {"six_correlation_depths", "layers"},
                 {"adam_cutoff", "layers"},
                 {"adam_mean_cutoff", "layers"},
                 {"adam_deviation", "layers"},
                 {"adam_verdict", ""},
                 {"ridge_cutoff", "layers"},
                 {"ridge_verdict", ""},
                 {"untrained_collapse", "layers"}});
  double least_rise = std::numeric_limits<double>::infinity();
  double least_ratio = std::numeric_limits<double>::infinity(), largest_ratio = 0.0;
  double least_untrained = std::numeric_limits<double>::infinity(), largest_untrained = 0.0;
  int compared = 0;
  const auto kind_name = [](double kind) {
    return cascade::GuardedCutoffName(static_cast<cascade::GuardedCutoff::Kind>(kind));
  };
  for (std::size_t i = 0; i < variances.size(); ++i) {
    const std::vector<double>& v = values[i];
    const auto entropy = [&](int kind, int layer, int which) {
      return v[kind * per_kind + kCutoffNumbers + 2 * layer + which];
    };
    std::vector<double> untrained;
    for (int l = 0; l < layers; ++l) {
      curves.AddRow({variances[i], l + 1.0, entropy(0, l, 0), entropy(1, l, 0), entropy(2, l, 0)});
      untrained.push_back(entropy(2, l, 1));
    }
    least_rise = std::min(least_rise, entropy(0, layers - 1, 0) - entropy(0, 0, 0));
    INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint point,
                              ColumnMeanField(context, variances[i]));
    const double six = 6.0 * point.correlation_depth;
    const double collapse = cascade::FirstLayerBelow(untrained, cascade::kCollapsedEntropy, true);
    if (variances[i] >= kLeastControl) {
      least_untrained = std::min(least_untrained, collapse);
      largest_untrained = std::max(largest_untrained, collapse);
    }
    const bool found = kind_name(v[3]) == "found";
    if (point.equal_input_slope < 1.0 && 2.0 * six <= layers && found) {
      ++compared;
      least_ratio = std::min(least_ratio, v[0] / six);
      largest_ratio = std::max(largest_ratio, v[0] / six);
    }
    cutoffs.AddRow({FormatDouble(variances[i]), FormatDouble(six), FormatDouble(v[0]),
                    FormatDouble(v[1]), FormatDouble(v[2]), kind_name(v[3]),
                    FormatDouble(v[per_kind]), kind_name(v[per_kind + 3]), FormatDouble(collapse)});
  }

  FigureResult result;
  // Between BLAS kernels (SkylakeX, Haswell, Zen, Prescott) entropies differ by 3e-6 at most and
  // depths between layers by 5e-7; no cutoff moves, but single ones might, by a layer.
  const GoldenTolerance entropy = {1e-4, 0.0}, layer = {0.0, 1.0}, mean_layer = {0.0, 0.2};
  result.tables = {{"cutoffs",
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
  using Relation = Claim::Relation;
  const std::string images = absl::StrCat(", ", ColumnDatasetName(context));
  result.claims.push_back(
      {"F7a", "The relative entropy grows with depth.",
       absl::StrCat("smallest rise of its median from layer 1 to the deepest (nats)", images),
       least_rise, Relation::kGreater, 0.0});
  if (compared > 0) {
    result.claims.push_back(
        {"F7b", "In the ordered phase it saturates at a depth of about 6 xi.",
         absl::StrFormat("smallest cutoff / (6 xi), %d columns with 12 xi within the depth",
                         compared),
         least_ratio, Relation::kAtLeast, 0.5});
    result.claims.push_back({"F7b'", "In the ordered phase it saturates at a depth of about 6 xi.",
                             "largest cutoff / (6 xi) of these", largest_ratio, Relation::kAtMost,
                             2.0});
  }
  result.claims.push_back(
      {"control",
       "Depth scales come from what decoders learn: with untrained decoders reconstructions "
       "collapse at about the same layer in every phase (sigma_w^2 >= 0.5).",
       absl::StrFormat("largest / smallest layer (%.3g) with differential entropy below -13",
                       least_untrained),
       largest_untrained / least_untrained, Relation::kAtMost, 2.0});
  return result;
}

}  // namespace

Figure CascadeRelativeEntropy() {
  Figure figure;
  figure.slug = "cascade_relative_entropy";
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
  figure.has_points = true;
  AddColumnParameters({{20, 46, 200}, {60, 256, 0}, {300, 250, 938}, {2000, 8000, 60000}},
                      figure.parameters);
  figure.parameters
      .AddNumbers("weight_variances", "sigma_w^2",
                  {{0.4, 1.0, 1.76}, {0.4, 0.6, 0.8, 1.0, 1.2, 1.76, 2.5}, EvenGrid(0.1, 4.0, 40)},
                  {0.01, 100.0})
      .AddNumber("relative_tolerance", "within which entropies count as saturated",
                 {0.005, 0.005, 0.005}, {0.0, 1.0});
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
