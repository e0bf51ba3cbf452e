#include "paper_figures/shared/cascade_column.h"

#include <algorithm>
#include <utility>

#include "infoflow/cascade/cascade_training.h"
#include "infoflow/cascade/ridge_decoders.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/network/layers/network_sizes.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/harness/images.h"
#include "paper_figures/shared/column_theory.h"
#include "paper_figures/shared/dense_training.h"
#include "paper_figures/shared/image_choice.h"

namespace infoflow::paper_figures {

void RegisterColumn(ParameterSet& set, const ColumnDefaults& defaults, ColumnParameters* column,
                    ColumnImages* images) {
  RegisterDataset(set, &images->dataset);
  set.Add("depth", &column->depth, "linear layers; the last two have no entropies", defaults.depth,
          {3, 1000});
  set.Add("hidden_width", &column->hidden_width,
          "units of each hidden layer; 0: the paper's wide networks, as many as pixels",
          defaults.hidden_width, {0, 10000});
  set.Add("bias_variance", &column->bias_variance, "sigma_b^2", {0.05, 0.05, 0.05}, {0.0, 100.0});
  set.Add("batches", &column->batches, "steps of each decoder", defaults.batches, {1, 1000000000});
  set.Add("batch", &column->batch, "images per step", {64, 64, 64}, {1, 100000});
  set.Add("train_count", &images->train_count, "images to learn from; 0: all", defaults.train_count,
          {0, 1000000});
  set.Add("images", &images->images, "images that entropies are taken of", {100, 100, 100},
          {2, 10000});
  set.Add("ridge_penalty", &column->ridge_penalty, {"of ridge decoders", "squared activations"},
          {1e-4, 1e-4, 1e-4}, {1e-12, 1e6});
}

absl::StatusOr<ImageSet> ColumnImages::Choose(const Run& run, int test_count) const {
  return ChooseImages(dataset, train_count, test_count > 0 ? test_count : images, run);
}

absl::StatusOr<std::vector<int>> ColumnSizes(const ColumnParameters& column,
                                             const datasets::SplitDataset& data) {
  const int pixels = data.train.images.columns();
  if (column.hidden_width == 0) {
    return network::NetworkSizes(network::SizeFamily::kWide, pixels, data.train.classes,
                                 column.depth);
  }
  return UniformSizes(pixels, column.hidden_width, data.train.classes, column.depth);
}

std::vector<ColumnPoint> ColumnPoints(std::vector<double> weight_variances,
                                      const ColumnParameters& column, std::uint64_t seed,
                                      const ImageSet& images) {
  std::sort(weight_variances.begin(), weight_variances.end());
  std::vector<ColumnPoint> points;
  for (const double variance : weight_variances) points.push_back({variance, column, seed, images});
  return points;
}

absl::StatusOr<cascade::Cascade<float>> TrainDecoders(network::Network<float> network,
                                                      const ColumnParameters& column,
                                                      linalg::ConstMatrixView<float> images,
                                                      std::uint64_t seed, WorkerPool& workers) {
  INFOFLOW_ASSIGN_OR_RETURN(cascade::Cascade<float> untrained,
                            cascade::MakeDenseCascade<float>(std::move(network), seed));
  cascade::CascadeTrainingOptions options;
  options.minibatches.batch = column.batch;
  options.seed = seed;
  INFOFLOW_ASSIGN_OR_RETURN(
      cascade::CascadeTraining<float> training,
      cascade::CascadeTraining<float>::Create(std::move(untrained), images, options));
  INFOFLOW_RETURN_IF_ERROR(training.RunBatches(column.batches, workers).status());
  return training.cascade();
}

absl::StatusOr<cascade::Cascade<float>> MakeColumn(const ColumnPoint& point, DecoderKind kind,
                                                   const Run& run) {
  const auto data = run.images->Get(point.images);
  const ColumnParameters& column = point.column;
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> sizes, ColumnSizes(column, *data));
  INFOFLOW_ASSIGN_OR_RETURN(
      network::Network<float> network,
      network::MakeDenseNetwork<float>(sizes, kColumnActivation, kColumnActivation,
                                       {point.weight_variance, column.bias_variance}, point.seed));
  WorkerPool workers(run.threads);
  switch (kind) {
    case DecoderKind::kUntrained:
      return cascade::MakeDenseCascade<float>(std::move(network), point.seed);
    case DecoderKind::kRidge:
      return cascade::MakeRidgeCascade<float>(std::move(network), data->train.images,
                                              {column.ridge_penalty}, workers);
    case DecoderKind::kAdam:
      break;
  }
  return TrainDecoders(std::move(network), column, data->train.images, point.seed, workers);
}

absl::StatusOr<cascade::CascadeProfile> ComputeColumn(const ColumnPoint& point, DecoderKind kind,
                                                      const Run& run) {
  INFOFLOW_ASSIGN_OR_RETURN(const cascade::Cascade<float> cascade, MakeColumn(point, kind, run));
  WorkerPool workers(run.threads);
  return cascade::ComputeProfile<float>(cascade, run.images->Get(point.images)->test.images, {},
                                        workers);
}

}  // namespace infoflow::paper_figures
