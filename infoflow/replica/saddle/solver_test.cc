#include "infoflow/replica/saddle/solver.h"

#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/replica/channels/activations.h"
#include "infoflow/replica/channels/priors.h"
#include "infoflow/replica/model/network.h"
#include "infoflow/replica/spectra/spectrum_empirical.h"
#include "infoflow/replica/spectra/spectrum_gaussian.h"
#include "infoflow/replica/spectra/spectrum_weights.h"
#include "infoflow/support/named_parameters.h"

namespace infoflow::replica {
namespace {

// Closed forms up to the rounding of a fixed point.
constexpr double kExact = 1e-12;
// Fixed points and quadrature.
constexpr double kFixedPoint = 1e-8;

Layer MakeLayer(const char* activation, double noise, std::shared_ptr<const Spectrum> spectrum) {
  return {MakeActivation(activation, {}).value(), noise, std::move(spectrum)};
}

Layer GaussianLayer(const char* activation, double noise, double alpha, double variance) {
  return MakeLayer(activation, noise, GaussianSpectrum(alpha, variance).value());
}

Network NormalNetwork(std::vector<Layer> layers) {
  return Network::Create(MakePrior("normal", {}).value(), std::move(layers)).value();
}

double Entropy(const Network& network) { return Solve(network).value().best().potential; }

// Independent N(0, variance / columns) entries.
linalg::Matrix<double> GaussianWeights(int rows, int columns, double variance, int index) {
  random::Stream stream(7, random::StreamUse::kTest, index);
  linalg::Matrix<double> weights(rows, columns);
  for (double& value : weights.values()) {
    value = random::Normal(stream) * std::sqrt(variance / columns);
  }
  return weights;
}

// (1/2 N_0) ln det(2 pi e (W W^T + noise)).
double LogDetEntropy(const linalg::Matrix<double>& weights, double noise) {
  double sum = 0.0;
  const std::vector<double> eigenvalues = WeightEigenvalues(weights).value();
  for (const double value : eigenvalues) sum += std::log1p(value / noise);
  sum += weights.rows() * std::log(2.0 * M_PI * M_E * noise);
  return sum / (2.0 * static_cast<double>(eigenvalues.size()));
}

TEST(SolverTest, LinearLayerIsLogDeterminant) {
  for (const auto& [rows, columns] : {std::pair{60, 60}, {30, 60}, {90, 60}}) {
    const linalg::Matrix<double> weights = GaussianWeights(rows, columns, 1.0, rows);
    for (const double noise : {1.0, 1e-2, 1e-5}) {
      const Network network =
          NormalNetwork({MakeLayer("linear", noise, SpectrumOfWeights(weights).value())});
      EXPECT_NEAR(Entropy(network), LogDetEntropy(weights, noise), kExact) << rows << noise;
    }
  }
}

TEST(SolverTest, GaussianWeightsAreTheLimitOfLargeMatrices) {
  const double limit = Entropy(NormalNetwork({GaussianLayer("linear", 0.01, 1.5, 2.0)}));
  double last = 1.0;
  for (const int size : {20, 80, 320}) {
    const double error =
        std::abs(LogDetEntropy(GaussianWeights(3 * size / 2, size, 2.0, size), 0.01) - limit);
    EXPECT_LT(error, last) << size;
    last = error;
  }
  EXPECT_LT(last, 3e-3);
}

TEST(SolverTest, LinearLayersAreOneLayerOfTheProduct) {
  double last = 1.0;
  for (const auto& [size, samples] : {std::pair{16, 60}, {64, 20}, {256, 2}}) {
    double difference = 0.0;
    for (int sample = 0; sample < samples; ++sample) {
      const int index = 1000 * size + 2 * sample;
      const std::vector<linalg::Matrix<double>> weights = {
          GaussianWeights(3 * size / 2, size, 1.0, index),
          GaussianWeights(size, 3 * size / 2, 1.0, index + 1)};
      const double product =
          Entropy(NormalNetwork({MakeLayer("linear", 0.01, SpectrumOfProduct(weights).value())}));
      const double layers = Entropy(
          NormalNetwork({MakeLayer("linear", 0.0, SpectrumOfWeights(weights[0]).value()),
                         MakeLayer("linear", 0.01, SpectrumOfWeights(weights[1]).value())}));
      difference += (layers - product) / samples;
    }
    EXPECT_LT(std::abs(difference), last) << size;
    last = std::abs(difference);
  }
  EXPECT_LT(last, 3e-3);
}

TEST(SolverTest, RotationsChangeNothing) {
  const auto weights = GaussianSpectrum(0.8, 2.0).value();
  const auto rotation = OrthogonalSpectrum(1.0, 1.0).value();
  const double alone = Entropy(NormalNetwork({MakeLayer("linear", 0.01, weights)}));
  EXPECT_NEAR(Entropy(NormalNetwork(
                  {MakeLayer("linear", 0.0, rotation), MakeLayer("linear", 0.01, weights)})),
              alone, kFixedPoint);
  EXPECT_NEAR(Entropy(NormalNetwork(
                  {MakeLayer("linear", 0.0, weights), MakeLayer("linear", 0.01, rotation)})),
              alone, kFixedPoint);
}

TEST(SolverTest, AlgorithmsAndAccelerationAgree) {
  const std::vector<double> eigenvalues = {0.2, 0.5, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0};
  const auto empirical = EmpiricalSpectrum(eigenvalues, 1.0).value();
  const std::vector<Network> networks = {
      NormalNetwork({GaussianLayer("relu", 0.0, 1.5, 1.0), MakeLayer("linear", 0.01, empirical)}),
      NormalNetwork(
          {MakeLayer("hardtanh", 0.01, empirical), GaussianLayer("probit", 0.1, 0.7, 2.0)})};
  for (const Network& network : networks) {
    const Solution expected = Solve(network).value();
    for (const Algorithm algorithm : {Algorithm::kAuto, Algorithm::kFixedPoint, Algorithm::kVamp}) {
      for (const bool accelerate : {true, false}) {
        SolverOptions options;
        options.algorithm = algorithm;
        options.accelerate = accelerate;
        const Solution solution = Solve(network, options).value();
        EXPECT_EQ(solution.fixed_points.size(), expected.fixed_points.size());
        EXPECT_NEAR(solution.best().potential, expected.best().potential, 1e-10);
        for (int l = 0; l < network.depth(); ++l) {
          const double error = expected.best().state.input_error[l];
          EXPECT_NEAR(solution.best().state.input_error[l], error, kFixedPoint * error);
        }
        EXPECT_LT(solution.best().residual, 1e-10);
        EXPECT_TRUE(solution.best().converged);
      }
    }
  }
}

// With growing weights the answer for two hardtanh layers jumps twice between branches; on both
// sides of a jump both branches are stable. Source: arXiv:1805.09785, two-layer comparison;
// potentials from an independent computation.
TEST(SolverTest, FollowsFirstOrderJumps) {
  const auto solve = [](double sigma) {
    return Solve(NormalNetwork({GaussianLayer("hardtanh", 0.0, 1.0, sigma * sigma),
                                GaussianLayer("hardtanh", 1e-5, 1.0, sigma * sigma)}))
        .value();
  };
  const auto second_error = [](const Solution& solution) {
    return solution.best().state.input_error[1];
  };
  EXPECT_NEAR(second_error(solve(2.0)), 3e-5, 0.5e-5);
  EXPECT_NEAR(second_error(solve(2.5)), 1.4e-2, 0.1e-2);
  EXPECT_NEAR(second_error(solve(6.8)), 0.039, 0.001);
  EXPECT_NEAR(second_error(solve(7.3)), 0.129, 0.001);
  const Solution first = solve(2.3);
  ASSERT_EQ(first.fixed_points.size(), 2u);
  EXPECT_NEAR(first.fixed_points[0].potential, 0.91886, 1e-5);
  EXPECT_NEAR(first.fixed_points[1].potential, 0.92526, 1e-5);
  const Solution second = solve(6.8);
  ASSERT_EQ(second.fixed_points.size(), 2u);
  EXPECT_NEAR(second.fixed_points[0].potential, 0.855109, 1e-6);
  EXPECT_NEAR(second.fixed_points[1].potential, 0.855265, 1e-6);
}

TEST(SolverTest, TellsWhereMessagePassingEnds) {
  const NamedParameters sparse = {{"p", 0.3}, {"mean", 1.0}, {"var", 0.5}};
  const auto solve = [&](double alpha) {
    return Solve(Network::Create(MakePrior("spike-slab", sparse).value(),
                                 {GaussianLayer("linear", 1e-5, alpha, 1.0)})
                     .value())
        .value();
  };
  const Solution hard = solve(0.40);
  ASSERT_EQ(hard.fixed_points.size(), 2u);
  EXPECT_EQ(hard.uninformed, 1);
  const Solution impossible = solve(0.37);
  ASSERT_EQ(impossible.fixed_points.size(), 2u);
  EXPECT_EQ(impossible.uninformed, 0);
  EXPECT_EQ(solve(0.29).fixed_points.size(), 1u);
  EXPECT_EQ(solve(0.51).fixed_points.size(), 1u);
}

TEST(SolverTest, WarmStartsStayOnTheirBranch) {
  const Network network = NormalNetwork(
      {GaussianLayer("hardtanh", 0.0, 1.0, 5.29), GaussianLayer("hardtanh", 1e-5, 1.0, 5.29)});
  const Solution all = Solve(network).value();
  ASSERT_EQ(all.fixed_points.size(), 2u);
  for (const FixedPoint& point : all.fixed_points) {
    SolverOptions options;
    options.warm_start = point.state.input_error;
    const Solution warm = Solve(network, options).value();
    ASSERT_EQ(warm.fixed_points.size(), 1u);
    EXPECT_NEAR(warm.best().potential, point.potential, 1e-10);
    EXPECT_LT(warm.interface_evaluations, all.interface_evaluations);
  }
  SolverOptions options;
  options.warm_start = {1.0};
  EXPECT_FALSE(Solve(network, options).ok());
  options.warm_start = {1.0, -1.0};
  EXPECT_FALSE(Solve(network, options).ok());
}

TEST(SolverTest, NonConvergenceIsAnErrorUnlessAllowed) {
  const Network network = NormalNetwork({GaussianLayer("linear", 1e-5, 1.0, 1.0)});
  SolverOptions options;
  options.max_iterations = 3;
  EXPECT_EQ(Solve(network, options).status().code(), absl::StatusCode::kDeadlineExceeded);
  options.allow_unconverged = true;
  const Solution solution = Solve(network, options).value();
  EXPECT_FALSE(solution.best().converged);
  EXPECT_GT(solution.best().residual, options.tolerance);
}

// V (D + V) = D (1 - V) for a square linear layer and unit normal inputs; an invertible activation
// behind it changes nothing.
TEST(SolverTest, ErrorsOfInvertibleLayersAtAnyLittleNoise) {
  for (const char* activation : {"linear", "leaky-relu", "tanh"}) {
    for (const double noise :
         {1e-3, 1e-8, 1e-12, 1e-16, 1e-20, 1e-22, 1e-24, 1e-30, 1e-60, 1e-119}) {
      SCOPED_TRACE(testing::Message() << activation << " " << noise);
      const Solution solution =
          Solve(NormalNetwork({GaussianLayer(activation, noise, 1.0, 1.0)})).value();
      EXPECT_EQ(solution.fixed_points.size(), 1u);
      EXPECT_TRUE(solution.best().converged);
      const double exact = 2.0 * noise / (noise + std::sqrt(noise * noise + 4.0 * noise));
      EXPECT_NEAR(solution.best().mean_squared_error() / exact, 1.0, kFixedPoint);
    }
  }
  // The same in other units, by either form of the layer.
  for (const Algorithm algorithm : {Algorithm::kAuto, Algorithm::kVamp}) {
    SolverOptions options;
    options.algorithm = algorithm;
    const Solution scaled =
        Solve(NormalNetwork({GaussianLayer("linear", 0.1, 1.0, 1e30)}), options).value();
    EXPECT_NEAR(scaled.best().mean_squared_error() / std::sqrt(1e-31), 1.0, kFixedPoint);
  }
}

// A finite spectrum: V = E[D/(lambda + D)] whatever the noise.
TEST(SolverTest, ErrorsOfFiniteSpectraAtLittleNoise) {
  const std::vector<double> eigenvalues = {0.2, 0.5, 1.0, 4.0};
  for (const double noise : {1e-2, 1e-10, 1e-20, 1e-40}) {
    double exact = 0.0;
    for (const double value : eigenvalues) exact += noise / (value + noise) / 4.0;
    const Solution solution =
        Solve(NormalNetwork(
                  {MakeLayer("linear", noise, EmpiricalSpectrum(eigenvalues, 1.0).value())}))
            .value();
    EXPECT_NEAR(solution.best().mean_squared_error() / exact, 1.0, kFixedPoint) << noise;
  }
}

// As D -> 0 two square Gaussian layers have V^3 = D (1 + O(D^(1/3))): with V1 = V and V2 the errors
// of the input and of the layer between, 1 - A1 V1 = V1, 1 - A2 V2 = V2/V1 and D/(D + V2) = V2/V1.
TEST(SolverTest, TwoInvertibleLayersFollowTheirPowerLaw) {
  for (const double noise : {1e-18, 1e-21, 1e-24, 1e-60, 1e-63}) {
    const Solution solution = Solve(NormalNetwork({GaussianLayer("linear", 0.0, 1.0, 1.0),
                                                   GaussianLayer("linear", noise, 1.0, 1.0)}))
                                  .value();
    const double error = solution.best().mean_squared_error();
    EXPECT_NEAR(error / std::cbrt(noise), 1.0, 1e-5) << noise;
  }
}

// Where messages alone cannot tell V, with the limit; the potential is there all the same.
TEST(SolverTest, RefusesErrorsThatRoundingHides) {
  const Network network = NormalNetwork(
      {GaussianLayer("leaky-relu", 0.0, 1.0, 1.0), GaussianLayer("leaky-relu", 1e-24, 1.0, 1.0)});
  const absl::StatusOr<Solution> refused = Solve(network);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kOutOfRange);
  EXPECT_NE(refused.status().message().find("the smallest ratio allowed here is 1e-2"),
            std::string::npos)
      << refused.status().message();
  SolverOptions options;
  options.allow_unconverged = true;
  EXPECT_FALSE(Solve(network, options).value().best().converged);
}

TEST(SolverTest, RefusesTolerancesBelowRounding) {
  const Network network = NormalNetwork({GaussianLayer("linear", 0.1, 1.0, 1.0)});
  SolverOptions options;
  for (const double tolerance : {0.0, -1.0, 1e-30, 1.0, std::nan("")}) {
    options.tolerance = tolerance;
    EXPECT_EQ(Solve(network, options).status().code(), absl::StatusCode::kInvalidArgument);
  }
  options.tolerance = kSmallestTolerance;
  const Solution solution = Solve(network, options).value();
  EXPECT_TRUE(solution.best().converged);
  EXPECT_LT(solution.best().residual, kSmallestTolerance);
}

TEST(SolverTest, OutputsWithoutNoise) {
  // A square linear layer keeps the information dimension: H = (1/2) ln 2 pi e + E ln(lambda)/2.
  EXPECT_NEAR(Entropy(NormalNetwork({GaussianLayer("linear", 0.0, 1.0, 1.0)})),
              0.5 * std::log(2.0 * M_PI * M_E) - 0.5, 1e-9);
  EXPECT_NEAR(
      Entropy(NormalNetwork({MakeLayer("linear", 0.0, OrthogonalSpectrum(0.5, 2.0).value())})),
      0.25 * std::log(2.0 * M_PI * M_E * 4.0), kExact);
  for (const char* activation : {"linear", "relu"}) {
    EXPECT_EQ(Solve(NormalNetwork({GaussianLayer(activation, 0.0, 3.0, 1.0)})).status().code(),
              absl::StatusCode::kOutOfRange);
  }
}

}  // namespace
}  // namespace infoflow::replica
