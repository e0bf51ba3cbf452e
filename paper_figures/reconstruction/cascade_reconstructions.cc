// What a trained network's layers still know of an image, and what it takes for each class.
//
// Symbols: R_l the reconstruction from layer l, l = 1, ..., L. Mathematics: docs/reconstruction.md.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/types/span.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/reconstruction.h"
#include "infoflow/datasets/dataset.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/network/layers/network_sizes.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/network/training/training.h"
#include "infoflow/network/training/training_evaluation.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/table.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/figure_of.h"
#include "paper_figures/harness/images.h"
#include "paper_figures/harness/row_table.h"
#include "paper_figures/reconstruction/cascade_reconstructions_claims.h"
#include "paper_figures/reconstruction/class_means.h"
#include "paper_figures/reconstruction/network_classes.h"
#include "paper_figures/shared/cascade_column.h"
#include "paper_figures/shared/dense_training.h"

namespace infoflow::paper_figures {

namespace {

using linalg::Matrix;

// Images that errors are taken of.
constexpr int kJudgedImages = 1000;
// The class of the two images that are shown.
constexpr int kShownClass = 5;

struct Parameters {
  ColumnParameters column;
  ColumnImages images;
  double weight_variance;
  int epochs;
  double learning_rate;

  void Register(ParameterSet& set) {
    RegisterColumn(set, {{4, 10, 10}, {0, 0, 0}, {250, 938, 938}, {2000, 8000, 60000}}, &column,
                   &images);
    set.Add("weight_variance", &weight_variance, "sigma_w^2", {1.65, 1.65, 1.65}, {0.0, 100.0});
    set.Add("epochs", &epochs, "passes over the images to train the network", {3, 6, 10},
            {0, 100000});
    set.Add("learning_rate", &learning_rate, "of plain SGD", {0.1, 0.1, 0.1}, {1e-9, 1e9});
  }
};

struct Point {
  Parameters parameters;
  ImageSet images;
  std::uint64_t seed;

  INFOFLOW_FIELDS(parameters, images, seed)
};

struct Record {
  double accuracy = 0.0;
  std::vector<ReconstructionLevel> levels;
  std::vector<ClassPrototype> classes;
  int image_columns = 0;
  Matrix<float> images;      // R_0, ..., R_L of one image, then of another
  Matrix<float> prototypes;  // others = -1

  INFOFLOW_FIELDS(accuracy, levels, classes, image_columns, images, prototypes)
};

absl::StatusOr<network::Network<float>> TrainNetwork(const Point& point,
                                                     const datasets::Dataset& data,
                                                     WorkerPool& workers) {
  const Parameters& p = point.parameters;
  DenseTraining dense;
  INFOFLOW_ASSIGN_OR_RETURN(
      dense.sizes, network::NetworkSizes(network::SizeFamily::kShrinkingCeiling,
                                         data.images.columns(), data.classes, p.column.depth));
  dense.weight_variance = p.weight_variance;
  dense.bias_variance = p.column.bias_variance;
  dense.options.loss = network::LossConvention::kDoubleSoftmax;
  dense.options.optimizer.learning_rate = p.learning_rate;
  dense.options.optimizer.momentum = 0.0;
  dense.options.minibatches.batch = p.column.batch;
  dense.options.seed = point.seed;
  INFOFLOW_ASSIGN_OR_RETURN(network::Training<float> training,
                            StartTraining(dense, Labelled(data)));
  INFOFLOW_RETURN_IF_ERROR(TrainUntil(p.epochs, training, workers).status());
  return training.network();
}

absl::StatusOr<Record> Compute(const Point& point, const Run& run) {
  const std::shared_ptr<const datasets::SplitDataset> data = run.images->Get(point.images);
  const datasets::Dataset& judged = data->test;
  WorkerPool workers(run.threads);
  INFOFLOW_ASSIGN_OR_RETURN(const network::Network<float> network,
                            TrainNetwork(point, data->train, workers));
  INFOFLOW_ASSIGN_OR_RETURN(
      const cascade::Cascade<float> cascade,
      TrainDecoders(network, point.parameters.column, data->train.images, point.seed, workers));
  Record record;
  record.accuracy =
      Evaluate(network, Labelled(judged), network::LossConvention::kDoubleSoftmax, {}, workers)
          .accuracy;

  const int n = judged.size(), num_levels = cascade.num_decoders();
  const std::vector<int> own_classes = Classify(network, judged.images, workers);
  const Matrix<float> reconstructions =
      cascade::Reconstruct<float>(cascade, judged.images, num_levels, workers);
  for (int l = 1; l <= num_levels; ++l) {
    const auto level = reconstructions.Block((l - 1) * n, 0, n, reconstructions.columns());
    const std::vector<int> classes = Classify(network, level, workers);
    double same = 0.0;
    for (int b = 0; b < n; ++b) same += static_cast<double>(classes[b] == own_classes[b]) / n;
    record.levels.push_back({l, network::MeanSquaredError(level, judged.images, {}), same});
  }

  record.image_columns = judged.shape.columns;
  record.images = Matrix<float>(2 * (num_levels + 1), reconstructions.columns());
  int tile = 0;
  for (const int b : TwoExamples(judged, own_classes, kShownClass % judged.classes)) {
    for (int l = 0; l <= num_levels; ++l) {
      const auto image = l == 0 ? judged.images.row(b) : reconstructions.row((l - 1) * n + b);
      std::copy(image.begin(), image.end(), record.images.row(tile++).begin());
    }
  }

  const Matrix<double> means = ClassMeans(data->train);
  for (const float others : {-1.0f, 0.0f}) {
    Matrix<float> decoded = cascade::ClassPrototypes<float>(cascade, others, workers);
    const std::vector<int> by_network = Classify(network, decoded, workers);
    for (int k = 0; k < decoded.rows(); ++k) {
      record.classes.push_back({k, others, by_network[k], NearestMean(means, decoded.row(k))});
    }
    if (others < 0) record.prototypes = std::move(decoded);
  }
  return record;
}

// The pixels of images, a row of the matrix each, to four digits.
Table ImageTable(const Matrix<float>& images, int columns) {
  Table table({{"tile", ""}, {"row", "pixels"}, {"column", "pixels"}, {"value", ""}});
  for (int tile = 0; tile < images.rows(); ++tile) {
    for (int i = 0; i < images.columns(); ++i) {
      table.AddRow({tile, i / columns, i % columns, std::round(1e4 * images(tile, i)) / 1e4});
    }
  }
  return table;
}

std::vector<ResultTable> Tables(const Record& record) {
  return {
      {"errors", "Error of reconstructions, and how many the network takes for the same class",
       TableOf(record.levels)},
      {"classes", "Prototypes of classes", TableOf(record.classes)},
      {"images", "Reconstructions of two images", ImageTable(record.images, record.image_columns)},
      {"prototypes", "Decoded one-hot outputs",
       ImageTable(record.prototypes, record.image_columns)}};
}

absl::StatusOr<Presentation> Present(const Parameters&, const Run& run,
                                     absl::Span<const Computed<Point, Record>> results) {
  const Record& record = results[0].record;
  PictureKeys keys;
  keys.Add("levels", static_cast<int>(record.levels.size()) + 1);
  keys.Add("classes", record.prototypes.rows());
  keys.Add("columns", record.image_columns);
  keys.Add("rows", record.images.columns() / record.image_columns);
  const ImageSet& images = results[0].point.images;
  const std::string judged = absl::StrFormat("%d images of %s, accuracy %.3f", images.test_count,
                                             images.dataset, record.accuracy);
  return Presentation{Tables(record),
                      ReconstructionClaims(record.levels, record.classes, judged,
                                           /*trained=*/run.preset != Preset::kSmoke),
                      keys};
}

}  // namespace

Figure CascadeReconstructions() {
  FigureOf<Parameters, Point, Record> figure;
  figure.title = "What each layer of a trained network still knows of an image";
  figure.paper = "arXiv:2406.12916";
  figure.source = "reconstructions of a trained network and of one-hot outputs";
  figure.description =
      "Two images and what the cascade of decoders makes of each layer's activations; below, the "
      "images that it makes of one-hot outputs.";
  figure.oracle =
      "networks, decoders and cascades against PyTorch's numbers; training by its claims' bands";
  figure.width = 1400;
  figure.height = 560;
  figure.open_images = OpenImages;
  figure.points = [](const Parameters& p, const Run& run) -> absl::StatusOr<std::vector<Point>> {
    INFOFLOW_ASSIGN_OR_RETURN(const ImageSet images, p.images.Choose(run, kJudgedImages));
    return std::vector<Point>{{p, images, run.seed}};
  };
  figure.compute = Compute;
  figure.present = Present;
  return figure.Build();
}

}  // namespace infoflow::paper_figures
