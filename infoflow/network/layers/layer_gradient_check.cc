#include "infoflow/network/layers/layer_gradient_check.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "absl/types/span.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::network {

double WorstGradientError(const Layer<double>& layer, int rows, WorkerPool& workers) {
  constexpr double kStep = 1e-5;
  using linalg::Matrix;
  random::Stream stream(1, random::StreamUse::kTest, 0);
  std::vector<double> parameters(layer.num_parameters());
  Matrix<double> input(rows, layer.input_size());
  Matrix<double> weights(rows, layer.output_size());
  random::FillNormal(stream, absl::MakeSpan(parameters));
  random::FillNormal(stream, input.values());
  random::FillNormal(stream, weights.values());

  Matrix<double> output(rows, layer.output_size());
  Matrix<double> memory(rows, layer.memory_size());
  const auto forward = [&] {
    layer.Forward({parameters, input, output, memory, {}}, workers);
    double sum = 0.0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      sum += weights.values()[i] * output.values()[i];
    }
    return sum;
  };
  forward();
  Matrix<double> input_gradient(rows, layer.input_size());
  std::vector<double> gradients(parameters.size());
  Matrix<double> output_gradient = weights;
  std::vector<double> scratch(layer.scratch_size(rows));
  layer.Backward({parameters, input, output, memory, output_gradient, input_gradient,
                  absl::MakeSpan(gradients), absl::MakeSpan(scratch)},
                 workers);

  double worst = 0.0;
  double squares = 0.0;
  const auto compare = [&](double& variable, double gradient) {
    const double kept = variable;
    variable = kept + kStep;
    const double above = forward();
    variable = kept - kStep;
    const double below = forward();
    variable = kept;
    const double error = std::abs((above - below) / (2 * kStep) - gradient);
    if (!(error <= worst)) worst = error;
    squares += gradient * gradient;
  };
  for (std::size_t i = 0; i < parameters.size(); ++i) compare(parameters[i], gradients[i]);
  for (std::size_t i = 0; i < input.size(); ++i) {
    compare(input.values()[i], input_gradient.values()[i]);
  }
  return worst / std::sqrt(squares / static_cast<double>(parameters.size() + input.size()));
}

}  // namespace infoflow::network
