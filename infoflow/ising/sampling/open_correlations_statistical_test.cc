// The estimators' own bias: open correlators and their dimensions on exact samples at T_c.
//
// False alarms, over other seeds: ten differences of fewer than 5 errors each, by errors of 32
// bins; together 1e-4.
#include <cmath>

#include "absl/types/span.h"
#include "gtest/gtest.h"
#include "infoflow/ising/sampling/ising_sampler.h"
#include "infoflow/ising/sampling/open_correlations.h"
#include "infoflow/ising/sampling/spin_correlations.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/numerics/jackknife.h"

namespace infoflow::ising {
namespace {

constexpr double kMostErrors = 5.0;
constexpr int kSide = 10;
constexpr int kBins = 32;

SpinSamples CriticalSamples(Sampler sampler) {
  SamplingOptions options;
  options.sampler = sampler;
  options.seed = 7;
  return *SampleIsing(kSide, 1.0 / kSquareCriticalCoupling, 60000, options);
}

numerics::JackknifeEstimate Column(const linalg::Matrix<double>& bins, int column) {
  return numerics::Jackknife(bins,
                             [column](absl::Span<const double> means) { return means[column]; });
}

void ExpectSame(const numerics::JackknifeEstimate& a, const numerics::JackknifeEstimate& b) {
  EXPECT_LT(std::abs(a.value - b.value), kMostErrors * std::hypot(a.error, b.error))
      << a.value << "(" << a.error << "), " << b.value << "(" << b.error << ")";
}

TEST(OpenCorrelationsStatisticalTest, ExactSamplesDoNotHaveTheExactDimensions) {
  const auto wolff = MeasureOpenCorrelations(CriticalSamples(Sampler::kWolff), kBins);
  const auto clusters = MeasureOpenCorrelations(CriticalSamples(Sampler::kSwendsenWang), kBins);
  ASSERT_TRUE(wolff.ok() && clusters.ok());
  const auto first = MeasureOpenDimensions(*wolff);
  const auto second = MeasureOpenDimensions(*clusters);
  ASSERT_TRUE(first.ok() && second.ok());
  ExpectSame(first->spin.estimate, second->spin.estimate);
  ExpectSame(first->energy.estimate, second->energy.estimate);
  for (const int d : {0, 3, 8, 11}) {
    ExpectSame(Column(wolff->spin, d), Column(clusters->spin, d));
    ExpectSame(Column(wolff->energy, d), Column(clusters->energy, d));
  }
  // Far from 1/8: on a torus correlators fall more slowly. The energy is nearer.
  EXPECT_LT(first->spin.estimate.value, 0.125 - 20.0 * first->spin.estimate.error);
  EXPECT_NEAR(first->spin.estimate.value, 0.073, 0.003);
  EXPECT_NEAR(first->energy.estimate.value, 1.02, 0.04);
}

// By translation invariance the correlator of open pairs is that of the torus, of the same distance
// the short way round.
TEST(OpenCorrelationsStatisticalTest, TheTorusCorrelatorAtTheSameDistance) {
  const SpinSamples samples = CriticalSamples(Sampler::kWolff);
  const auto open = MeasureOpenCorrelations(samples, kBins);
  const auto torus = MeasureCorrelations(samples, kBins);
  ASSERT_TRUE(open.ok() && torus.ok());
  // Straight neighbours: 90 of the 100 pairs along each axis are open.
  linalg::Matrix<double> difference(kBins, 1);
  for (int b = 0; b < kBins; ++b) {
    difference(b, 0) = open->spin(b, 0) - 0.5 * (torus->spin(b, 1) + torus->spin(b, kSide));
  }
  const numerics::JackknifeEstimate off = Column(difference, 0);
  EXPECT_LT(std::abs(off.value), kMostErrors * off.error);
  EXPECT_LT(off.error, 1e-3);
}

}  // namespace
}  // namespace infoflow::ising
