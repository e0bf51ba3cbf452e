#include "infoflow/rbm/patterns/pattern_statistics.h"

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/rbm/patterns/correlator.h"
#include "infoflow/rbm/patterns/pattern_alignment.h"

namespace infoflow::rbm {
namespace {

constexpr double kExact = 1e-12;
constexpr int kSide = 8;

// cos(2 pi (x + 2 y) / side): a single wave.
std::vector<double> Wave() {
  std::vector<double> pattern(kSide * kSide);
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      pattern[y * kSide + x] = 3.0 + std::cos(2.0 * M_PI * (x + 2 * y) / kSide);
    }
  }
  return pattern;
}

std::vector<double> Spot(int x, int y) {
  std::vector<double> pattern(kSide * kSide, 0.0);
  pattern[y * kSide + x] = 1.0;
  return pattern;
}

TEST(PatternStatisticsTest, WaveHasOneWaveNumber) {
  const double unit = 2.0 * M_PI / kSide;
  EXPECT_NEAR(MeanSquaredWaveNumber(Wave(), kSide), 5.0 * unit * unit, kExact);
  EXPECT_NEAR(Autocorrelation(Wave(), kSide, 1, 0), std::cos(unit), kExact);
  EXPECT_NEAR(Autocorrelation(Wave(), kSide, 0, 1), std::cos(2.0 * unit), kExact);
  EXPECT_NEAR(Autocorrelation(Wave(), kSide, -3, 9), std::cos(unit), kExact);
  EXPECT_NEAR(MoranIndex(Wave(), kSide), 0.5 * (std::cos(unit) + std::cos(2.0 * unit)), kExact);
  const std::vector<double> power = PowerSpectrum(Wave(), kSide);
  double total = 0.0;
  for (const double p : power) total += p;
  // Parseval: side^2 times the sum of squares, half of it at each of +-k.
  EXPECT_NEAR(total, 64.0 * 32.0, 1e-9);
  EXPECT_NEAR(power[2 * kSide + 1], 32.0 * 32.0, 1e-9);
  // Mean of cos^2 squared over the mean of cos^4: (1/2)^2 / (3/8).
  EXPECT_NEAR(ParticipationRatio(MeanSubtracted(Wave())), 64.0 * 2.0 / 3.0, kExact);
}

TEST(PatternStatisticsTest, AutocorrelationIsTheTransformOfThePower) {
  std::vector<double> pattern(kSide * kSide);
  for (std::size_t i = 0; i < pattern.size(); ++i) pattern[i] = std::sin(1.0 + i * i * 0.37);
  const std::vector<double> power = PowerSpectrum(pattern, kSide);
  for (int dx = 0; dx < kSide; ++dx) {
    double sum = 0.0;
    double total = 0.0;
    for (int ky = 0; ky < kSide; ++ky) {
      for (int kx = 0; kx < kSide; ++kx) {
        sum += power[ky * kSide + kx] * std::cos(2.0 * M_PI * (kx * dx + 3 * ky) / kSide);
        total += power[ky * kSide + kx];
      }
    }
    EXPECT_NEAR(Autocorrelation(pattern, kSide, dx, 3), sum / total, kExact);
  }
}

TEST(PatternStatisticsTest, SpotIsConcentrated) {
  EXPECT_NEAR(ParticipationRatio(Spot(2, 5)), 1.0, kExact);
  EXPECT_NEAR(ParticipationRatio(std::vector<double>(64, -0.3)), 64.0, kExact);
  const Site peak = BoxPeak(Spot(0, 7), kSide);
  EXPECT_LE(SquaredDistance(peak, {0, 7}, kSide), 2);
  EXPECT_EQ(LargestSite(Spot(2, 5), kSide).x, 2);
  EXPECT_EQ(LargestSite(Spot(2, 5), kSide).y, 5);
  // q = 63/64 at the spot and -1/64 elsewhere.
  const double spot = std::pow(63.0 / 64.0, 2);
  const double other = std::pow(1.0 / 64.0, 2);
  EXPECT_NEAR(Concentration(Spot(2, 5), kSide, 2.0), (spot + 12.0 * other) / (spot + 63.0 * other),
              kExact);
  EXPECT_NEAR(Concentration(Spot(2, 5), kSide, 100.0), 1.0, kExact);
  EXPECT_TRUE(std::isnan(Concentration(std::vector<double>(64, 1.0), kSide, 2.0)));
}

TEST(PatternStatisticsTest, Distances) {
  EXPECT_EQ(SquaredDistance({0, 0}, {7, 7}, kSide), 2);
  EXPECT_EQ(SquaredDistance({1, 2}, {5, 6}, kSide), 32);
  EXPECT_EQ(SquaredDistance({3, 3}, {3, 3}, kSide), 0);
}

TEST(PatternStatisticsTest, CurvesAndMedians) {
  EXPECT_NEAR(CorrelationCoefficient({1.0, 2.0, 4.0}, {3.0, 5.0, 9.0}), 1.0, kExact);
  EXPECT_NEAR(CorrelationCoefficient({1.0, 2.0, 4.0}, {-1.0, -2.0, -4.0}), -1.0, kExact);
}

TEST(PatternStatisticsTest, MeanAutocorrelationAverages) {
  linalg::Matrix<double> patterns(2, 64);
  const std::vector<double> wave = Wave();
  const std::vector<double> spot = Spot(1, 1);
  std::copy(wave.begin(), wave.end(), patterns.row(0).begin());
  std::copy(spot.begin(), spot.end(), patterns.row(1).begin());
  const std::vector<double> mean = MeanAutocorrelation(patterns, kSide);
  ASSERT_EQ(mean.size(), 5);
  EXPECT_NEAR(mean[0], 1.0, kExact);
  for (int r = 1; r <= 4; ++r) {
    const double want =
        0.25 * (Autocorrelation(wave, kSide, r, 0) + Autocorrelation(wave, kSide, 0, r) +
                Autocorrelation(spot, kSide, r, 0) + Autocorrelation(spot, kSide, 0, r));
    EXPECT_NEAR(mean[r], want, kExact);
  }
}

TEST(PatternAlignmentTest, ShiftedSpotsComeTogether) {
  linalg::Matrix<double> patterns(3, 64);
  const std::vector<Site> origins = {{0, 0}, {3, 7}, {6, 2}};
  for (int a = 0; a < 3; ++a) {
    const std::vector<double> spot = Spot(origins[a].x, origins[a].y);
    std::copy(spot.begin(), spot.end(), patterns.row(a).begin());
  }
  const std::vector<double> aligned = AlignedMean(patterns, origins, kSide);
  EXPECT_NEAR(aligned[0], 1.0, kExact);
  EXPECT_EQ(aligned[1], 0.0);
  const std::vector<RadialPoint> profile = RadialProfile(aligned, kSide);
  EXPECT_EQ(profile[0].squared_distance, 0);
  EXPECT_NEAR(profile[0].value, 1.0, kExact);
  EXPECT_EQ(profile[1].sites, 4);
  int sites = 0;
  for (const RadialPoint& point : profile) sites += point.sites;
  EXPECT_EQ(sites, 64);
  const std::vector<Site> peaks = BoxPeaks(patterns, kSide);
  for (int a = 0; a < 3; ++a) EXPECT_LE(SquaredDistance(peaks[a], origins[a], kSide), 2);
}

TEST(PatternAlignmentTest, CoverageAndDistances) {
  const std::vector<Site> peaks = {{0, 0}, {1, 1}, {2, 0}, {7, 7}};
  EXPECT_EQ(DistinctCells(peaks, kSide), 3);
  const std::vector<double> distances = NearestPeakDistances(peaks, kSide);
  EXPECT_NEAR(distances[0], std::sqrt(2.0), kExact);
  EXPECT_NEAR(distances[2], std::sqrt(2.0), kExact);
  EXPECT_NEAR(distances[3], std::sqrt(2.0), kExact);
}

TEST(CorrelatorTest, AveragesProducts) {
  Spins v(1100, 3, 1);
  linalg::Matrix<double> h(1100, 2);
  for (int k = 0; k < 1100; ++k) {
    v(k, 1) = k % 4 == 0 ? 1 : -1;
    h(k, 0) = k % 2 == 0 ? 0.5 : -0.25;
    h(k, 1) = -1.0;
  }
  const linalg::Matrix<double> patterns = VisibleHiddenCorrelator(v, h).value();
  ASSERT_EQ(patterns.rows(), 2);
  EXPECT_NEAR(patterns(0, 0), 0.125, kExact);
  EXPECT_NEAR(patterns(0, 1), 0.125, kExact);  // 1/4 of 1/2, 1/4 of -1/2, 1/2 of 1/4
  EXPECT_NEAR(patterns(1, 1), 0.5, kExact);
  EXPECT_FALSE(VisibleHiddenCorrelator(v, linalg::Matrix<double>(7, 2)).ok());
  EXPECT_FALSE(VisibleHiddenCorrelator(Spins(0, 3), linalg::Matrix<double>(0, 2)).ok());
}

TEST(CorrelatorTest, GaugeMakesSumsPositive) {
  linalg::Matrix<double> patterns(2, 3);
  patterns(0, 0) = -1.0;
  patterns(0, 1) = 0.25;
  patterns(1, 2) = 2.0;
  const std::vector<int> signs = GaugeSigns(patterns);
  EXPECT_EQ(signs, (std::vector<int>{-1, 1}));
  ApplyGauge(signs, patterns);
  EXPECT_EQ(patterns(0, 0), 1.0);
  EXPECT_EQ(patterns(1, 2), 2.0);
  EXPECT_EQ(MeanPattern(patterns)[2], 1.0);
}

// All states with equal weight, so that the correlator is that of independent spins.
TEST(CorrelatorTest, MachineCorrelatorOfOneCoupling) {
  Machine machine(2, 1);
  machine.weights(0, 0) = 0.7;
  Spins states(4, 2);
  for (int s = 0; s < 4; ++s) {
    for (int i = 0; i < 2; ++i) states(s, i) = (s >> i & 1) != 0 ? 1 : -1;
  }
  const linalg::Matrix<double> patterns = MachineCorrelator(machine, states).value();
  EXPECT_NEAR(patterns(0, 0), std::tanh(0.7), kExact);
  EXPECT_NEAR(patterns(0, 1), 0.0, kExact);
  EXPECT_FALSE(MachineCorrelator(machine, Spins(4, 3, 1)).ok());
}

}  // namespace
}  // namespace infoflow::rbm
