#include "infoflow/network/layers/network.h"

#include <cmath>
#include <cstddef>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/activation_layer.h"
#include "infoflow/network/layers/dense_layer.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::network {
namespace {

using linalg::Matrix;

// All kinds of layers, one after the other.
Network<double> MixedNetwork() {
  Network<double> network =
      Network<double>::Create(
          {MakeDenseLayer<double>(5, 7, activation::Kind::kTanh),
           MakeDenseLayer<double>(7, 4, activation::Kind::kErf),
           MakeDenseLayer<double>(4, 4, activation::Kind::kLinear, DenseBias::kWithout),
           MakeActivationLayer<double>(4, activation::Kind::kSigmoid),
           MakeDenseLayer<double>(4, 3, activation::Kind::kTanh)})
          .value();
  InitializeGaussian<double>({1.5, 0.05}, 3, network);
  return network;
}

Matrix<double> Inputs(int rows) {
  Matrix<double> input(rows, 5);
  random::Stream stream(2, random::StreamUse::kTest, 0);
  random::FillNormal(stream, input.values());
  return input;
}

TEST(NetworkTest, HasTheGradientsOfFiniteDifferences) {
  WorkerPool workers(1);
  Network<double> network = MixedNetwork();
  NetworkWorkspace<double> workspace(network, 8);
  Matrix<double> input = Inputs(6);  // fewer than there is room for
  // The loss is the sum of all outputs, each times its place.
  const auto loss = [&] {
    const auto output = Forward<double>(network, input, workspace, workers);
    double sum = 0.0;
    for (int b = 0; b < 6; ++b) {
      for (int k = 0; k < 3; ++k) sum += (1 + b + k) * output(b, k);
    }
    return sum;
  };
  loss();
  for (int b = 0; b < 6; ++b) {
    for (int k = 0; k < 3; ++k) workspace.output_gradient()(b, k) = 1 + b + k;
  }
  std::vector<std::vector<double>> gradients(network.num_layers());
  std::vector<int> order;
  Matrix<double> input_gradient(6, 5);
  Backward<double>(
      network, input, workspace, workers,
      [&](int layer, absl::Span<const double> g) {
        order.push_back(layer);
        gradients[layer].assign(g.begin(), g.end());
      },
      input_gradient);
  EXPECT_EQ(order, (std::vector<int>{4, 3, 2, 1, 0}));
  constexpr double kStep = 1e-5;
  const auto check = [&](double& variable, double gradient) {
    const double kept = variable;
    variable = kept + kStep;
    const double above = loss();
    variable = kept - kStep;
    const double below = loss();
    variable = kept;
    EXPECT_NEAR(gradient, (above - below) / (2 * kStep), 1e-7);
  };
  for (int layer = 0; layer < network.num_layers(); ++layer) {
    const absl::Span<double> parameters = network.parameters(layer);
    ASSERT_EQ(gradients[layer].size(), parameters.size());
    for (std::size_t i = 0; i < parameters.size(); ++i) check(parameters[i], gradients[layer][i]);
  }
  for (std::size_t i = 0; i < input.size(); ++i) {
    check(input.values()[i], input_gradient.values()[i]);
  }
}

TEST(NetworkTest, RecordsPreactivations) {
  WorkerPool workers(1);
  const Network<double> network = MixedNetwork();
  NetworkWorkspace<double> plain(network, 6);
  NetworkWorkspace<double> recording(network, 6, NetworkWorkspace<double>::Preactivations::kRecord);
  const Matrix<double> input = Inputs(6);
  Forward<double>(network, input, plain, workers);
  Forward<double>(network, input, recording, workers);
  EXPECT_TRUE(plain.preactivations(0).empty());
  for (int layer = 0; layer < network.num_layers(); ++layer) {
    EXPECT_EQ(Matrix<double>(plain.output(layer)), Matrix<double>(recording.output(layer)));
  }
  for (const int layer : {0, 4}) {
    const auto z = recording.preactivations(layer);
    const auto y = recording.output(layer);
    ASSERT_EQ(z.rows(), 6);
    for (int b = 0; b < 6; ++b) {
      for (int i = 0; i < z.columns(); ++i) EXPECT_NEAR(y(b, i), std::tanh(z(b, i)), 1e-15);
    }
  }
  for (int b = 0; b < 6; ++b) {
    for (int i = 0; i < 4; ++i) {
      EXPECT_DOUBLE_EQ(recording.output(1)(b, i), std::erf(recording.preactivations(1)(b, i)));
      EXPECT_EQ(recording.preactivations(3)(b, i), recording.output(2)(b, i));
    }
  }
}

TEST(NetworkTest, KnowsItsParts) {
  const Network<double> network = MixedNetwork();
  EXPECT_EQ(network.num_parameters(), 5u * 7 + 7 + 7 * 4 + 4 + 16 + 15);
  EXPECT_EQ(network.parameters(3).size(), 0u);
  EXPECT_EQ(network.parameters(1).data(), network.all_parameters().data() + 42);
  EXPECT_EQ(network.Describe(),
            "dense(5,7,tanh) dense(7,4,erf) dense(4,4,linear,no-bias) activation(4,sigmoid) "
            "dense(4,3,tanh)");
}

TEST(NetworkTest, RejectsLayersThatDoNotFit) {
  EXPECT_EQ(Network<float>::Create({MakeDenseLayer<float>(5, 7, activation::Kind::kTanh),
                                    MakeDenseLayer<float>(6, 4, activation::Kind::kTanh)})
                .status()
                .message(),
            "layer 2 dense(6,4,tanh) does not take the 7 outputs of the layer before");
  EXPECT_EQ(Network<float>::Create({}).status().message(), "a network needs at least one layer");
}

}  // namespace
}  // namespace infoflow::network
