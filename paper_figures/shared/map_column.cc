#include "paper_figures/shared/map_column.h"

#include <algorithm>
#include <utility>

#include "infoflow/cascade/cascade_checkpoint.h"
#include "infoflow/cascade/cascade_training.h"
#include "infoflow/cascade/convolutional_cascade.h"
#include "infoflow/network/convolution/convolutional_network.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/shared/image_choice.h"

namespace infoflow::paper_figures {

namespace {

network::ConvolutionalOptions OptionsOf(MapFamily family, const MapColumnParameters& column,
                                        const datasets::Dataset& images) {
  network::ConvolutionalOptions options = network::ConvolutionalOptions::OfDepth(
      column.depth, column.channels, family == MapFamily::kResidual);
  options.image = {images.shape.channels, images.shape.rows, images.shape.columns};
  options.classes = images.classes;
  return options;
}

}  // namespace

void RegisterMapColumn(ParameterSet& set, const MapColumnDefaults& defaults,
                       MapColumnParameters* column, MapColumnImages* images) {
  RegisterDataset(set, &images->dataset);
  set.Add("depth", &column->depth, "layers with entropies", defaults.depth, {1, 1000});
  set.Add("channels", &column->channels, "of each map", defaults.channels, {1, 1024});
  set.Add("bias_variance", &column->bias_variance, "sigma_b^2", {2e-5, 2e-5, 2e-5}, {0.0, 100.0});
  set.Add("batches", &column->batches, "steps of each decoder", defaults.batches, {1, 1000000000});
  set.Add("batch", &column->batch, "images per step", {50, 50, 100}, {1, 100000});
  set.Add("learning_rate", &column->learning_rate, "of Adam", {3e-3, 3e-3, 1e-3}, {1e-8, 1.0});
  set.Add("train_count", &images->train_count, "images to learn from; 0: all", {500, 8000, 60000},
          {0, 1000000});
  set.Add("images", &images->images, "images that entropies are taken of", {100, 100, 100},
          {2, 10000});
}

absl::StatusOr<ImageSet> MapColumnImages::Choose(const Run& run) const {
  return ChooseImages(dataset, train_count, images, run);
}

absl::StatusOr<network::Network<float>> MakeMapNetwork(MapFamily family, double weight_variance,
                                                       const MapColumnParameters& column,
                                                       std::uint64_t seed,
                                                       const datasets::Dataset& images) {
  return network::MakeConvolutionalNetwork<float>(OptionsOf(family, column, images),
                                                  {weight_variance, column.bias_variance}, seed);
}

absl::StatusOr<MapLayers> ComputeMapColumn(const MapColumn& column,
                                           const datasets::SplitDataset& data, int layers,
                                           int threads, const std::string& checkpoint) {
  const MapColumnParameters& parameters = column.parameters;
  INFOFLOW_ASSIGN_OR_RETURN(
      network::Network<float> network,
      MakeMapNetwork(column.family, column.weight_variance, parameters, column.seed, data.train));
  INFOFLOW_ASSIGN_OR_RETURN(
      cascade::Cascade<float> cascade,
      cascade::MakeConvolutionalCascade<float>(
          std::move(network), OptionsOf(column.family, parameters, data.train), column.seed));
  WorkerPool workers(threads);
  if (column.decoders == MapDecoders::kTrained) {
    cascade::CascadeTrainingOptions options;
    options.minibatches.batch = parameters.batch;
    options.optimizer.learning_rate = parameters.learning_rate;
    options.seed = column.seed;
    INFOFLOW_ASSIGN_OR_RETURN(
        cascade::CascadeTraining<float> training,
        cascade::CascadeTraining<float>::Create(std::move(cascade), data.train.images, options));
    INFOFLOW_RETURN_IF_ERROR(
        cascade::RunKeptTraining<float>(parameters.batches, {checkpoint, {}}, training, workers));
    cascade = training.cascade();
  }
  cascade::ProfileOptions options;
  options.layers_left_out = cascade.num_decoders() - std::min(layers, parameters.depth);
  INFOFLOW_ASSIGN_OR_RETURN(
      const cascade::CascadeProfile profile,
      cascade::ComputeProfile<float>(cascade, data.test.images, options, workers));
  MapLayers result;
  for (const cascade::LayerProfile& layer : profile.layers) {
    result.raw.push_back(layer.raw_differential_entropy);
    result.normalized.push_back(layer.normalized_differential_entropy);
    result.errors.push_back(layer.reconstruction_mse);
  }
  return result;
}

}  // namespace infoflow::paper_figures
