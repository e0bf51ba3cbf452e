// The phase boundary: differential entropy of reconstructions over weight variance and layer.

#include <algorithm>
#include <cmath>
#include <iterator>
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
#include "paper_figures/reconstruction/cascade_phase_boundary.gp.inc"
    ;

constexpr int kOverlayPoints = 201;

// sigma_w^2 and first layer below -13 of the published map (MNIST, 784 wide, 200 deep), read off
// the picture by its colours.
constexpr double kPublished[][2] = {{0.12, 8},  {0.22, 10}, {0.32, 12},  {0.42, 14},
                                    {0.52, 16}, {0.62, 18}, {0.72, 22},  {0.82, 26},
                                    {0.92, 30}, {1.02, 35}, {1.12, 43},  {1.22, 54},
                                    {1.32, 73}, {1.42, 99}, {1.52, 138}, {1.57, 177}};

// The published depth, between the points by linear interpolation; NaN outside.
double PublishedDepth(double variance) {
  for (std::size_t i = 1; i < std::size(kPublished); ++i) {
    const auto& [left, before] = kPublished[i - 1];
    const auto& [right, after] = kPublished[i];
    if (variance < left || variance > right) continue;
    return before + (after - before) * (variance - left) / (right - left);
  }
  return std::numeric_limits<double>::quiet_NaN();
}

absl::StatusOr<FigureResult> Compute(const FigureContext& context) {
  const Parameters& parameters = context.parameters;
  std::vector<double> variances = parameters.Numbers("weight_variances");
  std::sort(variances.begin(), variances.end());
  INFOFLOW_ASSIGN_OR_RETURN(const datasets::SplitDataset data, LoadColumnImages(context));
  std::vector<std::string> keys;
  for (const double variance : variances) {
    keys.push_back(absl::StrFormat("weight_variance=%.17g", variance));
  }
  // Per layer: differential entropy and error, with Adam and then with ridge decoders.
  INFOFLOW_ASSIGN_OR_RETURN(
      const std::vector<std::vector<double>> values,
      ComputePoints(context, ColumnSettings(context, data), keys,
                    [&](int i) -> absl::StatusOr<std::vector<double>> {
                      std::vector<double> point;
                      for (const DecoderKind kind : {DecoderKind::kAdam, DecoderKind::kRidge}) {
                        INFOFLOW_ASSIGN_OR_RETURN(const cascade::CascadeProfile profile,
                                                  ComputeColumn(context, data, variances[i], kind));
                        for (const cascade::LayerProfile& layer : profile.layers) {
                          point.push_back(layer.differential_entropy);
                          point.push_back(layer.reconstruction_mse);
                        }
                      }
                      return point;
                    }));
  const int layers = static_cast<int>(values[0].size() / 4);

  Table map({{"weight_variance", ""},
             {"layer", ""},
             {"adam_entropy", "nats per pixel"},
             {"ridge_entropy", "nats per pixel"},
             {"adam_mse", ""},
             {"ridge_mse", ""}});
  Table boundary({{"weight_variance", ""},
                  {"adam_collapse", "layers"},
                  {"ridge_collapse", "layers"},
                  {"predicted_collapse", "layers"},
                  {"correlation_depth", "layers"},
                  {"adam_deepest_mse", ""},
                  {"ridge_deepest_mse", ""}});
  double smallest_step = std::numeric_limits<double>::infinity(), before = 0.0;
  double least_ratio = std::numeric_limits<double>::infinity(), largest_ratio = 0.0;
  double largest_over_predicted = 0.0, largest_off_published = 0.0;
  std::vector<double> ordered, ratios, adam_depths, ridge_depths, floors;
  int chaotic_collapses = 0;
  double best_variance = 0.0, best_mse = std::numeric_limits<double>::infinity();
  double best_ridge = 0.0, best_ridge_mse = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < variances.size(); ++i) {
    std::vector<double> adam, ridge;
    for (int l = 0; l < layers; ++l) {
      adam.push_back(values[i][2 * l]);
      ridge.push_back(values[i][2 * (layers + l)]);
      map.AddRow({variances[i], l + 1.0, adam.back(), ridge.back(), values[i][2 * l + 1],
                  values[i][2 * (layers + l) + 1]});
    }
    INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint point,
                              ColumnMeanField(context, variances[i]));
    INFOFLOW_ASSIGN_OR_RETURN(const cascade::CollapseDepth predicted,
                              ColumnCollapse(context, data, variances[i]));
    const double collapse = cascade::FirstLayerBelow(adam, cascade::kCollapsedEntropy, true);
    const double ridge_collapse = cascade::FirstLayerBelow(ridge, cascade::kCollapsedEntropy, true);
    const double mse = values[i][2 * layers - 1], ridge_mse = values[i][4 * layers - 1];
    boundary.AddRow({variances[i], collapse, ridge_collapse, static_cast<double>(predicted.layer),
                     point.correlation_depth, mse, ridge_mse});
    if (mse < best_mse) best_mse = mse, best_variance = variances[i];
    if (ridge_mse < best_ridge_mse) best_ridge_mse = ridge_mse, best_ridge = variances[i];
    const bool is_ordered = point.equal_input_slope < 1.0;
    if (!is_ordered) chaotic_collapses += collapse <= layers;
    if (is_ordered && collapse <= layers) {
      smallest_step = std::min(smallest_step, collapse - before);
      before = collapse;
      if (variances[i] >= 0.3 && variances[i] <= 1.55) {
        ordered.push_back(variances[i]);
        ratios.push_back(collapse / point.correlation_depth);
        least_ratio = std::min(least_ratio, ratios.back());
        largest_ratio = std::max(largest_ratio, ratios.back());
        largest_over_predicted = std::max(largest_over_predicted, collapse / predicted.layer);
        largest_off_published = std::max(largest_off_published,
                                         std::abs(collapse / PublishedDepth(variances[i]) - 1.0));
        adam_depths.push_back(collapse);
        ridge_depths.push_back(ridge_collapse);
      }
      if (2.0 * collapse <= layers) floors.push_back(adam.back());
    }
  }
  const double floor = floors.empty() ? std::nan("") : cascade::Median(floors);
  const bool trend = ratios.size() >= 3;
  const double ratio_trend = trend ? RankCorrelation(ordered, ratios) : std::nan("");
  const double agreement = trend ? RankCorrelation(adam_depths, ridge_depths) : std::nan("");

  Table overlay(
      {{"weight_variance", ""}, {"correlation_depth", "layers"}, {"predicted_collapse", "layers"}});
  for (int i = 0; i < kOverlayPoints; ++i) {
    const double variance =
        variances.front() + (variances.back() - variances.front()) * i / (kOverlayPoints - 1);
    INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint point,
                              ColumnMeanField(context, variance));
    INFOFLOW_ASSIGN_OR_RETURN(const cascade::CollapseDepth predicted,
                              ColumnCollapse(context, data, variance));
    overlay.AddRow({variance, point.correlation_depth, static_cast<double>(predicted.layer)});
  }
  Table published({{"weight_variance", ""}, {"collapse", "layers"}});
  for (const auto& [variance, layer] : kPublished) published.AddRow({variance, layer});

  FigureResult result;
  // Between BLAS kernels (SkylakeX, Haswell, Sandybridge, Prescott) errors differ by 2e-7 at most,
  // depths by 2e-5, and entropies by 0.08: on their floor, where they are rounding noise.
  const GoldenTolerance entropy = {0.0, 0.25}, depth = {1e-3, 0.0}, error = {1e-5, 0.0};
  result.tables = {
      {"boundary",
       "Depth at which the differential entropy falls below -13",
       boundary,
       {1e-9, 0.0},
       {{"adam_collapse", depth},
        {"ridge_collapse", depth},
        {"adam_deepest_mse", error},
        {"ridge_deepest_mse", error}}},
      {"map",
       "Differential entropy and error of reconstructions from each layer",
       map,
       {1e-12, 0.0},
       {{"adam_entropy", entropy}, {"adam_mse", error}, {"ridge_mse", error}},
       // Beyond its collapse a ridge decoder answers all images alike, to the last digit (-inf) or
       // nearly, as BLAS rounds; ridge_collapse and ridge_mse are what is stable.
       {"ridge_entropy"}},
      {"overlay", "Mean-field depths", overlay, {1e-9, 0.0}, {}},
      {"published", "Collapse depths read off the published map", published, {1e-12, 0.0}, {}}};

  using Relation = Claim::Relation;
  const bool as_in_the_paper = context.preset == Preset::kPaper;
  const std::string images = absl::StrCat(", ", ColumnDatasetName(context));
  result.claims.push_back(
      {"F2a",
       "In the ordered phase the collapse depth grows with the weight "
       "variance.",
       "smallest step of the depth from one column to the next (layers)" + images, smallest_step,
       Relation::kGreater, 0.0});
  result.claims.push_back({"F2a'", "Networks in the chaotic phase do not collapse.",
                           "chaotic columns below -13 anywhere", double(chaotic_collapses),
                           Relation::kAtMost, 0.0});
  const std::string fewer_steps =
      as_in_the_paper
          ? ""
          : "from 14.5 at sigma_w^2 = 0.3 to 7.9 at 1.55, with the paper's epoch of 938 "
            "steps; fewer steps make decoders that lose more";
  result.claims.push_back({"F2b", "The collapse depth is a moderate multiple of xi.",
                           "smallest collapse depth / xi, sigma_w^2 from 0.3 to 1.55", least_ratio,
                           Relation::kAtLeast, as_in_the_paper ? 7.0 : 4.0, fewer_steps});
  result.claims.push_back({"F2b'", "The collapse depth is a moderate multiple of xi.",
                           "largest collapse depth / xi, sigma_w^2 from 0.3 to 1.55", largest_ratio,
                           Relation::kAtMost, 15.0});
  if (trend) {
    result.claims.push_back({"F2b''", "This multiple decreases towards the transition.",
                             "rank correlation of collapse depth / xi with sigma_w^2", ratio_trend,
                             Relation::kLess, 0.0});
    result.claims.push_back({"ridge",
                             "Ridge decoders in closed form order the networks as Adam does.",
                             "rank correlation of both collapse depths, ordered columns", agreement,
                             Relation::kAtLeast, 0.9});
  }
  if (as_in_the_paper) {
    result.claims.push_back({"F2 map", "The depths of collapse are those of the published map.",
                             "largest |depth / published depth - 1|, sigma_w^2 from 0.3 to 1.55",
                             ordered.empty() ? std::nan("") : largest_off_published,
                             Relation::kAtMost, 0.15});
    result.claims.push_back({"F2c'", "The floor of the ordered phase is at -19.2.",
                             "|median of the deepest entropy + 19.2|", std::abs(floor + 19.2),
                             Relation::kAtMost, 1.0});
  } else {
    // Sums over the units round: the floor moves with their number, and is compared in rounding
    // units of single precision, relative to the mean pixel. The paper's, -19.2 +- 1 for 784
    // units, is 5 to 40 of them.
    const double pixels = data.test.images.columns();
    const double deviation = pixels * std::exp(floor - 1.4189385332046727) / std::ldexp(1.0, -24);
    result.claims.push_back(
        {"F2c", "Collapsed reconstructions differ by single-precision rounding only.",
         absl::StrFormat("deviation of their pixels / 2^-24, median entropy %.4g", floor),
         deviation, Relation::kAtMost, 32.0});
  }
  result.claims.push_back(
      {"mean-field",
       "No network collapses later than correlations do in mean field, seen through "
       "decoders without gain.",
       "largest collapse depth / predicted depth", largest_over_predicted, Relation::kAtMost, 1.0});
  // A grid of a few columns may have none near the transition, or nothing but it.
  if (context.preset != Preset::kSmoke && variances.front() < 1.5 && variances.back() > 2.0) {
    result.claims.push_back(
        {"F2e", "Deep layers are reconstructed best near the transition.",
         absl::StrFormat("distance of the best sigma_w^2, %.3g, from [1.5, 2.0], by error from "
                         "the deepest layer",
                         best_variance),
         std::max({0.0, 1.5 - best_variance, best_variance - 2.0}), Relation::kAtMost, 0.0});
    result.claims.push_back(
        {"F2e'", "So they are by ridge decoders.",
         absl::StrFormat("distance of the best sigma_w^2, %.3g, from [1.5, 2.0]", best_ridge),
         std::max({0.0, 1.5 - best_ridge, best_ridge - 2.0}), Relation::kAtMost, 0.0});
  }
  return result;
}

}  // namespace

Figure CascadePhaseBoundary() {
  Figure figure;
  figure.slug = "cascade_phase_boundary";
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
  figure.has_points = true;
  AddColumnParameters({{24, 50, 200}, {60, 150, 0}, {300, 250, 938}, {2000, 8000, 60000}},
                      figure.parameters);
  figure.parameters.AddNumbers(
      "weight_variances", "sigma_w^2",
      {{0.4, 0.8, 1.2, 2.4}, EvenGrid(0.3, 2.7, 13), EvenGrid(0.1, 5.9, 117)}, {0.01, 100.0});
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
