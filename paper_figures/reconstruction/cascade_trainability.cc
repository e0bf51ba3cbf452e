// Whether reconstructions of a random network predict how deep a network can be trained.

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
#include "paper_figures/reconstruction/column_training.h"

namespace infoflow::paper_figures {

namespace {

constexpr char kRecipe[] =
#include "paper_figures/reconstruction/cascade_trainability.gp.inc"
    ;

constexpr int kOverlayPoints = 201;

// Images that accuracies are taken of.
constexpr int kJudgedImages = 1000;

// Cutoffs and collapse depths with Adam and with ridge decoders.
absl::StatusOr<std::vector<double>> PredictPoint(const FigureContext& context,
                                                 const datasets::SplitDataset& data,
                                                 double variance) {
  std::vector<double> point;
  for (const DecoderKind kind : {DecoderKind::kAdam, DecoderKind::kRidge}) {
    INFOFLOW_ASSIGN_OR_RETURN(const cascade::CascadeProfile profile,
                              ComputeColumn(context, data, variance, kind));
    cascade::CutoffOptions options;
    options.relative_tolerance = context.parameters.Number("relative_tolerance");
    const cascade::SampleCutoffs cutoffs =
        cascade::SummarizeCutoffs(profile.relative_entropies, options);
    point.push_back(cutoffs.of_median + 1.0);
    point.push_back(cascade::FirstLayerBelow(profile.DifferentialEntropies(),
                                             cascade::kCollapsedEntropy, true));
    point.push_back(profile.layers.back().reconstruction_mse);
  }
  return point;
}

// Depth at which the accuracy falls to kTrained, between grid points by linear interpolation.
double TrainedDepth(const std::vector<double>& depths, const std::vector<double>& accuracies) {
  double depth = 0.0, before = 1.0;
  for (std::size_t i = 0; i < depths.size(); ++i) {
    if (accuracies[i] < kTrained) {
      return depth + (depths[i] - depth) * (before - kTrained) / (before - accuracies[i]);
    }
    depth = depths[i];
    before = accuracies[i];
  }
  return depth;
}

absl::StatusOr<FigureResult> Compute(const FigureContext& context) {
  const Parameters& parameters = context.parameters;
  std::vector<double> variances = parameters.Numbers("weight_variances");
  std::sort(variances.begin(), variances.end());
  const double deepest = static_cast<double>(parameters.Integer("depth"));
  const bool falling = parameters.Choice("search") == "falling";
  // Of the grid; a search finds its own.
  std::vector<double> depths;
  if (!falling) {
    for (const double depth : parameters.Numbers("depths")) {
      depths.push_back(std::min(std::round(depth), deepest));
    }
  }
  std::sort(depths.begin(), depths.end());
  depths.erase(std::unique(depths.begin(), depths.end()), depths.end());
  INFOFLOW_ASSIGN_OR_RETURN(const datasets::SplitDataset data,
                            LoadColumnImages(context, kJudgedImages));
  // Entropies are of fewer images than accuracies.
  datasets::SplitDataset few = data;
  few.test = datasets::Subset(
      data.test, 0, std::min(static_cast<int>(parameters.Integer("images")), data.test.size()));
  // Every point has six numbers; a network's accuracy is the first of them.
  std::vector<std::string> keys;
  for (const double variance : variances) {
    keys.push_back(absl::StrFormat("cascade weight_variance=%.17g", variance));
    for (const double depth : depths) {
      keys.push_back(absl::StrFormat("network weight_variance=%.17g depth=%.0f", variance, depth));
    }
  }
  const int per_variance = static_cast<int>(depths.size()) + 1;
  const absl::StatusOr<std::vector<std::vector<double>>> computed = ComputePoints(
      context, ColumnSettings(context, data), keys,
      [&](int i) -> absl::StatusOr<std::vector<double>> {
        const double variance = variances[i / per_variance];
        if (i % per_variance == 0) return PredictPoint(context, few, variance);
        INFOFLOW_ASSIGN_OR_RETURN(const double accuracy,
                                  TrainedAccuracy(context, data, variance,
                                                  static_cast<int>(depths[i % per_variance - 1])));
        return std::vector<double>{accuracy, 0.0, 0.0, 0.0, 0.0, 0.0};
      });
  if (!computed.ok() && !(falling && IsShardFinished(computed.status()))) return computed.status();
  std::vector<FallingPoint> search;
  if (falling) {
    INFOFLOW_ASSIGN_OR_RETURN(search, SearchColumnDepths(context, data, variances));
  }
  const std::vector<std::vector<double>>& values = *computed;

  Table summary({{"weight_variance", ""},
                 {"trained_depth", "layers"},
                 {"adam_cutoff", "layers"},
                 {"ridge_cutoff", "layers"},
                 {"adam_collapse", "layers"},
                 {"ridge_collapse", "layers"},
                 {"adam_deepest_mse", ""},
                 {"ridge_deepest_mse", ""},
                 {"six_correlation_depths", "layers"},
                 {"mean_accuracy", ""}});
  Table grid({{"weight_variance", ""}, {"depth", "layers"}, {"accuracy", ""}});
  // What a network is good for: mean accuracy over the grid's depths, or the depth found.
  std::vector<double> adam_cutoffs, uses, ordered_ridge, ordered_uses;
  double peak = 0.0, greatest = -1.0, ordered_least = 1e300;
  for (std::size_t v = 0; v < variances.size(); ++v) {
    const std::vector<double>& prediction = values[v * per_variance];
    double trained = 0.0, mean = std::numeric_limits<double>::quiet_NaN();
    if (falling) {
      trained = search[v].trained_depth;
      for (const FallingPoint::Trial& trial : search[v].trials) {
        grid.AddRow({variances[v], static_cast<double>(trial.depth), trial.outcome.accuracy});
      }
    } else {
      std::vector<double> accuracies;
      mean = 0.0;
      for (std::size_t d = 0; d < depths.size(); ++d) {
        accuracies.push_back(values[v * per_variance + 1 + d][0]);
        mean += accuracies.back() / static_cast<double>(depths.size());
        grid.AddRow({variances[v], depths[d], accuracies.back()});
      }
      trained = TrainedDepth(depths, accuracies);
    }
    INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint point,
                              ColumnMeanField(context, variances[v]));
    summary.AddRow({variances[v], trained, prediction[0], prediction[3], prediction[1],
                    prediction[4], prediction[2], prediction[5], 6.0 * point.correlation_depth,
                    mean});
    const double use = falling ? trained : mean;
    if (use > greatest) greatest = use, peak = variances[v];
    if (point.equal_input_slope < 1.0 &&
        point.correlation_depth <= (falling ? deepest : depths.back())) {
      ordered_least = std::min(ordered_least, trained / point.correlation_depth);
      ordered_ridge.push_back(-prediction[5]);
      ordered_uses.push_back(use);
    }
    if (variances[v] >= 0.7) {
      adam_cutoffs.push_back(prediction[0]);
      uses.push_back(use);
    }
  }

  Table overlay({{"weight_variance", ""}, {"correlation_depth", "layers"}});
  for (int i = 0; i < kOverlayPoints; ++i) {
    const double variance =
        variances.front() + (variances.back() - variances.front()) * i / (kOverlayPoints - 1);
    INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint point,
                              ColumnMeanField(context, variance));
    overlay.AddRow({variance, point.correlation_depth});
  }

  FigureResult result;
  // Training amplifies the last digits of products: between BLAS kernels (SkylakeX, Haswell,
  // Sandybridge, Prescott) accuracies differ by 0.044 at most and their means by 0.015; errors of
  // decoders by 1e-7, depths of collapse by 6e-6. No cutoff moves, but single ones might, by a
  // layer.
  const GoldenTolerance accuracy = {0.0, 0.1}, layer = {0.0, 1.0}, collapse = {1e-3, 0.0};
  result.tables = {
      {"summary",
       "Depth that can be trained, and what reconstructions predict",
       summary,
       {1e-9, 0.0},
       {{"trained_depth", {0.1, 0.0}},
        {"adam_cutoff", layer},
        {"ridge_cutoff", layer},
        {"adam_collapse", collapse},
        {"ridge_collapse", collapse},
        {"adam_deepest_mse", {1e-5, 0.0}},
        {"ridge_deepest_mse", {1e-5, 0.0}},
        {"mean_accuracy", {0.0, 0.04}}}},
      {"accuracy", "Accuracy after training", grid, {1e-12, 0.0}, {{"accuracy", accuracy}}},
      {"depth_scale", "Depth scale of correlations", overlay, {1e-9, 0.0}, {}}};
  using Relation = Claim::Relation;
  const std::string use =
      falling ? "the depth that a falling search finds" : "mean accuracy over depths";
  // A falling search has its peak where it starts.
  if (!falling) {
    result.claims.push_back(
        {"F6a", "Trainability is greatest near the transition.",
         absl::StrFormat("distance of the best sigma_w^2, %.3g, from [1.4, 2.2], by %s, %s", peak,
                         use, ColumnDatasetName(context)),
         std::max({0.0, 1.4 - peak, peak - 2.2}), Relation::kAtMost, 0.0});
  }
  result.claims.push_back({"F6b",
                           "In the ordered phase networks can be trained that are deeper "
                           "than xi.",
                           "smallest trained depth / xi", ordered_least, Relation::kAtLeast, 1.0});
  result.claims.push_back(
      {"F6c",
       "The layer at which the relative entropy of the untrained network saturates predicts "
       "trainability.",
       absl::StrCat("rank correlation of the cutoff (decoders by Adam) with ", use,
                    ", sigma_w^2 >= 0.7"),
       RankCorrelation(adam_cutoffs, uses), Relation::kAtLeast, 0.7});
  if (ordered_uses.size() >= 3) {
    result.claims.push_back(
        {"F6c'", "On the ordered side ridge decoders, which need no learning rate, predict it too.",
         absl::StrCat("rank correlation of minus the error of reconstructions from the deepest "
                      "layer with ",
                      use, ", ordered columns with xi within the depth"),
         RankCorrelation(ordered_ridge, ordered_uses), Relation::kAtLeast, 0.9});
  }
  return result;
}

}  // namespace

Figure CascadeTrainability() {
  Figure figure;
  figure.slug = "cascade_trainability";
  figure.title = "Which depths can be trained, and what reconstructions predict";
  figure.paper = "arXiv:2406.12916";
  figure.source = "trainability and cutoffs over the weight variance";
  figure.description =
      "Accuracy of tanh networks after training over weight variance and depth, with the depths "
      "at which reconstructions from the random network saturate and collapse (Adam and ridge "
      "decoders), xi and 6 xi.";
  figure.oracle =
      "cascades, gradients and optimisers against PyTorch's numbers, depth scales against "
      "independent tables; training itself by the bands of its claims";
  figure.has_points = true;
  AddColumnParameters({{20, 40, 150}, {60, 80, 0}, {250, 250, 938}, {4000, 8000, 60000}},
                      figure.parameters);
  AddTrainingParameters(figure.parameters);
  figure.parameters
      .AddNumbers("weight_variances", "sigma_w^2",
                  {{0.7, 1.1, 1.76, 3.0},
                   {0.5, 0.8, 1.1, 1.3, 1.5, 1.76, 2.1, 2.6, 3.2},
                   EvenGrid(0.1, 4.0, 40)},
                  {0.01, 100.0})
      .AddNumber("relative_tolerance", "within which entropies count as saturated",
                 {0.005, 0.005, 0.005}, {0.0, 1.0});
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
