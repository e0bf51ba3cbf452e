#include "infoflow/replica/learning/learning_entropy.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/haar.h"
#include "infoflow/linalg/lapack.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/replica/learning/linear_chain_entropy.h"

namespace infoflow::replica {
namespace {

using linalg::Matrix;

Matrix<double> GaussianWeights(int inputs, int outputs, double scale, int index) {
  random::Stream stream(2, random::StreamUse::kTest, index);
  Matrix<double> weights(inputs, outputs);
  random::FillNormal(stream, weights.values());
  linalg::Scale(scale / std::sqrt(static_cast<double>(inputs)), weights.values());
  return weights;
}

std::vector<double> SingularValuesOf(const Matrix<double>& weights) {
  return linalg::SingularValues(weights.view()).value();
}

LearningEntropies Entropies(const std::vector<int>& sizes,
                            const std::vector<std::string>& activations,
                            const Matrix<double>* generator = nullptr) {
  LearningModel model;
  if (generator != nullptr) {
    model.generator = {SingularValuesOf(*generator), generator->rows(), generator->columns(), 0.01};
  }
  for (std::size_t l = 0; l < activations.size(); ++l) {
    model.layers.push_back({sizes[l], sizes[l + 1], activations[l]});
  }
  return LearningEntropies::Create(model).value();
}

// Linear networks at finite size: the first layer exactly, deeper ones up to O(1/N), which is four
// times less for four times the size.
TEST(LearningEntropyTest, LinearNetworksApproachTheirLogDeterminants) {
  double worst[2] = {0.0, 0.0};
  for (int i = 0; i < 2; ++i) {
    const int size = i == 0 ? 30 : 120;
    std::vector<Matrix<double>> weights;
    std::vector<std::vector<double>> spectra;
    for (int l = 0; l < 3; ++l) {
      weights.push_back(GaussianWeights(size, size, 1.0, l));
      spectra.push_back(SingularValuesOf(weights.back()));
    }
    LearningEntropies entropies =
        Entropies({size, size, size, size}, {"linear", "linear", "linear"});
    const auto replica = entropies.Measure(spectra, LearningStarts::kAll).value();
    const auto exact = LinearChainEntropies({}, weights, 1e-5, size).value();
    EXPECT_NEAR(replica[0].entropy, exact[0], 1e-10);
    for (int l = 1; l < 3; ++l) {
      worst[i] = std::max(worst[i], std::abs(replica[l].entropy - exact[l]));
    }
  }
  EXPECT_LT(worst[0], 0.09);
  EXPECT_LT(worst[1], 0.03);
}

// Few large steps of S, from one measurement to the next, end where all starts end.
TEST(LearningEntropyTest, WarmStartsFindWhatAllStartsFind) {
  const std::vector<int> sizes = {20, 40, 20, 10};
  const std::vector<std::string> activations = {"linear", "hardtanh", "hardtanh"};
  const Matrix<double> generator = GaussianWeights(5, 20, 1.0, 9);
  LearningEntropies followed = Entropies(sizes, activations, &generator);
  for (int step = 0; step < 4; ++step) {
    std::vector<std::vector<double>> spectra;
    for (int l = 0; l < 3; ++l) {
      spectra.push_back(SingularValuesOf(GaussianWeights(sizes[l], sizes[l + 1], 1.0, l)));
      for (std::size_t i = 0; i < spectra[l].size(); ++i) {
        spectra[l][i] += 0.4 * step * std::sin(static_cast<double>(i)) - 0.05 * step;
      }
    }
    LearningEntropies fresh = Entropies(sizes, activations, &generator);
    const auto warm = followed.Measure(spectra, LearningStarts::kWarmAndIgnorant).value();
    const auto cold = fresh.Measure(spectra, LearningStarts::kAll).value();
    for (int l = 0; l < 3; ++l) {
      EXPECT_NEAR(warm[l].entropy, cold[l].entropy, 1e-9) << "step " << step << " layer " << l;
      EXPECT_NEAR(warm[l].mean_squared_error / cold[l].mean_squared_error, 1.0, 1e-7);
      EXPECT_GE(warm[l].solution.uninformed, 0);
    }
  }
  EXPECT_EQ(followed.size_ratio(1), 4.0);
}

// At a scale of 20 two hardtanh layers have two fixed points. A chain of measurements that comes
// from smaller weights keeps to the lowest one, with all starts or not.
TEST(LearningEntropyTest, KeepsToTheLowestOfSeveralFixedPoints) {
  LearningEntropies followed = Entropies({40, 40, 40}, {"hardtanh", "hardtanh"});
  for (const double scale : {12.0, 16.0, 20.0}) {
    std::vector<double> values(40);
    for (int i = 0; i < 40; ++i) values[i] = scale * (0.02 + 1.88 * i / 39.0);
    LearningEntropies fresh = Entropies({40, 40, 40}, {"hardtanh", "hardtanh"});
    const auto all = fresh.Measure({values, values}, LearningStarts::kAll).value();
    const auto warm = followed.Measure({values, values}, LearningStarts::kWarmAndIgnorant).value();
    EXPECT_NEAR(warm[1].entropy, all[1].entropy, 1e-9) << scale;
    if (scale < 20.0) continue;
    ASSERT_EQ(all[1].solution.fixed_points.size(), 2u);
    EXPECT_GT(all[1].solution.fixed_points[1].potential, all[1].entropy + 0.03);
    EXPECT_EQ(all[1].solution.uninformed, 0);
  }
}

// Weights so small that hardtanh never saturates leave a linear network.
TEST(LearningEntropyTest, WeakWeightsAreLinear) {
  const int size = 30;
  std::vector<std::vector<double>> spectra;
  for (int l = 0; l < 2; ++l) {
    spectra.push_back(SingularValuesOf(GaussianWeights(size, size, 0.1, l)));
  }
  const auto linear = Entropies({size, size, size}, {"linear", "linear"})
                          .Measure(spectra, LearningStarts::kAll)
                          .value();
  const auto hardtanh = Entropies({size, size, size}, {"hardtanh", "hardtanh"})
                            .Measure(spectra, LearningStarts::kAll)
                            .value();
  for (int l = 0; l < 2; ++l) EXPECT_NEAR(linear[l].entropy, hardtanh[l].entropy, 1e-9);
}

// A linear layer and a hardtanh layer are one hardtanh layer with the spectrum of the product, once
// the product's finite size does not matter.
TEST(LearningEntropyTest, LinearLayersMergeIntoTheNext) {
  const int size = 400;
  const Matrix<double> first = GaussianWeights(size, size, 1.0, 0);
  const Matrix<double> second = GaussianWeights(size, size, 1.5, 1);
  const auto two =
      Entropies({size, size, size}, {"linear", "hardtanh"})
          .Measure({SingularValuesOf(first), SingularValuesOf(second)}, LearningStarts::kAll)
          .value();
  const auto one =
      Entropies({size, size}, {"hardtanh"})
          .Measure({SingularValuesOf(linalg::Product(first, second))}, LearningStarts::kAll)
          .value();
  EXPECT_NEAR(two[1].entropy, one[0].entropy, 0.005);
}

TEST(LearningEntropyTest, NamesWhatIsWrong) {
  LearningModel model;
  EXPECT_EQ(LearningEntropies::Create(model).status().message(), "there is no layer to measure");
  model.layers = {{5, 4, "linear"}, {3, 2, "linear"}};
  EXPECT_EQ(LearningEntropies::Create(model).status().message(), "layer 2 takes 3 inputs, not 4");
  model.layers = {{5, 4, "linear"}};
  model.measurement_noise = 0.0;
  EXPECT_EQ(LearningEntropies::Create(model).status().message(),
            "measurement noise 0: must be above 0");
  model.measurement_noise = 1e-5;
  LearningEntropies entropies = LearningEntropies::Create(model).value();
  EXPECT_EQ(entropies.Measure({{1.0, std::nan("")}}, LearningStarts::kAll).status().message(),
            "layer 1: singular value 2 is nan; it must be finite");
}

}  // namespace
}  // namespace infoflow::replica
