#include "infoflow/network/layers/activation_layer.h"

#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/layers/layer_gradient_check.h"
#include "infoflow/support/worker_pool.h"

namespace infoflow::network {
namespace {

constexpr double kFiniteDifferences = 1e-8;

TEST(ActivationLayerTest, HasTheGradientsOfFiniteDifferences) {
  WorkerPool workers(2);
  for (const activation::Kind activation :
       {activation::Kind::kLinear, activation::Kind::kTanh, activation::Kind::kRelu,
        activation::Kind::kHardtanh, activation::Kind::kErf, activation::Kind::kSigmoid}) {
    const LayerPointer<double> layer = MakeActivationLayer<double>(5, activation);
    EXPECT_LT(WorstGradientError(*layer, 40, workers), kFiniteDifferences) << layer->Describe();
  }
}

TEST(ActivationLayerTest, RecordsItsInputs) {
  WorkerPool workers(1);
  const LayerPointer<float> layer = MakeActivationLayer<float>(3, activation::Kind::kRelu);
  linalg::Matrix<float> input(2, 3, -1.5f);
  linalg::Matrix<float> output(2, 3);
  linalg::Matrix<float> preactivations(2, 3);
  layer->Forward({{}, input, output, {}, preactivations}, workers);
  EXPECT_EQ(preactivations, input);
  EXPECT_EQ(output, linalg::Matrix<float>(2, 3));
  EXPECT_EQ(layer->Describe(), "activation(3,relu)");
}

}  // namespace
}  // namespace infoflow::network
