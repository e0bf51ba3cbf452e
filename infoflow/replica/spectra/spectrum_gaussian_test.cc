#include "infoflow/replica/spectra/spectrum_gaussian.h"

#include <cmath>
#include <functional>

#include "gtest/gtest.h"

namespace infoflow::replica {
namespace {

// The bulk of the Marchenko-Pastur density between (1 -+ sqrt alpha)^2, by the midpoint rule in
// the angle phi of lambda = 1 + alpha - 2 sqrt(alpha) cos phi, where it converges exponentially.
double BulkMean(double alpha, double weight_variance,
                const std::function<double(double)>& function) {
  constexpr int kPoints = 20000;
  double sum = 0.0;
  for (int i = 0; i < kPoints; ++i) {
    const double phi = M_PI * (i + 0.5) / kPoints;
    const double lambda = 1.0 + alpha - 2.0 * std::sqrt(alpha) * std::cos(phi);
    sum += std::pow(std::sin(phi), 2) / lambda * function(weight_variance * lambda);
  }
  return 2.0 * alpha / kPoints * sum;
}

constexpr double kQuadrature = 1e-10;

TEST(GaussianSpectrumTest, AgreesWithTheDensity) {
  for (const double alpha : {0.1, 0.5, 0.9, 1.3, 2.0, 10.0}) {
    for (const double variance : {0.5, 4.0}) {
      const auto spectrum = GaussianSpectrum(alpha, variance).value();
      for (const double s : {0.01, 0.3, 1.0, 50.0, 1e4}) {
        const SpectralSums sums = spectrum->Sums(s);
        const auto expect = [&](double got, const std::function<double(double)>& function) {
          const double want = BulkMean(alpha, variance, function);
          EXPECT_NEAR(got, want, kQuadrature * std::abs(want)) << alpha << " " << s;
        };
        expect(sums.shrinkage, [&](double x) { return x / (x + s); });
        expect(sums.resolvent, [&](double x) { return 1.0 / (x + s); });
        expect(sums.shrinkage_slope, [&](double x) { return -x / ((x + s) * (x + s)); });
        expect(sums.resolvent_slope, [&](double x) { return -1.0 / ((x + s) * (x + s)); });
        const double gamma = 0.7;
        const double want =
            BulkMean(alpha, variance, [&](double x) { return std::log(gamma * x + gamma * s); });
        EXPECT_NEAR(spectrum->MeanLog(gamma, gamma * s), want,
                    kQuadrature * (1.0 + std::abs(want)));
      }
    }
  }
}

TEST(GaussianSpectrumTest, HasTheMomentsOfMarchenkoAndPastur) {
  const double alpha = 0.7, variance = 2.0;
  const auto spectrum = GaussianSpectrum(alpha, variance).value();
  EXPECT_DOUBLE_EQ(spectrum->mean(), alpha * variance);
  // h(s) = m1/s - m2/s^2 + m3/s^3 - ...
  const double s = 1e4;
  const double m1 = alpha * variance;
  const double m2 = variance * variance * (alpha + alpha * alpha);
  const double m3 = std::pow(variance, 3) * (alpha + 3.0 * alpha * alpha + std::pow(alpha, 3));
  EXPECT_NEAR(spectrum->Sums(s).shrinkage, m1 / s - m2 / (s * s) + m3 / (s * s * s), 1e-14);
}

TEST(GaussianSpectrumTest, HasLimitsAtZero) {
  for (const double alpha : {0.3, 3.0}) {
    const auto spectrum = GaussianSpectrum(alpha, 1.0).value();
    const SpectralSums sums = spectrum->Sums(0.0);
    // E[1/lambda] over positive eigenvalues is min(alpha, 1)/|1 - alpha| for alpha < 1 and
    // 1/(alpha - 1) for alpha > 1.
    EXPECT_DOUBLE_EQ(sums.shrinkage, std::min(alpha, 1.0));
    EXPECT_NEAR(sums.resolvent, alpha < 1.0 ? alpha / (1.0 - alpha) : 1.0 / (alpha - 1.0), 1e-14);
    EXPECT_TRUE(std::isfinite(spectrum->MeanLog(1.0, 0.0)));
  }
  // E ln lambda = -1 for square weights.
  EXPECT_NEAR(GaussianSpectrum(1.0, 1.0).value()->MeanLog(1.0, 1e-20), -1.0, 1e-9);
}

TEST(GaussianSpectrumTest, RefusesWhatIsNotPositive) {
  EXPECT_EQ(GaussianSpectrum(0.0, 1.0).status().message(),
            "alpha must be a positive number of at most 1e6, not 0");
  EXPECT_EQ(GaussianSpectrum(1.0, -2.0).status().message(),
            "the weight variance must be a positive number, not -2");
  EXPECT_FALSE(GaussianSpectrum(std::nan(""), 1.0).ok());
}

}  // namespace
}  // namespace infoflow::replica
