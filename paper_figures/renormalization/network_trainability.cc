// Which networks learn: accuracy over weight variance and depth, with the depth to which a random
// network carries information.
//
// Symbols: sigma_w^2 and sigma_b^2 variances of initial weights and biases, L depth, xi depth scale
// of correlations (layers). Mathematics: docs/networks.md; training: docs/training.md.

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/network/layers/network_sizes.h"
#include "infoflow/network/mean_field/mean_field.h"
#include "infoflow/network/training/training.h"
#include "infoflow/network/training/training_evaluation.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/images.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/renormalization/network_trainability_claims.h"
#include "paper_figures/shared/column_theory.h"
#include "paper_figures/shared/dense_training.h"
#include "paper_figures/shared/depth_scale_overlay.h"
#include "paper_figures/shared/even_grid.h"
#include "paper_figures/shared/image_choice.h"
#include "paper_figures/shared/trained_depth.h"

namespace infoflow::paper_figures {

namespace {

// Weight variances at which the depth scale is drawn.
constexpr int kOverlayPoints = 371;

// What all networks have in common.
struct Settings {
  int hidden_width;
  double bias_variance;
  int epochs, batch;
  double learning_rate, momentum;

  INFOFLOW_FIELDS(hidden_width, bias_variance, epochs, batch, learning_rate, momentum)
};

struct Parameters {
  std::string dataset;
  int train_count, test_count;
  std::vector<double> weight_variances;
  std::vector<int> depths;
  int shallow_depth;
  Settings settings;

  void Register(ParameterSet& set) {
    RegisterDataset(set, &dataset);
    set.Add("train_count", &train_count, "images to learn from; 0: all", {2000, 8000, 50000},
            {0, 1000000});
    set.Add("test_count", &test_count, "images to judge by; 0: all", {512, 2000, 0}, {0, 1000000});
    set.Add("weight_variances", &weight_variances, "sigma_w^2",
            {{1.0, 1.8, 2.8}, EvenGrid(1.0, 2.8, 10), EvenGrid(1.0, 2.85, 38)}, {0.01, 100.0});
    const auto every = [](int step, int first, int last) {
      std::vector<int> depths;
      for (int depth = first; depth <= last; depth += step) depths.push_back(depth);
      return depths;
    };
    set.Add("depths", &depths, "numbers of linear layers",
            {{3, 12, 24, 48}, every(5, 5, 60), every(3, 10, 67)}, {1, 1000});
    set.Add("shallow_depth", &shallow_depth, "greatest depth that counts as shallow", {3, 10, 31},
            {1, 1000});
    set.Add("hidden_width", &settings.hidden_width,
            "units of each hidden layer; 0: shrinking from the input to the output", {60, 100, 0},
            {0, 10000});
    set.Add("bias_variance", &settings.bias_variance, "sigma_b^2", {0.05, 0.05, 0.05},
            {0.0, 100.0});
    set.Add("epochs", &settings.epochs, "passes over the images", {2, 1, 5}, {1, 10000});
    set.Add("batch", &settings.batch, "images per step", {16, 32, 64}, {1, 100000});
    set.Add("learning_rate", &settings.learning_rate, "of SGD", {0.01, 0.01, 0.005}, {1e-9, 1e9});
    set.Add("momentum", &settings.momentum, "of SGD", {0.8, 0.8, 0.8}, {0.0, 0.999999});
  }
};

struct Point {
  double weight_variance;
  int depth;
  Settings settings;
  ImageSet images;
  std::uint64_t seed;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("weight_variance", self.weight_variance);
    visit.Key("depth", self.depth);
    visit("settings", self.settings);
    visit("images", self.images);
    visit("seed", self.seed);
  }
};

struct Record {
  double accuracy = 0.0, test_loss = 0.0;  // on the images to judge by
  double train_loss = 0.0;                 // the last epoch's mean

  INFOFLOW_FIELDS(accuracy, test_loss, train_loss)
};

template <typename T>
std::vector<T> Ascending(std::vector<T> values) {
  std::sort(values.begin(), values.end());
  return values;
}

using GridFigure = FigureOf<Parameters, Point, Record>;

absl::StatusOr<std::vector<Point>> Points(const Parameters& p, const Run& run) {
  INFOFLOW_ASSIGN_OR_RETURN(const ImageSet images,
                            ChooseImages(p.dataset, p.train_count, p.test_count, run));
  std::vector<Point> points;
  for (const double variance : Ascending(p.weight_variances)) {
    for (const int depth : Ascending(p.depths)) {
      points.push_back({variance, depth, p.settings, images, run.seed});
    }
  }
  return points;
}

absl::StatusOr<Record> Compute(const Point& point, const Run& run) {
  const Settings& settings = point.settings;
  const std::shared_ptr<const datasets::SplitDataset> data = run.images->Get(point.images);
  const int in = data->train.images.columns(), out = data->train.classes;
  DenseTraining training;
  training.sizes = UniformSizes(in, settings.hidden_width, out, point.depth);
  if (settings.hidden_width == 0) {
    INFOFLOW_ASSIGN_OR_RETURN(
        training.sizes,
        network::NetworkSizes(network::SizeFamily::kShrinkingFloor, in, out, point.depth));
  }
  training.weight_variance = point.weight_variance;
  training.bias_variance = settings.bias_variance;
  training.options.optimizer.learning_rate = settings.learning_rate;
  training.options.optimizer.momentum = settings.momentum;
  // As in the authors' notebooks: always the same order, full batches only, and accuracies of
  // batches of 128 images.
  training.options.minibatches = {settings.batch, /*shuffle=*/false, /*drop_last=*/true};
  training.options.seed = point.seed;
  INFOFLOW_ASSIGN_OR_RETURN(network::Training<float> state,
                            StartTraining(training, Labelled(data->train)));
  WorkerPool workers(run.threads);
  INFOFLOW_ASSIGN_OR_RETURN(const double train_loss, TrainUntil(settings.epochs, state, workers));
  const network::Evaluation evaluation =
      Evaluate(state.network(), Labelled(data->test), training.options.loss, {128, true}, workers);
  return Record{evaluation.accuracy, evaluation.loss, train_loss};
}

// Presentation: nothing below decides a record.

// `networks` by weight variance, `depths` each.
absl::StatusOr<std::vector<TrainedDepthRow>> TrainedDepths(const std::vector<AccuracyRow>& networks,
                                                           std::size_t depths,
                                                           const ColumnTheory& theory) {
  std::vector<TrainedDepthRow> rows;
  std::vector<DepthAccuracy> column;
  for (const AccuracyRow& network : networks) {
    column.push_back({network.depth, network.accuracy});
    if (column.size() < depths) continue;
    const double depth = DepthOfAccuracy(column, kTrainedAccuracy);
    INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint point,
                              theory.MeanField(network.weight_variance));
    rows.push_back({network.weight_variance, depth, point.correlation_depth,
                    depth / point.correlation_depth, point.equal_input_slope < 1.0});
    column.clear();
  }
  return rows;
}

std::vector<ResultTable> Tables(const TrainabilityResults& results,
                                const std::vector<DepthScale>& scales) {
  return {
      {"accuracy", "Accuracy after training", TableOf(results.accuracy)},
      {"trained_depth", "Depth at which the accuracy falls to one half", TableOf(results.trained)},
      {"depth_scale", "Depth scale of correlations", TableOf(scales)}};
}

PictureKeys Keys(const std::vector<double>& variances, const std::vector<int>& depths) {
  PictureKeys keys;
  keys.Add("variances", variances);
  keys.Add("depths", depths);
  keys.Add("multiples", std::vector<double>{1.0, numerics::kPi, 2.0 * numerics::kPi});
  keys.Add("multiple_names",
           std::vector<std::string>{"{/:Italic ξ}", "{/:Italic π ξ}", "2{/:Italic π ξ}"});
  keys.Add("trained_name", absl::StrCat("accuracy ", NumberNames({kTrainedAccuracy})[0]));
  return keys;
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run& run,
                                     GridFigure::Results computed) {
  TrainabilityResults results;
  results.dataset = computed[0].point.images.dataset;
  results.shallow_depth = p.shallow_depth;
  for (const auto& [point, record] : computed) {
    results.accuracy.push_back(
        {point.weight_variance, point.depth, record.accuracy, record.test_loss, record.train_loss});
  }
  const std::vector<double> variances = Ascending(p.weight_variances);
  INFOFLOW_ASSIGN_OR_RETURN(const ColumnTheory theory,
                            ColumnTheory::Create(p.settings.bias_variance));
  INFOFLOW_ASSIGN_OR_RETURN(results.trained,
                            TrainedDepths(results.accuracy, p.depths.size(), theory));
  INFOFLOW_ASSIGN_OR_RETURN(
      const std::vector<DepthScale> scales,
      DepthScaleOverlay(theory, variances.front(), variances.back(), kOverlayPoints));
  return Presentation{Tables(results, scales),
                      TrainabilityClaims(results, run.preset == Preset::kPaper),
                      Keys(variances, Ascending(p.depths))};
}

}  // namespace

Figure NetworkTrainability() {
  GridFigure figure;
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
  figure.width = 900;
  figure.height = 640;
  figure.keeps_points = true;
  figure.open_images = OpenImages;
  figure.points = Points;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
