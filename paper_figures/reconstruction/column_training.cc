#include "paper_figures/reconstruction/column_training.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/network/initialization.h"
#include "infoflow/network/layer_activation.h"
#include "infoflow/network/loss.h"
#include "infoflow/network/network_sizes.h"
#include "infoflow/network/training.h"
#include "infoflow/network/training_evaluation.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/figure_points.h"
#include "paper_figures/harness/points_folder.h"
#include "paper_figures/reconstruction/cascade_column.h"

namespace infoflow::paper_figures {

namespace {

using network::LabelledSamples;

constexpr double kNever = std::numeric_limits<double>::infinity();

// Trains until the accuracy after a pass is above `enough`; with kNever looks at the end only.
absl::StatusOr<TrainingOutcome> Train(const FigureContext& context,
                                      const datasets::SplitDataset& data,
                                      const std::vector<int>& sizes, double weight_variance,
                                      double enough) {
  const Parameters& parameters = context.parameters;
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
          {weight_variance, parameters.Number("bias_variance")}, context.seed));
  INFOFLOW_ASSIGN_OR_RETURN(
      network::Training<float> training,
      network::Training<float>::Create(std::move(initial),
                                       LabelledSamples<float>{data.train.images, data.train.labels},
                                       options));
  WorkerPool workers(1);
  const std::int64_t epochs = parameters.Integer("epochs");
  TrainingOutcome outcome;
  for (std::int64_t epoch = 1; epoch <= epochs; ++epoch) {
    INFOFLOW_RETURN_IF_ERROR(training.RunEpoch(workers).status());
    if (epoch < epochs && enough == kNever) continue;
    const double accuracy =
        Evaluate(training.network(), LabelledSamples<float>{data.test.images, data.test.labels},
                 options.loss, {}, workers)
            .accuracy;
    outcome.accuracy = std::max(outcome.accuracy, accuracy);
    outcome.epochs = static_cast<double>(epoch);
    if (accuracy > enough) break;
  }
  return outcome;
}

// Layers of a network of the search.
absl::StatusOr<std::vector<int>> SearchedSizes(const FigureContext& context,
                                               const datasets::SplitDataset& data, int depth) {
  const int pixels = data.train.images.columns();
  const int width = static_cast<int>(context.parameters.Integer("hidden_width"));
  if (width == 0) {
    return network::NetworkSizes(network::SizeFamily::kShrinkingCeiling, pixels, data.train.classes,
                                 depth);
  }
  std::vector<int> sizes(depth + 1, width);
  sizes.front() = pixels;
  sizes.back() = data.train.classes;
  return sizes;
}

}  // namespace

void AddTrainingParameters(Parameters& parameters) {
  parameters
      .AddChoice("search",
                 "grid: every network of depths; falling: the paper's search, from depth on",
                 {"grid", "grid", "falling"}, {"grid", "falling"})
      .AddNumbers(
          "depths", "grid: numbers of linear layers of the networks that are trained",
          {{4.0, 10.0, 20.0}, {5.0, 10.0, 20.0, 30.0, 40.0}, {10.0, 25.0, 50.0, 100.0, 150.0}},
          {2.0, 1000.0})
      .AddInteger("depth_step", "falling: layers less after a network that is not trained",
                  {5, 5, 5}, {1, 1000})
      .AddNumber("first_weight_variance", "falling: where the search starts, sigma_w^2",
                 {1.7, 1.7, 1.7}, {0.0, 100.0})
      .AddInteger("epochs", "passes over the images, at most", {6, 3, 200}, {1, 100000})
      .AddNumber("learning_rate", "of plain SGD", {0.1, 0.1, 1e-3}, {1e-9, 1e9});
}

absl::StatusOr<double> TrainedAccuracy(const FigureContext& context,
                                       const datasets::SplitDataset& data, double weight_variance,
                                       int depth) {
  INFOFLOW_ASSIGN_OR_RETURN(std::vector<int> sizes, ColumnSizes(context, data));
  sizes.erase(sizes.begin() + 1, sizes.end() - depth);
  INFOFLOW_ASSIGN_OR_RETURN(const TrainingOutcome outcome,
                            Train(context, data, sizes, weight_variance, kNever));
  return outcome.accuracy;
}

absl::StatusOr<std::vector<FallingPoint>> SearchColumnDepths(
    const FigureContext& context, const datasets::SplitDataset& data,
    const std::vector<double>& weight_variances) {
  const Parameters& parameters = context.parameters;
  FallingSearchOptions options;
  options.trained = kTrained;
  options.depth_step = static_cast<int>(parameters.Integer("depth_step"));
  options.first_depth = static_cast<int>(parameters.Integer("depth"));
  INFOFLOW_ASSIGN_OR_RETURN(
      const std::unique_ptr<PointsFolder> folder,
      PointsFolder::Open(context, absl::StrCat("search ", ColumnSettings(context, data))));
  const auto train = [&](double variance, int depth) -> absl::StatusOr<TrainingOutcome> {
    const std::string key = absl::StrFormat("weight_variance=%.17g depth=%d", variance, depth);
    if (const std::vector<double>* found = folder->Find(key); found != nullptr) {
      return TrainingOutcome{found->at(0), found->at(1)};
    }
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> sizes, SearchedSizes(context, data, depth));
    INFOFLOW_ASSIGN_OR_RETURN(const TrainingOutcome outcome,
                              Train(context, data, sizes, variance, kTrained));
    INFOFLOW_RETURN_IF_ERROR(folder->Add(key, {outcome.accuracy, outcome.epochs}));
    return outcome;
  };
  // The walks down and up begin where the first variance ended.
  const double middle = parameters.Number("first_weight_variance");
  const auto first = std::min_element(
      weight_variances.begin(), weight_variances.end(),
      [&](double a, double b) { return std::abs(a - middle) < std::abs(b - middle); });
  INFOFLOW_ASSIGN_OR_RETURN(std::vector<FallingPoint> points,
                            SearchFallingDepths({*first}, options, train));
  options.first_depth = points[0].trials.back().depth;
  std::vector<FallingPoint> walks[2];
  const std::vector<double> variances[2] = {
      std::vector<double>(std::make_reverse_iterator(first), weight_variances.rend()),
      std::vector<double>(first + 1, weight_variances.end())};
  INFOFLOW_RETURN_IF_ERROR(ParallelFor(2, context.threads, [&](int walk) -> absl::Status {
    if (walk % context.shard_count != context.shard_index) return absl::OkStatus();
    INFOFLOW_ASSIGN_OR_RETURN(walks[walk], SearchFallingDepths(variances[walk], options, train));
    return absl::OkStatus();
  }));
  if (context.shard_count > 1) return ShardFinished(context, "its side of the search");
  points.insert(points.begin(), walks[0].rbegin(), walks[0].rend());
  points.insert(points.end(), walks[1].begin(), walks[1].end());
  return points;
}

}  // namespace infoflow::paper_figures
