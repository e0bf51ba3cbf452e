// What a trained network's layers still know of an image, and what it takes for each class.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/cascade_training.h"
#include "infoflow/cascade/reconstruction.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/initialization.h"
#include "infoflow/network/layer_activation.h"
#include "infoflow/network/loss.h"
#include "infoflow/network/network_sizes.h"
#include "infoflow/network/training.h"
#include "infoflow/network/training_evaluation.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/figure.h"
#include "paper_figures/reconstruction/cascade_column.h"

namespace infoflow::paper_figures {

namespace {

using linalg::Matrix;
using network::LabelledSamples;

constexpr char kRecipe[] =
#include "paper_figures/reconstruction/cascade_reconstructions.gp.inc"
    ;

// Images that errors are taken of.
constexpr int kJudgedImages = 1000;

// The class of the nearest mean of the images to learn from, by squared distance.
int NearestMean(const Matrix<double>& means, absl::Span<const float> image) {
  int nearest = 0;
  double least = std::numeric_limits<double>::infinity();
  for (int k = 0; k < means.rows(); ++k) {
    double distance = 0.0;
    for (std::size_t i = 0; i < image.size(); ++i) {
      distance += (image[i] - means(k, i)) * (image[i] - means(k, i));
    }
    if (distance < least) least = distance, nearest = k;
  }
  return nearest;
}

Matrix<double> ClassMeans(const datasets::Dataset& data) {
  Matrix<double> means(data.classes, data.images.columns());
  std::vector<int> counts(data.classes);
  for (int b = 0; b < data.size(); ++b) {
    ++counts[data.labels[b]];
    for (int i = 0; i < means.columns(); ++i) means(data.labels[b], i) += data.images(b, i);
  }
  for (int k = 0; k < means.rows(); ++k) {
    for (double& pixel : means.row(k)) pixel /= std::max(counts[k], 1);
  }
  return means;
}

std::vector<int> Classify(const network::Network<float>& network,
                          linalg::ConstMatrixView<float> images, WorkerPool& workers) {
  network::NetworkWorkspace<float> workspace(network, images.rows());
  const auto outputs = network::Forward(network, images, workspace, workers);
  std::vector<int> classes;
  for (int b = 0; b < images.rows(); ++b) {
    const auto row = outputs.row(b);
    classes.push_back(static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin()));
  }
  return classes;
}

// Adds one image as rows tile, row, column, value.
void AddImage(int tile, absl::Span<const float> image, const datasets::ImageShape& shape,
              Table& table) {
  for (int r = 0; r < shape.rows; ++r) {
    for (int c = 0; c < shape.columns; ++c) {
      table.AddRow({static_cast<double>(tile), static_cast<double>(r), static_cast<double>(c),
                    std::round(1e4 * image[r * shape.columns + c]) / 1e4});
    }
  }
}

absl::StatusOr<FigureResult> Compute(const FigureContext& context) {
  const Parameters& parameters = context.parameters;
  INFOFLOW_ASSIGN_OR_RETURN(const datasets::SplitDataset data,
                            LoadColumnImages(context, kJudgedImages));
  INFOFLOW_ASSIGN_OR_RETURN(
      const std::vector<int> sizes,
      network::NetworkSizes(network::SizeFamily::kShrinkingCeiling, data.train.images.columns(),
                            data.train.classes, static_cast<int>(parameters.Integer("depth"))));
  INFOFLOW_ASSIGN_OR_RETURN(
      network::Network<float> initial,
      network::MakeDenseNetwork<float>(
          sizes, network::LayerActivation::kTanh, network::LayerActivation::kTanh,
          {parameters.Number("weight_variance"), parameters.Number("bias_variance")},
          context.seed));
  network::TrainingOptions options;
  options.loss = network::LossConvention::kDoubleSoftmax;
  options.optimizer.learning_rate = parameters.Number("learning_rate");
  options.optimizer.momentum = 0.0;
  options.minibatches.batch = static_cast<int>(parameters.Integer("batch"));
  options.seed = context.seed;
  INFOFLOW_ASSIGN_OR_RETURN(
      network::Training<float> training,
      network::Training<float>::Create(std::move(initial),
                                       LabelledSamples<float>{data.train.images, data.train.labels},
                                       options));
  WorkerPool workers(context.threads);
  for (std::int64_t epoch = 0; epoch < parameters.Integer("epochs"); ++epoch) {
    INFOFLOW_RETURN_IF_ERROR(training.RunEpoch(workers).status());
  }
  const network::Network<float>& network = training.network();
  const double accuracy =
      Evaluate(network, LabelledSamples<float>{data.test.images, data.test.labels}, options.loss,
               {}, workers)
          .accuracy;

  INFOFLOW_ASSIGN_OR_RETURN(cascade::Cascade<float> untrained,
                            cascade::MakeDenseCascade<float>(network, context.seed));
  cascade::CascadeTrainingOptions decoder_options;
  decoder_options.minibatches.batch = options.minibatches.batch;
  decoder_options.seed = context.seed;
  INFOFLOW_ASSIGN_OR_RETURN(cascade::CascadeTraining<float> decoders,
                            cascade::CascadeTraining<float>::Create(
                                std::move(untrained), data.train.images, decoder_options));
  INFOFLOW_RETURN_IF_ERROR(decoders.RunBatches(parameters.Integer("batches"), workers).status());
  const cascade::Cascade<float>& cascade = decoders.cascade();
  const int layers = cascade.num_decoders();
  const int n = data.test.size();
  const Matrix<float> levels =
      cascade::Reconstruct<float>(cascade, data.test.images, layers, workers);
  const std::vector<int> own_classes = Classify(network, data.test.images, workers);

  Table errors({{"layer", ""}, {"reconstruction_mse", ""}, {"same_class", ""}});
  double least_rise = std::numeric_limits<double>::infinity(), before = 0.0;
  for (int l = 1; l <= layers; ++l) {
    const auto level = levels.Block((l - 1) * n, 0, n, levels.columns());
    const double mse = network::MeanSquaredError(level, data.test.images, {});
    const std::vector<int> classes = Classify(network, level, workers);
    double same = 0.0;
    for (int b = 0; b < n; ++b) same += static_cast<double>(classes[b] == own_classes[b]) / n;
    errors.AddRow({static_cast<double>(l), mse, same});
    least_rise = std::min(least_rise, mse - before);
    before = mse;
  }

  // Two images that the network gets right, of one class: the first it meets.
  int first = -1, second = -1;
  for (int b = 0; b < n && second < 0; ++b) {
    if (data.test.labels[b] != 5 % data.test.classes || own_classes[b] != data.test.labels[b]) {
      continue;
    }
    (first < 0 ? first : second) = b;
  }
  if (first < 0) first = 0;
  if (second < 0) second = std::min(1, n - 1);
  Table images({{"tile", ""}, {"row", "pixels"}, {"column", "pixels"}, {"value", ""}});
  for (int which = 0; which < 2; ++which) {
    const int b = which == 0 ? first : second;
    AddImage(which * (layers + 1), data.test.images.row(b), data.test.shape, images);
    for (int l = 1; l <= layers; ++l) {
      AddImage(which * (layers + 1) + l, levels.row((l - 1) * n + b), data.test.shape, images);
    }
  }
  Table prototypes({{"tile", ""}, {"row", "pixels"}, {"column", "pixels"}, {"value", ""}});
  const Matrix<double> means = ClassMeans(data.train);
  Table classes(
      {{"class", ""}, {"others", ""}, {"class_by_network", ""}, {"class_by_nearest_mean", ""}});
  int least_by_network = 1000, least_by_mean = 1000;
  for (const float others : {-1.0f, 0.0f}) {
    const Matrix<float> decoded = cascade::ClassPrototypes<float>(cascade, others, workers);
    const std::vector<int> by_network = Classify(network, decoded, workers);
    int right_by_network = 0, right_by_mean = 0;
    for (int k = 0; k < decoded.rows(); ++k) {
      const int by_mean = NearestMean(means, decoded.row(k));
      right_by_network += by_network[k] == k;
      right_by_mean += by_mean == k;
      classes.AddRow({static_cast<double>(k), others, static_cast<double>(by_network[k]),
                      static_cast<double>(by_mean)});
      if (others < 0) AddImage(k, decoded.row(k), data.test.shape, prototypes);
    }
    least_by_network = std::min(least_by_network, right_by_network);
    least_by_mean = std::min(least_by_mean, right_by_mean);
  }

  FigureResult result;
  result.tables = {{"errors",
                    "Error of reconstructions, and how many the network takes for the same class",
                    errors,
                    {1e-12, 0.0},
                    // Between BLAS kernels (SkylakeX, Haswell, Zen, Prescott) errors differ by 6e-9
                    // at most, and no image in its class.
                    {{"reconstruction_mse", {1e-6, 0.0}}, {"same_class", {0.0, 0.005}}}},
                   {"classes", "Prototypes of classes", classes},
                   {"images", "Reconstructions of two images", images},
                   {"prototypes", "Decoded one-hot outputs", prototypes}};
  // Single pixels and classes follow the last digits of products, which training amplifies and
  // which differ between machines; the errors are means over images, and stable.
  for (std::size_t i = 1; i < result.tables.size(); ++i) result.tables[i].in_golden = false;
  using Relation = Claim::Relation;
  result.claims.push_back(
      {"F5a", "The error of reconstructions grows from layer to layer.",
       absl::StrFormat("smallest increase of the mean squared error, %d images of %s, accuracy "
                       "%.3f",
                       n, ColumnDatasetName(context), accuracy),
       least_rise, Relation::kGreater, 0.0});
  // The outputs of a network that has hardly been trained are far from one-hot vectors.
  if (context.preset == Preset::kSmoke) return result;
  result.claims.push_back(
      {"F5b",
       "What the decoders make of a one-hot output is an image of that class, as the "
       "network sees it.",
       "classes of ten that the network gives back, the fewer of others = -1 and 0",
       double(least_by_network), Relation::kAtLeast, 8.0});
  result.claims.push_back({"F5c", "It resembles the mean image of that class most.",
                           "classes of ten whose mean is nearest, the fewer of both",
                           double(least_by_mean), Relation::kAtLeast, 8.0});
  return result;
}

}  // namespace

Figure CascadeReconstructions() {
  Figure figure;
  figure.slug = "cascade_reconstructions";
  figure.title = "What each layer of a trained network still knows of an image";
  figure.paper = "arXiv:2406.12916";
  figure.source = "reconstructions of a trained network and of one-hot outputs";
  figure.description =
      "Two images and what the cascade of decoders makes of each layer's activations; below, the "
      "images that it makes of one-hot outputs.";
  figure.oracle =
      "networks, decoders and cascades against PyTorch's numbers; training by its claims' bands";
  AddColumnParameters({{4, 10, 10}, {0, 0, 0}, {250, 938, 938}, {2000, 8000, 60000}},
                      figure.parameters);
  figure.parameters.AddNumber("weight_variance", "sigma_w^2", {1.65, 1.65, 1.65}, {0.0, 100.0})
      .AddInteger("epochs", "passes over the images to train the network", {3, 6, 10}, {0, 100000})
      .AddNumber("learning_rate", "of plain SGD", {0.1, 0.1, 0.1}, {1e-9, 1e9});
  figure.compute = Compute;
  figure.recipe = kRecipe;
  return figure;
}

}  // namespace infoflow::paper_figures
