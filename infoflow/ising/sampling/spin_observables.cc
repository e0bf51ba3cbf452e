#include "infoflow/ising/sampling/spin_observables.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "absl/types/span.h"
#include "infoflow/ising/sampling/translated_spins.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::ising {

std::vector<ConfigurationTotals> MeasureTotals(const SpinSamples& samples) {
  const int sites = samples.sites();
  const int words = samples.words_per_sample();
  TranslatedSpins translated(samples.side());
  std::vector<ConfigurationTotals> totals(samples.count());
  std::vector<std::uint64_t> neighbour(words);
  for (int k = 0; k < samples.count(); ++k) {
    const absl::Span<const std::uint64_t> spins = samples.words(k);
    const int up = static_cast<int>(internal::CountBits(spins.data(), words));
    std::int64_t unlike = 0;
    translated.Set(spins, 1 % samples.side());
    translated.Get(0, absl::MakeSpan(neighbour));
    unlike += internal::CountUnlike(spins.data(), neighbour.data(), words);
    translated.Set(spins, 0);
    translated.Get(1 % samples.side(), absl::MakeSpan(neighbour));
    unlike += internal::CountUnlike(spins.data(), neighbour.data(), words);
    totals[k].energy = static_cast<int>(2 * unlike) - 2 * sites;
    totals[k].magnetization = 2 * up - sites;
  }
  return totals;
}

absl::StatusOr<int> CheckedBins(int samples, int bins) {
  if (samples < 2 || bins < 2) {
    return absl::InvalidArgumentError(absl::StrFormat(
        "there are %d samples and %d bins; errors need at least 2 of both", samples, bins));
  }
  return std::min(samples, bins);
}

absl::StatusOr<IsingThermodynamics> MeasureThermodynamics(const SpinSamples& samples,
                                                          double temperature, int bins,
                                                          double coupling, double field) {
  if (!std::isnan(temperature)) {
    INFOFLOW_RETURN_IF_ERROR(CheckTemperature(temperature));
    if (temperature < kLeastMeasuredTemperature) {
      return absl::InvalidArgumentError(
          absl::StrFormat("temperature is %g; heat capacities are measured from %g on", temperature,
                          kLeastMeasuredTemperature));
    }
  }
  INFOFLOW_ASSIGN_OR_RETURN(const int used_bins, CheckedBins(samples.count(), bins));
  const std::vector<ConfigurationTotals> totals = MeasureTotals(samples);
  const double sites = samples.sites();
  const double inverse = 1.0 / temperature;
  const int size = samples.count() / used_bins;

  // Means per bin of e, e^2, m, |m|, m^2, m^4.
  enum { kE, kE2, kM, kAbs, kM2, kM4, kColumns };
  // Samples that do not fill a bin enter the values, not their errors.
  linalg::Matrix<double> means(used_bins, kColumns);
  std::vector<double> all(kColumns);
  std::vector<double> energies(samples.count()), magnetizations(samples.count());
  // e^2 is taken about a fixed energy, so that little cancels.
  const auto energy = [&](int k) {
    return (coupling * totals[k].energy - field * totals[k].magnetization) / sites;
  };
  const double origin = energy(0);
  for (int k = 0; k < samples.count(); ++k) {
    energies[k] = energy(k);
    magnetizations[k] = std::abs(totals[k].magnetization) / sites;
    const double e = energies[k] - origin;
    const double m = totals[k].magnetization / sites;
    const double values[kColumns] = {e, e * e, m, std::fabs(m), m * m, m * m * m * m};
    for (int c = 0; c < kColumns; ++c) {
      all[c] += values[c];
      if (k < used_bins * size) means(k / size, c) += values[c] / size;
    }
  }
  for (double& mean : all) mean /= samples.count();
  const auto estimate = [&](auto f) {
    numerics::JackknifeEstimate result = numerics::Jackknife(means, f);
    result.value = f(absl::MakeConstSpan(all));
    return result;
  };
  const auto corrected = [&estimate](auto f) {
    numerics::JackknifeEstimate result = estimate(f);
    result.value -= result.bias;
    result.bias = 0.0;
    return result;
  };
  using Means = absl::Span<const double>;
  IsingThermodynamics result;
  result.energy = estimate([&](Means x) { return x[kE] + origin; });
  result.heat_capacity =
      corrected([&](Means x) { return inverse * inverse * sites * (x[kE2] - x[kE] * x[kE]); });
  result.magnetization = estimate([](Means x) { return x[kM]; });
  result.absolute_magnetization = estimate([](Means x) { return x[kAbs]; });
  result.squared_magnetization = estimate([](Means x) { return x[kM2]; });
  result.fourth_moment = estimate([](Means x) { return x[kM4]; });
  result.susceptibility = estimate([&](Means x) { return inverse * sites * x[kM2]; });
  result.connected_susceptibility =
      corrected([&](Means x) { return inverse * sites * (x[kM2] - x[kAbs] * x[kAbs]); });
  // Without any magnetization (never but for contrived samples) there is no cumulant: 0.
  result.binder =
      estimate([](Means x) { return x[kM2] > 0.0 ? 1.0 - x[kM4] / (3.0 * x[kM2] * x[kM2]) : 0.0; });
  result.energy_time = numerics::IntegratedAutocorrelationTime(energies);
  result.magnetization_time = numerics::IntegratedAutocorrelationTime(magnetizations);
  return result;
}

}  // namespace infoflow::ising
