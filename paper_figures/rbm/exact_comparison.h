#ifndef PAPER_FIGURES_RBM_EXACT_COMPARISON_H_
#define PAPER_FIGURES_RBM_EXACT_COMPARISON_H_

#include <array>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/numerics/jackknife.h"
#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/rbm/estimate_fields.h"

// Thermodynamics of Ising samples beside the exact solutions of the torus and the infinite lattice.

namespace infoflow::paper_figures {

// Samples of one sampler at one temperature against Kaufman's solution.
struct SamplerRow {
  std::string sampler;
  double temperature = 0.0;
  numerics::JackknifeEstimate energy;
  double energy_exact = 0.0;
  double energy_deviation = 0.0;
  numerics::JackknifeEstimate heat_capacity;
  double heat_capacity_exact = 0.0;
  double heat_capacity_deviation = 0.0;
  numerics::JackknifeEstimate magnetization;  // <|m|>
  double energy_time = 0.0;                   // integrated autocorrelation times
  double magnetization_time = 0.0;

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("sampler", self.sampler);
    visit("temperature", self.temperature, "J/k_B");
    VisitEstimate("energy", self.energy, visit, "J per site");
    visit("energy_exact", self.energy_exact, "J per site");
    visit("energy_deviation", self.energy_deviation, "errors");
    VisitEstimate("heat_capacity", self.heat_capacity, visit, "k_B per site");
    visit("heat_capacity_exact", self.heat_capacity_exact, "k_B per site");
    visit("heat_capacity_deviation", self.heat_capacity_deviation, "errors");
    VisitEstimate("magnetization", self.magnetization, visit, "per site");
    visit("energy_time", self.energy_time, "samples");
    visit("magnetization_time", self.magnetization_time, "samples");
  }
};

struct SamplerMeasurement {
  SamplerRow row;
  std::array<numerics::JackknifeEstimate, 3> moments;  // <|m|>, <m^2>, <m^4>

  INFOFLOW_FIELDS(row, moments)
};

// Bins of the jackknife, enough for Student's t to be near a normal law: beyond 6 errors lies 2e-8
// with 127 degrees of freedom, so that of the 100 to 400 deviations of a run one is larger in 1 of
// 10^5 runs.
inline constexpr int kMonteCarloBins = 128;
inline constexpr double kMostErrors = 6.0;

// Errors: of MeasureThermodynamics, SolveTorus and TorusHeatCapacity.
absl::StatusOr<SamplerMeasurement> MeasureSampler(const std::string& sampler,
                                                  const ising::SpinSamples& samples,
                                                  double temperature);

// What must hold for all samplers at all temperatures.
void AddSamplerClaims(const std::vector<SamplerMeasurement>& samplers, ClaimList& claims);

// Exact solutions at one temperature.
struct ExactRow {
  double temperature = 0.0;
  double torus_energy = 0.0, torus_heat_capacity = 0.0;
  double infinite_energy = 0.0, infinite_heat_capacity = 0.0, infinite_magnetization = 0.0;

  INFOFLOW_COLUMNS(temperature, "J/k_B", torus_energy, "J per site", torus_heat_capacity,
                   "k_B per site", infinite_energy, "J per site", infinite_heat_capacity,
                   "k_B per site", infinite_magnetization, "per site")
};
// At `count` >= 2 equally spaced temperatures, the torus being side x side.
absl::StatusOr<std::vector<ExactRow>> ExactCurves(int side, double coldest, double hottest,
                                                  int count);

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_EXACT_COMPARISON_H_
