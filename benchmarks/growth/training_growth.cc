// Steps of training: dense networks, their decoders, and decoders of torus layers.

#include <memory>
#include <numeric>
#include <utility>
#include <vector>

#include "benchmark/benchmark.h"
#include "benchmarks/growth/growth_kernel.h"
#include "infoflow/activation/batch.h"
#include "infoflow/cascade/cascade.h"
#include "infoflow/cascade/cascade_training.h"
#include "infoflow/cascade/convolutional_cascade.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/convolutional_network.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/network/training/training.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::growth {

namespace {

using cascade::CascadeTraining;
using linalg::Matrix;
using network::Network;
using network::Training;

constexpr int kBatch = 64;
// Of what grows in depth, and depth of what grows in width.
constexpr int kWidth = 128;
constexpr int kDepth = 4;

Matrix<float> Images(int rows, int columns) {
  Matrix<float> images(rows, columns);
  random::Stream stream(1, random::StreamUse::kTest, 0);
  random::FillUniform(stream, images.values());
  return images;
}

Network<float> DenseNetwork(int depth, int width) {
  return network::MakeDenseNetwork<float>(std::vector<int>(depth + 1, width),
                                          activation::Kind::kTanh, activation::Kind::kTanh,
                                          {1.76, 0.05}, 1)
      .value();
}

Step TrainingStep(int depth, int width) {
  struct State {
    Matrix<float> images;
    std::vector<int> labels, batch;
    std::unique_ptr<Training<float>> training;
    WorkerPool workers{1};
  };
  auto state = std::make_shared<State>();
  state->images = Images(kBatch, width);
  state->labels.assign(kBatch, 0);
  state->batch.resize(kBatch);
  std::iota(state->batch.begin(), state->batch.end(), 0);
  state->training = std::make_unique<Training<float>>(
      Training<float>::Create(DenseNetwork(depth, width), {state->images, state->labels}, {})
          .value());
  return [state] { benchmark::DoNotOptimize(state->training->Step(state->batch, state->workers)); };
}

Step DecoderStep(cascade::Cascade<float> cascade, int batch) {
  struct State {
    Matrix<float> images;
    std::unique_ptr<CascadeTraining<float>> training;
    WorkerPool workers{1};
  };
  auto state = std::make_shared<State>();
  state->images = Images(batch, cascade.network().input_size());
  cascade::CascadeTrainingOptions options;
  options.minibatches.batch = batch;
  state->training = std::make_unique<CascadeTraining<float>>(
      CascadeTraining<float>::Create(std::move(cascade), state->images, options).value());
  return [state] {
    benchmark::DoNotOptimize(state->training->RunBatches(1, state->workers).value().data());
  };
}

Step DenseDecoders(int depth, int width) {
  return DecoderStep(cascade::MakeDenseCascade(DenseNetwork(depth, width), 1).value(), kBatch);
}

// The first three layers, on larger maps, are part of it.
Step TorusDecoders(int depth, int channels) {
  constexpr int kImages = 10;
  const network::ConvolutionalOptions options =
      network::ConvolutionalOptions::OfDepth(depth, channels, false);
  return DecoderStep(
      cascade::MakeConvolutionalCascade<float>(
          network::MakeConvolutionalNetwork<float>(options, {0.7, 2e-5}, 1).value(), options, 1)
          .value(),
      kImages);
}

}  // namespace

void AddTrainingGrowth(GrowthKernels& kernels) {
  const std::vector<int> depths = {4, 8, 16, 32, 64, 128, 256, 400};
  const std::vector<int> widths = {16, 32, 64, 128, 256, 512, 1024, 1600};
  const std::string by_depth = ", 128 units";
  const std::string by_width = ", 4 layers";
  kernels.push_back({"training step" + by_depth,
                     "layers",
                     {},
                     1.0,
                     "three products a layer",
                     depths,
                     [](int depth) { return TrainingStep(depth, kWidth); }});
  kernels.push_back({"training step" + by_width,
                     "units",
                     {},
                     2.0,
                     "6 B n^2 flops a layer",
                     widths,
                     [](int width) { return TrainingStep(kDepth, width); }});
  kernels.push_back({"decoder batch" + by_depth,
                     "layers",
                     {},
                     1.0,
                     "three products a layer",
                     depths,
                     [](int depth) { return DenseDecoders(depth, kWidth); }});
  kernels.push_back({"decoder batch" + by_width,
                     "units",
                     {},
                     2.0,
                     "6 B n^2 flops a layer",
                     widths,
                     [](int width) { return DenseDecoders(kDepth, width); }});
  kernels.push_back({"torus decoders, 16 channels",
                     "layers",
                     {},
                     1.0,
                     "947 products a layer",
                     depths,
                     [](int depth) { return TorusDecoders(depth, 16); }});
  kernels.push_back({"torus decoders, 4 layers",
                     "channels",
                     {},
                     2.0,
                     "2 B c^2 flops a product",
                     {3, 6, 12, 25, 50, 100, 200, 300},
                     [](int channels) { return TorusDecoders(kDepth, channels); }});
}

}  // namespace infoflow::growth
