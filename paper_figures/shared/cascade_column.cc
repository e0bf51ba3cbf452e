#include "paper_figures/shared/cascade_column.h"

#include <utility>

#include "infoflow/cascade/cascade_training.h"
#include "infoflow/cascade/ridge_decoders.h"
#include "infoflow/network/initialization.h"
#include "infoflow/network/layer_activation.h"
#include "infoflow/network/network_sizes.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/shared/dense_training.h"
#include "paper_figures/shared/image_choice.h"

namespace infoflow::paper_figures {

namespace {

// One nonlinearity for the networks and for their theory.
constexpr network::LayerActivation kActivation = network::LayerActivation::kTanh;

// Where the search for a predicted collapse ends.
constexpr int kMostPredicted = 1000;

}  // namespace

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

absl::StatusOr<cascade::Cascade<float>> MakeColumn(const ColumnParameters& column,
                                                   const datasets::SplitDataset& data,
                                                   double weight_variance, DecoderKind kind,
                                                   std::uint64_t seed, WorkerPool& workers) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> sizes, ColumnSizes(column, data));
  INFOFLOW_ASSIGN_OR_RETURN(
      network::Network<float> network,
      network::MakeDenseNetwork<float>(sizes, kActivation, kActivation,
                                       {weight_variance, column.bias_variance}, seed));
  if (kind == DecoderKind::kRidge) {
    return cascade::MakeRidgeCascade<float>(std::move(network), data.train.images,
                                            {column.ridge_penalty}, workers);
  }
  INFOFLOW_ASSIGN_OR_RETURN(cascade::Cascade<float> cascade,
                            cascade::MakeDenseCascade<float>(std::move(network), seed));
  if (kind == DecoderKind::kUntrained) return cascade;
  cascade::CascadeTrainingOptions options;
  options.minibatches.batch = column.batch;
  options.seed = seed;
  INFOFLOW_ASSIGN_OR_RETURN(
      cascade::CascadeTraining<float> training,
      cascade::CascadeTraining<float>::Create(std::move(cascade), data.train.images, options));
  INFOFLOW_RETURN_IF_ERROR(training.RunBatches(column.batches, workers).status());
  return training.cascade();
}

absl::StatusOr<cascade::CascadeProfile> ComputeColumn(const ColumnParameters& column,
                                                      const datasets::SplitDataset& data,
                                                      double weight_variance, DecoderKind kind,
                                                      std::uint64_t seed, WorkerPool& workers) {
  INFOFLOW_ASSIGN_OR_RETURN(const cascade::Cascade<float> cascade,
                            MakeColumn(column, data, weight_variance, kind, seed, workers));
  return cascade::ComputeProfile<float>(cascade, data.test.images, {}, workers);
}

absl::StatusOr<ColumnTheory> ColumnTheory::Create(double bias_variance) {
  INFOFLOW_ASSIGN_OR_RETURN(
      network::MeanFieldActivation activation,
      network::MakeMeanFieldActivation(network::LayerActivationName(kActivation)));
  return ColumnTheory(std::move(activation), bias_variance);
}

absl::StatusOr<network::MeanFieldPoint> ColumnTheory::MeanField(double weight_variance) const {
  return network::SolveMeanField(activation_, weight_variance, bias_variance_);
}

absl::StatusOr<cascade::CollapseDepth> ColumnTheory::Collapse(
    double weight_variance, const cascade::ImageStatistics& images, double entropy,
    int pixels) const {
  cascade::CollapseDepthOptions options;
  options.images = images;
  options.resolution = cascade::CollapsedVariance(entropy, pixels);
  options.max_depth = kMostPredicted;
  return cascade::PredictCollapseDepth(activation_, weight_variance, bias_variance_, options);
}

}  // namespace infoflow::paper_figures
