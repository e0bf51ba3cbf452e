#include "infoflow/network/relative_entropy/dense_network_view.h"

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "infoflow/activation/function.h"

namespace infoflow::network {
namespace {

TEST(ElementwiseActivationTest, IsTheActivationOfMeanField) {
  const std::vector<double> x = {-3.0, -0.4, 0.0, 0.2, 5.0};
  for (const std::string& name : activation::ContinuousFunctionNames()) {
    const activation::Function activation = activation::MakeFunction(name).value();
    std::vector<double> y(x.size());
    MakeElementwiseActivation<double>(name).value()(x, absl::MakeSpan(y));
    for (std::size_t i = 0; i < x.size(); ++i) {
      EXPECT_NEAR(y[i], activation.evaluate(x[i]).value, 1e-15) << name;
    }
    std::vector<float> f(x.begin(), x.end());
    MakeElementwiseActivation<float>(name).value()(f, absl::MakeSpan(f));
    for (std::size_t i = 0; i < x.size(); ++i) EXPECT_NEAR(f[i], y[i], 5e-7) << name;
  }
  EXPECT_EQ(MakeElementwiseActivation<double>("swish").status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(CheckDenseNetworkTest, NamesWhatDoesNotFit) {
  const linalg::Matrix<double> first(3, 2, 1.0), second(4, 3, 1.0);
  const std::vector<double> three(3), four(4);
  const auto phi = MakeElementwiseActivation<double>("tanh").value();
  DenseNetworkView<double> network;
  EXPECT_EQ(CheckDenseNetwork(network, 2).message(), "the network has no layer");
  network.layers = {{first, three}, {second, four}};
  EXPECT_EQ(CheckDenseNetwork(network, 2).message(), "the network has no activation");
  network.activation = phi;
  EXPECT_TRUE(CheckDenseNetwork(network, 2).ok());
  EXPECT_EQ(CheckDenseNetwork(network, 5).message(),
            "layer 0 takes 2 values but is given 5, the size of the input");
  network.layers = {{first, three}, {first, three}};
  EXPECT_EQ(CheckDenseNetwork(network, 2).message(),
            "layer 1 takes 2 values but is given 3, the width of the layer before");
  network.layers = {{first, four}};
  EXPECT_EQ(CheckDenseNetwork(network, 2).message(), "layer 0 has 3 rows of weights but 4 biases");
  network.layers = {{linalg::ConstMatrixView<double>(), {}}};
  EXPECT_EQ(CheckDenseNetwork(network, 0).message(), "layer 0 has no weights");
}

}  // namespace
}  // namespace infoflow::network
