#include "paper_figures/renormalization/depth_curves.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/dense_network_view.h"
#include "infoflow/network/initialization.h"
#include "infoflow/network/layer_activation.h"
#include "infoflow/network/network.h"
#include "infoflow/network/network_sizes.h"
#include "infoflow/network/training.h"
#include "infoflow/network/training_evaluation.h"
#include "infoflow/support/check.h"
#include "infoflow/support/sha256.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/harness/figure_points.h"

namespace infoflow::paper_figures {

namespace {

using network::LabelledSamples;
using network::LayerRelativeEntropy;

// Numbers of a layer that a stored point holds, and of a curve before its layers.
constexpr int kPerLayer = 5;
constexpr int kPerCurve = 2;

std::uint64_t NetworkSeed(const FigureContext& context, int index) {
  return context.seed + (static_cast<std::uint64_t>(index) << 32);
}

absl::StatusOr<network::Network<float>> RandomNetwork(const FigureContext& context,
                                                      const std::vector<int>& sizes,
                                                      double weight_variance, int index) {
  return network::MakeDenseNetwork<float>(
      sizes, network::LayerActivation::kTanh, network::LayerActivation::kTanh,
      {weight_variance, context.parameters.Number("bias_variance")}, NetworkSeed(context, index));
}

absl::StatusOr<std::vector<LayerRelativeEntropy>> Measure(const FigureContext& context,
                                                          const network::Network<float>& network,
                                                          absl::Span<const float> input,
                                                          int index) {
  network::DenseNetworkView<float> view;
  INFOFLOW_ASSIGN_OR_RETURN(view.activation, network::MakeElementwiseActivation<float>("tanh"));
  for (int l = 0; l < network.num_layers(); ++l) {
    const network::Layer<float>& layer = network.layer(l);
    const absl::Span<const float> parameters = network.parameters(l);
    view.layers.push_back({linalg::ConstMatrixView<float>(parameters.data(), layer.output_size(),
                                                          layer.input_size(), layer.input_size()),
                           parameters.subspan(layer.num_weights())});
  }
  network::RelativeEntropyOptions options;
  options.num_samples = static_cast<int>(context.parameters.Integer("samples"));
  options.seed = NetworkSeed(context, index);
  // Points are computed side by side: each on one thread.
  options.threads = 1;
  return network::RelativeEntropyWithDepth<float>(view, input, options);
}

std::vector<int> Stages(const Parameters& parameters) {
  const int epochs = static_cast<int>(parameters.Integer("epochs"));
  std::vector<int> stages = {0, 1};
  if (epochs > 1) stages.push_back(epochs);
  return stages;
}

// All numbers of a point, as they are stored: per stage accuracy, epoch and five numbers a layer;
// then mean and deviation over random networks, and their plateau's deviation.
absl::StatusOr<std::vector<double>> ComputePoint(const FigureContext& context,
                                                 const datasets::SplitDataset& data,
                                                 absl::Span<const float> input,
                                                 const std::vector<int>& sizes,
                                                 double weight_variance) {
  const Parameters& parameters = context.parameters;
  network::TrainingOptions options;
  options.optimizer.learning_rate = parameters.Number("learning_rate");
  options.optimizer.momentum = parameters.Number("momentum");
  options.minibatches = {static_cast<int>(parameters.Integer("batch")), false, true};
  options.seed = context.seed;
  const int depth = static_cast<int>(sizes.size()) - 1;
  const int plateau_from = static_cast<int>(parameters.Integer("plateau_from"));
  const int networks = static_cast<int>(parameters.Integer("random_networks"));

  std::vector<double> sums(depth), squares(depth);
  double plateau_sum = 0.0, plateau_squares = 0.0;
  for (int k = 0; k < networks; ++k) {
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<LayerRelativeEntropy> layers,
                              MeasureRandomNetwork(context, sizes, weight_variance, k, input));
    for (int l = 0; l < depth; ++l) {
      sums[l] += layers[l].relative_entropy;
      squares[l] += layers[l].relative_entropy * layers[l].relative_entropy;
    }
    const double plateau = Plateau(layers, plateau_from);
    plateau_sum += plateau;
    plateau_squares += plateau * plateau;
  }
  const auto deviation = [&](double sum, double square) {
    return networks < 2
               ? 0.0
               : std::sqrt(std::max(0.0, (square - sum * sum / networks) / (networks - 1)));
  };

  INFOFLOW_ASSIGN_OR_RETURN(network::Network<float> initial,
                            RandomNetwork(context, sizes, weight_variance, 0));
  INFOFLOW_ASSIGN_OR_RETURN(
      network::Training<float> training,
      network::Training<float>::Create(std::move(initial),
                                       LabelledSamples<float>{data.train.images, data.train.labels},
                                       options));
  WorkerPool workers(1);
  std::vector<double> values;
  for (const int stage : Stages(parameters)) {
    while (training.position().epoch < stage) {
      INFOFLOW_RETURN_IF_ERROR(training.RunEpoch(workers).status());
    }
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<LayerRelativeEntropy> layers,
                              Measure(context, training.network(), input, 0));
    const network::Evaluation evaluation =
        Evaluate(training.network(), LabelledSamples<float>{data.test.images, data.test.labels},
                 options.loss, {128, true}, workers);
    values.insert(values.end(), {static_cast<double>(stage), evaluation.accuracy});
    for (const LayerRelativeEntropy& layer : layers) {
      values.insert(values.end(), {layer.mean, layer.variance, layer.relative_entropy,
                                   layer.gaussian_forward, layer.gaussian_reverse});
    }
  }
  for (int l = 0; l < depth; ++l) {
    values.insert(values.end(), {sums[l] / networks, deviation(sums[l], squares[l])});
  }
  values.push_back(deviation(plateau_sum, plateau_squares));
  return values;
}

DepthPoint PointFromValues(double weight_variance, const std::vector<int>& sizes,
                           std::size_t stages, const std::vector<double>& values) {
  const std::size_t depth = sizes.size() - 1;
  INFOFLOW_CHECK(values.size() == stages * (kPerCurve + kPerLayer * depth) + 2 * depth + 1);
  DepthPoint point;
  point.weight_variance = weight_variance;
  auto next = values.begin();
  for (std::size_t s = 0; s < stages; ++s) {
    DepthCurve curve;
    curve.epoch = static_cast<int>(*next++);
    curve.accuracy = *next++;
    for (std::size_t l = 0; l < depth; ++l) {
      LayerRelativeEntropy layer;
      layer.width = sizes[l + 1];
      layer.mean = *next++;
      layer.variance = *next++;
      layer.relative_entropy = *next++;
      layer.gaussian_forward = *next++;
      layer.gaussian_reverse = *next++;
      curve.layers.push_back(layer);
    }
    point.curves.push_back(std::move(curve));
  }
  for (std::size_t l = 0; l < depth; ++l) {
    point.random_mean.push_back(*next++);
    point.random_deviation.push_back(*next++);
  }
  point.random_plateau_deviation = *next;
  return point;
}

}  // namespace

std::vector<int> DepthCurveSizes(int in, int out, int width, int depth) {
  std::vector<int> sizes(depth - 1, width);
  sizes.front() = in;
  sizes.push_back(std::max(1, width * network::kWidePenultimateSize / 784));
  sizes.push_back(out);
  return sizes;
}

double Plateau(absl::Span<const double> relative_entropies, int first) {
  const int end = static_cast<int>(relative_entropies.size()) - 2;
  INFOFLOW_CHECK(0 <= first && first < end);
  double sum = 0.0;
  for (int l = first; l < end; ++l) sum += relative_entropies[l];
  return sum / (end - first);
}

double Plateau(const std::vector<LayerRelativeEntropy>& layers, int first) {
  std::vector<double> relative_entropies;
  for (const LayerRelativeEntropy& layer : layers) {
    relative_entropies.push_back(layer.relative_entropy);
  }
  return Plateau(relative_entropies, first);
}

absl::StatusOr<std::vector<LayerRelativeEntropy>> MeasureRandomNetwork(
    const FigureContext& context, const std::vector<int>& sizes, double weight_variance, int index,
    absl::Span<const float> input) {
  INFOFLOW_ASSIGN_OR_RETURN(const network::Network<float> random,
                            RandomNetwork(context, sizes, weight_variance, index));
  return Measure(context, random, input, index);
}

absl::StatusOr<std::vector<DepthPoint>> ComputeDepthPoints(const FigureContext& context,
                                                           const datasets::SplitDataset& data,
                                                           absl::Span<const float> input) {
  const Parameters& parameters = context.parameters;
  std::vector<double> variances = parameters.Numbers("weight_variances");
  std::sort(variances.begin(), variances.end());
  const std::vector<int> sizes = DepthCurveSizes(data.train.images.columns(), data.train.classes,
                                                 static_cast<int>(parameters.Integer("width")),
                                                 static_cast<int>(parameters.Integer("depth")));
  // All that decides a point besides its weight variance.
  std::string settings;
  for (const char* name : {"depth", "width", "plateau_from", "epochs", "batch", "samples",
                           "random_networks", "train_count", "test_count"}) {
    absl::StrAppend(&settings, name, "=", parameters.Integer(name), " ");
  }
  for (const char* name : {"bias_variance", "learning_rate", "momentum"}) {
    absl::StrAppend(&settings, name, "=", absl::StrFormat("%.17g", parameters.Number(name)), " ");
  }
  for (const datasets::Dataset* part : {&data.train, &data.test}) {
    for (const datasets::Origin& origin : part->origins) {
      absl::StrAppend(&settings, origin.source, " ", origin.sha256, " ");
    }
  }
  absl::StrAppend(&settings, "input ",
                  Sha256(absl::string_view(reinterpret_cast<const char*>(input.data()),
                                           input.size() * sizeof(float))));
  std::vector<std::string> keys;
  for (const double variance : variances) {
    keys.push_back(absl::StrFormat("weight_variance=%.17g", variance));
  }
  const linalg::SingleThreadedBlas single_threaded_blas;
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<std::vector<double>> values,
                            ComputePoints(context, settings, keys, [&](int i) {
                              return ComputePoint(context, data, input, sizes, variances[i]);
                            }));
  std::vector<DepthPoint> points;
  for (std::size_t i = 0; i < variances.size(); ++i) {
    points.push_back(PointFromValues(variances[i], sizes, Stages(parameters).size(), values[i]));
  }
  return points;
}

}  // namespace infoflow::paper_figures
