#include "infoflow/replica/spectra/spectrum_empirical.h"

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace infoflow::replica {
namespace {

constexpr double kExact = 1e-14;

TEST(EmpiricalSpectrumTest, AddsUpPositiveEigenvalues) {
  std::vector<double> eigenvalues;
  for (int i = 0; i < 37; ++i) eigenvalues.push_back(i < 10 ? 1e-17 * (i - 5) : 0.1 * i);
  const auto spectrum = EmpiricalSpectrum(eigenvalues, 30.0 / 37.0).value();
  EXPECT_EQ(spectrum->null_columns(), 10.0 / 37.0);
  EXPECT_EQ(spectrum->null_rows(), 3.0 / 37.0);
  for (const double s : {0.0, 1e-6, 0.4, 1e8}) {
    const SpectralSums sums = spectrum->Sums(s);
    double h = 0.0, k = 0.0, h_slope = 0.0, k_slope = 0.0, logs = 0.0;
    for (int i = 10; i < 37; ++i) {
      const double x = 0.1 * i;
      h += x / (x + s) / 37.0;
      k += 1.0 / (x + s) / 37.0;
      h_slope -= x / (x + s) / (x + s) / 37.0;
      k_slope -= 1.0 / (x + s) / (x + s) / 37.0;
      logs += std::log(0.3 * x + s) / 37.0;
    }
    EXPECT_NEAR(sums.shrinkage, h, kExact * h);
    EXPECT_NEAR(sums.resolvent, k, kExact * k);
    EXPECT_NEAR(sums.shrinkage_slope, h_slope, -kExact * h_slope);
    EXPECT_NEAR(sums.resolvent_slope, k_slope, -kExact * k_slope);
    EXPECT_NEAR(spectrum->MeanLog(0.3, s), logs, kExact * (1.0 + std::abs(logs)));
  }
}

TEST(EmpiricalSpectrumTest, MergesEqualEigenvalues) {
  std::vector<double> eigenvalues(200, 2.0);
  for (int i = 0; i < 100; ++i) eigenvalues[i] = 2.0 * (1.0 + 1e-15 * i);
  const auto many = EmpiricalSpectrum(eigenvalues, 1.0).value();
  const auto one = OrthogonalSpectrum(1.0, std::sqrt(2.0)).value();
  EXPECT_NEAR(many->Sums(0.5).resolvent, one->Sums(0.5).resolvent, kExact);
  EXPECT_EQ(many->null_columns(), 0.0);
  EXPECT_EQ(many->null_rows(), 0.0);
}

TEST(OrthogonalSpectrumTest, IsAProjector) {
  const auto wide = OrthogonalSpectrum(0.25, 3.0).value();
  EXPECT_EQ(wide->null_columns(), 0.75);
  EXPECT_EQ(wide->null_rows(), 0.0);
  EXPECT_DOUBLE_EQ(wide->mean(), 0.25 * 9.0);
  const auto tall = OrthogonalSpectrum(4.0, 1.0).value();
  EXPECT_EQ(tall->null_columns(), 0.0);
  EXPECT_EQ(tall->null_rows(), 3.0);
  EXPECT_DOUBLE_EQ(tall->Sums(1.0).shrinkage, 0.5);
  EXPECT_FALSE(OrthogonalSpectrum(1.0, 0.0).ok());
}

TEST(EmpiricalSpectrumTest, RefusesWhatIsNoSpectrum) {
  const auto error_of = [](const std::vector<double>& eigenvalues, double alpha) {
    return std::string(EmpiricalSpectrum(eigenvalues, alpha).status().message());
  };
  EXPECT_EQ(error_of({}, 1.0), "a spectrum has no eigenvalue");
  EXPECT_EQ(error_of({1.0, -0.25}, 1.0),
            "eigenvalues of W^T W are not negative, but a spectrum holds -0.25");
  EXPECT_EQ(error_of({0.0, 0.0}, 1.0),
            "a spectrum has no positive eigenvalue; at least one is needed");
  EXPECT_EQ(error_of({1.0, std::numeric_limits<double>::infinity()}, 1.0),
            "a spectrum holds the eigenvalue inf");
  EXPECT_EQ(error_of({1.0, 2.0}, 0.5),
            "a spectrum has 2 positive eigenvalues, but alpha = 0.5 allows only 1");
  EXPECT_EQ(error_of({1.0, 0.0, 0.0}, 0.5),
            "alpha = 0.5 times the 3 eigenvalues of a spectrum must be the whole number of "
            "outputs");
  EXPECT_EQ(error_of({1.0}, -1.0), "alpha must be a positive number of at most 1e6, not -1");
}

}  // namespace
}  // namespace infoflow::replica
