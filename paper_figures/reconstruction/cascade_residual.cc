// Residual networks: differential entropy of reconstructions over weight variance and layer.
//
// Symbols: sigma_w^2 weight variance, sigma_b^2 bias variance, p mean square of the stream x behind
// a block x' = tanh(S(x) + x). Each column of the map is a random network of the paper's residual
// kind with decoders trained by Adam; beside it, for small weight variances, a convolutional one of
// the same size. It collapses at the first layer whose reconstructions have a differential entropy
// below -9.5 nats per pixel. docs/reconstruction.md.

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "infoflow/cascade/collapse_depth.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/network/mean_field/residual_recursion.h"
#include "infoflow/network/training/training.h"
#include "infoflow/network/training/training_evaluation.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/images.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/reconstruction/cascade_residual_claims.h"
#include "paper_figures/reconstruction/published_phase_map.h"
#include "paper_figures/shared/dense_training.h"
#include "paper_figures/shared/even_grid.h"
#include "paper_figures/shared/image_choice.h"
#include "paper_figures/shared/map_column.h"

namespace infoflow::paper_figures {

namespace {

// Layers of untrained decoders, which collapse early or not at all.
constexpr int kUntrainedLayers = 16;
// Up to this sigma_w^2 a convolutional network is beside the column.
constexpr double kPlainUpTo = 0.5;
// Layers in front of the blocks.
constexpr int kPlainLayers = 3;
// How the public code trains the networks of its strip "Trainability".
constexpr double kTrainingRate = 1e-3;
constexpr int kTrainingBatch = 100;
// Accuracies between its three colours, of ten classes.
constexpr double kHardlyTrained = 0.1, kTrained = 0.15;

struct Parameters {
  MapColumnParameters column;
  MapColumnImages images;
  std::vector<double> weight_variances;
  int training_epochs;

  void Register(ParameterSet& set) {
    RegisterMapColumn(set, {{8, 40, 50}, {8, 16, 32}, {30, 100, 600}}, &column, &images);
    set.Add(
        "weight_variances", &weight_variances, "sigma_w^2",
        {{0.02, 0.3, 2.0}, {0.05, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0, 2.0, 4.0}, EvenGrid(0.1, 5.9, 59)},
        {0.001, 100.0});
    set.Add("training_epochs", &training_epochs,
            "passes over the images to train each network, for the strip of accuracies; 0: none",
            {1, 0, 10}, {0, 100000});
  }
};

struct Point {
  double weight_variance;
  MapColumnParameters column;
  std::uint64_t seed;
  ImageSet images;
  int training_epochs;
  // The same with all images to judge by; only where networks are trained.
  std::optional<ImageSet> training_images;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit.Key("weight_variance", self.weight_variance);
    visit("column", self.column);
    visit("seed", self.seed);
    visit("images", self.images);
    visit("training_epochs", self.training_epochs);
    visit("training_images", self.training_images);
  }
};

struct Record {
  double images_mean_square = 0.0, images_correlation = 0.0;
  MapLayers residual, untrained;
  MapLayers plain;                          // empty above kPlainUpTo
  std::vector<double> stream_mean_squares;  // of activations, by layer
  double trained_accuracy = 0.0;            // NaN where networks are not trained

  INFOFLOW_FIELDS(images_mean_square, images_correlation, residual, untrained, plain,
                  stream_mean_squares, trained_accuracy)
};

using MapFigure = FigureOf<Parameters, Point, Record>;

// Mean squares of the activations of the first `layers` layers.
absl::StatusOr<std::vector<double>> StreamMeanSquares(const Point& point,
                                                      const datasets::SplitDataset& data,
                                                      int layers, int threads) {
  INFOFLOW_ASSIGN_OR_RETURN(const network::Network<float> network,
                            MakeMapNetwork(MapFamily::kResidual, point.weight_variance,
                                           point.column, point.seed, data.train));
  WorkerPool workers(threads);
  network::NetworkWorkspace<float> workspace(network, data.test.size());
  network::Forward<float>(network, data.test.images, workspace, workers);
  std::vector<double> mean_squares;
  for (int l = 0; l < layers; ++l) {
    const linalg::ConstMatrixView<float> output = workspace.output(l);
    double sum = 0.0;
    for (int b = 0; b < output.rows(); ++b) {
      for (const float x : output.row(b)) sum += static_cast<double>(x) * x;
    }
    mean_squares.push_back(sum / (static_cast<double>(output.rows()) * output.columns()));
  }
  return mean_squares;
}

// Of the same network after training by plain SGD, cross-entropy of its tanh outputs.
absl::StatusOr<double> TrainedAccuracy(const Point& point, const datasets::SplitDataset& data,
                                       const Run& run) {
  INFOFLOW_ASSIGN_OR_RETURN(network::Network<float> network,
                            MakeMapNetwork(MapFamily::kResidual, point.weight_variance,
                                           point.column, point.seed, data.train));
  network::TrainingOptions options;
  options.optimizer.learning_rate = kTrainingRate;
  options.optimizer.momentum = 0.0;
  options.minibatches.batch = kTrainingBatch;
  options.seed = point.seed;
  INFOFLOW_ASSIGN_OR_RETURN(
      network::Training<float> training,
      network::Training<float>::Create(std::move(network), Labelled(data.train), options));
  WorkerPool workers(run.threads);
  INFOFLOW_RETURN_IF_ERROR(
      TrainKeptUntil(point.training_epochs, run.UnfinishedFile("network"), training, workers));
  return network::Evaluate<float>(training.network(), Labelled(data.test), options.loss, {},
                                  workers)
      .accuracy;
}

absl::StatusOr<Record> Compute(const Point& point, const Run& run) {
  const auto data = run.images->Get(point.images);
  const auto layers = [&](MapFamily family, MapDecoders decoders, int count) {
    const MapColumn column = {family, decoders, point.weight_variance, point.column, point.seed};
    return ComputeMapColumn(
        column, *data, count, run.threads,
        run.UnfinishedFile(family == MapFamily::kResidual ? "residual" : "plain"));
  };
  const int depth = point.column.depth;
  const cascade::ImageStatistics images = cascade::MeasureImages(data->test.images);
  Record record;
  record.images_mean_square = images.mean_square;
  record.images_correlation = images.correlation;
  INFOFLOW_ASSIGN_OR_RETURN(record.residual,
                            layers(MapFamily::kResidual, MapDecoders::kTrained, depth));
  INFOFLOW_ASSIGN_OR_RETURN(
      record.untrained, layers(MapFamily::kResidual, MapDecoders::kUntrained, kUntrainedLayers));
  if (point.weight_variance <= kPlainUpTo) {
    INFOFLOW_ASSIGN_OR_RETURN(record.plain,
                              layers(MapFamily::kConvolutional, MapDecoders::kTrained, depth));
  }
  INFOFLOW_ASSIGN_OR_RETURN(record.stream_mean_squares,
                            StreamMeanSquares(point, *data, depth, run.threads));
  record.trained_accuracy = numerics::kNaN;
  if (point.training_images.has_value()) {
    INFOFLOW_ASSIGN_OR_RETURN(
        record.trained_accuracy,
        TrainedAccuracy(point, *run.images->Get(*point.training_images), run));
  }
  return record;
}

// Presentation: nothing below decides a record.

// States of the stream by layer, as the recursion predicts them.
absl::StatusOr<std::vector<network::StreamState>> Predicted(const Point& point,
                                                            const Record& record) {
  const network::ResidualStart start = {record.images_mean_square, record.images_correlation,
                                        std::min(kPlainLayers, point.column.depth)};
  return network::ResidualTrajectory(point.weight_variance, point.column.bias_variance, start,
                                     std::max(0, point.column.depth - kPlainLayers));
}

absl::StatusOr<ResidualColumn> Column(const PublishedPhaseMap& published, const Point& point,
                                      const Record& record) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<network::StreamState> predicted,
                            Predicted(point, record));
  ResidualColumn column;
  column.weight_variance = point.weight_variance;
  column.collapse = record.residual.Collapse();
  column.normalized_collapse = record.residual.NormalizedCollapse();
  column.untrained_collapse = record.untrained.Collapse();
  column.plain_collapse = record.plain.raw.empty() ? numerics::kNaN : record.plain.Collapse();
  column.published_collapse = published.CollapseAt(point.weight_variance);
  column.deepest_entropy = record.residual.raw.back();
  column.deepest_mse = record.residual.errors.back();
  column.stream_mean_square = record.stream_mean_squares.back();
  column.predicted_mean_square = predicted.back().mean_square;
  column.predicted_decorrelation = predicted.back().decorrelation();
  column.trained_accuracy = record.trained_accuracy;
  column.entropies = record.residual.raw;
  column.plain_entropies = record.plain.raw;
  return column;
}

// One row per column and layer: entropies of both networks, and the stream.
absl::StatusOr<Table> MapTable(MapFigure::Results results) {
  Table map({{"weight_variance", ""},
             {"column", ""},
             {"layer", ""},
             {"raw_entropy", "nats per pixel"},
             {"normalized_entropy", "nats per pixel"},
             {"mse", ""},
             {"plain_raw_entropy", "nats per pixel"},
             {"stream_mean_square", ""},
             {"predicted_mean_square", ""}});
  for (std::size_t i = 0; i < results.size(); ++i) {
    const auto& [point, record] = results[i];
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<network::StreamState> predicted,
                              Predicted(point, record));
    const MapLayers& layers = record.residual;
    for (std::size_t l = 0; l < layers.raw.size(); ++l) {
      map.AddRow({point.weight_variance, i + 1, l + 1, layers.raw[l], layers.normalized[l],
                  layers.errors[l], record.plain.raw.empty() ? numerics::kNaN : record.plain.raw[l],
                  record.stream_mean_squares[l], predicted[l].mean_square});
    }
  }
  return map;
}

absl::StatusOr<Presentation> Present(const Parameters& p, const Run& run,
                                     MapFigure::Results results) {
  INFOFLOW_ASSIGN_OR_RETURN(const PublishedPhaseMap published,
                            ReadPublishedPhaseMap(PublishedMap::kResidual));
  ResidualMap map;
  map.layers = static_cast<int>(results[0].record.residual.raw.size());
  map.dataset = results[0].point.images.dataset;
  std::vector<double> variances;
  for (const auto& [point, record] : results) {
    INFOFLOW_ASSIGN_OR_RETURN(ResidualColumn column, Column(published, point, record));
    map.columns.push_back(std::move(column));
    variances.push_back(point.weight_variance);
  }
  INFOFLOW_ASSIGN_OR_RETURN(Table layers, MapTable(results));
  PictureKeys keys;
  keys.Add("weight_variances", NumberNames(variances));
  keys.Add("collapsed_entropy", NumberNames({kMapCollapsedEntropy})[0]);
  keys.Add("has_accuracies", p.training_epochs > 0 ? 1 : 0);
  keys.Add("hardly_trained", kHardlyTrained);
  keys.Add("trained", kTrained);
  return Presentation{
      {{"boundary",
        "Depth at which the differential entropy falls below -9.5, and the stream; where it does "
        "not, layers + 1",
        TableOf(map.columns)},
       {"map", "Entropies of reconstructions and mean square of the stream, by layer",
        std::move(layers)},
       {"published", "Collapse depths read off the published map", published.ToTable()}},
      ResidualClaims(map, run.preset),
      std::move(keys),
      published.warning};
}

}  // namespace

Figure CascadeResidual() {
  MapFigure figure;
  figure.title = "Residual networks: where reconstructions collapse";
  figure.paper = "arXiv:2406.12916";
  figure.source =
      "picture 'ResNet' of the README of the public code; the paper's abstract is about dense "
      "networks";
  figure.description =
      "Differential entropy of images reconstructed from each layer of random residual tanh "
      "networks, with decoders trained by Adam, beside convolutional networks of the same size; "
      "mean square of the stream against a mean-field recursion; depths of the published map; "
      "untrained decoders as control.";
  figure.oracle =
      "networks, decoders, Adam and entropies against PyTorch's numbers (parity_resnet_tiny, "
      "parity_resnet28 in convolutional_reference_test), the recursion against a prototype's "
      "table; the grid itself by its claims' bands";
  figure.width = 1500;
  figure.height = 560;
  figure.keeps_points = true;
  figure.open_images = OpenImages;
  figure.points = [](const Parameters& p, const Run& run) -> absl::StatusOr<std::vector<Point>> {
    INFOFLOW_ASSIGN_OR_RETURN(const ImageSet images, p.images.Choose(run));
    std::vector<double> variances = p.weight_variances;
    std::sort(variances.begin(), variances.end());
    std::optional<ImageSet> all;
    if (p.training_epochs > 0) {
      INFOFLOW_ASSIGN_OR_RETURN(all, ChooseImages(p.images.dataset, p.images.train_count,
                                                  /*test_count=*/0, run));
    }
    std::vector<Point> points;
    for (const double variance : variances) {
      points.push_back({variance, p.column, run.seed, images, p.training_epochs, all});
    }
    return points;
  };
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
