// Every kind of layer of this room: derivatives, bits, and what the kinds have to do with each
// other.

#include "infoflow/network/convolution/convolution_layer.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/convolution/chain_layer.h"
#include "infoflow/network/convolution/pooling_layer.h"
#include "infoflow/network/convolution/reshape_layer.h"
#include "infoflow/network/convolution/residual_layer.h"
#include "infoflow/network/layers/layer_gradient_check.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::network {
namespace {

using activation::Kind;
using linalg::Matrix;

constexpr double kFiniteDifferences = 1e-7;

template <typename T>
LayerPointer<T> Convolution(MapShape input, int channels, int kernel, int stride, int padding,
                            Kind kind, bool wrap = false, DenseBias bias = DenseBias::kWith) {
  ConvolutionOptions options;
  options.input = input;
  options.channels = channels;
  options.kernel = kernel;
  options.stride = stride;
  options.padding = padding;
  options.activation = kind;
  options.wrap = wrap;
  options.bias = bias;
  return MakeConvolutionLayer<T>(options);
}

template <typename T>
LayerPointer<T> Transposed(MapShape input, int channels, int kernel, int stride, Kind kind,
                           Cut cut) {
  TransposedConvolutionOptions options;
  options.input = input;
  options.channels = channels;
  options.kernel = kernel;
  options.stride = stride;
  options.activation = kind;
  options.cut = cut;
  return MakeTransposedConvolutionLayer<T>(options);
}

template <typename T>
std::vector<LayerPointer<T>> Layers() {
  const LayerPointer<T> tail = Convolution<T>({3, 5, 5}, 2, 3, 1, 0, Kind::kTanh);
  const LayerPointer<T> decoder = Transposed<T>({2, 4, 4}, 2, 3, 1, Kind::kTanh, Cut::kBoth);
  return {
      Convolution<T>({2, 5, 4}, 3, 3, 1, 1, Kind::kTanh),
      Convolution<T>({2, 5, 4}, 3, 3, 2, 1, Kind::kRelu, false, DenseBias::kWithout),
      Convolution<T>({1, 7, 6}, 2, 5, 3, 2, Kind::kLinear),
      Convolution<T>({3, 4, 4}, 2, 1, 1, 0, Kind::kTanh),
      Convolution<T>({2, 7, 5}, 2, 3, 1, 0, Kind::kTanh, true),
      Transposed<T>({3, 4, 3}, 2, 3, 1, Kind::kTanh, Cut::kBoth),
      Transposed<T>({2, 3, 3}, 3, 3, 2, Kind::kTanh, Cut::kEnd),
      Transposed<T>({3, 3, 2}, 1, 3, 1, Kind::kRelu, Cut::kNone),
      Transposed<T>({2, 3, 2}, 3, 2, 2, Kind::kLinear, Cut::kNone),
      MakeResidualLayer<T>({2, 5, 4}),
      MakeMaxPoolLayer<T>({3, 5, 4}),
      MakeAveragePoolLayer<T>({2, 5, 7}, 3, 2),
      MakeReshapeLayer<T>(12),
      MakeChainLayer<T>({tail, MakeAveragePoolLayer<T>({2, 3, 3}, 3, 3), MakeReshapeLayer<T>(2)}),
      MakeChainLayer<T>({decoder, decoder}),
  };
}

TEST(ConvolutionLayerTest, KindsHaveTheGradientsOfFiniteDifferences) {
  WorkerPool workers(2);
  for (const LayerPointer<double>& layer : Layers<double>()) {
    EXPECT_LT(WorstGradientError(*layer, 3, workers), kFiniteDifferences) << layer->Describe();
  }
}

template <typename T>
struct Pass {
  Matrix<T> output, input_gradient;
  std::vector<T> gradients;
};

template <typename T>
Pass<T> Run(const Layer<T>& layer, int rows, WorkerPool& workers) {
  random::Stream stream(1, random::StreamUse::kTest, 0);
  std::vector<T> parameters(layer.num_parameters()), scratch(layer.scratch_size(rows));
  Matrix<T> input(rows, layer.input_size()), output_gradient(rows, layer.output_size());
  random::FillNormal(stream, absl::MakeSpan(parameters));
  random::FillNormal(stream, input.values());
  random::FillNormal(stream, output_gradient.values());
  Matrix<T> memory(rows, layer.memory_size());
  Pass<T> pass{Matrix<T>(rows, layer.output_size()), Matrix<T>(rows, layer.input_size()),
               std::vector<T>(layer.num_parameters())};
  layer.Forward({parameters, input, pass.output, memory, {}}, workers);
  layer.Backward({parameters, input, pass.output, memory, output_gradient, pass.input_gradient,
                  absl::MakeSpan(pass.gradients), absl::MakeSpan(scratch)},
                 workers);
  return pass;
}

template <typename T>
void CheckThreads() {
  WorkerPool one(1), three(3);
  for (const LayerPointer<T>& layer : Layers<T>()) {
    const Pass<T> a = Run(*layer, 61, one), b = Run(*layer, 61, three);
    EXPECT_TRUE(a.output == b.output && a.input_gradient == b.input_gradient &&
                a.gradients == b.gradients)
        << layer->Describe();
  }
}

TEST(ConvolutionLayerTest, KindsHaveTheSameBitsForAnyNumberOfThreads) {
  CheckThreads<float>();
  CheckThreads<double>();
}

TEST(ConvolutionLayerTest, TellsWeightsFromBiases) {
  const auto weights = [](const Layer<double>& layer) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < layer.num_parameters(); ++i) count += layer.IsWeight(i) ? 1 : 0;
    return count;
  };
  for (const LayerPointer<double>& layer : Layers<double>()) {
    EXPECT_EQ(weights(*layer), layer->num_weights()) << layer->Describe();
  }
  const LayerPointer<double> residual = MakeResidualLayer<double>({2, 5, 5});
  EXPECT_TRUE(residual->IsWeight(35) && !residual->IsWeight(36) && residual->IsWeight(38));
  EXPECT_TRUE(residual->IsWeight(73) && !residual->IsWeight(74));
}

// A transposed convolution of stride 1 that is cut on both sides is a convolution with zeros around
// and the kernel turned by 180 degrees.
TEST(ConvolutionLayerTest, TransposedIsTheTurnedConvolution) {
  WorkerPool workers(1);
  const LayerPointer<double> transposed =
      Transposed<double>({3, 5, 4}, 2, 3, 1, Kind::kTanh, Cut::kBoth);
  const LayerPointer<double> convolution = Convolution<double>({3, 5, 4}, 2, 3, 1, 1, Kind::kTanh);
  random::Stream stream(1, random::StreamUse::kTest, 0);
  std::vector<double> parameters(transposed->num_parameters());
  Matrix<double> input(2, transposed->input_size());
  random::FillNormal(stream, absl::MakeSpan(parameters));
  random::FillNormal(stream, input.values());
  std::vector<double> turned = parameters;
  for (int tap = 0; tap < 9; ++tap) {
    for (int i = 0; i < 6; ++i) turned[(8 - tap) * 6 + i] = parameters[tap * 6 + i];
  }
  Matrix<double> a(2, 40), b(2, 40);
  transposed->Forward({parameters, input, a, {}, {}}, workers);
  convolution->Forward({turned, input, b, {}, {}}, workers);
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a.values()[i], b.values()[i], 1e-13);
}

// Of a periodic map the wrapped convolution is the circular one: Fourier modes are multiplied by
// the transform of the kernel.
TEST(ConvolutionLayerTest, WrappedConvolutionIsDiagonalInFourierModes) {
  WorkerPool workers(1);
  const LayerPointer<double> layer =
      Convolution<double>({1, 7, 7}, 1, 3, 1, 0, Kind::kLinear, true, DenseBias::kWithout);
  random::Stream stream(1, random::StreamUse::kTest, 0);
  std::vector<double> kernel(9);
  random::FillNormal(stream, absl::MakeSpan(kernel));
  constexpr double kTurn = 2 * 3.14159265358979323846 / 5;
  for (int m = 0; m < 5; ++m) {
    for (int n = 0; n < 5; ++n) {
      double real = 0.0, imaginary = 0.0;
      for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
          real += kernel[3 * i + j] * std::cos(kTurn * (m * (i - 1) + n * (j - 1)));
          imaginary += kernel[3 * i + j] * std::sin(kTurn * (m * (i - 1) + n * (j - 1)));
        }
      }
      Matrix<double> input(1, 49), output(1, 49);
      for (int p = 0; p < 49; ++p) {
        const int y = p / 7 - 1, x = p % 7 - 1;
        input(0, p) = std::cos(kTurn * (m * y + n * x));
      }
      layer->Forward({kernel, input, output, {}, {}}, workers);
      for (int p = 0; p < 49; ++p) {
        const int y = p / 7 - 1, x = p % 7 - 1;
        const double phase = kTurn * (m * y + n * x);
        EXPECT_NEAR(output(0, p), real * std::cos(phase) - imaginary * std::sin(phase), 1e-12);
      }
    }
  }
}

TEST(ConvolutionLayerTest, ResidualBlockWithoutWeightsIsTanh) {
  WorkerPool workers(1);
  const LayerPointer<double> layer = MakeResidualLayer<double>({2, 4, 4});
  const std::vector<double> parameters(layer->num_parameters());
  random::Stream stream(1, random::StreamUse::kTest, 0);
  Matrix<double> input(3, 32), output(3, 32), memory(3, layer->memory_size());
  random::FillNormal(stream, input.values());
  layer->Forward({parameters, input, output, memory, {}}, workers);
  for (std::size_t i = 0; i < input.size(); ++i) {
    EXPECT_NEAR(output.values()[i], std::tanh(input.values()[i]), 1e-14);
  }
}

TEST(ConvolutionLayerTest, MaxPoolTakesTheFirstOfEqualsAndNaN) {
  WorkerPool workers(1);
  const LayerPointer<double> layer = MakeMaxPoolLayer<double>({1, 2, 4});
  Matrix<double> input(1, 8, 1.0), output(1, 2), gradient(1, 2, 3.0), input_gradient(1, 8);
  input(0, 7) = std::nan("");
  layer->Forward({{}, input, output, {}, {}}, workers);
  EXPECT_EQ(output(0, 0), 1.0);
  EXPECT_TRUE(std::isnan(output(0, 1)));
  layer->Backward({{}, input, output, {}, gradient, input_gradient, {}, {}}, workers);
  const std::vector<double> want = {3, 0, 0, 0, 0, 0, 0, 3};
  for (int i = 0; i < 8; ++i) EXPECT_EQ(input_gradient(0, i), want[i]) << i;
}

TEST(ConvolutionLayerTest, DescribesItself) {
  EXPECT_EQ(Convolution<float>({16, 7, 7}, 8, 3, 1, 0, Kind::kTanh, true)->Describe(),
            "conv(16,7,7,8,3,1,0,tanh,wrap)");
  EXPECT_EQ(Transposed<float>({16, 7, 7}, 8, 3, 2, Kind::kTanh, Cut::kEnd)->Describe(),
            "conv_transpose(16,7,7,8,3,2,tanh,end)");
  EXPECT_EQ(Layers<float>()[13]->Describe(),
            "chain(conv(3,5,5,2,3,1,0,tanh),avgpool(2,3,3,3,3),reshape(2))");
}

}  // namespace
}  // namespace infoflow::network
