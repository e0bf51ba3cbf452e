#include "infoflow/network/layers/dense_layer.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/layer_gradient_check.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::network {
namespace {

using linalg::Matrix;

constexpr double kFiniteDifferences = 1e-7;

template <typename T>
struct Pass {
  Matrix<T> output, preactivations, input_gradient;
  std::vector<T> gradients;
  bool operator==(const Pass& other) const {
    return output == other.output && preactivations == other.preactivations &&
           input_gradient == other.input_gradient && gradients == other.gradients;
  }
};

// Forward and backward of a layer with normal parameters and inputs.
template <typename T>
Pass<T> Run(const Layer<T>& layer, int rows, WorkerPool& workers) {
  random::Stream stream(1, random::StreamUse::kTest, 0);
  std::vector<T> parameters(layer.num_parameters());
  Matrix<T> input(rows, layer.input_size());
  Matrix<T> output_gradient(rows, layer.output_size());
  random::FillNormal(stream, absl::MakeSpan(parameters));
  random::FillNormal(stream, input.values());
  random::FillNormal(stream, output_gradient.values());
  Matrix<T> memory(rows, layer.memory_size());
  Pass<T> pass{Matrix<T>(rows, layer.output_size()), Matrix<T>(rows, layer.output_size()),
               Matrix<T>(rows, layer.input_size()), std::vector<T>(layer.num_parameters())};
  layer.Forward({parameters, input, pass.output, memory, pass.preactivations}, workers);
  layer.Backward({parameters,
                  input,
                  pass.output,
                  memory,
                  output_gradient,
                  pass.input_gradient,
                  absl::MakeSpan(pass.gradients),
                  {}},
                 workers);
  return pass;
}

TEST(DenseLayerTest, HasTheGradientsOfFiniteDifferences) {
  WorkerPool workers(2);
  for (const activation::Kind activation :
       {activation::Kind::kLinear, activation::Kind::kTanh, activation::Kind::kRelu,
        activation::Kind::kHardtanh, activation::Kind::kErf, activation::Kind::kSigmoid}) {
    for (const DenseBias bias : {DenseBias::kWith, DenseBias::kWithout}) {
      const LayerPointer<double> layer = MakeDenseLayer<double>(7, 5, activation, bias);
      EXPECT_LT(WorstGradientError(*layer, 6, workers), kFiniteDifferences) << layer->Describe();
    }
  }
  // More units than one work item has.
  EXPECT_LT(
      WorstGradientError(*MakeDenseLayer<double>(3, 401, activation::Kind::kTanh), 2, workers),
      kFiniteDifferences);
  // More samples than one has.
  EXPECT_LT(
      WorstGradientError(*MakeDenseLayer<double>(2, 3, activation::Kind::kTanh), 600, workers),
      kFiniteDifferences);
  EXPECT_LT(
      WorstGradientError(*MakeDenseLayer<double>(401, 3, activation::Kind::kTanh), 2, workers),
      kFiniteDifferences);
}

TEST(DenseLayerTest, IsTheFormula) {
  WorkerPool workers(1);
  const LayerPointer<double> layer = MakeDenseLayer<double>(2, 3, activation::Kind::kErf);
  EXPECT_EQ(layer->num_parameters(), 9u);
  EXPECT_EQ(layer->num_weights(), 6u);
  EXPECT_EQ(layer->fan_in(), 2);
  const std::vector<double> parameters = {1, 2, 3, 4, 5, 6, 0.5, -0.5, 0.25};
  Matrix<double> input(1, 2);
  input(0, 0) = 0.125;
  input(0, 1) = -0.25;
  Matrix<double> output(1, 3), memory(1, 3), preactivations(1, 3);
  layer->Forward({parameters, input, output, memory, preactivations}, workers);
  const double want[] = {0.125 - 0.5 + 0.5, 0.375 - 1.0 - 0.5, 0.625 - 1.5 + 0.25};
  for (int i = 0; i < 3; ++i) {
    EXPECT_DOUBLE_EQ(preactivations(0, i), want[i]);
    EXPECT_DOUBLE_EQ(output(0, i), std::erf(want[i]));
  }
}

// A small batch through a large layer, which has products of its own, against plain sums.
template <typename T>
void CheckLargeLayer(double tolerance) {
  constexpr int kRows = 5, kIn = 300, kOut = 270;
  WorkerPool workers(2);
  const LayerPointer<T> layer = MakeDenseLayer<T>(kIn, kOut, activation::Kind::kLinear);
  random::Stream stream(1, random::StreamUse::kTest, 2);
  std::vector<T> parameters(layer->num_parameters()), gradients(parameters.size());
  Matrix<T> input(kRows, kIn), output_gradient(kRows, kOut);
  random::FillNormal(stream, absl::MakeSpan(parameters));
  random::FillNormal(stream, input.values());
  random::FillNormal(stream, output_gradient.values());
  Matrix<T> output(kRows, kOut), input_gradient(kRows, kIn), gradient = output_gradient;
  layer->Forward({parameters, input, output, {}, {}}, workers);
  layer->Backward(
      {parameters, input, output, {}, gradient, input_gradient, absl::MakeSpan(gradients), {}},
      workers);
  const auto weight = [&](int o, int i) { return static_cast<double>(parameters[o * kIn + i]); };
  for (int b = 0; b < kRows; ++b) {
    for (int o = 0; o < kOut; ++o) {
      double sum = parameters[kOut * kIn + o];
      for (int i = 0; i < kIn; ++i) sum += weight(o, i) * input(b, i);
      ASSERT_NEAR(output(b, o), sum, tolerance);
    }
    for (int i = 0; i < kIn; ++i) {
      double sum = 0.0;
      for (int o = 0; o < kOut; ++o) sum += weight(o, i) * output_gradient(b, o);
      ASSERT_NEAR(input_gradient(b, i), sum, tolerance);
    }
  }
  for (int o = 0; o < kOut; ++o) {
    for (int i = 0; i < kIn; ++i) {
      double sum = 0.0;
      for (int b = 0; b < kRows; ++b) {
        sum += static_cast<double>(output_gradient(b, o)) * input(b, i);
      }
      ASSERT_NEAR(gradients[o * kIn + i], sum, tolerance);
    }
  }
}

TEST(DenseLayerTest, LargeLayersAreTheFormulaToo) {
  CheckLargeLayer<double>(1e-12);
  CheckLargeLayer<float>(1e-4);
}

template <typename T>
void CheckThreads() {
  const linalg::SingleThreadedBlas single_threaded_blas;
  WorkerPool one(1), two(2), five(5);
  const LayerPointer<T> layer = MakeDenseLayer<T>(500, 784, activation::Kind::kTanh);
  const Pass<T> pass = Run(*layer, 64, one);
  EXPECT_TRUE(pass == Run(*layer, 64, two));
  EXPECT_TRUE(pass == Run(*layer, 64, five));
  // So many samples that they are what is split.
  const LayerPointer<T> narrow = MakeDenseLayer<T>(50, 40, activation::Kind::kTanh);
  const Pass<T> long_pass = Run(*narrow, 1601, one);
  EXPECT_TRUE(long_pass == Run(*narrow, 1601, two));
  EXPECT_TRUE(long_pass == Run(*narrow, 1601, five));
}

TEST(DenseLayerTest, GivesTheSameBitsForAnyNumberOfThreads) {
  CheckThreads<float>();
  CheckThreads<double>();
}

TEST(DenseLayerTest, FloatAgreesWithDouble) {
  WorkerPool workers(1);
  // The same numbers in both precisions: drawn in float.
  random::Stream stream(1, random::StreamUse::kTest, 1);
  const LayerPointer<float> single = MakeDenseLayer<float>(30, 20, activation::Kind::kTanh);
  const LayerPointer<double> full = MakeDenseLayer<double>(30, 20, activation::Kind::kTanh);
  std::vector<float> parameters(single->num_parameters());
  Matrix<float> input(4, 30), output(4, 20);
  random::FillNormal(stream, absl::MakeSpan(parameters));
  random::FillNormal(stream, input.values());
  for (float& parameter : parameters) parameter *= 0.2f;
  const std::vector<double> double_parameters(parameters.begin(), parameters.end());
  Matrix<double> double_input(4, 30), double_output(4, 20);
  for (std::size_t i = 0; i < input.size(); ++i) double_input.values()[i] = input.values()[i];
  single->Forward({parameters, input, output, {}, {}}, workers);
  full->Forward({double_parameters, double_input, double_output, {}, {}}, workers);
  for (std::size_t i = 0; i < output.size(); ++i) {
    EXPECT_NEAR(output.values()[i], double_output.values()[i], 2e-6);
  }
}

TEST(DenseLayerTest, DescribesItself) {
  EXPECT_EQ(MakeDenseLayer<float>(784, 10, activation::Kind::kTanh)->Describe(),
            "dense(784,10,tanh)");
  EXPECT_EQ(
      MakeDenseLayer<float>(784, 10, activation::Kind::kLinear, DenseBias::kWithout)->Describe(),
      "dense(784,10,linear,no-bias)");
}

}  // namespace
}  // namespace infoflow::network
