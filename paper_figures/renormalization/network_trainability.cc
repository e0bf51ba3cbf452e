// Which networks learn: accuracy over weight variance and depth, with the depth to which a random
// network carries information.
//
// Symbols: sigma_w^2 and sigma_b^2 variances of initial weights and biases, L depth, xi depth scale
// of correlations (layers). Mathematics: docs/networks.md; training: docs/training.md.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/network/mean_field.h"
#include "infoflow/network/mean_field_activation.h"
#include "infoflow/network/network_sizes.h"
#include "infoflow/network/training.h"
#include "infoflow/network/training_evaluation.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/shared/dense_training.h"
#include "paper_figures/shared/even_grid.h"
#include "paper_figures/shared/image_choice.h"

namespace infoflow::paper_figures {

namespace {

// A network counts as trained when it is right on half of the images that it has not seen.
constexpr double kTrained = 0.5;
// Weight variances at which the depth scale is drawn.
constexpr int kOverlayPoints = 371;
// Between which the trainable depth is largest in the authors' grid.
constexpr double kLeastPeak = 1.3;
constexpr double kGreatestPeak = 2.2;

// What all networks have in common.
struct Settings {
  int hidden_width;
  double bias_variance;
  int epochs;
  int batch;
  double learning_rate;
  double momentum;

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

using GridFigure = FigureOf<Parameters, Point, Record>;

absl::StatusOr<std::vector<Point>> Points(const Parameters& p, const Run& run) {
  INFOFLOW_ASSIGN_OR_RETURN(const ImageSet images,
                            ChooseImages(p.dataset, p.train_count, p.test_count, run));
  std::vector<double> variances = p.weight_variances;
  std::vector<int> depths = p.depths;
  std::sort(variances.begin(), variances.end());
  std::sort(depths.begin(), depths.end());
  std::vector<Point> points;
  for (const double variance : variances) {
    for (const int depth : depths) {
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

// A column of the grid against the depth scale.
struct TrainedDepth {
  double weight_variance = 0.0;
  double depth = 0.0;
  double depth_scale = 0.0;
  double ratio = 0.0;
  bool ordered = false;  // chi_1 < 1

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("weight_variance", self.weight_variance);
    visit("trained_depth", self.depth, "layers");
    visit("correlation_depth", self.depth_scale, "layers");
    visit("ratio", self.ratio);
  }
};

absl::StatusOr<network::MeanFieldPoint> MeanFieldAt(double weight_variance, double bias_variance) {
  INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldActivation tanh,
                            network::MakeMeanFieldActivation("tanh"));
  return network::SolveMeanField(tanh, weight_variance, bias_variance);
}

// The depth at which the accuracy falls to kTrained for the first time, between grid points by
// linear interpolation; 0 when it is lower from the start, the greatest depth when it never falls.
double FallingDepth(GridFigure::Results column) {
  double depth = 0.0;
  double before = 1.0;
  for (const auto& [point, record] : column) {
    if (record.accuracy < kTrained) {
      return depth + (point.depth - depth) * (before - kTrained) / (before - record.accuracy);
    }
    depth = point.depth;
    before = record.accuracy;
  }
  return depth;
}

absl::StatusOr<std::vector<TrainedDepth>> TrainedDepths(const Parameters& p,
                                                        GridFigure::Results results) {
  std::vector<TrainedDepth> rows;
  for (std::size_t i = 0; i < results.size(); i += p.depths.size()) {
    const double variance = results[i].point.weight_variance;
    const double depth = FallingDepth(results.subspan(i, p.depths.size()));
    INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint point,
                              MeanFieldAt(variance, p.settings.bias_variance));
    const double depth_scale = point.correlation_depth;
    rows.push_back(
        {variance, depth, depth_scale, depth / depth_scale, point.equal_input_slope < 1.0});
  }
  return rows;
}

absl::StatusOr<Table> DepthScales(double first, double last, double bias_variance) {
  Table table({{"weight_variance", ""}, {"correlation_depth", "layers"}});
  for (int i = 0; i < kOverlayPoints; ++i) {
    const double variance = first + (last - first) * i / (kOverlayPoints - 1);
    INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldPoint point,
                              MeanFieldAt(variance, bias_variance));
    table.AddRow({variance, point.correlation_depth});
  }
  return table;
}

std::vector<ResultTable> Tables(GridFigure::Results results,
                                const std::vector<TrainedDepth>& depths, Table depth_scales) {
  Table accuracy({{"weight_variance", ""},
                  {"depth", "layers"},
                  {"accuracy", ""},
                  {"test_loss", "nats per image"},
                  {"train_loss", "nats per image"}});
  for (const auto& [point, record] : results) {
    accuracy.AddRow(
        {point.weight_variance, point.depth, record.accuracy, record.test_loss, record.train_loss});
  }
  // Training amplifies the last digits of single-precision products: between BLAS kernels
  // (SkylakeX, Haswell, Prescott) accuracies differ by 0.08 at most, losses by 0.09 and trained
  // depths by 8%.
  const GoldenTolerance loose = {0.0, 0.1};
  return {{"accuracy",
           "Accuracy after training",
           std::move(accuracy),
           {1e-12, 0.0},
           {{"accuracy", loose}, {"test_loss", loose}, {"train_loss", loose}}},
          {"trained_depth",
           "Depth at which the accuracy falls to one half",
           TableOf(depths),
           {1e-9, 0.0},
           {{"trained_depth", {0.15, 0.0}}, {"ratio", {0.15, 0.0}}}},
          {"depth_scale", "Depth scale of correlations", std::move(depth_scales), {1e-9, 0.0}}};
}

void AddShallowClaim(const Parameters& p, const Run& run, GridFigure::Results results,
                     ClaimList& claims) {
  double worst = 1.0;
  bool some = false;
  for (const auto& [point, record] : results) {
    if (point.depth > p.shallow_depth) continue;
    worst = std::min(worst, record.accuracy);
    some = true;
  }
  const bool paper = run.preset == Preset::kPaper;
  ClaimBuilder claim = claims.Add(
      "shallow_accuracy",
      paper ? "Every network of at most 31 layers is right on more than 0.9 of the images for all "
              "weight variances from 1 to 2.85."
            : "Shallow networks learn at all weight variances: already in a few hundred steps they "
              "are right on more than half of the images.");
  claim.Inferred()
      .Measured(absl::StrFormat("smallest accuracy at depths up to %d, %s", p.shallow_depth,
                                results[0].point.images.dataset),
                worst)
      .DecidedIf(some, "no network is as shallow as that")
      .Above(paper ? 0.9 : kTrained);
  if (!paper) {
    claim.Refines(
        "after five epochs of 50,000 images, accuracy above 0.9 up to depth 31 (preset paper)");
  }
}

void AddPeakClaim(const std::vector<TrainedDepth>& depths, ClaimList& claims) {
  const auto [least, greatest] = std::minmax_element(
      depths.begin(), depths.end(),
      [](const TrainedDepth& a, const TrainedDepth& b) { return a.depth < b.depth; });
  double peak = 0.0;  // mean of the weight variances that reach it
  int peaks = 0, inside = 0;
  for (const TrainedDepth& row : depths) {
    inside += row.weight_variance >= kLeastPeak && row.weight_variance <= kGreatestPeak;
    if (row.depth < greatest->depth) continue;
    peak += (row.weight_variance - peak) / ++peaks;
  }
  claims
      .Add("peak_at_criticality",
           "The depth that can be trained is largest near the order-chaos line.")
      .Inferred()
      .Measured(absl::StrFormat("distance of its peak, at weight variance %.4g, from [%g, %g]",
                                peak, kLeastPeak, kGreatestPeak),
                std::max({0.0, kLeastPeak - peak, peak - kGreatestPeak}))
      .DecidedIf(inside > 0 && inside < static_cast<int>(depths.size()),
                 "there must be weight variances inside and outside of this interval")
      .DecidedIf(least->depth < greatest->depth, "the depth is the same at all weight variances")
      .AtMost(0.0);
}

void AddDepthScaleClaims(const Parameters& p, const std::vector<TrainedDepth>& depths,
                         ClaimList& claims) {
  const int deepest = *std::max_element(p.depths.begin(), p.depths.end());
  double least = std::numeric_limits<double>::infinity(), greatest = 0.0;
  for (const TrainedDepth& row : depths) {
    if (!row.ordered || 2.0 * M_PI * row.depth_scale > deepest) continue;
    least = std::min(least, row.ratio);
    greatest = std::max(greatest, row.ratio);
  }
  const bool some = std::isfinite(least);
  const char* none = "no weight variance of the ordered side has 2 pi xi within the grid";
  claims
      .Add("deeper_than_xi",
           "On the ordered side networks can be trained that are deeper than the depth scale xi.")
      .Measured("smallest trained depth / xi where 2 pi xi is within the grid", least)
      .DecidedIf(some, none)
      .Above(1.0);
  claims.Add("within_two_pi_xi", "They are not deeper than 2 pi xi.")
      .Measured("largest trained depth / (2 pi xi) there", greatest / (2.0 * M_PI))
      .DecidedIf(some, none)
      .AtMost(1.0);
}

PictureKeys Keys(const Parameters& p, const std::vector<TrainedDepth>& trained) {
  std::vector<double> variances;
  for (const TrainedDepth& row : trained) variances.push_back(row.weight_variance);
  std::vector<int> depths = p.depths;
  std::sort(depths.begin(), depths.end());
  PictureKeys keys;
  keys.Add("variances", variances);
  keys.Add("depths", depths);
  keys.Add("multiples", std::vector<double>{1.0, M_PI, 2.0 * M_PI});
  keys.Add("multiple_names",
           std::vector<std::string>{"{/:Italic ξ}", "{/:Italic π ξ}", "2{/:Italic π ξ}"});
  keys.Add("trained_name", absl::StrCat("accuracy ", NumberNames({kTrained})[0]));
  return keys;
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run& run,
                                     GridFigure::Results results) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<TrainedDepth> depths, TrainedDepths(p, results));
  INFOFLOW_ASSIGN_OR_RETURN(
      Table depth_scales, DepthScales(depths.front().weight_variance, depths.back().weight_variance,
                                      p.settings.bias_variance));
  ClaimList claims;
  AddShallowClaim(p, run, results, claims);
  AddPeakClaim(depths, claims);
  AddDepthScaleClaims(p, depths, claims);
  return Presentation{Tables(results, depths, std::move(depth_scales)), claims, Keys(p, depths)};
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
  figure.points = Points;
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
