// Networks and decoders, as training.py has them.

#include <cmath>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

#include "benchmarks/peers/shared_numbers.h"
#include "benchmarks/peers/work.h"
#include "infoflow/activation/batch.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/cascade_training.h"
#include "infoflow/cascade/decoder.h"
#include "infoflow/cascade/image_entropy.h"
#include "infoflow/cascade/reconstruction.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/chain_layer.h"
#include "infoflow/network/convolution/channel_order.h"
#include "infoflow/network/convolution/convolution_layer.h"
#include "infoflow/network/convolution/residual_layer.h"
#include "infoflow/network/layers/dense_layer.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/network/layers/network_sizes.h"
#include "infoflow/network/training/training.h"
#include "infoflow/support/status_macros.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::peers {

namespace {

using cascade::Cascade;
using cascade::CascadeTraining;
using linalg::Matrix;
using network::LayerPointer;
using network::Network;

constexpr double kWeightVariance = 1.76;
constexpr double kBiasVariance = 0.05;
constexpr double kTorusWeightVariance = 0.7;
constexpr int kTorusLayers = 20;
constexpr int kResidualBlocks = 10;
constexpr int kPixels = 784;

// Seeds: of layer l 100 + l for weights and 200 + l for biases, of its decoder 300 + l and 400 + l.
constexpr std::uint64_t kImageSeed = 1;

Matrix<float> UniformRows(int rows, int columns) {
  Matrix<float> images(rows, columns);
  for (std::size_t i = 0; i < images.size(); ++i) {
    images.values()[i] = static_cast<float>(UniformAt(kImageSeed, i));
  }
  return images;
}

void Put(const std::vector<float>& values, absl::Span<float> place) {
  std::copy(values.begin(), values.end(), place.begin());
}

absl::StatusOr<Network<float>> DenseNetwork(const std::vector<int>& sizes) {
  std::vector<LayerPointer<float>> layers;
  for (std::size_t l = 0; l + 1 < sizes.size(); ++l) {
    layers.push_back(
        network::MakeDenseLayer<float>(sizes[l], sizes[l + 1], activation::Kind::kTanh));
  }
  INFOFLOW_ASSIGN_OR_RETURN(Network<float> dense, Network<float>::Create(std::move(layers)));
  for (int l = 0; l < dense.num_layers(); ++l) {
    const std::size_t weights = dense.layer(l).num_weights();
    const double scale = std::sqrt(kWeightVariance / dense.layer(l).fan_in());
    Put(Normals<float>(100 + l, weights, scale), dense.parameters(l));
    Put(Normals<float>(200 + l, dense.layer(l).output_size(), std::sqrt(kBiasVariance)),
        dense.parameters(l).subspan(weights));
  }
  return dense;
}

absl::StatusOr<std::vector<int>> DenseSizes(int depth) {
  return network::NetworkSizes(network::SizeFamily::kWide, kPixels, 10, depth);
}

// What a training needs to stay alive, beside itself.
struct DenseTraining {
  Matrix<float> images;
  std::vector<int> labels;
  std::vector<int> batch;
  std::unique_ptr<network::Training<float>> training;
  WorkerPool workers{1};
};

absl::StatusOr<Work> TrainingStep(Sizes sizes) {
  const int batch = sizes[1];
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> units, DenseSizes(sizes[0]));
  INFOFLOW_ASSIGN_OR_RETURN(Network<float> dense, DenseNetwork(units));
  auto state = std::make_shared<DenseTraining>();
  state->images = UniformRows(batch, kPixels);
  for (int i = 0; i < batch; ++i) state->labels.push_back(i % 10);
  state->batch.resize(batch);
  std::iota(state->batch.begin(), state->batch.end(), 0);
  network::TrainingOptions options;
  options.optimizer.learning_rate = 0.005;
  options.optimizer.momentum = 0.8;
  options.minibatches.batch = batch;
  INFOFLOW_ASSIGN_OR_RETURN(
      network::Training<float> training,
      network::Training<float>::Create(std::move(dense), {state->images, state->labels}, options));
  state->training = std::make_unique<network::Training<float>>(std::move(training));
  double loss = 0.0;
  for (int i = 0; i < 5; ++i) loss = state->training->Step(state->batch, state->workers);
  return Work{{loss}, [state](int count) {
                for (int i = 0; i < count; ++i) state->training->Step(state->batch, state->workers);
                return absl::OkStatus();
              }};
}

// Decoders in training on images that are one batch.
struct DecoderTraining {
  Matrix<float> images;
  std::unique_ptr<CascadeTraining<float>> training;
  WorkerPool workers{1};
};

// The decoders' mean error before their third step.
absl::StatusOr<Work> DecoderWork(Cascade<float> cascade, Matrix<float> images) {
  auto state = std::make_shared<DecoderTraining>();
  state->images = std::move(images);
  cascade::CascadeTrainingOptions options;
  options.minibatches.batch = state->images.rows();
  options.minibatches.shuffle = false;
  INFOFLOW_ASSIGN_OR_RETURN(
      CascadeTraining<float> training,
      CascadeTraining<float>::Create(std::move(cascade), state->images, options));
  state->training = std::make_unique<CascadeTraining<float>>(std::move(training));
  std::vector<double> errors;
  for (int i = 0; i < 3; ++i) {
    INFOFLOW_ASSIGN_OR_RETURN(errors, state->training->RunBatches(1, state->workers));
  }
  const double sum = std::accumulate(errors.begin(), errors.end(), 0.0);
  return Work{{sum / static_cast<double>(errors.size())}, [state](int count) {
                return state->training->RunBatches(count, state->workers).status();
              }};
}

absl::StatusOr<Cascade<float>> DenseCascade(int depth) {
  INFOFLOW_ASSIGN_OR_RETURN(const std::vector<int> units, DenseSizes(depth));
  INFOFLOW_ASSIGN_OR_RETURN(Network<float> dense, DenseNetwork(units));
  INFOFLOW_ASSIGN_OR_RETURN(Cascade<float> cascade, cascade::MakeDenseCascade(std::move(dense), 1));
  for (int l = 0; l < cascade.num_decoders(); ++l) {
    const network::Layer<float>& decoder = cascade.decoder(l).layer();
    const double bound = 1.0 / std::sqrt(decoder.input_size());
    Put(SymmetricUniforms<float>(300 + l, decoder.num_weights(), bound), cascade.parameters(l));
    Put(SymmetricUniforms<float>(400 + l, decoder.output_size(), bound),
        cascade.parameters(l).subspan(decoder.num_weights()));
  }
  return cascade;
}

absl::StatusOr<Work> DecoderBatch(Sizes sizes) {
  INFOFLOW_ASSIGN_OR_RETURN(Cascade<float> cascade, DenseCascade(sizes[0]));
  return DecoderWork(std::move(cascade), UniformRows(sizes[1], kPixels));
}

absl::StatusOr<Work> Reconstructions(Sizes sizes) {
  INFOFLOW_ASSIGN_OR_RETURN(Cascade<float> made, DenseCascade(sizes[0]));
  const auto cascade = std::make_shared<Cascade<float>>(std::move(made));
  const auto images = std::make_shared<Matrix<float>>(UniformRows(sizes[1], kPixels));
  const auto reconstruct = [cascade, images] {
    WorkerPool workers(1);
    return cascade::Reconstruct<float>(*cascade, *images, cascade->num_decoders(), workers);
  };
  double sum = 0.0, squares = 0.0;
  const Matrix<float> all = reconstruct();
  for (const float pixel : all.values()) {
    sum += pixel;
    squares += static_cast<double>(pixel) * pixel;
  }
  const double count = static_cast<double>(all.size());
  return Work{{sum / count, squares / count}, [reconstruct](int repetitions) {
                for (int i = 0; i < repetitions; ++i) reconstruct();
                return absl::OkStatus();
              }};
}

// Relative entropies of the first images to each of `levels` sets of others, and these sets'
// differential entropy: the means over the sets. Images are changed by it, so each has a copy.
absl::StatusOr<Work> ImageEntropies(Sizes sizes) {
  const int levels = sizes[0], count = sizes[1];
  const auto images = std::make_shared<Matrix<float>>(UniformRows((levels + 1) * count, kPixels));
  const auto find = [=] {
    Matrix<float> all = *images;
    double relative = 0.0, differential = 0.0;
    for (int l = 1; l <= levels; ++l) {
      const auto level = all.Block(l * count, 0, count, kPixels);
      const std::vector<double> entropies =
          cascade::OverwritingRelativeEntropies<float>(all.Block(0, 0, count, kPixels), level);
      relative += std::accumulate(entropies.begin(), entropies.end(), 0.0) / (count * levels);
      differential += cascade::DifferentialEntropy<float>(level) / levels;
    }
    return std::vector<double>{relative, differential};
  };
  return Work{find(), [find](int repetitions) {
                for (int i = 0; i < repetitions; ++i) find();
                return absl::OkStatus();
              }};
}

constexpr int kMapSide = 7;

LayerPointer<float> TransposedConvolution(int channels) {
  network::TransposedConvolutionOptions options;
  options.input = {channels, kMapSide, kMapSide};
  options.channels = channels;
  options.cut = network::Cut::kBoth;
  return network::MakeTransposedConvolutionLayer<float>(options);
}

// A cascade of `count` layers of c to c channels on maps of 7 x 7, each made of `convolutions`
// convolutions and undone by as many transposed ones; biases are 0.
absl::StatusOr<Work> MapDecoderStep(LayerPointer<float> layer, LayerPointer<float> decoder,
                                    int count, int convolutions, Sizes sizes) {
  const int channels = sizes[0];
  INFOFLOW_ASSIGN_OR_RETURN(Network<float> maps,
                            Network<float>::Create(std::vector<LayerPointer<float>>(count, layer)));
  const std::size_t weights = 9 * channels * channels;
  // Where convolution k is among the parameters of its layer: behind the one before.
  const auto offset = [=](int k) { return (k % convolutions) * (weights + channels); };
  const double scale = std::sqrt(kTorusWeightVariance / (9.0 * channels));
  for (int k = 0; k < count * convolutions; ++k) {
    Put(network::TapMajor<float>(Normals<float>(100 + k, weights, scale), channels, channels),
        maps.parameters(k / convolutions).subspan(offset(k)));
  }
  INFOFLOW_ASSIGN_OR_RETURN(
      Cascade<float> cascade,
      Cascade<float>::Create(std::move(maps),
                             std::vector<cascade::DecoderPointer<float>>(
                                 count, cascade::MakeLayerDecoder<float>(decoder))));
  const double bound = 1.0 / std::sqrt(9.0 * channels);
  for (int k = 0; k < count * convolutions; ++k) {
    Put(network::TransposedTapMajor<float>(SymmetricUniforms<float>(300 + k, weights, bound),
                                           channels, channels),
        cascade.parameters(k / convolutions).subspan(offset(k)));
  }
  const network::MapShape map = {channels, kMapSide, kMapSide};
  Matrix<float> images = UniformRows(sizes[1], map.size());
  Put(network::PixelMajor<float>(images.values(), map), images.values());
  return DecoderWork(std::move(cascade), std::move(images));
}

absl::StatusOr<Work> TorusStep(Sizes sizes) {
  network::ConvolutionOptions options;
  options.input = {sizes[0], kMapSide, kMapSide};
  options.channels = sizes[0];
  options.wrap = true;
  return MapDecoderStep(network::MakeConvolutionLayer<float>(options),
                        TransposedConvolution(sizes[0]), kTorusLayers, 1, sizes);
}

absl::StatusOr<Work> ResidualStep(Sizes sizes) {
  const LayerPointer<float> half = TransposedConvolution(sizes[0]);
  return MapDecoderStep(network::MakeResidualLayer<float>({sizes[0], kMapSide, kMapSide}),
                        network::MakeChainLayer<float>({half, half}), kResidualBlocks, 2, sizes);
}

}  // namespace

void AddTrainingWorks(Works& works) {
  works["training_step"] = TrainingStep;
  works["decoder_batch"] = DecoderBatch;
  works["image_entropies"] = ImageEntropies;
  works["reconstructions"] = Reconstructions;
  works["residual_step"] = ResidualStep;
  works["torus_step"] = TorusStep;
}

}  // namespace infoflow::peers
