// Entropies of one ReLU or hardtanh layer against Monte Carlo over its exactly Gaussian
// pre-activations z ~ N(0, W W^T + D).
//
// f(z) has a density on the units that are not saturated and an atom on the others: ln p is the
// log-density of the former and the log-probability of the others' orthant given them, which is
// estimated by the method of Geweke, Hajivassiliou and Keane (an average of products of normal
// probabilities, 400 paths; its logarithm is biased by less than 1e-3 per input). For one draw of
// 48 x 48 weights the formula is off by some 0.005 per input; the test allows 0.015 and four
// standard errors of the mean over samples.

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/lapack.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/numerics/special_functions.h"
#include "infoflow/numerics/statistics.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"
#include "infoflow/replica/learning/learning_entropy.h"

namespace infoflow::replica {
namespace {

using linalg::Matrix;
using random::Stream;
using random::StreamUse;

constexpr int kUnits = 48;
constexpr int kSamples = 500;
constexpr int kPaths = 400;
constexpr double kNoise = 1e-2;
constexpr double kFiniteSize = 0.015;

// Where a unit saturates: it is at an atom when sign * z <= bound for one of its sides.
struct Side {
  double sign, bound;
};

std::vector<Side> SidesOf(const std::string& activation) {
  if (activation == "relu") return {{1.0, 0.0}};
  return {{1.0, -1.0}, {-1.0, -1.0}};
}

// ln of the average over paths of the probability that each e_i stays below its bound, for rows
// `first`, ... of the lower triangular `factor`; e before them is given.
double LogOrthantProbability(const Matrix<double>& factor, const std::vector<double>& bounds,
                             int first, const std::vector<double>& given, Stream& stream) {
  double sum = 0.0;
  std::vector<double> e = given;
  for (int path = 0; path < kPaths; ++path) {
    double product = 1.0;
    for (int i = first; i < kUnits; ++i) {
      double rest = bounds[i];
      for (int j = 0; j < i; ++j) rest -= factor(i, j) * e[j];
      const double below = numerics::NormalCdf(rest / factor(i, i));
      product *= below;
      // Strictly between 0 and 1.
      const double uniform = random::UniformDouble(stream) + 0x1p-54;
      e[i] = numerics::NormalQuantile(uniform * below);
    }
    sum += product;
  }
  return std::log(sum / kPaths);
}

// ln p(f(z)) for one z.
double LogProbability(const Matrix<double>& covariance, const std::vector<double>& z,
                      const std::vector<Side>& sides, Stream& stream) {
  // Units that are not saturated first.
  std::vector<int> order;
  std::vector<double> signs, bounds;
  int density_units = 0;
  for (const bool saturated : {false, true}) {
    for (int i = 0; i < kUnits; ++i) {
      const auto side = std::find_if(sides.begin(), sides.end(),
                                     [&](const Side& s) { return s.sign * z[i] <= s.bound; });
      if ((side != sides.end()) != saturated) continue;
      order.push_back(i);
      density_units += !saturated;
      signs.push_back(saturated ? side->sign : 1.0);
      bounds.push_back(saturated ? side->bound : 0.0);
    }
  }
  Matrix<double> ordered(kUnits, kUnits);
  for (int i = 0; i < kUnits; ++i) {
    for (int j = 0; j < kUnits; ++j) {
      ordered(i, j) = signs[i] * signs[j] * covariance(order[i], order[j]);
    }
  }
  const Matrix<double> factor = linalg::CholeskyFactor(ordered.view()).value();
  std::vector<double> e(kUnits);
  double log_density = 0.0;
  for (int i = 0; i < density_units; ++i) {
    double rest = z[order[i]];
    for (int j = 0; j < i; ++j) rest -= factor(i, j) * e[j];
    e[i] = rest / factor(i, i);
    log_density -= 0.5 * e[i] * e[i] + std::log(factor(i, i)) + 0.5 * std::log(2.0 * numerics::kPi);
  }
  if (density_units == kUnits) return log_density;
  return log_density + LogOrthantProbability(factor, bounds, density_units, e, stream);
}

void CheckLayer(const std::string& activation) {
  Stream weight_stream(5, StreamUse::kTest, 0);
  Matrix<double> weights(kUnits, kUnits);
  random::FillNormal(weight_stream, weights.values());
  linalg::Scale(1.0 / std::sqrt(static_cast<double>(kUnits)), weights.values());
  Matrix<double> covariance(kUnits, kUnits);
  linalg::Syrk(linalg::Transpose::kNo, 1.0, weights, 0.0, covariance);
  for (int i = 0; i < kUnits; ++i) covariance(i, i) += kNoise;
  const Matrix<double> root = linalg::CholeskyFactor(covariance.view()).value();

  Stream stream(5, StreamUse::kTest, 1);
  std::vector<double> entropies;
  for (int sample = 0; sample < kSamples; ++sample) {
    std::vector<double> normals(kUnits), z(kUnits);
    random::FillNormal(stream, absl::MakeSpan(normals));
    linalg::Gemv(linalg::Transpose::kNo, 1.0, root, normals, 0.0, absl::MakeSpan(z));
    entropies.push_back(-LogProbability(covariance, z, SidesOf(activation), stream) / kUnits);
  }
  const numerics::MeanEstimate estimate = numerics::EstimateMean(entropies);

  LearningModel model;
  model.layers = {{kUnits, kUnits, activation}};
  model.measurement_noise = kNoise;
  const auto replica =
      LearningEntropies::Create(model)
          .value()
          .Measure({linalg::SingularValues(weights.view()).value()}, LearningStarts::kAll)
          .value();
  EXPECT_LT(estimate.error, 0.02);
  EXPECT_NEAR(replica[0].entropy, estimate.mean, kFiniteSize + 4.0 * estimate.error) << activation;
}

TEST(SaturatingLayerTest, Relu) { CheckLayer("relu"); }
TEST(SaturatingLayerTest, Hardtanh) { CheckLayer("hardtanh"); }

}  // namespace
}  // namespace infoflow::replica
