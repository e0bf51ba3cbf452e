#include "paper_figures/rbm/critical_measurement.h"

#include <cmath>
#include <limits>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"
#include "infoflow/ising/sampling/spin_correlations.h"
#include "infoflow/ising/square/torus_correlators.h"
#include "infoflow/linalg/matrix.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/shared/extremes.h"

namespace infoflow::paper_figures {

namespace {

CriticalCorrelator CorrelatorAt(const ising::SpinCorrelations& correlations, int r) {
  const int side = correlations.side;
  // The last column is the mean energy density.
  linalg::Matrix<double> bins(correlations.spin.rows(), 3);
  for (int b = 0; b < bins.rows(); ++b) {
    bins(b, 0) = 0.5 * (correlations.spin(b, r) + correlations.spin(b, r * side));
    bins(b, 1) = 0.5 * (correlations.energy(b, r) + correlations.energy(b, r * side));
    bins(b, 2) = correlations.energy_density[b];
  }
  using Means = absl::Span<const double>;
  const auto spin = numerics::Jackknife(bins, [](Means x) { return x[0]; });
  const auto energy = numerics::Jackknife(bins, [](Means x) { return x[1] - x[2] * x[2]; });
  const double torus = ising::kTorusSpinAmplitude * ising::TorusSpinShape(side, r);
  return {r,      spin,
          torus,  {spin.value / torus - 1.0, spin.error / torus},
          energy, ising::TorusEnergyShape(side, r)};
}

absl::StatusOr<ising::ScalingDimensions> DimensionsOrNone(
    const ising::SpinCorrelations& correlations, ising::DimensionFit fit) {
  const auto dimensions = ising::MeasureScalingDimensions(correlations, fit);
  if (!absl::IsOutOfRange(dimensions.status())) return dimensions;
  constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
  return ising::ScalingDimensions{{kNone, kNone}, {kNone, kNone}};
}

}  // namespace

absl::StatusOr<CriticalMeasurement> MeasureCritical(const ising::SpinSamples& samples, int bins,
                                                    int threads) {
  INFOFLOW_ASSIGN_OR_RETURN(const ising::SpinCorrelations correlations,
                            ising::MeasureCorrelations(samples, bins, threads));
  CriticalMeasurement measured;
  for (int r = 1; r <= samples.side() / 2; ++r) {
    measured.correlators.push_back(CorrelatorAt(correlations, r));
  }
  INFOFLOW_ASSIGN_OR_RETURN(measured.torus,
                            DimensionsOrNone(correlations, ising::DimensionFit::kTorus));
  INFOFLOW_ASSIGN_OR_RETURN(measured.straight,
                            DimensionsOrNone(correlations, ising::DimensionFit::kPower));
  return measured;
}

void AddCriticalClaims(const CriticalClaimNames& names, const CriticalMeasurement& measured,
                       ClaimList& claims) {
  Extremes deviation;
  for (const CriticalCorrelator& at : measured.correlators) {
    if (at.distance >= 2) deviation.Add(std::abs(at.deviation.value));
  }
  claims
      .Add(names.scaling_limit,
           absl::StrCat("The ", names.which,
                        " spin correlator is, from distance 2 on, its scaling limit: that of "
                        "conformal field theory on the torus."))
      .Measured("largest relative deviation of G(r) from the scaling limit, r >= 2",
                deviation.greatest)
      .Below(kMostCorrelatorDeviation);
  claims.Add(names.spin_dimension, "The samples' spin scaling dimension is 1/8.")
      .Measured("|Delta_m - 1/8|, fit to the torus",
                std::abs(measured.torus.spin.value - kSpinDimension))
      .AtMost(0.006);
  claims.Add(names.energy_dimension, "The samples' energy scaling dimension is 1.")
      .Measured("|Delta_eps - 1|, fit to the torus",
                std::abs(measured.torus.energy.value - kEnergyDimension))
      .AtMost(0.08);
}

}  // namespace infoflow::paper_figures
