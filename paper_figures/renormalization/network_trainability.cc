// Which networks learn: accuracy over weight variance and depth, with the depth to which a
// random network carries information.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/network/initialization.h"
#include "infoflow/network/layer_activation.h"
#include "infoflow/network/loss.h"
#include "infoflow/network/mean_field.h"
#include "infoflow/network/mean_field_activation.h"
#include "infoflow/network/network_sizes.h"
#include "infoflow/network/training.h"
#include "infoflow/network/training_evaluation.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/harness/figure_points.h"
#include "paper_figures/renormalization/training_images.h"

namespace infoflow::paper_figures {

namespace {

using network::LabelledSamples;

constexpr char kRecipe[] =
#include "paper_figures/renormalization/network_trainability.gp.inc"
    ;

// A network counts as trained when it is right on half of the images that it has not seen.
constexpr double kTrained = 0.5;

// Weight variances at which the depth scale is drawn.
constexpr int kOverlayPoints = 371;

// Between which the paper's trainable depth is largest (claim C13).
constexpr double kLeastPeak = 1.3;
constexpr double kGreatestPeak = 2.2;

// Sizes of a network of `depth` linear layers.
absl::StatusOr<std::vector<int>> Sizes(const Parameters& parameters, int in, int out, int depth) {
  const int width = static_cast<int>(parameters.Integer("hidden_width"));
  if (width == 0) {
    return network::NetworkSizes(network::SizeFamily::kShrinkingFloor, in, out, depth);
  }
  std::vector<int> sizes(depth + 1, width);
  sizes.front() = in;
  sizes.back() = out;
  return sizes;
}

// Accuracy and loss on the images to judge by after training, and the last epoch's mean loss.
absl::StatusOr<std::vector<double>> TrainPoint(const FigureContext& context,
                                               const datasets::SplitDataset& data,
                                               double weight_variance, int depth) {
  const Parameters& parameters = context.parameters;
  INFOFLOW_ASSIGN_OR_RETURN(
      const std::vector<int> sizes,
      Sizes(parameters, data.train.images.columns(), data.train.classes, depth));
  network::TrainingOptions options;
  options.optimizer.learning_rate = parameters.Number("learning_rate");
  options.optimizer.momentum = parameters.Number("momentum");
  // As in the paper's code: always the same order, full batches only.
  options.minibatches = {static_cast<int>(parameters.Integer("batch")), false, true};
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
  // Points are computed side by side: each on one thread.
  WorkerPool workers(1);
  double train_loss = std::numeric_limits<double>::quiet_NaN();
  for (std::int64_t epoch = 0; epoch < parameters.Integer("epochs"); ++epoch) {
    INFOFLOW_ASSIGN_OR_RETURN(train_loss, training.RunEpoch(workers));
  }
  const network::Evaluation evaluation =
      Evaluate(training.network(), LabelledSamples<float>{data.test.images, data.test.labels},
               options.loss, {128, true}, workers);
  return std::vector<double>{evaluation.accuracy, evaluation.loss, train_loss};
}

// The depth at which the accuracy falls to kTrained for the first time, between grid points by
// linear interpolation; 0 when it is lower from the start, the greatest depth when it never falls.
double TrainedDepth(const std::vector<std::pair<double, double>>& accuracies) {
  double depth = 0.0;
  double before = 1.0;
  for (const auto& [next_depth, accuracy] : accuracies) {
    if (accuracy < kTrained) {
      return depth + (next_depth - depth) * (before - kTrained) / (before - accuracy);
    }
    depth = next_depth;
    before = accuracy;
  }
  return depth;
}

absl::StatusOr<network::MeanFieldPoint> MeanFieldAt(const Parameters& parameters,
                                                    double weight_variance) {
  INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldActivation tanh,
                            network::MakeMeanFieldActivation("tanh"));
  return network::SolveMeanField(tanh, weight_variance, parameters.Number("bias_variance"));
}

absl::StatusOr<FigureResult> Compute(const FigureContext& context) {
  const Parameters& parameters = context.parameters;
  std::vector<double> variances = parameters.Numbers("weight_variances");
  std::vector<double> depths = parameters.Numbers("depths");
  std::sort(variances.begin(), variances.end());
  std::sort(depths.begin(), depths.end());
  INFOFLOW_ASSIGN_OR_RETURN(const datasets::SplitDataset data, LoadImages(context));

  // All that decides a point besides its own two numbers.
  std::string settings;
  for (const char* name : {"hidden_width", "epochs", "batch", "train_count", "test_count"}) {
    absl::StrAppend(&settings, name, "=", parameters.Integer(name), " ");
  }
  for (const char* name : {"learning_rate", "momentum", "bias_variance"}) {
    absl::StrAppend(&settings, name, "=", FormatDouble(parameters.Number(name)), " ");
  }
  for (const datasets::Dataset* part : {&data.train, &data.test}) {
    for (const datasets::Origin& origin : part->origins) {
      absl::StrAppend(&settings, origin.source, " ", origin.sha256, " ");
    }
  }
  std::vector<std::pair<double, double>> points;
  std::vector<std::string> keys;
  for (const double variance : variances) {
    for (const double depth : depths) {
      points.emplace_back(variance, std::round(depth));
      keys.push_back(absl::StrFormat("weight_variance=%.17g depth=%.0f", variance, depth));
    }
  }
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<std::vector<double>> values,
                            ComputePoints(context, settings, keys, [&](int i) {
                              return TrainPoint(context, data, points[i].first,
                                                static_cast<int>(points[i].second));
                            }));

  Table grid({{"weight_variance", ""},
              {"depth", "layers"},
              {"accuracy", ""},
              {"test_loss", "nats per image"},
              {"train_loss", "nats per image"}});
  std::map<double, std::vector<std::pair<double, double>>> accuracies;
  const double shallow = parameters.Number("shallow_depth");
  double worst_shallow = 1.0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto [variance, depth] = points[i];
    grid.AddRow({variance, depth, values[i][0], values[i][1], values[i][2]});
    accuracies[variance].emplace_back(depth, values[i][0]);
    if (depth <= shallow) worst_shallow = std::min(worst_shallow, values[i][0]);
  }

  Table boundary({{"weight_variance", ""},
                  {"trained_depth", "layers"},
                  {"correlation_depth", "layers"},
                  {"ratio", ""}});
  double greatest = -1.0;
  std::vector<double> peaks;
  double least_ratio = std::numeric_limits<double>::infinity();
  double largest_ratio = 0.0;
  for (const auto& [variance, of_depth] : accuracies) {
    const double trained = TrainedDepth(of_depth);
    INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint point,
                              MeanFieldAt(parameters, variance));
    const double xi = point.correlation_depth;
    boundary.AddRow({variance, trained, xi, trained / xi});
    if (trained > greatest) peaks.clear();
    if (trained >= greatest) peaks.push_back(variance);
    greatest = std::max(greatest, trained);
    // Where the grid could show a boundary at 2 pi xi on the ordered side.
    if (point.equal_input_slope < 1.0 && 2.0 * M_PI * xi <= depths.back()) {
      least_ratio = std::min(least_ratio, trained / xi);
      largest_ratio = std::max(largest_ratio, trained / xi);
    }
  }
  double peak = 0.0;
  for (const double variance : peaks) peak += variance / static_cast<double>(peaks.size());
  const double outside = std::max({0.0, kLeastPeak - peak, peak - kGreatestPeak});

  Table overlay({{"weight_variance", ""}, {"correlation_depth", "layers"}});
  for (int i = 0; i < kOverlayPoints; ++i) {
    const double variance =
        variances.front() + (variances.back() - variances.front()) * i / (kOverlayPoints - 1);
    INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint point,
                              MeanFieldAt(parameters, variance));
    overlay.AddRow({variance, point.correlation_depth});
  }

  FigureResult result;
  // Training amplifies the last digits of single-precision products: between BLAS kernels
  // (SkylakeX, Haswell, Prescott) accuracies differ by 0.08 at most, losses by 0.09 and trained
  // depths by 8%.
  const GoldenTolerance loose = {0.0, 0.1};
  result.tables = {{"accuracy",
                    "Accuracy after training",
                    grid,
                    {1e-12, 0.0},
                    {{"accuracy", loose}, {"test_loss", loose}, {"train_loss", loose}}},
                   {"trained_depth",
                    "Depth at which the accuracy falls to one half",
                    boundary,
                    {1e-9, 0.0},
                    {{"trained_depth", {0.15, 0.0}}, {"ratio", {0.15, 0.0}}}},
                   {"depth_scale", "Depth scale of correlations", overlay, {1e-9, 0.0}, {}}};
  using Relation = Claim::Relation;
  const bool as_in_the_paper = context.preset == Preset::kPaper;
  const std::string least_accuracy =
      absl::StrFormat("smallest accuracy at depths up to %g, %s", shallow, DatasetName(context));
  if (as_in_the_paper) {
    result.claims.push_back(
        {"C12",
         "Every network of at most 31 layers is right on more than 0.9 of the images for all "
         "weight variances from 1 to 2.85.",
         least_accuracy, worst_shallow, Relation::kGreater, 0.9});
  } else {
    result.claims.push_back(
        {"C12",
         "Shallow networks learn at all weight variances: already in a few hundred steps they are "
         "right on more than half of the images.",
         least_accuracy, worst_shallow, Relation::kGreater, 0.5,
         "after five epochs of 50,000 images, accuracy above 0.9 up to depth 31 (preset paper)"});
  }
  result.claims.push_back(
      {"C13", "The depth that can be trained is largest near the order-chaos line.",
       absl::StrFormat("distance of its peak, at weight variance %.4g, from [%g, %g]", peak,
                       kLeastPeak, kGreatestPeak),
       outside, Relation::kAtMost, 0.0});
  result.claims.push_back(
      {"C13a",
       "On the ordered side networks can be trained that are deeper than the depth scale xi.",
       "smallest trained depth / xi where 2 pi xi is within the grid", least_ratio,
       Relation::kGreater, 1.0});
  result.claims.push_back({"C13b", "They are not deeper than 2 pi xi.",
                           "largest trained depth / (2 pi xi) there", largest_ratio / (2.0 * M_PI),
                           Relation::kAtMost, 1.0});
  return result;
}

std::vector<double> Grid(double first, double last, int count) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) {
    // Rounded, so that parameters read as they are meant.
    values.push_back(std::round((first + (last - first) * i / (count - 1)) * 1e6) / 1e6);
  }
  return values;
}

}  // namespace

Figure NetworkTrainability() {
  Figure figure;
  figure.slug = "network_trainability";
  figure.title = "Which depths can be trained: accuracy over weight variance and depth";
  figure.paper = "arXiv:2107.06898";
  figure.source = "accuracy grid of the networks";
  figure.description =
      "Accuracy of tanh networks after training, over the variance of their initial weights and "
      "their depth, with the depth scale xi of mean-field theory, pi xi and 2 pi xi.";
  figure.oracle =
      "gradients and optimiser against finite differences and PyTorch's numbers "
      "(infoflow/network tests), depth scales against independent tables; training itself by the "
      "bands of its claims";
  figure.has_points = true;
  AddImageParameters({"synthetic-digits", "auto", "mnist"}, {2000, 8000, 50000}, {512, 2000, 0},
                     figure.parameters);
  figure.parameters
      .AddNumbers("weight_variances", "sigma_w^2",
                  {{1.0, 1.8, 2.8}, Grid(1.0, 2.8, 10), Grid(1.0, 2.85, 38)}, {0.01, 100.0})
      .AddNumbers("depths", "numbers of linear layers",
                  {{3.0, 12.0, 24.0, 48.0}, Grid(5.0, 60.0, 12), Grid(10.0, 67.0, 20)},
                  {1.0, 1000.0})
      .AddNumber("shallow_depth", "greatest depth that claim C12 asks about", {3.0, 10.0, 31.0},
                 {1.0, 1000.0})
      .AddInteger("hidden_width",
                  "units of each hidden layer; 0: shrinking from the input to the output",
                  {60, 100, 0}, {0, 10000})
      .AddNumber("bias_variance", "sigma_b^2", {0.05, 0.05, 0.05}, {0.0, 100.0})
      .AddInteger("epochs", "passes over the images", {2, 1, 5}, {1, 10000})
      .AddInteger("batch", "images per step", {16, 32, 64}, {1, 100000})
      .AddNumber("learning_rate", "of SGD", {0.01, 0.01, 0.005}, {1e-9, 1e9})
      .AddNumber("momentum", "of SGD", {0.8, 0.8, 0.8}, {0.0, 0.999999});
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
