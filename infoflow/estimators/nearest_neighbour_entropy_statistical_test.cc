#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/estimators/nearest_neighbour_entropy.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/statistics.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::estimators {
namespace {

using numerics::kLn2PiE;

// Means over independent replicas, each within 6 standard errors of its expectation, whose bias
// is known within `bias_slack`: a false alarm has a probability of 2e-9 per comparison (some
// 1e-8 with 40 replicas, whose errors are themselves estimated), below 1e-6 for all 24.
constexpr double kStandardErrors = 6.0;
constexpr int kReplicas = 40;

using Variate = std::function<double(random::Stream&)>;

double Normal(random::Stream& stream) { return random::Normal(stream); }
double Uniform(random::Stream& stream) { return random::UniformDouble(stream); }
double Exponential(random::Stream& stream) {
  return -std::log(1.0 - random::UniformDouble(stream));
}
// N(-3, 1/4) or N(3, 1/4), 12 deviations apart: entropy ln 2 above that of one of them.
double TwoNormals(random::Stream& stream) {
  const double sign = random::UniformDouble(stream) < 0.5 ? -3.0 : 3.0;
  return sign + 0.5 * random::Normal(stream);
}

numerics::MeanEstimate MeanEntropy(const Variate& variate, int rows, int columns, Norm norm,
                                   int neighbours) {
  NearestNeighbourOptions options;
  options.norm = norm;
  options.neighbours = neighbours;
  std::vector<double> entropies;
  for (std::uint32_t replica = 0; replica < kReplicas; ++replica) {
    random::Stream stream(10, random::StreamUse::kTest, replica);
    linalg::Matrix<double> samples(rows, columns);
    for (double& value : samples.values()) value = variate(stream);
    entropies.push_back(NearestNeighbourEntropy(samples, options).value());
  }
  return numerics::EstimateMean(entropies);
}

struct Case {
  const char* law;
  Variate variate;
  double exact;  // per coordinate, nats
  int dimension;
  int samples;
  // Of the whole vector, k = 3: means of up to 1000 replicas of another seed, with three of
  // their standard errors as slack; docs/replica.md has the same numbers.
  double maximum_bias;
  double euclidean_bias;
  double bias_slack;
};

TEST(NearestNeighbourEntropyStatisticalTest, FindsClosedFormsWithTheirDocumentedBias) {
  const double normal = 0.5 * kLn2PiE;
  const double two = normal + std::log(0.5) + std::log(2.0);
  const Case cases[] = {
      {"normal", Normal, normal, 1, 1000, -0.003, -0.003, 0.004},
      {"normal", Normal, normal, 2, 1000, -0.0165, -0.0162, 0.004},
      {"normal", Normal, normal, 5, 1000, -0.0756, -0.0746, 0.006},
      {"normal", Normal, normal, 10, 1000, 0.194, 0.100, 0.012},
      {"normal", Normal, normal, 100, 1000, 33.93, 18.89, 0.06},
      {"normal", Normal, normal, 1000, 200, 677.3, 302.6, 0.4},
      {"uniform", Uniform, 0.0, 1, 1000, 0.0008, 0.0008, 0.003},
      {"uniform", Uniform, 0.0, 3, 1000, 0.143, 0.131, 0.003},
      {"exponential", Exponential, 1.0, 1, 1000, -0.0015, -0.0015, 0.004},
      {"exponential", Exponential, 1.0, 3, 1000, 0.146, 0.131, 0.006},
      {"two normals", TwoNormals, two, 1, 1000, -0.004, -0.004, 0.004},
      {"two normals", TwoNormals, two, 3, 1000, -0.0769, -0.0758, 0.005},
  };
  for (const Case& c : cases) {
    SCOPED_TRACE(testing::Message() << c.law << " in " << c.dimension << " dimensions");
    for (const Norm norm : {Norm::kMaximum, Norm::kEuclidean}) {
      const numerics::MeanEstimate mean = MeanEntropy(c.variate, c.samples, c.dimension, norm, 3);
      const double bias = norm == Norm::kMaximum ? c.maximum_bias : c.euclidean_bias;
      EXPECT_NEAR(mean.mean, c.dimension * c.exact + bias,
                  kStandardErrors * mean.error + c.bias_slack)
          << (norm == Norm::kMaximum ? "maximum" : "Euclidean") << " norm; bias "
          << mean.mean - c.dimension * c.exact << " +- " << mean.error;
    }
  }
}

}  // namespace
}  // namespace infoflow::estimators
