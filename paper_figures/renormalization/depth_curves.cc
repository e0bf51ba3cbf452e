#include "paper_figures/renormalization/depth_curves.h"

#include <algorithm>
#include <set>
#include <utility>

#include "infoflow/activation/batch.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/network/layers/network_sizes.h"
#include "infoflow/network/relative_entropy/dense_network_view.h"
#include "infoflow/network/training/training.h"
#include "infoflow/network/training/training_evaluation.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"
#include "paper_figures/shared/dense_training.h"

namespace infoflow::paper_figures {

namespace {

using network::LayerRelativeEntropy;

absl::StatusOr<std::vector<LayerRelativeEntropy>> Measure(const network::Network<float>& network,
                                                          absl::Span<const float> input,
                                                          int samples, std::uint64_t seed,
                                                          int threads) {
  network::DenseNetworkView<float> view;
  INFOFLOW_ASSIGN_OR_RETURN(view.activation, network::MakeElementwiseActivation<float>("tanh"));
  for (int l = 0; l < network.num_layers(); ++l) {
    const network::Layer<float>& layer = network.layer(l);
    const absl::Span<const float> parameters = network.parameters(l);
    view.layers.push_back({linalg::ConstMatrixView<float>(parameters.data(), layer.output_size(),
                                                          layer.input_size(), layer.input_size()),
                           parameters.subspan(layer.num_weights())});
  }
  return network::RelativeEntropyWithDepth<float>(view, input, {samples, seed, threads});
}

}  // namespace

std::vector<int> DepthCurveSizes(int in, int out, int width, int depth) {
  std::vector<int> sizes(depth - 1, width);
  sizes.front() = in;
  sizes.push_back(std::max(1, width * network::kWidePenultimateSize / 784));
  sizes.push_back(out);
  return sizes;
}

absl::StatusOr<std::vector<LayerRelativeEntropy>> MeasureRandomNetwork(
    const DepthCurveSettings& settings, absl::Span<const int> sizes, double weight_variance,
    absl::Span<const float> input, std::uint64_t seed) {
  INFOFLOW_ASSIGN_OR_RETURN(
      const network::Network<float> random,
      network::MakeDenseNetwork<float>(sizes, activation::Kind::kTanh, activation::Kind::kTanh,
                                       {weight_variance, settings.bias_variance}, seed));
  return Measure(random, input, settings.samples, seed, /*threads=*/1);
}

absl::StatusOr<DepthCurves> ComputeDepthCurves(const DepthCurveSettings& settings,
                                               const datasets::SplitDataset& data,
                                               absl::Span<const float> input,
                                               double weight_variance, std::uint64_t seed,
                                               int threads) {
  DenseTraining training;
  training.sizes = DepthCurveSizes(data.train.images.columns(), data.train.classes, settings.width,
                                   settings.depth);
  training.weight_variance = weight_variance;
  training.bias_variance = settings.bias_variance;
  training.options.optimizer.learning_rate = settings.learning_rate;
  training.options.optimizer.momentum = settings.momentum;
  training.options.minibatches = {settings.batch, /*shuffle=*/false, /*drop_last=*/true};
  training.options.seed = seed;

  DepthCurves curves;
  for (int k = 0; k < settings.random_networks; ++k) {
    INFOFLOW_ASSIGN_OR_RETURN(const std::vector<LayerRelativeEntropy> layers,
                              MeasureRandomNetwork(settings, training.sizes, weight_variance, input,
                                                   seed + (static_cast<std::uint64_t>(k) << 32)));
    std::vector<double>& of_network = curves.random.emplace_back();
    for (const LayerRelativeEntropy& layer : layers) of_network.push_back(layer.relative_entropy);
  }

  INFOFLOW_ASSIGN_OR_RETURN(network::Training<float> state,
                            StartTraining(training, Labelled(data.train)));
  WorkerPool workers(threads);
  for (const int epoch : std::set<int>{0, 1, settings.epochs}) {
    INFOFLOW_RETURN_IF_ERROR(TrainUntil(epoch, state, workers).status());
    DepthCurve& curve = curves.stages.emplace_back();
    curve.epoch = epoch;
    curve.accuracy = Evaluate(state.network(), Labelled(data.test), training.options.loss,
                              {128, /*drop_last=*/true}, workers)
                         .accuracy;
    INFOFLOW_ASSIGN_OR_RETURN(curve.layers,
                              Measure(state.network(), input, settings.samples, seed, threads));
  }
  return curves;
}

}  // namespace infoflow::paper_figures
