#include "infoflow/replica/saddle/landscape.h"

#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "infoflow/replica/channels/activations.h"
#include "infoflow/replica/channels/priors.h"
#include "infoflow/replica/model/network.h"
#include "infoflow/replica/model/network_parser.h"
#include "infoflow/replica/saddle/landscape_phase_diagram.h"
#include "infoflow/replica/spectra/spectrum_empirical.h"

namespace infoflow::replica {
namespace {

constexpr char kSparse[] = "spike-slab:p=0.3,mean=1,var=0.5";

Network SparseNetwork(double alpha) {
  return ParseNetwork(kSparse, absl::StrCat("linear:noise=1e-5,alpha=", alpha)).value();
}

TEST(LandscapeTest, SlopeIsTheDerivative) {
  for (const char* layers : {"linear:alpha=0.4,noise=1e-3", "hardtanh:alpha=1,noise=0.01",
                             "relu:alpha=1.2;linear:alpha=0.8,noise=0.01"}) {
    const Network network = ParseNetwork("normal", layers).value();
    const double error = 0.1, step = 1e-4;
    const std::vector<double> errors = {error * (1.0 - step), error, error * (1.0 + step)};
    const std::vector<LandscapePoint> points = PotentialLandscape(network, errors).value();
    const double difference = (points[2].potential - points[0].potential) / (2.0 * step * error);
    EXPECT_NEAR(points[1].slope, difference, 1e-6 * std::abs(difference)) << layers;
  }
}

TEST(LandscapeTest, IsStationaryAtFixedPoints) {
  const Network network = SparseNetwork(0.4);
  const std::vector<LandscapeFixedPoint> points = FindFixedPoints(network).value();
  ASSERT_EQ(points.size(), 3u);
  EXPECT_TRUE(points[0].stable);
  EXPECT_FALSE(points[1].stable);
  EXPECT_TRUE(points[2].stable);
  for (const LandscapeFixedPoint& point : points) {
    const std::vector<double> errors = {0.9 * point.error, point.error, 1.1 * point.error};
    const std::vector<LandscapePoint> around = PotentialLandscape(network, errors).value();
    EXPECT_NEAR(around[1].potential, point.potential, 1e-10);
    EXPECT_NEAR(around[1].next_error, point.error, 1e-8 * point.error);
    // Minima are stable, maxima unstable.
    EXPECT_EQ(around[0].potential > point.potential, point.stable);
    EXPECT_EQ(around[2].potential > point.potential, point.stable);
  }
}

// Weights that are not Gaussian solve for s at held V: an orthogonal matrix and the same
// with its eigenvalue as a spectrum of a finite matrix give Normal inputs' closed form
// V = noise/(1 + noise).
TEST(LandscapeTest, SolvesLayersThatAreNotGaussian) {
  const Layer layer = {MakeActivation("linear", {}).value(), 0.5,
                       OrthogonalSpectrum(1.0, 1.0).value()};
  const Network network = Network::Create(MakePrior("normal", {}).value(), {layer}).value();
  const std::vector<LandscapeFixedPoint> points = FindFixedPoints(network).value();
  ASSERT_EQ(points.size(), 1u);
  EXPECT_NEAR(points[0].error, 1.0 / 3.0, 1e-9);
  const std::vector<double> errors = {points[0].error};
  const LandscapePoint at = PotentialLandscape(network, errors).value()[0];
  EXPECT_NEAR(at.potential, points[0].potential, 1e-10);
  EXPECT_NEAR(at.slope, 0.0, 1e-8);
}

TEST(LandscapeTest, NamesPhases) {
  const auto phase = [](double alpha) {
    const Network network = SparseNetwork(alpha);
    return std::string(
        PhaseName(ClassifyPhase(FindFixedPoints(network).value(), network.prior().variance())));
  };
  EXPECT_EQ(phase(0.29), "impossible");
  EXPECT_EQ(phase(0.37), "impossible");
  EXPECT_EQ(phase(0.40), "hard");
  EXPECT_EQ(phase(0.51), "easy");
}

TEST(PhaseDiagramTest, DoesNotDependOnThreads) {
  const std::vector<double> alphas = {0.29, 0.4, 0.51}, sparsities = {0.2, 0.3};
  const auto make = [](double alpha, double sparsity) {
    return ParseNetwork(absl::StrCat("spike-slab:p=", sparsity, ",mean=1,var=0.5"),
                        absl::StrCat("linear:noise=1e-5,alpha=", alpha));
  };
  const auto one = PhaseDiagram(alphas, sparsities, make, {}, 1).value();
  const auto two = PhaseDiagram(alphas, sparsities, make, {}, 2).value();
  ASSERT_EQ(one.size(), 6u);
  for (std::size_t i = 0; i < one.size(); ++i) {
    EXPECT_EQ(one[i].phase, two[i].phase);
    EXPECT_EQ(one[i].best_error, two[i].best_error);
  }
  EXPECT_EQ(one[1].phase, Phase::kImpossible);  // alpha = 0.29, p = 0.3
  EXPECT_EQ(one[3].phase, Phase::kHard);        // alpha = 0.40, p = 0.3
  EXPECT_LT(one[3].informed_error, one[3].uninformed_error);
  EXPECT_EQ(one[5].phase, Phase::kEasy);
  const auto failing = [](double, double) {
    return absl::StatusOr<Network>(absl::InternalError("x"));
  };
  EXPECT_FALSE(PhaseDiagram(alphas, sparsities, failing).ok());
}

TEST(LandscapeTest, RefusesErrorsThatAreNotPositive) {
  const std::vector<double> errors = {0.0};
  EXPECT_EQ(PotentialLandscape(SparseNetwork(0.4), errors).status().message(),
            "the landscape is defined for positive V, not at V = 0");
}

}  // namespace
}  // namespace infoflow::replica
