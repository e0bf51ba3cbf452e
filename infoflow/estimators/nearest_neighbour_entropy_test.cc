#include "infoflow/estimators/nearest_neighbour_entropy.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/linalg/blas.h"
#include "infoflow/linalg/haar.h"
#include "infoflow/numerics/constants.h"
#include "infoflow/random/distributions.h"
#include "infoflow/random/stream.h"

namespace infoflow::estimators {
namespace {

// Relative to d times the size of the logarithms: sums of some hundred terms.
constexpr double kExact = 1e-13;
using numerics::kPi;
constexpr double kEulerGamma = 0.57721566490153286;

linalg::Matrix<double> Samples(int rows, int columns) {
  linalg::Matrix<double> samples(rows, columns);
  random::Stream stream(8, random::StreamUse::kTest, columns);
  random::FillNormal(stream, samples.values());
  return samples;
}

NearestNeighbourOptions With(Norm norm, int neighbours = 3) {
  NearestNeighbourOptions options;
  options.norm = norm;
  options.neighbours = neighbours;
  return options;
}

double HarmonicDigamma(int n) {
  double sum = -kEulerGamma;
  for (int j = 1; j < n; ++j) sum += 1.0 / j;
  return sum;
}

// The formula as it stands, term by term.
double PlainEntropy(const linalg::Matrix<double>& samples, Norm norm, int k) {
  const int count = samples.rows();
  const int d = samples.columns();
  double log_sum = 0.0;
  for (int i = 0; i < count; ++i) {
    std::vector<double> distances;
    for (int j = 0; j < count; ++j) {
      double largest = 0.0;
      double sum = 0.0;
      for (int t = 0; t < d; ++t) {
        largest = std::max(largest, std::fabs(samples(i, t) - samples(j, t)));
        sum += std::pow(samples(i, t) - samples(j, t), 2);
      }
      if (j != i) distances.push_back(norm == Norm::kMaximum ? largest : std::sqrt(sum));
    }
    std::sort(distances.begin(), distances.end());
    log_sum += std::log(distances[k - 1]);
  }
  const double log_volume = norm == Norm::kMaximum
                                ? d * std::log(2.0)
                                : 0.5 * d * std::log(kPi) - std::lgamma(1.0 + 0.5 * d);
  return HarmonicDigamma(count) - HarmonicDigamma(k) + log_volume + d * log_sum / count;
}

TEST(NearestNeighbourEntropyTest, AgreesWithThePlainFormula) {
  for (const int d : {1, 2, 6, 7, 40, 300}) {
    for (const int rows : {5, 150}) {
      const linalg::Matrix<double> samples = Samples(rows, d);
      for (const Norm norm : {Norm::kMaximum, Norm::kEuclidean}) {
        for (const int k : {1, 3, 4}) {
          EXPECT_NEAR(NearestNeighbourEntropy(samples, With(norm, k)).value(),
                      PlainEntropy(samples, norm, k), kExact * d * 6.0)
              << rows << " x " << d << " k " << k;
        }
      }
    }
  }
}

TEST(NearestNeighbourEntropyTest, KnowsTwoPointsByHeart) {
  // Two points at distance 2: psi(2) - psi(1) = 1, unit interval of length 2, ln 2.
  linalg::Matrix<double> samples(2, 1);
  samples(1, 0) = 2.0;
  EXPECT_NEAR(NearestNeighbourEntropy(samples, With(Norm::kMaximum, 1)).value(),
              1.0 + 2.0 * std::log(2.0), kExact);
}

TEST(NearestNeighbourEntropyTest, KnowsVolumesOfUnitBalls) {
  const double euclidean[] = {2.0, kPi, 4.0 * kPi / 3.0, kPi * kPi / 2.0};
  for (int d = 1; d <= 4; ++d) {
    EXPECT_NEAR(LogUnitBallVolume(d, Norm::kEuclidean), std::log(euclidean[d - 1]), kExact);
    EXPECT_NEAR(LogUnitBallVolume(d, Norm::kMaximum), d * std::log(2.0), kExact);
  }
  for (const int d : {101, 1000, 100000}) {
    const double want = 0.5 * d * std::log(kPi) - std::lgamma(1.0 + 0.5 * d);
    EXPECT_NEAR(LogUnitBallVolume(d, Norm::kEuclidean), want, kExact * std::fabs(want));
  }
}

TEST(NearestNeighbourEntropyTest, ShiftsScalesAndRotates) {
  for (const int d : {3, 20}) {
    const linalg::Matrix<double> samples = Samples(200, d);
    linalg::Matrix<double> moved = samples;
    for (double& value : moved.values()) value = 8.0 * value + 4.0;
    random::Stream stream(9, random::StreamUse::kOrthogonalMatrix, d);
    const linalg::Matrix<double> rotation = linalg::HaarOrthogonal(d, d, stream).value();
    const linalg::Matrix<double> rotated = linalg::Product(samples, rotation);
    for (const Norm norm : {Norm::kMaximum, Norm::kEuclidean}) {
      const double entropy = NearestNeighbourEntropy(samples, With(norm)).value();
      EXPECT_NEAR(NearestNeighbourEntropy(moved, With(norm)).value(), entropy + d * std::log(8.0),
                  100 * kExact * d);
      const double of_rotated = NearestNeighbourEntropy(rotated, With(norm)).value();
      if (norm == Norm::kEuclidean) {
        EXPECT_NEAR(of_rotated, entropy, 100 * kExact * d);
      } else {
        EXPECT_GT(std::fabs(of_rotated - entropy), 1e-6);
      }
    }
  }
}

TEST(NearestNeighbourEntropyTest, DoesNotDependOnThreads) {
  for (const int d : {3, 20}) {
    const linalg::Matrix<double> samples = Samples(500, d);
    for (const Norm norm : {Norm::kMaximum, Norm::kEuclidean}) {
      NearestNeighbourOptions options = With(norm);
      options.threads = 1;
      const double one = NearestNeighbourEntropy(samples, options).value();
      options.threads = 3;
      EXPECT_EQ(NearestNeighbourEntropy(samples, options).value(), one);
    }
  }
}

TEST(NearestNeighbourEntropyTest, JitterBreaksTiesAndChangesNothingElse) {
  linalg::Matrix<double> samples = Samples(200, 2);
  NearestNeighbourOptions options;
  const double entropy = NearestNeighbourEntropy(samples, options).value();
  options.jitter = 1e-10;
  EXPECT_NEAR(NearestNeighbourEntropy(samples, options).value(), entropy, 1e-7);
  std::copy(samples.row(3).begin(), samples.row(3).end(), samples.row(17).begin());
  const double with_tie = NearestNeighbourEntropy(samples, options).value();
  EXPECT_TRUE(std::isfinite(with_tie));
  EXPECT_EQ(NearestNeighbourEntropy(samples, options).value(), with_tie);
  options.seed = 1;
  EXPECT_NE(NearestNeighbourEntropy(samples, options).value(), with_tie);
}

TEST(NearestNeighbourEntropyTest, RefusesBadInputInOneSentence) {
  const auto error = [](const linalg::Matrix<double>& samples,
                        const NearestNeighbourOptions& options) {
    const auto entropy = NearestNeighbourEntropy(samples, options);
    return entropy.ok() ? "no error" : std::string(entropy.status().message());
  };
  linalg::Matrix<double> samples = Samples(4, 2);
  NearestNeighbourOptions options;
  options.neighbours = 4;
  EXPECT_EQ(error(samples, options), "there are 4 samples; 4 neighbours of each need at least 5");
  options.neighbours = 3;
  options.jitter = -1.0;
  EXPECT_EQ(error(samples, options), "jitter is -1; allowed are finite numbers of at least 0");
  options.jitter = 0.0;
  std::copy(samples.row(1).begin(), samples.row(1).end(), samples.row(2).begin());
  EXPECT_EQ(error(samples, options),
            "samples 2 and 3 are equal; nearest neighbours need distinct samples, or a jitter "
            "such as 1e-10 that breaks ties");
  // Distinct, but their squared distances underflow.
  linalg::Matrix<double> tiny = Samples(10, 2);
  for (double& value : tiny.values()) value *= 1e-200;
  EXPECT_EQ(error(tiny, With(Norm::kEuclidean)),
            "sample 1 is nearer than 1e-150 to 3 others; multiply the samples by a large number");
}

}  // namespace
}  // namespace infoflow::estimators
