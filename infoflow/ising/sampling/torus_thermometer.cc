#include "infoflow/ising/sampling/torus_thermometer.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_format.h"
#include "absl/types/span.h"
#include "infoflow/ising/sampling/spin_observables.h"
#include "infoflow/ising/square/torus.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/numerics/root_finding.h"
#include "infoflow/support/status_macros.h"

namespace infoflow::ising {

namespace {

// Above this coupling 2 + u < 1e-15.
constexpr double kColdestCoupling = 4.5;

}  // namespace

absl::StatusOr<double> TemperatureFromEnergy(double energy_per_site, int side) {
  if (std::isnan(energy_per_site)) {
    return absl::InvalidArgumentError("the energy per site is nan; it must be a number");
  }
  INFOFLOW_RETURN_IF_ERROR(SolveTorus(side, side, 1.0).status());
  const double sites = static_cast<double>(side) * side;
  const auto difference = [&](double coupling) {
    return -SolveTorus(side, side, coupling)->energy / sites - energy_per_site;
  };
  constexpr double kLeast = 1.0 / kHottestReading;
  if (difference(kLeast) <= 0.0) return kHottestReading;
  if (difference(kColdestCoupling) >= 0.0) return 0.0;
  INFOFLOW_ASSIGN_OR_RETURN(const numerics::Root root,
                            numerics::FindRoot(difference, kLeast, kColdestCoupling));
  if (!root.converged) {
    return absl::InternalError(
        absl::StrFormat("no temperature found for energy %g per site", energy_per_site));
  }
  return 1.0 / root.value;
}

bool TellsTemperature(double reading) { return reading > 0.0 && reading < kHottestReading; }

absl::StatusOr<numerics::JackknifeEstimate> MeasureTemperature(const SpinSamples& samples,
                                                               int bins) {
  INFOFLOW_ASSIGN_OR_RETURN(const int used_bins, CheckedBins(samples.count(), bins));
  const std::vector<ConfigurationTotals> totals = MeasureTotals(samples);
  linalg::Matrix<double> means(used_bins, 1);
  const int size = samples.count() / used_bins;
  for (int b = 0; b < used_bins; ++b) {
    double sum = 0.0;
    for (int k = b * size; k < (b + 1) * size; ++k) sum += totals[k].energy;
    means(b, 0) = sum / (static_cast<double>(size) * samples.sites());
  }
  absl::Status status = absl::OkStatus();
  const numerics::JackknifeEstimate estimate =
      numerics::Jackknife(means, [&](absl::Span<const double> mean) {
        const absl::StatusOr<double> temperature = TemperatureFromEnergy(mean[0], samples.side());
        if (!temperature.ok()) {
          status.Update(temperature.status());
          return std::nan("");
        }
        return *temperature;
      });
  if (!status.ok()) return status;
  return estimate;
}

}  // namespace infoflow::ising
