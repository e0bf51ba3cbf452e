// Whether reconstructions of a random network predict how deep a network can be trained.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/cascade/cutoff.h"
#include "infoflow/network/initialization.h"
#include "infoflow/network/layer_activation.h"
#include "infoflow/network/loss.h"
#include "infoflow/network/training.h"
#include "infoflow/network/training_evaluation.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/harness/figure_points.h"
#include "paper_figures/reconstruction/cascade_column.h"

namespace infoflow::paper_figures {

namespace {

using network::LabelledSamples;

constexpr char kRecipe[] =
#include "paper_figures/reconstruction/cascade_trainability.gp.inc"
    ;

// A network counts as trained when it is right on this fraction of images, as in the paper's
// search (CIFAR-10).
constexpr double kTrained = 0.4;

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

// Accuracy on images not seen after training a network of `depth` layers.
absl::StatusOr<double> TrainedAccuracy(const FigureContext& context,
                                       const datasets::SplitDataset& data, double variance,
                                       int depth) {
  const Parameters& parameters = context.parameters;
  INFOFLOW_ASSIGN_OR_RETURN(std::vector<int> sizes, ColumnSizes(context, data));
  sizes.erase(sizes.begin() + 1, sizes.end() - depth);
  network::TrainingOptions options;
  options.loss = network::LossConvention::kDoubleSoftmax;
  options.optimizer.learning_rate = parameters.Number("learning_rate");
  options.optimizer.momentum = 0.0;
  options.minibatches.batch = static_cast<int>(parameters.Integer("batch"));
  options.seed = context.seed;
  INFOFLOW_ASSIGN_OR_RETURN(
      network::Network<float> initial,
      network::MakeDenseNetwork<float>(
          sizes, network::LayerActivation::kTanh, network::LayerActivation::kTanh,
          {variance, parameters.Number("bias_variance")}, context.seed));
  INFOFLOW_ASSIGN_OR_RETURN(
      network::Training<float> training,
      network::Training<float>::Create(std::move(initial),
                                       LabelledSamples<float>{data.train.images, data.train.labels},
                                       options));
  WorkerPool workers(1);
  for (std::int64_t epoch = 0; epoch < parameters.Integer("epochs"); ++epoch) {
    INFOFLOW_RETURN_IF_ERROR(training.RunEpoch(workers).status());
  }
  return Evaluate(training.network(), LabelledSamples<float>{data.test.images, data.test.labels},
                  options.loss, {}, workers)
      .accuracy;
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
  std::vector<double> depths;
  for (const double depth : parameters.Numbers("depths")) {
    depths.push_back(std::min(std::round(depth), static_cast<double>(parameters.Integer("depth"))));
  }
  std::sort(variances.begin(), variances.end());
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
  INFOFLOW_ASSIGN_OR_RETURN(
      const std::vector<std::vector<double>> values,
      ComputePoints(context, ColumnSettings(context, data), keys,
                    [&](int i) -> absl::StatusOr<std::vector<double>> {
                      const double variance = variances[i / per_variance];
                      if (i % per_variance == 0) return PredictPoint(context, few, variance);
                      INFOFLOW_ASSIGN_OR_RETURN(
                          const double accuracy,
                          TrainedAccuracy(context, data, variance,
                                          static_cast<int>(depths[i % per_variance - 1])));
                      return std::vector<double>{accuracy, 0.0, 0.0, 0.0, 0.0, 0.0};
                    }));

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
  std::vector<double> adam_cutoffs, means, ordered_ridge, ordered_means;
  double peak = 0.0, greatest = -1.0, ordered_least = 1e300;
  for (std::size_t v = 0; v < variances.size(); ++v) {
    const std::vector<double>& prediction = values[v * per_variance];
    std::vector<double> accuracies;
    double mean = 0.0;
    for (std::size_t d = 0; d < depths.size(); ++d) {
      accuracies.push_back(values[v * per_variance + 1 + d][0]);
      mean += accuracies.back() / static_cast<double>(depths.size());
      grid.AddRow({variances[v], depths[d], accuracies.back()});
    }
    INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint point,
                              ColumnMeanField(context, variances[v]));
    const double trained = TrainedDepth(depths, accuracies);
    summary.AddRow({variances[v], trained, prediction[0], prediction[3], prediction[1],
                    prediction[4], prediction[2], prediction[5], 6.0 * point.correlation_depth,
                    mean});
    if (mean > greatest) greatest = mean, peak = variances[v];
    if (point.equal_input_slope < 1.0 && point.correlation_depth <= depths.back()) {
      ordered_least = std::min(ordered_least, trained / point.correlation_depth);
    }
    if (point.equal_input_slope < 1.0 && point.correlation_depth <= depths.back()) {
      ordered_ridge.push_back(-prediction[5]);
      ordered_means.push_back(mean);
    }
    if (variances[v] >= 0.7) {
      adam_cutoffs.push_back(prediction[0]);
      means.push_back(mean);
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
  result.claims.push_back(
      {"F6a", "Trainability is greatest near the transition.",
       absl::StrFormat("distance of the best sigma_w^2, %.3g, from [1.4, 2.2], by mean accuracy "
                       "over depths, %s",
                       peak, ColumnDatasetName(context)),
       std::max({0.0, 1.4 - peak, peak - 2.2}), Relation::kAtMost, 0.0});
  result.claims.push_back({"F6b",
                           "In the ordered phase networks can be trained that are deeper "
                           "than xi.",
                           "smallest trained depth / xi", ordered_least, Relation::kAtLeast, 1.0});
  result.claims.push_back(
      {"F6c",
       "The layer at which the relative entropy of the untrained network saturates predicts "
       "trainability.",
       "rank correlation of the cutoff (decoders by Adam) with mean accuracy over depths, "
       "sigma_w^2 >= 0.7",
       RankCorrelation(adam_cutoffs, means), Relation::kAtLeast, 0.7});
  if (ordered_means.size() >= 3) {
    result.claims.push_back(
        {"F6c'", "On the ordered side ridge decoders, which need no learning rate, predict it too.",
         "rank correlation of minus the error of reconstructions from the deepest layer with "
         "mean accuracy, ordered columns with xi within the depth",
         RankCorrelation(ordered_ridge, ordered_means), Relation::kAtLeast, 0.9});
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
  figure.parameters
      .AddNumbers("weight_variances", "sigma_w^2",
                  {{0.7, 1.1, 1.76, 3.0},
                   {0.5, 0.8, 1.1, 1.3, 1.5, 1.76, 2.1, 2.6, 3.2},
                   EvenGrid(0.1, 4.0, 40)},
                  {0.01, 100.0})
      .AddNumbers("depths", "numbers of linear layers of the networks that are trained",
                  {{4.0, 10.0, 20.0}, {5.0, 10.0, 20.0, 30.0, 40.0}, EvenGrid(5.0, 150.0, 30)},
                  {2.0, 1000.0})
      .AddInteger("epochs", "passes over the images", {6, 3, 200}, {1, 100000})
      .AddNumber("learning_rate", "of plain SGD", {0.1, 0.1, 1e-3}, {1e-9, 1e9})
      .AddNumber("relative_tolerance", "within which entropies count as saturated",
                 {0.005, 0.005, 0.005}, {0.0, 1.0});
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
