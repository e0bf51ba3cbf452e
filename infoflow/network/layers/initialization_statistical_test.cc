// False alarms: each of the 4 Kolmogorov-Smirnov tests fails with probability 1e-6 for a new
// seed; with the seeds fixed here the outcome never changes.

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/activation/batch.h"
#include "infoflow/network/layers/initialization.h"
#include "infoflow/numerics/hypothesis_tests.h"

namespace infoflow::network {
namespace {

constexpr double kLeastPValue = 1e-6;

double NormalCdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// Parameters divided by `scale`, weights and biases of the only layer.
std::vector<double> Scaled(absl::Span<const float> parameters, double scale) {
  std::vector<double> values;
  for (const float parameter : parameters) values.push_back(parameter / scale);
  return values;
}

TEST(InitializationStatisticalTest, GaussianHasItsLaw) {
  const Network<float> network = MakeDenseNetwork<float>({100, 2000}, activation::Kind::kTanh,
                                                         activation::Kind::kTanh, {1.76, 0.05}, 11)
                                     .value();
  const absl::Span<const float> parameters = network.parameters(0);
  const auto weights = Scaled(parameters.subspan(0, 200000), std::sqrt(1.76 / 100));
  const auto biases = Scaled(parameters.subspan(200000), std::sqrt(0.05));
  EXPECT_GT(numerics::KolmogorovSmirnovTest(weights, NormalCdf).p_value, kLeastPValue);
  EXPECT_GT(numerics::KolmogorovSmirnovTest(biases, NormalCdf).p_value, kLeastPValue);
}

TEST(InitializationStatisticalTest, UniformHasItsLaw) {
  Network<float> network = MakeDenseNetwork<float>({100, 2000}, activation::Kind::kTanh,
                                                   activation::Kind::kTanh, {1.76, 0.05}, 11)
                               .value();
  InitializeUniform<float>(12, network);
  const auto uniform = [](double x) { return std::min(1.0, std::max(0.0, 0.5 * (x + 1.0))); };
  const absl::Span<const float> parameters = network.parameters(0);
  const auto weights = Scaled(parameters.subspan(0, 200000), 0.1);
  const auto biases = Scaled(parameters.subspan(200000), 0.1);
  EXPECT_GT(numerics::KolmogorovSmirnovTest(weights, uniform).p_value, kLeastPValue);
  EXPECT_GT(numerics::KolmogorovSmirnovTest(biases, uniform).p_value, kLeastPValue);
}

}  // namespace
}  // namespace infoflow::network
