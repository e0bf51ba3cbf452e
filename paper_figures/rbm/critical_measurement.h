#ifndef PAPER_FIGURES_RBM_CRITICAL_MEASUREMENT_H_
#define PAPER_FIGURES_RBM_CRITICAL_MEASUREMENT_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "infoflow/ising/sampling/scaling_dimensions.h"
#include "infoflow/ising/sampling/spin_samples.h"
#include "infoflow/numerics/jackknife.h"
#include "paper_figures/harness/claim.h"
#include "paper_figures/harness/fields.h"
#include "paper_figures/rbm/estimate_fields.h"

// Samples that should be critical against the critical torus: correlators and scaling dimensions.

namespace infoflow::paper_figures {

// Of the Ising model in two dimensions.
inline constexpr double kSpinDimension = 0.125;
inline constexpr double kEnergyDimension = 1.0;

// How far, relatively, the spin correlator of critical samples may be from its scaling limit.
inline constexpr double kMostCorrelatorDeviation = 0.01;

// Correlators at one distance, means of both axes.
struct CriticalCorrelator {
  int distance = 0;
  numerics::JackknifeEstimate spin;       // G(r)
  double torus_spin = 0.0;                // its scaling limit
  numerics::JackknifeEstimate deviation;  // of `spin` from it, relative
  numerics::JackknifeEstimate energy;     // connected, G_eps(r)
  double torus_energy_shape = 0.0;        // its scaling limit up to a factor

  template <typename Self, typename Visit>
  static void Fields(Self& self, Visit& visit) {
    visit("distance", self.distance, "sites");
    VisitEstimate("spin_correlator", self.spin, visit);
    visit("torus_spin_correlator", self.torus_spin);
    VisitEstimate("spin_deviation", self.deviation, visit, "relative");
    VisitEstimate("energy_correlator", self.energy, visit, "J^2");
    visit("torus_energy_shape", self.torus_energy_shape);
  }
};

struct CriticalMeasurement {
  std::vector<CriticalCorrelator> correlators;  // r = 1 .. L/2
  ising::ScalingDimensions torus, straight;     // by either fit (scaling_dimensions.h)

  INFOFLOW_FIELDS(correlators, torus, straight)
};

// Errors by the jackknife over `bins` bins of successive samples. Where a correlator is not
// positive, as far from T_c, the dimensions of that fit are NaN. Errors: of MeasureCorrelations
// and, for too few bins or too small a side, MeasureScalingDimensions.
absl::StatusOr<CriticalMeasurement> MeasureCritical(const ising::SpinSamples& samples, int bins,
                                                    int threads);

// How a figure names the claims that samples have the torus's spin correlator and the dimensions
// 1/8 and 1.
struct CriticalClaimNames {
  absl::string_view scaling_limit, spin_dimension, energy_dimension;
  absl::string_view which;  // "the `which` spin correlator": "critical"
};
void AddCriticalClaims(const CriticalClaimNames& names, const CriticalMeasurement& measured,
                       ClaimList& claims);

template <>
struct FieldsOf<ising::ScalingDimensions> {
  template <typename Self, typename Visit>
  static void VisitFields(Self& self, Visit& visit) {
    visit("spin", self.spin);
    visit("energy", self.energy);
  }
};

}  // namespace infoflow::paper_figures

#endif  // PAPER_FIGURES_RBM_CRITICAL_MEASUREMENT_H_
