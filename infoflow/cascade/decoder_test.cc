#include "infoflow/cascade/decoder.h"

#include <cmath>
#include <cstddef>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/linalg/blas_threads.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/dense_layer.h"
#include "infoflow/network/training/loss.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::cascade {
namespace {

using linalg::Matrix;

Matrix<double> Normal(int rows, int columns, int index) {
  random::Stream stream(1, random::StreamUse::kTest, index);
  Matrix<double> matrix(rows, columns);
  random::FillNormal(stream, matrix.values());
  return matrix;
}

// SGD with rate 1 makes the step the gradient.
network::OptimizerOptions PlainDescent() {
  network::OptimizerOptions options;
  options.learning_rate = 1.0;
  options.momentum = 0.0;
  return options;
}

struct Trained {
  std::vector<double> gradient;
  double squares;
};

Trained Train(const Decoder<double>& decoder, const Matrix<double>& input,
              const Matrix<double>& target, std::vector<double> parameters) {
  const linalg::SingleThreadedBlas single_threaded_blas;
  network::Optimizer<double> optimizer(PlainDescent(), {parameters.size()});
  optimizer.BeginStep();
  std::vector<double> scratch(decoder.scratch_size(input.rows()));
  Trained trained = {parameters, 0.0};
  for (int part = 0; part < decoder.num_parts(); ++part) {
    DecoderStep<double> step;
    step.input = input;
    step.target = target;
    step.parameters = absl::MakeSpan(parameters);
    step.optimizer = &optimizer;
    step.scratch = absl::MakeSpan(scratch);
    trained.squares += decoder.TrainPart(part, step);
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) trained.gradient[i] -= parameters[i];
  return trained;
}

double Loss(const network::Layer<double>& layer, const Matrix<double>& input,
            const Matrix<double>& target, const std::vector<double>& parameters) {
  WorkerPool workers(1);
  Matrix<double> output(input.rows(), layer.output_size());
  network::ForwardArguments<double> arguments;
  arguments.parameters = parameters;
  arguments.input = input;
  arguments.output = output;
  layer.Forward(arguments, workers);
  return network::MeanSquaredError(output, target, {});
}

TEST(DecoderTest, StepsDescendTheMeanSquaredError) {
  // More units than one part has.
  for (const int out : {5, 400}) {
    for (const activation::Kind activation : {activation::Kind::kTanh, activation::Kind::kLinear}) {
      const int in = 7, rows = 19;  // more samples than lanes
      const Matrix<double> input = Normal(rows, in, 1), target = Normal(rows, out, 2);
      const DecoderPointer<double> fused = MakeDenseDecoder<double>(in, out, activation);
      const DecoderPointer<double> plain =
          MakeLayerDecoder(network::MakeDenseLayer<double>(in, out, activation));
      const Matrix<double> values = Normal(1, static_cast<int>(fused->layer().num_parameters()), 3);
      std::vector<double> parameters(values.values().begin(), values.values().end());

      const Trained a = Train(*fused, input, target, parameters);
      const Trained b = Train(*plain, input, target, parameters);
      const double loss = Loss(fused->layer(), input, target, parameters);
      EXPECT_NEAR(a.squares, loss * rows * out, 1e-12 * a.squares);
      EXPECT_NEAR(b.squares, loss * rows * out, 1e-12 * a.squares);
      for (std::size_t i = 0; i < parameters.size(); ++i) {
        ASSERT_NEAR(a.gradient[i], b.gradient[i], 1e-14) << i;
      }
      // Central differences for some parameters, the last bias among them.
      for (std::size_t i = parameters.size() - 1; i < parameters.size(); i -= 11) {
        constexpr double kStep = 1e-5;
        std::vector<double> shifted = parameters;
        shifted[i] += kStep;
        const double above = Loss(fused->layer(), input, target, shifted);
        shifted[i] -= 2.0 * kStep;
        const double below = Loss(fused->layer(), input, target, shifted);
        ASSERT_NEAR(a.gradient[i], (above - below) / (2.0 * kStep), 1e-9) << i;
      }
    }
  }
}

TEST(DecoderTest, IsSplitIntoParts) {
  const DecoderPointer<float> decoder = MakeDenseDecoder<float>(3, 500, activation::Kind::kTanh);
  EXPECT_EQ(decoder->num_parts(), 2);
  EXPECT_EQ(decoder->layer().input_size(), 3);
  EXPECT_EQ(
      MakeLayerDecoder(network::MakeDenseLayer<float>(2, 2, activation::Kind::kRelu))->num_parts(),
      1);
}

}  // namespace
}  // namespace infoflow::cascade
