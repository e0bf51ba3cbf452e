#include "paper_figures/replica/two_layer_network.h"

#include <array>
#include <cmath>
#include <string>

#include "gtest/gtest.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::paper_figures {
namespace {

using ::infoflow::testing::ReferenceTable;

constexpr double kNoise = 1e-5;

TwoLayerActivation ActivationOf(const std::string& name) {
  for (const TwoLayerActivation activation : kTwoLayerActivations) {
    if (name == ActivationName(activation)) return activation;
  }
  ADD_FAILURE() << name;
  return TwoLayerActivation::kLinear;
}

// Per unit, of independent normal numbers of variance `variance`.
double NormalEntropy(double variance) { return 0.5 * std::log(2.0 * M_PI * M_E * variance); }

TEST(TwoLayerNetworkTest, ReplicaFormulaGivesReferenceSweep) {
  int compared = 0;
  for (ReferenceTable& table : ReferenceTable::Open("replica", "figa_sweep.csv")) {
    for (const char* column : {"V_T1", "V1_T2", "A1_T2", "A2_T2", "residual", "est_err",
                               "n_fixed_points", "MI_T1", "V2_T2", "MI_T2", "H_T1", "H_T2"}) {
      table.Ignore(column);
    }
    for (int row = 0; row < table.num_rows(); ++row) {
      const TwoLayerActivation activation = ActivationOf(table.Text(row, "activation"));
      const double sigma = table.Input(row, "sigma");
      ASSERT_EQ(table.Input(row, "alpha"), 1.0);
      ASSERT_EQ(table.Input(row, "noise_out"), kNoise);
      if (table.Input(row, "noise_inner") != 0.0) continue;
      const ReplicaValue first = SolveTwoLayers(activation, sigma, kNoise, 1).value();
      table.Compare(row, "H_T1", first.entropy, {1e-8, 1e-9});
      table.Compare(row, "MI_T1", first.information, {1e-8, 1e-9});
      const ReplicaValue second = SolveTwoLayers(activation, sigma, kNoise, 2).value();
      table.Compare(row, "H_T2", second.entropy, {1e-8, 1e-9});
      table.Compare(row, "MI_T2", second.information, {1e-8, 1e-9});
      table.Compare(row, "V2_T2", second.last_error, {1e-6, 0.0});
      ++compared;
    }
  }
  EXPECT_GT(compared, 0);
}

TEST(TwoLayerNetworkTest, FunctionsAreWhatTheirNamesSay) {
  const auto at = [](TwoLayerActivation activation, double u) {
    return ActivationFunction(activation).At(u);
  };
  for (const double u : {-3.0, -0.5, 0.5, 3.0}) {
    EXPECT_EQ(at(TwoLayerActivation::kLinear, u), u);
    EXPECT_EQ(at(TwoLayerActivation::kHardtanh, u), std::min(std::max(u, -1.0), 1.0));
    EXPECT_EQ(at(TwoLayerActivation::kRelu, u), std::max(u, 0.0));
  }
}

TEST(TwoLayerNetworkTest, ScalesTheLinearEntropyWithTheWeights) {
  // sigma^2 W W^T + D = sigma^2 (W W^T + D / sigma^2), and so with sigma^4 for both layers.
  const TwoLayerInstance instance = TwoLayerInstance::Draw(7, 2, 5).value();
  for (const int layer : {1, 2}) {
    for (const double sigma : {0.1, 3.0}) {
      const double power = layer == 1 ? sigma * sigma : std::pow(sigma, 4);
      EXPECT_NEAR(instance.LinearEntropy(layer, sigma, 1e-2).value(),
                  instance.LinearEntropy(layer, 1.0, 1e-2 / power).value() + 0.5 * std::log(power),
                  1e-12);
    }
  }
}

TEST(TwoLayerNetworkTest, WeakWeightsLeaveTheNoise) {
  const TwoLayerInstance instance = TwoLayerInstance::Draw(20, 200, 1).value();
  for (const int layer : {1, 2}) {
    EXPECT_NEAR(instance.LinearEntropy(layer, 1e-6, kNoise).value(), NormalEntropy(kNoise), 1e-6);
  }
  for (const TwoLayerActivation activation : kTwoLayerActivations) {
    const auto layers = instance.Estimate(activation, 1e-6, kNoise, 3, 0).value();
    ASSERT_EQ(layers.size(), 2);
    for (const SampleEstimates& layer : layers) {
      // All centres are the same.
      EXPECT_NEAR(layer.mixture_lower, NormalEntropy(kNoise), 1e-6);
      EXPECT_NEAR(layer.mixture_upper, NormalEntropy(kNoise), 1e-6);
    }
  }
}

TEST(TwoLayerNetworkTest, StrongWeightsSaturateTheMixture) {
  const TwoLayerInstance instance = TwoLayerInstance::Draw(20, 50, 1).value();
  const auto layers = instance.Estimate(TwoLayerActivation::kLinear, 10.0, kNoise, 3, 0).value();
  ASSERT_EQ(layers.size(), 2);
  for (const SampleEstimates& layer : layers) {
    EXPECT_NEAR(layer.mixture_lower, NormalEntropy(kNoise) + std::log(50) / 20, 1e-12);
    EXPECT_NEAR(layer.mixture_upper, NormalEntropy(kNoise) + std::log(50) / 20, 1e-12);
  }
}

TEST(TwoLayerNetworkTest, NearestNeighboursFindTheEntropyInOneDimension) {
  const TwoLayerInstance instance = TwoLayerInstance::Draw(1, 4000, 3).value();
  const auto linear = instance.Estimate(TwoLayerActivation::kLinear, 2.0, kNoise, 3, 0).value();
  const auto relu = instance.Estimate(TwoLayerActivation::kRelu, 2.0, kNoise, 3, 0).value();
  for (const int layer : {1, 2}) {
    // Standard deviation of the mean of ln r_i + ln p: below 1/sqrt(4000) = 0.016, times 5.
    EXPECT_NEAR(linear[layer - 1].nearest_neighbour,
                instance.LinearEntropy(layer, 2.0, kNoise).value(), 0.08);
    // Half of the samples are at the atom, where the entropy is that of the jitter.
    EXPECT_LT(relu[layer - 1].nearest_neighbour, linear[layer - 1].nearest_neighbour - 1.0);
  }
}

TEST(TwoLayerNetworkTest, NoiseDependsOnTheStreamAlone) {
  const TwoLayerInstance instance = TwoLayerInstance::Draw(5, 30, 9).value();
  const auto estimate = [&](int stream) {
    return instance.Estimate(TwoLayerActivation::kHardtanh, 1.0, 1e-2, 3, stream)
        .value()[1]
        .nearest_neighbour;
  };
  EXPECT_EQ(estimate(4), estimate(4));
  EXPECT_NE(estimate(4), estimate(5));
}

TEST(TwoLayerNetworkTest, NeedsMoreSamplesThanNeighbours) {
  const TwoLayerInstance instance = TwoLayerInstance::Draw(5, 3, 1).value();
  EXPECT_FALSE(instance.Estimate(TwoLayerActivation::kLinear, 1.0, kNoise, 3, 0).ok());
}

}  // namespace
}  // namespace infoflow::paper_figures
