#include "infoflow/replica/spectra/spectral_layer.h"

#include <cmath>
#include <memory>
#include <vector>

#include "gtest/gtest.h"
#include "infoflow/replica/spectra/spectrum_empirical.h"
#include "infoflow/replica/spectra/spectrum_gaussian.h"

namespace infoflow::replica {
namespace {

std::vector<std::shared_ptr<const Spectrum>> Spectra() {
  return {GaussianSpectrum(0.6, 2.0).value(),
          GaussianSpectrum(1.0, 1.0).value(),
          GaussianSpectrum(1.7, 0.5).value(),
          OrthogonalSpectrum(1.0, 1.0).value(),
          OrthogonalSpectrum(0.5, 2.0).value(),
          EmpiricalSpectrum({0.0, 0.0, 0.5, 2.0}, 0.75).value(),
          EmpiricalSpectrum({0.1, 1.0, 3.0, 4.0}, 2.0).value()};
}

// Messages and the parametrization by s are two forms of one pair of equations.
TEST(SpectralLayerTest, MessagesSolveTheLayer) {
  for (const auto& spectrum : Spectra()) {
    const double alpha = spectrum->aspect_ratio();
    for (const double s : {1e-3, 0.2, 1.0, 30.0, 1e6}) {
      // From s and V follow theta, A, b and c.
      const double error = 0.4;
      const SpectralSums sums = spectrum->Sums(s);
      const double theta = SpectralTheta(*spectrum, s);
      const double score = CouplingAt(*spectrum, s).value / error;
      const double b = (spectrum->null_columns() + s * sums.resolvent) / error;
      const double c = (spectrum->null_rows() + s * sums.resolvent) / alpha / score;
      EXPECT_NEAR(b * c, s, 1e-12 * s);
      const LayerMessages messages = VampMessages(*spectrum, b, c);
      EXPECT_NEAR(messages.input_precision, alpha * theta / error,
                  1e-12 * messages.input_precision);
      EXPECT_NEAR(messages.output_noise, theta / score, 1e-12 * messages.output_noise);
      EXPECT_NEAR(1.0 / error, messages.input_precision + b, 1e-12 / error);
    }
  }
}

TEST(SpectralLayerTest, GaussianWeightsAreLinear) {
  for (const double alpha : {0.3, 1.0, 2.5}) {
    const double variance = 1.5;
    const auto spectrum = GaussianSpectrum(alpha, variance).value();
    for (const double s : {0.01, 1.0, 100.0}) {
      const double gamma = CouplingAt(*spectrum, s).value;
      EXPECT_NEAR(SpectralTheta(*spectrum, s), variance * gamma, 1e-12 * variance * gamma);
      // F from its definition instead of the closed form that SpectralTerm takes.
      const SpectralSums sums = spectrum->Sums(s);
      const double input = spectrum->null_columns() + s * sums.resolvent;
      const double output = (spectrum->null_rows() + s * sums.resolvent) / alpha;
      double term = 2.0 * sums.shrinkage + spectrum->MeanLog(gamma, input * output);
      if (alpha > 1.0) term += (alpha - 1.0) * std::log(output);
      if (alpha < 1.0) term += (1.0 - alpha) * std::log(input);
      EXPECT_NEAR(term, alpha * variance * gamma, 1e-12);
    }
  }
}

TEST(SpectralLayerTest, DerivativesAreDifferences) {
  constexpr double kStep = 1e-5;
  for (const auto& spectrum : Spectra()) {
    for (const double b : {0.1, 5.0}) {
      for (const double c : {0.03, 2.0}) {
        const LayerMessages at = VampMessages(*spectrum, b, c);
        const auto log_slope = [&](double db, double dc, double LayerMessages::*field) {
          const LayerMessages up = VampMessages(*spectrum, b * std::exp(db), c * std::exp(dc));
          const LayerMessages down = VampMessages(*spectrum, b * std::exp(-db), c * std::exp(-dc));
          return std::log(up.*field / down.*field) / (2.0 * kStep);
        };
        EXPECT_NEAR(at.input_by_input_excess,
                    log_slope(kStep, 0.0, &LayerMessages::input_precision), 1e-8);
        EXPECT_NEAR(at.input_by_output_excess,
                    log_slope(0.0, kStep, &LayerMessages::input_precision), 1e-8);
        EXPECT_NEAR(at.output_by_input_excess, log_slope(kStep, 0.0, &LayerMessages::output_noise),
                    1e-8);
        EXPECT_NEAR(at.output_by_output_excess, log_slope(0.0, kStep, &LayerMessages::output_noise),
                    1e-8);
      }
    }
    const double s = 0.7;
    const double difference = (std::log(CouplingAt(*spectrum, s * std::exp(kStep)).value) -
                               std::log(CouplingAt(*spectrum, s * std::exp(-kStep)).value)) /
                              (2.0 * kStep);
    EXPECT_NEAR(CouplingAt(*spectrum, s).slope, difference, 1e-8);
  }
}

TEST(SpectralLayerTest, SolvesForTheCouplingOnBothBranches) {
  // gamma = s/(1+s)^2 <= 1/4 for orthogonal weights.
  const auto orthogonal = OrthogonalSpectrum(1.0, 1.0).value();
  const double root = (0.6 - std::sqrt(0.2)) / 0.4;  // of s/(1+s)^2 = 0.2
  EXPECT_NEAR(SolveCoupling(*orthogonal, 0.2, 0.01).value(), root, 1e-11);
  EXPECT_NEAR(SolveCoupling(*orthogonal, 0.2, 100.0).value(), 1.0 / root, 1e-10);
  EXPECT_FALSE(SolveCoupling(*orthogonal, 0.3, 1.0).has_value());
  for (const auto& spectrum : Spectra()) {
    const double s = 3.0;
    const double coupling = CouplingAt(*spectrum, s).value;
    EXPECT_NEAR(CouplingAt(*spectrum, SolveCoupling(*spectrum, coupling, 20.0).value()).value,
                coupling, 1e-12 * coupling);
  }
}

// theta makes F stationary: moving s at fixed gamma changes F by the square.
TEST(SpectralLayerTest, SpectralTermIsStationary) {
  for (const auto& spectrum : Spectra()) {
    if (spectrum->gaussian_weight_variance().has_value()) continue;
    const double s = 0.8;
    const double gamma = CouplingAt(*spectrum, s).value;
    const double at = SpectralTerm(*spectrum, gamma, s);
    EXPECT_NEAR(SpectralTerm(*spectrum, gamma, s * 1.001), at, 2e-6);
    // dF/dgamma = alpha theta / gamma.
    constexpr double kStep = 1e-5;
    const double slope = (SpectralTerm(*spectrum, gamma * (1.0 + kStep), s) -
                          SpectralTerm(*spectrum, gamma * (1.0 - kStep), s)) /
                         (2.0 * kStep);
    EXPECT_NEAR(slope, spectrum->aspect_ratio() * SpectralTheta(*spectrum, s), 1e-8);
  }
}

// An output without noise behind weights of full row rank.
TEST(SpectralLayerTest, HasTheLimitOfNoExcess) {
  const auto spectrum = OrthogonalSpectrum(0.5, 2.0).value();
  const LayerMessages limit = VampMessages(*spectrum, 3.0, 0.0);
  const LayerMessages near = VampMessages(*spectrum, 3.0, 1e-12);
  EXPECT_NEAR(limit.output_noise, near.output_noise, 1e-10);
  EXPECT_NEAR(limit.input_precision, near.input_precision, 1e-10);
}

}  // namespace
}  // namespace infoflow::replica
