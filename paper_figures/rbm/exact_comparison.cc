#include "paper_figures/rbm/exact_comparison.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "infoflow/ising/sampling/spin_observables.h"
#include "infoflow/ising/square/exact.h"
#include "infoflow/ising/square/torus.h"
#include "infoflow/ising/square/torus_heat_capacity.h"
#include "infoflow/support/status_macros.h"
#include "paper_figures/shared/extremes.h"

namespace infoflow::paper_figures {

namespace {

// Kaufman's solution, per site.
struct Torus {
  double energy = 0.0, heat_capacity = 0.0;
};

absl::StatusOr<Torus> SolveTorus(int side, double temperature) {
  const double coupling = 1.0 / temperature;
  INFOFLOW_ASSIGN_OR_RETURN(const ising::TorusThermodynamics torus,
                            ising::SolveTorus(side, side, coupling));
  INFOFLOW_ASSIGN_OR_RETURN(const double heat_capacity,
                            ising::TorusHeatCapacity(side, side, coupling));
  return Torus{-torus.energy / (static_cast<double>(side) * side), heat_capacity};
}

double DeviationInErrors(const numerics::JackknifeEstimate& estimate, double exact) {
  return (estimate.value - exact) / estimate.error;
}

// Moments of any two samplers at the same temperature, in errors: they have no exact values.
double LargestDifference(const std::vector<SamplerMeasurement>& samplers) {
  Extremes differences;
  for (std::size_t a = 0; a < samplers.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      if (samplers[a].row.temperature != samplers[b].row.temperature) continue;
      for (std::size_t i = 0; i < samplers[a].moments.size(); ++i) {
        const numerics::JackknifeEstimate& x = samplers[a].moments[i];
        const numerics::JackknifeEstimate& y = samplers[b].moments[i];
        differences.Add(std::abs(x.value - y.value) / std::hypot(x.error, y.error));
      }
    }
  }
  return differences.greatest;
}

}  // namespace

absl::StatusOr<SamplerMeasurement> MeasureSampler(const std::string& sampler,
                                                  const ising::SpinSamples& samples,
                                                  double temperature) {
  INFOFLOW_ASSIGN_OR_RETURN(const ising::IsingThermodynamics got,
                            ising::MeasureThermodynamics(samples, temperature, kMonteCarloBins));
  INFOFLOW_ASSIGN_OR_RETURN(const Torus exact, SolveTorus(samples.side(), temperature));
  return SamplerMeasurement{
      {sampler, temperature, got.energy, exact.energy, DeviationInErrors(got.energy, exact.energy),
       got.heat_capacity, exact.heat_capacity,
       DeviationInErrors(got.heat_capacity, exact.heat_capacity), got.absolute_magnetization,
       got.energy_time.time, got.magnetization_time.time},
      {got.absolute_magnetization, got.squared_magnetization, got.fourth_moment}};
}

void AddSamplerClaims(const std::vector<SamplerMeasurement>& samplers, ClaimList& claims) {
  Extremes deviation, time;
  for (const auto& [row, moments] : samplers) {
    deviation.Add(std::abs(row.energy_deviation));
    deviation.Add(std::abs(row.heat_capacity_deviation));
    time.Add(std::max(row.energy_time, row.magnetization_time));
  }
  claims
      .Add("exact_thermodynamics",
           "Every sampler has the exact energy and heat capacity of the torus.")
      .Measured("largest deviation from Kaufman's solution (errors; false alarm 1 in 10^5)",
                deviation.greatest)
      .AtMost(kMostErrors);
  claims
      .Add("same_law",
           "Wolff, Swendsen-Wang, plain and multispin Metropolis samples have the same law.")
      .Measured(
          "largest difference of <|m|>, <m^2>, <m^4> between two samplers (errors; false alarm 1 "
          "in 10^5)",
          LargestDifference(samplers))
      .AtMost(kMostErrors);
  claims.Add("independent_samples", "Successive samples are nearly independent.")
      .Measured("largest autocorrelation time of the energy and |m| (samples; 1/2 is independent)",
                time.greatest)
      .AtMost(2.5);
}

absl::StatusOr<std::vector<ExactRow>> ExactCurves(int side, double coldest, double hottest,
                                                  int count) {
  std::vector<ExactRow> rows;
  for (int i = 0; i < count; ++i) {
    const double t = coldest + (hottest - coldest) * i / (count - 1);
    const double k = 1.0 / t;
    INFOFLOW_ASSIGN_OR_RETURN(const Torus torus, SolveTorus(side, t));
    rows.push_back({t, torus.energy, torus.heat_capacity, -ising::SquareEnergy(k),
                    k * k * ising::SquareEnergySlope(k), ising::SquareMagnetization(k)});
  }
  return rows;
}

}  // namespace infoflow::paper_figures
