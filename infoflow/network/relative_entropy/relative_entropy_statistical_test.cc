// Random networks of the paper's shape against the table of an independent prototype, which has
// mean and standard deviation of D_m over few seeds.
//
// Mean-field weights and biases make D_m depend on the input through |x|^2 alone; the table's
// image has |x|^2 / 784 = 0.068. Compared are means over seeds, in units of
// sd sqrt(1 / n_table + 1 / n_here), sd the larger of the row's and the pooled one of its curve.
//
// False alarms: layers of a curve are correlated, and the table's sd has five degrees of freedom,
// so that the law of the largest |z| was simulated: 200,000 draws per sigma_w^2 of the table's six
// and our one curve as normal vectors with the covariance of 29 layers that 12 random networks
// have. |z| > 6 somewhere has probability 2e-4 (sigma_w^2 = 1) to 1.9e-3 (3.5) a curve, in sum
// 6e-3 for a change of seeds; a given seed gives the same result always.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/network/relative_entropy/relative_entropy.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/support/parallel_for.h"
#include "infoflow/testing/reference_table.h"

namespace infoflow::network {
namespace {

using ::infoflow::testing::ReferenceTable;

constexpr int kInputs = 784;
constexpr double kMeanSquareInput = 0.068;
constexpr double kBiasVariance = 0.05;
constexpr int kSeeds = 1;
constexpr double kLargestDeviation = 6.0;

// D_m of one random network with [784] * (depth - 2) + [400, 10] neurons.
std::vector<double> RandomNetwork(double weight_variance, int depth, std::uint64_t seed) {
  std::vector<linalg::Matrix<float>> weights;
  std::vector<std::vector<float>> biases;
  DenseNetworkView<float> view;
  int inputs = kInputs;
  for (int l = 0; l < depth; ++l) {
    const int width = l == depth - 1 ? 10 : l == depth - 2 ? 400 : kInputs;
    random::Stream stream(seed, random::StreamUse::kWeights, static_cast<std::uint32_t>(l));
    weights.emplace_back(width, inputs);
    random::FillNormal(stream, weights.back().values());
    for (float& w : weights.back().values()) {
      w *= static_cast<float>(std::sqrt(weight_variance / inputs));
    }
    biases.emplace_back(width);
    random::FillNormal(stream, absl::MakeSpan(biases.back()));
    for (float& b : biases.back()) b *= static_cast<float>(std::sqrt(kBiasVariance));
    inputs = width;
  }
  for (int l = 0; l < depth; ++l) view.layers.push_back({weights[l], biases[l]});
  view.activation = MakeElementwiseActivation<float>("tanh").value();
  const std::vector<float> input(kInputs, static_cast<float>(std::sqrt(kMeanSquareInput)));
  RelativeEntropyOptions options;
  options.num_samples = 20;
  options.seed = seed;
  std::vector<double> entropies;
  const absl::StatusOr<std::vector<LayerRelativeEntropy>> layers =
      RelativeEntropyWithDepth<float>(view, input, options);
  EXPECT_TRUE(layers.ok()) << layers.status();
  for (const LayerRelativeEntropy& layer : *layers) {
    entropies.push_back(layer.relative_entropy);
  }
  return entropies;
}

TEST(RandomNetworkTest, AgreesWithTheTable) {
  for (ReferenceTable& table : ReferenceTable::Open("renormalization", "net_random784_stats.csv")) {
    std::map<double, int> depths;
    std::map<double, double> pooled;
    for (int row = 0; row < table.num_rows(); ++row) {
      const double w = table.Input(row, "sw2");
      const double sd = table.Input(row, "D_sd");
      depths[w] = std::max(depths[w], static_cast<int>(table.Input(row, "layer")) + 1);
      pooled[w] += sd * sd;
    }
    std::vector<double> weight_variances;
    for (const auto& [w, depth] : depths) weight_variances.push_back(w);
    std::vector<std::vector<double>> curves(weight_variances.size() * kSeeds);
    ASSERT_TRUE(ParallelFor(static_cast<int>(curves.size()), 0, [&](int i) {
                  const double w = weight_variances[i / kSeeds];
                  curves[i] = RandomNetwork(w, depths[w], static_cast<std::uint64_t>(100 + i));
                  return absl::OkStatus();
                }).ok());
    double worst = 0.0;
    for (int row = 0; row < table.num_rows(); ++row) {
      const double w = table.Input(row, "sw2");
      const int layer = static_cast<int>(table.Input(row, "layer"));
      const auto position = std::find(weight_variances.begin(), weight_variances.end(), w);
      double mean = 0.0;
      for (int s = 0; s < kSeeds; ++s) {
        mean += curves[(position - weight_variances.begin()) * kSeeds + s][layer] / kSeeds;
      }
      const double want = table.Input(row, "D_mean");
      if (layer == 0) {
        EXPECT_NEAR(mean, want, 1e-9);
        continue;
      }
      const double sd = std::max(table.Input(row, "D_sd"), std::sqrt(pooled[w] / depths[w]));
      const double error = sd * std::sqrt(1.0 / table.Input(row, "n_seeds") + 1.0 / kSeeds);
      const double z = (mean - want) / error;
      worst = std::max(worst, std::fabs(z));
      EXPECT_LT(std::fabs(z), kLargestDeviation)
          << "sigma_w^2 = " << w << ", layer " << layer << ": got " << mean << ", want " << want
          << " +- " << error;
    }
    RecordProperty("worst_deviation", std::to_string(worst));
    std::printf("worst deviation %.2f standard errors\n", worst);
  }
}

}  // namespace
}  // namespace infoflow::network
