#include "infoflow/network/relative_entropy/relative_entropy_mean_field.h"

#include <cmath>

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "infoflow/activation/function.h"
#include "infoflow/network/mean_field/mean_field.h"

namespace infoflow::network {
namespace {

TEST(MeanFieldRelativeEntropyTest, ReluInClosedForm) {
  const activation::Function relu = activation::MakeFunction("relu").value();
  const auto layers = RelativeEntropyInMeanField(relu, 1.6, 0.1, 0.2, 5).value();
  double q = 0.2;
  for (const MeanFieldRelativeEntropy& layer : layers) {
    EXPECT_NEAR(layer.variance, q, 1e-14);
    const double log_ratio = std::log(q / 0.2);
    EXPECT_NEAR(layer.relative_entropy, 0.5 * log_ratio, 1e-14);
    EXPECT_NEAR(layer.first_version, 0.5 * (log_ratio + q / 0.2 - 1.0), 1e-14);
    EXPECT_NEAR(layer.gaussian_forward, 0.5 * (log_ratio + 0.2 / q - 1.0), 1e-14);
    EXPECT_NEAR(layer.gaussian_reverse, 0.5 * (-log_ratio + q / 0.2 - 1.0), 1e-14);
    q = 0.8 * q + 0.1;
  }
}

// Upwards from below q*, downwards to negative values from above it, towards the plateau.
TEST(MeanFieldRelativeEntropyTest, GoesOneWayToThePlateau) {
  const activation::Function tanh = activation::MakeFunction("tanh").value();
  const double q_star = SolveMeanField(tanh, 2.0, 0.05)->variance;
  for (const double q0 : {0.2, 2.5}) {
    const auto layers = RelativeEntropyInMeanField(tanh, 2.0, 0.05, q0, 60).value();
    EXPECT_EQ(layers[0].relative_entropy, 0.0);
    EXPECT_EQ(layers[0].gaussian_forward, 0.0);
    for (std::size_t m = 1; m <= 25; ++m) {
      const double step = layers[m].relative_entropy - layers[m - 1].relative_entropy;
      EXPECT_GT(q0 < q_star ? step : -step, 0.0) << m;
      EXPECT_GT(layers[m].gaussian_forward, layers[m - 1].gaussian_forward);
      EXPECT_GT(layers[m].gaussian_reverse, layers[m - 1].gaussian_reverse);
    }
    EXPECT_NEAR(layers[60].relative_entropy, RelativeEntropyPlateau(tanh, 2.0, 0.05, q0).value(),
                1e-13);
  }
}

TEST(MeanFieldRelativeEntropyTest, BadInput) {
  const activation::Function tanh = activation::MakeFunction("tanh").value();
  constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;
  for (const double bad : {0.0, -1.0, std::nan("")}) {
    EXPECT_EQ(RelativeEntropyInMeanField(tanh, 1.0, 0.1, bad, 3).status().code(), kInvalid);
    EXPECT_EQ(RelativeEntropyPlateau(tanh, 1.0, 0.1, bad).status().code(), kInvalid);
  }
  EXPECT_EQ(RelativeEntropyInMeanField(tanh, 0.0, 0.0, 1.0, 3).status().code(), kInvalid);
  EXPECT_EQ(RelativeEntropyInMeanField(tanh, 1.0, -0.1, 1.0, 3).status().code(), kInvalid);
  EXPECT_EQ(RelativeEntropyPlateau(tanh, 0.5, 0.0, 1.0).value(), -INFINITY);
}

TEST(FirstLayerVarianceTest, Formula) { EXPECT_EQ(FirstLayerVariance(2.0, 0.5, 0.25), 1.0); }

}  // namespace
}  // namespace infoflow::network
