#include "paper_figures/reconstruction/cascade_column.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>
#include <utility>

#include "absl/strings/str_cat.h"
#include "infoflow/cascade/cascade_training.h"
#include "infoflow/cascade/ridge_decoders.h"
#include "infoflow/datasets/dataset_loader.h"
#include "infoflow/network/initialization.h"
#include "infoflow/network/layer_activation.h"
#include "infoflow/network/mean_field_activation.h"
#include "infoflow/network/network_sizes.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::paper_figures {

void AddColumnParameters(const ColumnDefaults& defaults, Parameters& parameters) {
  parameters
      .AddChoice("dataset", "images; auto: mnist-t10k when it is there, else synthetic-digits",
                 {"synthetic-digits", "auto", "mnist"},
                 {"auto", "synthetic-digits", "white-noise", "mnist-t10k", "mnist", "fashion-mnist",
                  "cifar10"})
      .AddInteger("depth", "linear layers; the last two have no entropies", defaults.depth,
                  {3.0, 1000.0})
      .AddInteger("hidden_width",
                  "units of each hidden layer; 0: the paper's wide networks, as many as pixels",
                  defaults.hidden_width, {0, 10000})
      .AddNumber("bias_variance", "sigma_b^2", {0.05, 0.05, 0.05}, {0.0, 100.0})
      .AddInteger("batches", "steps of each decoder", defaults.batches, {1, 1e9})
      .AddInteger("batch", "images per step", {64, 64, 64}, {1, 100000})
      .AddInteger("train_count", "images to learn from; 0: all", defaults.train_count, {0, 1000000})
      .AddInteger("images", "images that entropies are taken of", {100, 100, 100}, {2, 10000})
      .AddNumber("ridge_penalty", "of ridge decoders, in squared activations", {1e-4, 1e-4, 1e-4},
                 {1e-12, 1e6});
}

std::string ColumnDatasetName(const FigureContext& context) {
  const std::string& choice = context.parameters.Choice("dataset");
  if (choice != "auto") return choice;
  return datasets::DatasetAvailable("mnist-t10k", context.data_dir) ? "mnist-t10k"
                                                                    : "synthetic-digits";
}

absl::StatusOr<datasets::SplitDataset> LoadColumnImages(const FigureContext& context,
                                                        int test_count) {
  datasets::DatasetOptions options;
  options.name = ColumnDatasetName(context);
  options.data_dir = context.data_dir;
  options.seed = context.seed;
  options.train_count = static_cast<int>(context.parameters.Integer("train_count"));
  options.test_count =
      test_count > 0 ? test_count : static_cast<int>(context.parameters.Integer("images"));
  return datasets::LoadDataset(options);
}

std::string ParameterSettings(const FigureContext& context) {
  // What a point's key says instead.
  constexpr absl::string_view kInKeys[] = {"weight_variances", "dataset", "compared"};
  std::string settings;
  for (const auto& parameter : context.parameters.Describe()) {
    if (std::find(std::begin(kInKeys), std::end(kInKeys), parameter.name) != std::end(kInKeys)) {
      continue;
    }
    absl::StrAppend(&settings, parameter.name, "=", parameter.value, " ");
  }
  return settings;
}

std::string ImageSettings(const datasets::SplitDataset& data) {
  std::string settings;
  for (const datasets::Dataset* part : {&data.train, &data.test}) {
    for (const datasets::Origin& origin : part->origins) {
      absl::StrAppend(&settings, origin.source, " ", origin.sha256, " ");
    }
  }
  return settings;
}

std::string ColumnSettings(const FigureContext& context, const datasets::SplitDataset& data) {
  return ParameterSettings(context) + ImageSettings(data);
}

absl::StatusOr<std::vector<int>> ColumnSizes(const FigureContext& context,
                                             const datasets::SplitDataset& data) {
  const int depth = static_cast<int>(context.parameters.Integer("depth"));
  const int width = static_cast<int>(context.parameters.Integer("hidden_width"));
  const int pixels = data.train.images.columns();
  if (width == 0) {
    return network::NetworkSizes(network::SizeFamily::kWide, pixels, data.train.classes, depth);
  }
  std::vector<int> sizes(depth + 1, width);
  sizes.front() = pixels;
  sizes.back() = data.train.classes;
  return sizes;
}

absl::StatusOr<cascade::Cascade<float>> MakeColumn(const FigureContext& context,
                                                   const datasets::SplitDataset& data,
                                                   double weight_variance, DecoderKind kind) {
  const Parameters& parameters = context.parameters;
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> sizes, ColumnSizes(context, data));
  INFOFLOW_ASSIGN_OR_RETURN(
      network::Network<float> network,
      network::MakeDenseNetwork<float>(
          sizes, network::LayerActivation::kTanh, network::LayerActivation::kTanh,
          {weight_variance, parameters.Number("bias_variance")}, context.seed));
  // Columns are computed side by side: each on one thread.
  WorkerPool workers(1);
  if (kind == DecoderKind::kRidge) {
    return cascade::MakeRidgeCascade<float>(std::move(network), data.train.images,
                                            {parameters.Number("ridge_penalty")}, workers);
  }
  INFOFLOW_ASSIGN_OR_RETURN(cascade::Cascade<float> cascade,
                            cascade::MakeDenseCascade<float>(std::move(network), context.seed));
  if (kind == DecoderKind::kUntrained) return cascade;
  cascade::CascadeTrainingOptions options;
  options.minibatches.batch = static_cast<int>(parameters.Integer("batch"));
  options.seed = context.seed;
  INFOFLOW_ASSIGN_OR_RETURN(
      cascade::CascadeTraining<float> training,
      cascade::CascadeTraining<float>::Create(std::move(cascade), data.train.images, options));
  INFOFLOW_RETURN_IF_ERROR(training.RunBatches(parameters.Integer("batches"), workers).status());
  return training.cascade();
}

absl::StatusOr<cascade::CascadeProfile> ComputeColumn(const FigureContext& context,
                                                      const datasets::SplitDataset& data,
                                                      double weight_variance, DecoderKind kind) {
  INFOFLOW_ASSIGN_OR_RETURN(const cascade::Cascade<float> cascade,
                            MakeColumn(context, data, weight_variance, kind));
  WorkerPool workers(1);
  return cascade::ComputeProfile<float>(cascade, data.test.images, {}, workers);
}

absl::StatusOr<network::MeanFieldPoint> ColumnMeanField(const FigureContext& context,
                                                        double weight_variance) {
  INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldActivation tanh,
                            network::MakeMeanFieldActivation("tanh"));
  return network::SolveMeanField(tanh, weight_variance, context.parameters.Number("bias_variance"));
}

absl::StatusOr<cascade::CollapseDepth> ColumnCollapse(const FigureContext& context,
                                                      const datasets::SplitDataset& data,
                                                      double weight_variance) {
  INFOFLOW_ASSIGN_OR_RETURN(const network::MeanFieldActivation tanh,
                            network::MakeMeanFieldActivation("tanh"));
  cascade::CollapseDepthOptions options;
  options.images = cascade::MeasureImages(data.test.images);
  options.resolution =
      cascade::CollapsedVariance(cascade::kCollapsedEntropy, data.test.images.columns());
  options.max_depth = 1000;
  return cascade::PredictCollapseDepth(tanh, weight_variance,
                                       context.parameters.Number("bias_variance"), options);
}

double RankCorrelation(const std::vector<double>& x, const std::vector<double>& y) {
  const auto ranks = [](const std::vector<double>& values) {
    std::vector<int> order(values.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](int a, int b) { return values[a] < values[b]; });
    std::vector<double> rank(values.size());
    for (std::size_t i = 0; i < order.size();) {
      std::size_t end = i;
      while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
      for (std::size_t k = i; k < end; ++k) rank[order[k]] = 0.5 * static_cast<double>(i + end - 1);
      i = end;
    }
    return rank;
  };
  const std::vector<double> a = ranks(x), b = ranks(y);
  const double mean = 0.5 * static_cast<double>(a.size() - 1);
  double ab = 0.0, aa = 0.0, bb = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean) * (b[i] - mean);
    aa += (a[i] - mean) * (a[i] - mean);
    bb += (b[i] - mean) * (b[i] - mean);
  }
  if (aa == 0.0 || bb == 0.0) return std::numeric_limits<double>::quiet_NaN();
  return ab / std::sqrt(aa * bb);
}

std::vector<double> EvenGrid(double first, double last, int count) {
  std::vector<double> values;
  for (int i = 0; i < count; ++i) {
    values.push_back(std::round((first + (last - first) * i / (count - 1)) * 1e6) / 1e6);
  }
  return values;
}

}  // namespace infoflow::paper_figures
