#include "infoflow/network/usv/usv_network.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/lapack.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/network.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::network {
namespace {

using activation::Kind;
using linalg::Matrix;

const UsvArchitecture kArchitecture = {
    {12, 20, 20, 7, 5, 3}, {Kind::kLinear, Kind::kRelu, Kind::kLinear, Kind::kLinear}, 1.5};

Matrix<double> Samples(int rows, int columns) {
  random::Stream stream(1, random::StreamUse::kTest, 0);
  Matrix<double> samples(rows, columns);
  random::FillNormal(stream, samples.values());
  return samples;
}

TEST(UsvNetworkTest, InitialWeightsHaveTheirDirectionsAndScale) {
  const UsvInitialState state = InitializeUsv(kArchitecture, 3).value();
  ASSERT_EQ(state.layers.size(), 4u);
  for (int l = 0; l < 4; ++l) {
    const UsvWeights& weights = state.layers[l];
    const int in = kArchitecture.sizes[l], out = kArchitecture.sizes[l + 1];
    ASSERT_EQ(weights.singular_values.size(), static_cast<std::size_t>(std::min(in, out)));
    const Matrix<double> product = UsvProduct(weights, weights.singular_values);
    EXPECT_EQ(product.rows(), in);
    EXPECT_EQ(product.columns(), out);
    // The singular values of the product are S.
    const std::vector<double> values = linalg::SingularValues(product.view()).value();
    double squares = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      EXPECT_NEAR(values[i], weights.singular_values[i], 1e-12);
      squares += values[i] * values[i];
    }
    // E sum S^2 = in out scale^2 / in, with relative scatter sqrt(2 / (in out)): five of them.
    EXPECT_NEAR(squares / (out * 2.25), 1.0, 5.0 * std::sqrt(2.0 / (in * out)));
  }
  EXPECT_EQ(state.last.rows(), 3);
  EXPECT_EQ(state.last.columns(), 5);
}

TEST(UsvNetworkTest, LayersDoNotDependOnEachOther) {
  const UsvInitialState state = InitializeUsv(kArchitecture, 3).value();
  const UsvInitialState two =
      InitializeUsv({{12, 20, 20, 2}, {Kind::kLinear, Kind::kHardtanh}, 1.5}, 3).value();
  EXPECT_EQ(two.layers[1].singular_values, state.layers[1].singular_values);
  EXPECT_EQ(*two.layers[1].input_directions, *state.layers[1].input_directions);
  EXPECT_NE(InitializeUsv(kArchitecture, 4)->last, state.last);
}

// Plain, merged and dense networks are one function.
TEST(UsvNetworkTest, AllFormsComputeTheSame) {
  WorkerPool workers(1);
  const UsvInitialState state = InitializeUsv(kArchitecture, 3).value();
  const Matrix<double> x = Samples(6, 12);
  const auto outputs = [&](UsvForm form, const Matrix<double>& input) {
    const Network<double> network = MakeUsvNetwork(kArchitecture, state, form).value();
    NetworkWorkspace<double> workspace(network, 6);
    return Matrix<double>(Forward<double>(network, input, workspace, workers));
  };
  const Matrix<double> plain = outputs(UsvForm::kPlain, x);
  const Matrix<double> merged =
      outputs(UsvForm::kMerged, linalg::Product(x, *state.layers[0].input_directions));
  const Matrix<double> dense = outputs(UsvForm::kUnconstrained, x);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    EXPECT_NEAR(merged.values()[i], plain.values()[i], 1e-12);
    EXPECT_NEAR(dense.values()[i], plain.values()[i], 1e-12);
  }
  EXPECT_EQ(MakeUsvNetwork(kArchitecture, state, UsvForm::kMerged)->Describe(),
            "usv(12,20,linear) usv(20,20,relu) usv(20,7,5,linear) usv(5,5,linear) "
            "dense(5,3,linear,no-bias)");
}

TEST(UsvNetworkTest, NamesWhatDoesNotFit) {
  const auto message = [](const UsvArchitecture& architecture) {
    return std::string(InitializeUsv(architecture, 1).status().message());
  };
  EXPECT_EQ(message({{5, 2}, {}, 1.0}),
            "sizes: needs input, at least one USV layer and output, 3 numbers, not 2");
  EXPECT_EQ(message({{5, 0, 2}, {Kind::kRelu}, 1.0}), "sizes: 0 units: must be 1 or more");
  EXPECT_EQ(message({{5, 4, 2}, {Kind::kRelu, Kind::kRelu}, 1.0}),
            "activations: 2 of them for 1 USV layers (the last layer is linear)");
  EXPECT_EQ(message({{5, 4, 2}, {Kind::kRelu}, -1.0}),
            "initial_scale=-1: must be a finite number above 0");
}

}  // namespace
}  // namespace infoflow::network
